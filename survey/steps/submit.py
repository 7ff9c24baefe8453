"""Submit: the one transaction of an answer. An envelope under a nullifier, once; durable before it is acknowledged.

Nothing is updated because somebody answered. The same envelope twice is one answer and the same receipt; another
envelope under a used code is refused and changes nothing.
"""

from collections.abc import Callable
from concurrent.futures import Future
from functools import lru_cache
from threading import Lock

import msgspec

from questionnaires.conditions import Answers
from questionnaires.items import row_width
from questionnaires.sheets import encode
from survey.ballot import envelopes, nullifiers, receipts
from survey.ballot.envelopes import Context as SealingContext
from survey.errors import AlreadyAnswered, Closed, NotIssued, UnknownCode
from survey.steps.context import Context
from survey.steps.enter import Door, require_open
from survey.store import box, engine
from survey.store.box import Outcome
from survey.store.writer import Writer
from survey.study.manifest import Manifest, fingerprint


class Kept(msgspec.Struct, frozen=True):
    """An acknowledged answer. *again*: this very envelope lay in the box already, so an acknowledgement was lost."""

    receipt: str
    again: bool


def sealing_context(manifest: Manifest, stratum: str) -> SealingContext:
    """What the envelopes of *stratum* are bound to."""
    return _context(manifest, stratum, fingerprint(manifest))


def _context(manifest: Manifest, stratum: str, mark: bytes) -> SealingContext:
    seals = tuple(trustee.seal for trustee in manifest.trustees)
    return _bound(mark, stratum, seals, manifest.k, row_width(manifest.questionnaire))


@lru_cache(maxsize=256)
def _bound(mark: bytes, stratum: str, seals: tuple[str, ...], k: int, width: int) -> SealingContext:
    # Kept, since every answer asks for one of a few, and its keys are checked when it is made.
    return SealingContext(mark, stratum, tuple(bytes.fromhex(seal) for seal in seals), k, width)


def envelope_size(manifest: Manifest) -> int:
    """The one length, in bytes, of every envelope of the wave."""
    return envelopes.envelope_size(envelopes.plaintext_size(row_width(manifest.questionnaire)), len(manifest.trustees))


def seal_sheet(door: Door, stratum: str, sheet: Answers, seed: bytes) -> bytes:
    """The envelope of a clean sheet: the same bytes for the same sheet and seed (32 bytes)."""
    row = encode(door.manifest.questionnaire, stratum.partition("/")[2], sheet)
    return envelopes.seal(row, _context(door.manifest, stratum, door.fingerprint), seed)


def tracker_of_sheet(door: Door, stratum: str, sheet: Answers, seed: bytes) -> str:
    """The text of the tracker in the envelope that `seal_sheet` makes of the same: for its respondent alone."""
    row = encode(door.manifest.questionnaire, stratum.partition("/")[2], sheet)
    return receipts.tracker_text(envelopes.tracker(row, _context(door.manifest, stratum, door.fingerprint), seed))


def recall(context: Context, door: Door, code: str, envelope: bytes) -> Kept:
    """Tell a sender whose acknowledgement was lost over the close that this very envelope lies in the box.

    Reads only, and for as long as the box stands. Raises Closed for everything else: a code that is used, one that is
    not, and one that nobody has are told the same after the same work.
    """
    if door.key is not None and door.phase_now(context) == "closed":
        nu = nullifiers.nullifier(door.key, door.wave, code)
        with engine.reading(context.database) as connection:
            if box.lies(connection, door.wave, nu, envelope):
                return Kept(receipts.receipt(envelope), again=True)
    raise Closed(f"{door.wave} is closed")


class Clerk:
    """Takes envelopes to the writers of the open waves, one writer a wave and process, begun when first needed."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._writers: dict[str, Writer] = {}
        self._lock = Lock()

    def submit(self, door: Door, code: str, envelope: bytes) -> "Future[Kept]":
        """Hand over an envelope under a canonical code; the future is done when it is durable.

        Raises at once NotYetOpen, Closed and the like, EnvelopeError for what cannot be an envelope of this wave, and
        Busy. The future raises AlreadyAnswered, UnknownCode, Closed or StoreError.
        """
        require_open(self._context, door)
        if door.key is None:
            raise NotIssued(f"no codes of {door.wave} are issued")
        manifest = door.manifest
        envelopes.check(envelope, len(manifest.trustees), row_width(manifest.questionnaire))
        nu = nullifiers.nullifier(door.key, door.wave, code)
        kept: Future[Kept] = Future()
        kept.set_running_or_notify_cancel()
        self._writer(door.wave).deposit(nu, envelope).add_done_callback(_forward(kept, door, envelope))
        return kept

    def close(self) -> None:
        """Write what has arrived, then stop the writers."""
        with self._lock:
            for writer in self._writers.values():
                writer.close()
            self._writers.clear()

    def _writer(self, wave: str) -> Writer:
        with self._lock:
            if wave not in self._writers or not self._writers[wave].is_alive:
                self._writers[wave] = Writer(self._context.database, wave, self._context.settings.queue)
            return self._writers[wave]


def _forward(kept: "Future[Kept]", door: Door, envelope: bytes) -> "Callable[[Future[Outcome]], None]":
    def done(outcome: "Future[Outcome]") -> None:
        error = outcome.exception()
        if error is not None:
            kept.set_exception(error)
            return
        match outcome.result():
            case "kept" | "again" as what:
                kept.set_result(Kept(receipts.receipt(envelope), what == "again"))
            case "refused":
                kept.set_exception(AlreadyAnswered("this code has been used", "nothing was changed"))
            case "unknown":
                kept.set_exception(UnknownCode("nobody has this code", "compare it with the letter"))
            case "shut":
                kept.set_exception(Closed(f"{door.wave} is closed"))

    return done
