"""The addresses, and what answers there. A handler reads, lets `answering` take one turn, and sends one page.

GET changes nothing anywhere, so a mail scanner that follows links does no harm. Everything that needs a code is posted.
No handler reads who is asking. Where an address names no language, the browser's wish for one is read and not kept.
"""

import msgspec
from litestar import post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

from survey.errors import SamtidigError
from survey.web import assets, headers
from survey.web.errors import RETRY_AFTER_S, report, row_of
from survey.web.forms import read_form, require_own_page
from survey.web.prepared import DRAFT
from survey.web.respond import addresses, board, compose, envelope_routes, statement, theme_routes
from survey.web.respond.answering import Form, Reply, answer, municipality_in
from survey.web.respond.handling import (
    VARIES,
    Asked,
    get,
    kept_for_ever,
    onward,
    respond,
    room_of,
    site_of,
    to_entry,
    wanted,
)
from survey.web.respond.rooms import Room
from survey.web.respond.site import PLAIN_LANGUAGE, Site
from survey.web.sending import Ready, unchanging


@get("/")
async def home(request: Asked) -> Ready:
    """The list of waves, or the wave itself when there is only one."""
    site = site_of(request)
    rooms = tuple((await site.board.rooms()).values())
    if len(rooms) == 1:
        return to_entry(request, rooms[0])
    language = wanted(request, (PLAIN_LANGUAGE, *site.words))
    page = compose.home_page([(room, wanted(request, room.languages)) for room in rooms], site.words[language])
    return unchanging(request, site.shelf.home(language, page), VARIES)


@get("/s/{wave:str}")
async def wave(request: Asked) -> Ready:
    """A wave without a language: the one that the browser asks for, else the wave's own first."""
    room, _ = await room_of(request)
    return to_entry(request, room)


@get("/s/{wave:str}/{language:str}")
async def entry(request: Asked) -> Ready:
    """The first page: the same bytes for all."""
    site = site_of(request)
    room, language = await room_of(request)
    return unchanging(request, site.shelf.entry(room, language, room.phase_now(site.context)))


@post("/s/{wave:str}/{language:str}/svara", status_code=200)
async def answered(request: Asked) -> Ready:
    """Every form: the code, each part, and the sending."""
    site = site_of(request)
    room, language = await room_of(request)
    require_own_page(request.headers)
    form = await read_form(request.stream())
    try:
        return respond(request, await answer(site, room, language, form))
    except SamtidigError as error:
        return respond(request, _refusal(site, error, room, language, form))


@get("/s/{wave:str}/manifest.json")
async def signed(request: Asked) -> Ready:
    """What every municipality signs, byte for byte: its SHA-256 is the fingerprint that the letters bear."""
    room, _ = await room_of(request)
    return unchanging(request, room.signed)


@get("/lamna/{wave:str}")
async def leave(request: Asked) -> Ready:
    """Away, at once: to the page that the study names, leaving nothing in the browser."""
    room, _ = await room_of(request)
    return onward(room.door.manifest.exit_url, headers.FORGET)


@get(assets.PREFIX + "{name:str}")
async def static(request: Asked) -> Ready:
    """The style sheet and the mark, under names that change with their content."""
    found = site_of(request).assets.files.get(request.path_params["name"])
    if found is None:
        raise NotFoundException
    return kept_for_ever(request, found)


def refused(request: Asked, error: Exception) -> Ready:
    """What no handler answered: no such page, a wrong method, a fault of ours."""
    if request.method == "POST" and addresses.takes_envelopes(request.scope["path"]):
        return envelope_routes.refused_envelope(error)
    site = site_of(request)
    _, _, wave_key, language, *_ = (*request.scope["path"].split("/"), "", "", "", "")
    room = site.board.last_known().get(wave_key) if request.scope["path"].startswith("/s/") else None
    chosen = language if room is not None and language in room.languages else PLAIN_LANGUAGE
    reply = _refusal(site, error, room, chosen, {})
    if reply.status == 405:
        reply = msgspec.structs.replace(reply, headers={"allow": addresses.methods(request.scope["path"])})
    return respond(request, reply)


def _refusal(site: Site, error: Exception, room: Room | None, language: str, form: Form) -> Reply:
    row = row_of(error)
    if row.ours:
        report(error)
    phase = "open" if room is None else room.phase_now(site.context)
    page = compose.refusal_page(
        room,
        site.words,
        language,
        municipality="" if room is None else municipality_in(room, form),
        phase=phase,
        draft=form[DRAFT][0] if row.status == 503 and DRAFT in form else "",
        rooms=tuple(site.board.last_known().values()),
    )
    made = site.shelf.render(language, f"respond/refusals/{row.template}.html", page)
    extra = {"retry-after": str(RETRY_AFTER_S)} if row.status == 503 else {}
    return Reply(made, status=row.status, headers=extra)


HANDLERS: list[HTTPRouteHandler] = [
    home,
    wave,
    entry,
    answered,
    signed,
    leave,
    static,
    *board.HANDLERS,
    *envelope_routes.HANDLERS,
    *statement.HANDLERS,
    *theme_routes.HANDLERS,
]
