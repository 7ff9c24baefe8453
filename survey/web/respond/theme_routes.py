"""Where the style sheet of a wave's theme and its logos are fetched. Their names change with their content."""

from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

from survey.web.respond.handling import Asked, get, kept_for_ever, room_of
from survey.web.sending import Ready


@get("/s/{wave:str}/fil/{name:str}")
async def file(request: Asked) -> Ready:
    """The style sheet, or a logo."""
    room, _ = await room_of(request)
    found = room.theme.files.get(request.path_params["name"])
    if found is None:
        raise NotFoundException
    return kept_for_ever(request, found)


HANDLERS: list[HTTPRouteHandler] = [file]
