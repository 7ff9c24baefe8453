"""Board: what there is to show of a closed wave, for everybody alike.

The receipts come with the close; the trackers when the trustees have opened the box and their list has been published.
Only files are read, never the database. There is no way to ask for one line: who wants to look takes all of it, and so
tells nobody which line was looked for.
"""

from pathlib import Path

import msgspec

from survey.ballot import lists
from survey.ballot.lists import Kind, Listed
from survey.errors import BoardError
from survey.steps.close import paths
from survey.steps.context import Context
from survey.store import files


class Board(msgspec.Struct, frozen=True):
    """The bytes of both lists, and how many texts each has. Until the second is published *counted* is empty and
    *opened* None.
    """

    receipts: bytes
    in_box: int
    counted: bytes = b""
    opened: int | None = None

    @property
    def whole(self) -> bytes:
        """Everything, as it is downloaded: the one list and then the other."""
        return self.receipts + self.counted


def counted_path(context: Context, wave: str) -> Path:
    """Where the published list of trackers lies."""
    return context.settings.bundles / f"{wave}.counted.txt"


def read_board(context: Context, wave: str, fingerprint: bytes) -> Board | None:
    """What there is to show of *wave*; None before its box is closed.

    Raises BoardError if a file is no such list, or that of another wave or fingerprint; StoreError.
    """
    published = paths(context, wave)[2], counted_path(context, wave)
    if not published[0].exists():
        return None
    content = files.read_whole(published[0])
    in_box = len(read_list(content, "board", wave, fingerprint).texts)
    if not published[1].exists():
        return Board(content, in_box)
    counted = files.read_whole(published[1])
    return Board(content, in_box, counted, len(read_list(counted, "counted", wave, fingerprint).texts))


def marks(context: Context, wave: str) -> tuple[tuple[int, int, int] | None, ...]:
    """What changes when a file of the board does, and costs little to ask for: so that it is read once."""
    return tuple(_mark(path) for path in (paths(context, wave)[2], counted_path(context, wave)))


def _mark(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_list(content: bytes, kind: Kind, wave: str, fingerprint: bytes) -> Listed:
    """The list in *content*, which must be of *wave* and of what was signed. Raises BoardError."""
    found = lists.read(content, kind)
    if (found.wave, found.fingerprint) != (wave, fingerprint.hex()):
        raise BoardError(f"the list is of {found.wave} with the fingerprint {found.fingerprint[:16]}…, not of {wave}")
    return found
