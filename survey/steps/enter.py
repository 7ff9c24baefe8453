"""Enter: whoever holds a code of this wave is let in while it is open. Nothing is written, and nobody is noted.

A used and an unused code are let in alike: whether a code has been used is told only to the one who sends a whole form.
"""

import msgspec

from survey.ballot import codes, nullifiers
from survey.errors import Closed, KeyFileError, NotApproved, NotIssued, NotYetOpen, StoreError, UnknownCode
from survey.steps.context import Context
from survey.steps.find import Status, every_status, status
from survey.store import box, engine, wavekeys
from survey.study.manifest import Manifest, strata
from survey.study.phase import Phase, phase


class Door(msgspec.Struct, frozen=True):
    """A wave as a visitor meets it. *approved* and *issued* are as they were when asked for; `phase_now` compares them
    with the clock. *key* is K while the wave runs; it never leaves the process.
    """

    wave: str
    manifest: Manifest
    fingerprint: bytes
    approved: bool
    issued: bool
    key: bytes | None

    def phase_now(self, context: Context) -> Phase:
        """The phase at this very instant."""
        return phase(self.manifest, self.approved, self.issued, context.clock.now())

    @property
    def draft_key(self) -> bytes | None:
        """The key of the drafts, or None before the issue of codes and after the close."""
        return None if self.key is None else nullifiers.draft_key(self.key, self.wave)


class Admission(msgspec.Struct, frozen=True):
    """A code that may answer (canonical, 16 symbols), and its stratum (`0580/elected`)."""

    code: str
    stratum: str


def door(context: Context, wave: str) -> Door:
    """The door of one wave. Raises UnknownWave, and KeyFileError when the wave runs and its key is not there."""
    found = status(context, wave)
    key = wavekeys.read(context.settings.keys, wave) if found.state == "issued" else None
    return _door(found, key)


def _door(found: Status, key: bytes | None) -> Door:
    issued = found.state == "issued" or bool(found.codes)
    return Door(found.wave, found.manifest, found.fingerprint, not found.missing, issued, key)


def doors(context: Context) -> tuple[Door, ...]:
    """Every wave's door, the last to open first.

    A wave that runs and whose key is not there has a door without one: it lets nobody in, and the others stay open.
    """
    found = []
    for one in every_status(context):
        try:
            found.append(door(context, one.wave))
        except KeyFileError:
            found.append(_door(one, None))
    return tuple(sorted(found, key=lambda one: (one.manifest.window.opens_at, one.wave), reverse=True))


def require_open(context: Context, door: Door) -> None:
    """Raises NotApproved, NotIssued, NotYetOpen or Closed unless the wave is open at this very instant."""
    match door.phase_now(context):
        case "unapproved":
            raise NotApproved(f"{door.wave} is not signed by every municipality")
        case "unissued":
            raise NotIssued(f"no codes of {door.wave} are issued")
        case "early":
            raise NotYetOpen(f"{door.wave} opens at {door.manifest.window.opens_at}")
        case "closed":
            raise Closed(f"{door.wave} closed at {door.manifest.window.closes_at}")
        case "open":
            return


def admit(context: Context, door: Door, text: str) -> Admission:
    """Read what was written in the code field and find its stratum.

    Raises the leaves of CodeError, those of `require_open`, and StoreError when the database knows the code under
    another stratum than the one that stands in it.
    """
    require_open(context, door)
    admission = recognise(door, text)
    if door.key is None:
        raise NotIssued(f"no codes of {door.wave} are issued")
    nu = nullifiers.nullifier(door.key, door.wave, admission.code)
    with engine.reading(context.database) as connection:
        stratum = box.stratum_of(connection, door.wave, nu)
    if stratum is None:
        raise _unknown()
    if stratum != admission.stratum:
        raise StoreError("the box has a code under another stratum than its own", "put the database back from a backup")
    return admission


def recognise(door: Door, text: str) -> Admission:
    """The code that was written, and the stratum that stands in it. Nobody is asked whether anyone has the code.

    Raises the leaves of CodeError: UnknownCode for a code of another wave.
    """
    code = codes.read_code(text)
    every, place = strata(door.manifest), codes.place_of(code, door.fingerprint)
    if place >= len(every):
        raise _unknown()
    return Admission(code, every[place])


def _unknown() -> UnknownCode:
    return UnknownCode("nobody has this code", "compare it with the letter")
