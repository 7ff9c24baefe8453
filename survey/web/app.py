"""The respondents' application: a few routes, one hook for the headers, one handler for every refusal.

What Litestar offers and is left out on purpose: logging, OpenAPI, sessions, the CSRF middleware (it sets a cookie), the
rate limiter (it keeps addresses and times), debugging pages. No line is written about any request.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from litestar import Litestar
from litestar.datastructures import State

from survey.steps.context import Context
from survey.steps.submit import Clerk
from survey.web.forms import LARGEST_BYTES
from survey.web.headers import add_headers
from survey.web.respond.routes import HANDLERS, refused
from survey.web.respond.site import open_site


def respond_app(
    context: Context, clerk: Clerk, on_shutdown: Sequence[Callable[[], None]] = (), catalogues: Path | None = None
) -> Litestar:
    """The application on an open context; *on_shutdown* is called when the server has let the last visitor go.

    *catalogues*: a folder of other wordings than the program's own.
    """
    return Litestar(
        route_handlers=HANDLERS,
        state=State({"site": open_site(context, clerk, catalogues)}),
        exception_handlers={Exception: refused},
        before_send=[add_headers],
        on_shutdown=list(on_shutdown),
        request_max_body_size=LARGEST_BYTES,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
