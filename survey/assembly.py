"""The one place where the parts meet: settings, clock, database, writers and pages become an application.

`app` is what the server's worker processes start; everything else is handed in.
"""

from pathlib import Path

from litestar import Litestar

from survey.clock import Clock
from survey.settings import Settings, settings_of_process
from survey.steps.context import open_context
from survey.steps.submit import Clerk
from survey.web.app import respond_app


def create_app(settings: Settings, clock: Clock | None = None, catalogues: Path | None = None) -> Litestar:
    """The respondents' application. What it opens it closes at shutdown, after writing what has arrived.

    *catalogues*: a folder of other wordings than the program's own, for trying a language.
    """
    context = open_context(settings, clock)
    clerk = Clerk(context)

    def shut() -> None:
        clerk.close()
        context.close()

    return respond_app(context, clerk, on_shutdown=[shut], catalogues=catalogues)


def app() -> Litestar:
    """The application with the settings of this process's environment and working folder."""
    return create_app(settings_of_process())
