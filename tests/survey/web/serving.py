"""The real application on a real server in a thread of the test, so that a browser can visit it and the test can
move its clock.
"""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from litestar import Litestar


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(happened: Callable[[], bool]) -> None:
    for _ in range(500):
        if happened():
            return
        time.sleep(0.02)
    raise TimeoutError("the server did not start within ten seconds")


@contextmanager
def served(application: Litestar) -> Iterator[str]:
    """The address of *application* while it is served."""
    port = free_port()
    server = Server(
        application,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve()), name="the respondents' pages")
    thread.start()
    try:
        _wait_for(lambda: _answers(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join()
        loop.close()
