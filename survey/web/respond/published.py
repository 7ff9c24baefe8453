"""What is published of closed waves, read once and kept as ready bytes until a file of it changes.

The lists are the same for all who fetch them, and are given whole: nobody asks the server for a line of them.
"""

import asyncio
import hashlib
from collections.abc import Callable

import msgspec

from survey.steps.board import Board, marks, read_board
from survey.steps.context import Context
from survey.web.assets import Asset, asset
from survey.web.respond.pages import BoardPage
from survey.web.respond.rooms import Room

TEXT = "text/plain; charset=utf-8"
#: In a few languages, before and after each step of a few waves.
AT_MOST = 256


class Published(msgspec.Struct, frozen=True):
    """A board, and the file that it is downloaded as. *sha256*, in hex, is that of the whole file."""

    board: Board
    file: Asset
    sha256: str


def published(board: Board) -> Published:
    """*board* made ready."""
    whole = board.whole
    return Published(board, asset(TEXT, whole), hashlib.sha256(whole).hexdigest())


class Boards:
    """The boards of one process, and the pages that tell of them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._read: dict[str, tuple[object, Published | None]] = {}
        self._pages: dict[BoardPage, Asset] = {}

    async def of(self, room: Room) -> Published | None:
        """What is published of the room's wave now. Raises BoardError and StoreError."""
        return await asyncio.to_thread(self._of, room)

    def page(self, page: BoardPage, render: Callable[[], Asset]) -> Asset:
        """The rendered *page*, made when it is first asked for."""
        if page not in self._pages:
            if len(self._pages) >= AT_MOST:
                self._pages.clear()
            self._pages[page] = render()
        return self._pages[page]

    def _of(self, room: Room) -> Published | None:
        wave = room.door.wave
        seen = marks(self._context, wave), room.door.fingerprint
        kept = self._read.get(wave)
        if kept is None or kept[0] != seen:
            found = read_board(self._context, wave, room.door.fingerprint)
            kept = self._read[wave] = seen, None if found is None else published(found)
        return kept[1]
