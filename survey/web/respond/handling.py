"""What every handler needs: the site, the room that an address names, and how a page or another address is answered.

Handlers are in routes.py and beside it; each reads, lets another module work, and sends one page. None reads who is
asking.
"""

from collections.abc import Mapping

from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import NotFoundException

from survey.errors import UnknownWave
from survey.web.respond.answering import Reply
from survey.web.respond.rooms import Room
from survey.web.respond.site import Site
from survey.web.sending import Ready

Asked = Request[None, None, State]


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


def respond(request: Asked, reply: Reply) -> Ready:
    """*reply* as it is sent: packed, where the browser takes that and nothing on the page is checked."""
    extra = dict(reply.headers)
    if not reply.chosen and "gzip" in request.headers.get("accept-encoding", ""):
        extra["content-encoding"] = "gzip"
        body = reply.page.fill_packed(reply.texts)
    else:
        body = reply.page.fill(reply.texts, reply.chosen)
    return Ready(body, status=reply.status, headers=extra)


def onward(address: str, extra: Mapping[str, str] = {}) -> Ready:
    """See other: *address*."""
    return Ready(b"", status=303, headers={"location": address, **extra})
