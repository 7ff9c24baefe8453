"""`samtidig serve`: the respondents' pages, by one or more worker processes, with no access log."""

from collections.abc import Iterable

import rich_click as click
from granian import Granian
from granian.constants import HTTPModes, Interfaces

from survey.settings import settings_of_process
from survey.steps.context import open_context
from survey.steps.find import Status, every_status
from survey.web.pagemarks import differing, program_marks

#: A worker still running so many seconds after SIGTERM is ended; what it acknowledged is on the disk.
PATIENCE_S = 15


@click.command()
@click.option("--host", help="The address to listen on; the setting `host` if not given.")
@click.option("--port", type=int, help="The port; the setting `port` if not given.")
@click.option("--workers", type=int, help="Worker processes; the setting `workers` if not given.")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Serve the pages. Nothing about a visitor is logged, by us or by the server underneath."""
    chosen = settings_of_process()
    context = open_context(chosen)  # makes an empty database ready before any worker starts, and says what is wrong
    _warn_of_other_pages(every_status(context))
    context.close()
    address, number = host or chosen.host, port if port is not None else chosen.port
    click.echo(f"http://{address}:{number}/")
    Granian(
        "survey.assembly:app",
        address=address,
        port=number,
        interface=Interfaces.ASGI,
        workers=workers or chosen.workers,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
        log_access=False,
        factory=True,
        workers_kill_timeout=PATIENCE_S,
    ).serve()


def _warn_of_other_pages(waves: Iterable[Status]) -> None:
    marks = program_marks()
    for one in waves:
        others = differing(one.manifest, marks) if one.phase != "closed" else ()
        if others:
            click.echo(
                f"{one.wave} takes no answers: this program's pages are not those that were signed "
                f"({', '.join(others)}); run the version that the study was defined with",
                err=True,
            )
