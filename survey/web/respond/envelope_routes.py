"""Where a browser that sealed by itself sends its envelope: one POST, and the only request of its that holds a code.

The body is the code, 16 canonical symbols in ASCII, and after it the envelope; its length is known to the byte. What
became of it is told in a word (`kept`, `again`, `answered` …) and a status, never in a page. Whether a code has been
used is told to none but the sender of a whole envelope. Nothing here can read an answer.
"""

import asyncio

import msgspec
from litestar import post
from litestar.exceptions import ClientException, HTTPException
from litestar.handlers import HTTPRouteHandler

from survey.ballot.codes import SYMBOLS
from survey.errors import Closed, CodeError, EnvelopeError
from survey.steps.enter import recognise
from survey.steps.submit import Kept, envelope_size, recall
from survey.web.assets import JSON
from survey.web.errors import RETRY_AFTER_S, report, row_of
from survey.web.forms import OCTETS, read_exactly, require_own_page
from survey.web.headers import FORGET
from survey.web.respond.handling import Asked, room_of, site_of
from survey.web.respond.rooms import Room
from survey.web.sending import Ready


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the browser is told. *receipt* only when the envelope lies in the box."""

    outcome: str
    receipt: str = ""


@post("/s/{wave:str}/kuvert", status_code=201)
async def sealed(request: Asked) -> Ready:
    """Take a sealed answer: 201 the first time, 200 with the same receipt each time after."""
    require_own_page(request.headers, OCTETS)
    room, _ = await room_of(request)
    try:
        room.require_open(site_of(request).context)
    except Closed as late:
        kept = await _recalled(request, room, late)
    else:
        kept = await _deposit(request, room, await _body(request, room))
    told = Told("again" if kept.again else "kept", kept.receipt)
    return Ready(msgspec.json.encode(told), JSON, status=200 if kept.again else 201, headers=FORGET)


async def _body(request: Asked, room: Room) -> bytes:
    size = SYMBOLS + envelope_size(room.door.manifest)
    return await read_exactly(request.stream(), size, request.headers.get("content-length"))


async def _recalled(request: Asked, room: Room, late: Closed) -> Kept:
    """After the close: to who sends once more what lies in the box already, that it does. All else came too late."""
    try:
        return await _deposit(request, room, await _body(request, room))
    except (HTTPException, CodeError):
        raise late from None


async def _deposit(request: Asked, room: Room, body: bytes) -> Kept:
    try:
        text = body[:SYMBOLS].decode("ascii")
    except UnicodeDecodeError as error:
        raise ClientException("a code is written in ASCII") from error
    code = recognise(room.door, text).code
    if code != text:
        raise ClientException("the code is not in its canonical form")
    site, envelope = site_of(request), body[SYMBOLS:]
    try:
        return await asyncio.wrap_future(site.clerk.submit(room.door, code, envelope))
    except Closed:
        return await asyncio.to_thread(recall, site.context, room.door, code, envelope)
    except EnvelopeError as error:  # the sender's fault here; it is ours only where we sealed it
        raise ClientException("this is no envelope of the wave") from error


def refused_envelope(error: Exception) -> Ready:
    """What became of an envelope that was not taken."""
    row = row_of(error)
    if row.ours:
        report(error)
    extra = {"retry-after": str(RETRY_AFTER_S)} if row.status == 503 else {}
    return Ready(msgspec.json.encode(Told(row.outcome)), JSON, status=row.status, headers=extra)


HANDLERS: list[HTTPRouteHandler] = [sealed]
