"""`samtidig serve`: the respondents' pages, by one or more worker processes, with no access log."""

import rich_click as click
from granian import Granian
from granian.constants import HTTPModes, Interfaces

from survey.settings import settings_of_process
from survey.steps.context import open_context

#: A worker still running so many seconds after SIGTERM is ended; what it acknowledged is on the disk.
PATIENCE_S = 15


@click.command()
@click.option("--host", help="The address to listen on; the setting `host` if not given.")
@click.option("--port", type=int, help="The port; the setting `port` if not given.")
@click.option("--workers", type=int, help="Worker processes; the setting `workers` if not given.")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Serve the pages. Nothing about a visitor is logged, by us or by the server underneath."""
    chosen = settings_of_process()
    open_context(chosen).close()  # makes an empty database ready before any worker starts, and says what is wrong here
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
