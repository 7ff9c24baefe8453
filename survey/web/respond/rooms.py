"""Rooms: what lies behind the door of each wave, worked out once and kept while nothing changes.

The database is asked for the waves at most once a second in each process. What is kept is what was signed and whether
codes are issued; whether a wave is open is never kept, but compared with the clock at each request.
"""

import asyncio
from collections.abc import Collection, Mapping

import msgspec

from survey.ballot.drafts import Drafts
from survey.errors import KeyFileError, OtherPages, PhaseError, StoreError
from survey.steps.context import Context
from survey.steps.enter import Door, doors, require_open
from survey.study.manifest import strata, to_bytes
from survey.study.phase import Phase
from survey.study.reading import NO_PAGES
from survey.web.assets import JSON, Asset, asset
from survey.web.errors import report
from survey.web.pagemarks import differing
from survey.web.respond.draft import DraftForm
from survey.web.respond.parts import Part, parts
from survey.web.respond.themes import WaveTheme, wave_theme

FRESH_S = 1.0


class Room(msgspec.Struct, frozen=True):
    """A wave as its pages need it. *drafts* is None unless codes are issued and the box still stands.

    *languages* are those that both the manifest and the catalogues have; the first is the wave's own. A wave without
    any has no pages. *differing*: which of its pages are others in this program than those that were signed; if any is,
    the wave takes no answers. *signed*: the manifest's bytes.
    """

    door: Door
    draft_form: DraftForm
    parts: dict[str, tuple[Part, ...]]
    drafts: Drafts | None
    languages: tuple[str, ...]
    theme: WaveTheme
    differing: tuple[str, ...]
    signed: Asset

    def phase_now(self, context: Context) -> Phase:
        """The phase at this very instant, to who visits: pages that were not signed are as good as no wave."""
        phase = self.door.phase_now(context)
        return "unapproved" if self.differing and phase != "closed" else phase

    def require_open(self, context: Context) -> None:
        """Raises OtherPages, NotApproved, NotIssued, NotYetOpen or Closed unless answers are taken now."""
        if self.differing and self.door.phase_now(context) != "closed":
            raise OtherPages(f"{self.door.wave} was signed with other pages: {', '.join(self.differing)}")
        require_open(context, self.door)


def room(door: Door, catalogues: Collection[str], marks: Mapping[str, str] = NO_PAGES) -> Room:
    """The room behind *door*, in the languages of *catalogues*; *marks* are those of the program's own pages."""
    manifest, key = door.manifest, door.draft_key
    form = manifest.questionnaire
    draft_form = DraftForm(form, strata(manifest))
    return Room(
        door=door,
        draft_form=draft_form,
        parts={group: parts(form, group) for group in form.groups},
        drafts=None if key is None else Drafts(key, door.wave, draft_form.size),
        languages=tuple(language for language in manifest.languages if language in catalogues),
        theme=wave_theme(manifest),
        differing=differing(manifest, marks),
        signed=asset(JSON, to_bytes(manifest)),
    )


class Noticeboard:
    """The rooms of one process, the last to open first."""

    def __init__(
        self,
        context: Context,
        catalogues: Collection[str],
        marks: Mapping[str, str] = NO_PAGES,
        fresh_s: float = FRESH_S,
    ) -> None:
        self._context = context
        self._fresh_s = fresh_s
        self._catalogues = catalogues
        self._marks = marks
        self._rooms: dict[str, Room] = {}
        self._read_at = -fresh_s
        self._reading = asyncio.Lock()

    async def rooms(self) -> dict[str, Room]:
        """Wave -> room, no more than a second old."""
        if self._is_old():
            async with self._reading:
                if self._is_old():
                    await self._read()
        return self._rooms

    def last_known(self) -> dict[str, Room]:
        """The rooms as they were last read: for a page that says that something went wrong."""
        return self._rooms

    async def _read(self) -> None:
        try:
            found = await asyncio.to_thread(self._ask)
        except (StoreError, KeyFileError) as error:
            if not self._rooms:
                raise
            report(error)  # turns that need no database go on with what was known: nothing in it opens or closes a wave
        else:
            kept = [self._kept(door) for door in found]
            self._rooms = {room.door.wave: room for room in kept if room.languages}
        self._read_at = asyncio.get_running_loop().time()

    def _ask(self) -> tuple[Door, ...]:
        return doors(self._context)

    def _is_old(self) -> bool:
        return asyncio.get_running_loop().time() - self._read_at >= self._fresh_s

    def _kept(self, door: Door) -> Room:
        """The room that was there if its door is the same, so that what is worked out from it is kept too."""
        before = self._rooms.get(door.wave)
        if before is not None and _marks(before.door) == _marks(door):
            return before
        made = room(door, self._catalogues, self._marks)
        self._warn(made)
        return made

    def _warn(self, made: Room) -> None:
        """Tell who runs the server, once for each room, that it would open but for its pages."""
        try:
            made.require_open(self._context)
        except OtherPages as error:
            report(error)
        except PhaseError:
            return


def _marks(door: Door) -> tuple[bytes, bool, bool, bytes | None]:
    return door.fingerprint, door.approved, door.issued, door.key
