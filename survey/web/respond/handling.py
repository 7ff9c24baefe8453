"""What every handler needs: the site, the room that an address names, and how a page or another address is answered.

Handlers are in routes.py and beside it; each reads, lets another module work, and sends one page. None reads who is
asking. The one header about the reader that is read is the wish for a language, where the address names none.
"""

from collections.abc import Mapping, Sequence

from litestar import Request, route
from litestar.datastructures import State
from litestar.enums import HttpMethod
from litestar.exceptions import NotFoundException

from survey.errors import UnknownWave
from survey.web.assets import Asset
from survey.web.headers import KEPT_FOR_EVER
from survey.web.languages import preferred
from survey.web.respond import addresses
from survey.web.respond.answering import Reply
from survey.web.respond.rooms import Room
from survey.web.respond.site import Site
from survey.web.sending import Ready, takes_gzip, unchanging

Asked = Request[None, None, State]

#: What an answer bears that hangs on the language asked for.
VARIES = {"vary": "accept-language"}


def get(path: str) -> route:
    """A handler of GET, and of HEAD: the same without its body."""
    return route(path, http_method=[HttpMethod.GET, HttpMethod.HEAD], status_code=200)


def site_of(request: Asked) -> Site:
    """The site that the application was made with."""
    site: Site = request.app.state.site
    return site


async def room_of(request: Asked) -> tuple[Room, str]:
    """The wave and language that the address names. Raises UnknownWave or 404."""
    wave = request.path_params["wave"]
    found = (await site_of(request).board.rooms()).get(wave)
    if found is None:
        raise UnknownWave(f"there is no wave {wave}")
    language = request.path_params.get("language", found.languages[0])
    if language not in found.languages:
        raise NotFoundException
    return found, language


def wanted(request: Asked, offered: Sequence[str]) -> str:
    """The language of *offered* that the browser asks for, else the first. Only where the address names none."""
    return preferred(",".join(request.headers.getall("accept-language", [])), offered)


def respond(request: Asked, reply: Reply) -> Ready:
    """*reply* as it is sent: packed, where the browser takes that and nothing on the page is checked."""
    extra = dict(reply.headers)
    if not reply.chosen and takes_gzip(request.headers.get("accept-encoding", "")):
        extra["content-encoding"] = "gzip"
        body = reply.page.fill_packed(reply.texts)
    else:
        body = reply.page.fill(reply.texts, reply.chosen)
    return Ready(body, status=reply.status, headers=extra)


def kept_for_ever(request: Asked, found: Asset) -> Ready:
    """A file whose name changes with its content: a browser asks for it once."""
    return unchanging(request, found, KEPT_FOR_EVER)


def onward(address: str, extra: Mapping[str, str] = {}) -> Ready:
    """See other: *address*."""
    return Ready(b"", status=303, headers={"location": address, **extra})


def to_entry(request: Asked, room: Room) -> Ready:
    """To the first page of *room*, in the language that the browser asks for, else in the wave's own first one.

    The address has no fragment, so that the browser keeps the one it has: a code stands there, for the page alone.
    """
    return onward(addresses.entry(room.door.wave, wanted(request, room.languages)), VARIES)
