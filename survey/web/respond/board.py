"""The board page and its one download: what lay in the box, and what was counted of it.

Whoever looks for a receipt takes the whole file, and looks at home: the browser with the page's script, or the reader.
So no request ever tells which line somebody wanted to see, and none of these pages takes anything that is typed.
"""

import hashlib
from collections.abc import Mapping
from math import ceil

import msgspec
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

from survey.ballot.crockford import fingerprint_text
from survey.study.manifest import closes_at
from survey.study.phase import Phase
from survey.web.locale import Words
from survey.web.respond import addresses
from survey.web.respond.compose import frame
from survey.web.respond.handling import Asked, get, room_of, site_of
from survey.web.respond.pages import BoardPage
from survey.web.respond.published import Published
from survey.web.respond.rooms import Room
from survey.web.sending import Ready, unchanging


@get("/s/{wave:str}/{language:str}/kvitto")
async def board(request: Asked) -> Ready:
    """The page that says what is published, or when it will be: the same bytes for all."""
    site = site_of(request)
    room, language = await room_of(request)
    page = board_page(room, site.words, language, room.door.phase_now(site.context), await site.boards.of(room))
    made = site.boards.page(page, lambda: site.shelf.render(language, "respond/board.html", page).whole())
    return unchanging(request, made)


@get("/s/{wave:str}/tavla.txt")
async def download(request: Asked) -> Ready:
    """The whole board. 404 before there is one."""
    room, _ = await room_of(request)
    found = await site_of(request).boards.of(room)
    if found is None:
        raise NotFoundException
    return unchanging(request, found.file)


def board_page(
    room: Room, words: Mapping[str, Words], language: str, phase: Phase, found: Published | None
) -> BoardPage:
    """The page of a wave's board. A change of language stays on it."""
    manifest, wave = room.door.manifest, room.door.wave
    around = frame(room, words, language)
    languages = tuple(
        msgspec.structs.replace(one, address=addresses.board(wave, one.language)) for one in around.languages
    )
    page = BoardPage(
        frame=msgspec.structs.replace(around, languages=languages),
        closed=phase == "closed",
        closes=words[language].instant(closes_at(manifest)),
        k=manifest.k,
        n=len(manifest.trustees),
        fingerprint=fingerprint_text(room.door.fingerprint),
        start=addresses.entry(wave, language),
        download=addresses.download(wave),
        file=f"{wave}-tavla.txt",
    )
    if found is None:
        return page
    parts = {"board": found.board.receipts, "counted": found.board.counted}
    return msgspec.structs.replace(
        page,
        in_box=found.board.in_box,
        counted=found.board.opened,
        kilobytes=ceil(len(found.file.plain) / 1000),
        sha256=found.sha256,
        parts=tuple((name, hashlib.sha256(part).hexdigest()) for name, part in parts.items() if part),
    )


HANDLERS: list[HTTPRouteHandler] = [board, download]
