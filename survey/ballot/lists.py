"""The two lists that are published of a closed wave; together they are the board.

    samtidig board 1 linkoping-norrkoping-1 9f3c…            samtidig counted 1 linkoping-norrkoping-1 9f3c…
    04HZ-SCFJ-X7CK-3RGZ                                      0C5M-2TQA-EH0V-7Y4J
    …                                                        …

The first has the receipt of every envelope that lay in the box, the second the tracker's text of every envelope that
was opened and counted. One line says which list it is, of which wave and fingerprint; then one text a line, sorted. So
the same box gives the same bytes, nothing of an order is told, and a line can be found by eye. Neither list is divided
by stratum, and no line of one leads to a line of the other. `docs/receipts.md` gives each byte.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

import msgspec

from survey.ballot import crockford, receipts
from survey.ballot.bundle import Bundle, board
from survey.errors import BoardError

Kind = Literal["board", "counted"]

_SYMBOLS = f"[{crockford.ALPHABET}]{{4}}"
_TEXT = f"{_SYMBOLS}(?:-{_SYMBOLS}){{3}}"
_WHOLE = re.compile(rf"samtidig (board|counted) 1 ([a-z0-9-]+) ([0-9a-f]{{64}})\n((?:{_TEXT}\n)*)".encode("ascii"))


class Listed(msgspec.Struct, frozen=True):
    """One list: which it is, the wave, the fingerprint in hex, and the texts in sorted order.

    A text that comes twice stands twice, so that a list has as many lines as it stands for.
    """

    kind: Kind
    wave: str
    fingerprint: str
    texts: tuple[str, ...]


def receipts_of(sealed: Bundle) -> Listed:
    """The list of receipts of everything in the bundle."""
    found = (receipts.receipt_of_hash(mark) for marks in board(sealed).values() for mark in marks)
    return Listed("board", sealed.wave, sealed.fingerprint, tuple(sorted(found)))


def trackers_of(sealed: Bundle, trackers: Iterable[bytes]) -> Listed:
    """The list of the *trackers* (16 bytes each) of those envelopes of the bundle that were counted."""
    return Listed("counted", sealed.wave, sealed.fingerprint, tuple(sorted(map(receipts.tracker_text, trackers))))


def write(listed: Listed) -> bytes:
    """The list's canonical bytes."""
    head = f"samtidig {listed.kind} 1 {listed.wave} {listed.fingerprint}"
    return "".join(f"{line}\n" for line in (head, *listed.texts)).encode("ascii")


def read(octets: bytes, kind: Kind) -> Listed:
    """The list of this *kind* in *octets*. Raises BoardError unless it is written just as `write` writes."""
    found = _WHOLE.fullmatch(octets)
    if found is None:
        raise BoardError("this is no list of receipts or trackers, or a line of it is cut short or altered")
    named, wave, fingerprint, lines = (part.decode("ascii") for part in found.groups())
    if named != kind:
        raise BoardError(f"this is the list that is called '{named}', where '{kind}' is wanted")
    texts = tuple(lines.split())
    if any(before > after for before, after in pairwise(texts)):
        raise BoardError("the lines of the list are not in sorted order")
    return Listed(kind, wave, fingerprint, texts)
