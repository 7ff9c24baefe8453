"""The real server in a process of its own, with a clock that the demonstration can move.

It is the same application, pages, writers and database as `samtidig serve`; only the clock is handed in, since nobody
wants to wait three weeks for a demonstration.
"""

import asyncio
import multiprocessing
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing.sharedctypes import Synchronized
from typing import TypeAlias

import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

from survey.assembly import create_app
from survey.clock import SystemClock
from survey.errors import DemoError
from survey.settings import Settings

Offset: TypeAlias = "Synchronized[float]"  # only the stubs know that it is generic

_PATIENCE_S = 60.0


class DemoClock:
    """The machine's clock, moved by an offset (seconds) that two processes share."""

    def __init__(self, offset: Offset) -> None:
        self._offset = offset
        self._machine = SystemClock()

    def now(self) -> datetime:
        """The moved instant, aware, UTC."""
        return self._machine.now() + timedelta(seconds=self._offset.value)

    def move_to(self, instant: datetime) -> None:
        """From now on it is *instant*, and time goes on from there."""
        self._offset.value = (instant - self._machine.now()).total_seconds()


def serve(settings: Settings, offset: Offset) -> None:
    """Serve until SIGTERM; what a process of its own is started with."""

    async def run() -> None:
        server = Server(
            create_app(settings, DemoClock(offset)),
            address=settings.host,
            port=settings.port,
            interface=Interfaces.ASGI,
            http=HTTPModes.http1,
            websockets=False,
            log_enabled=False,
        )
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
        await server.serve()

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one decides when to stop
    uvloop.run(run())  # as `samtidig serve` does


def free_port(host: str) -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def is_free(host: str, port: int) -> bool:
    """Whether the server could listen on *port* at this moment."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left is free, as the server sees it
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


@contextmanager
def running(settings: Settings, offset: Offset) -> Iterator[None]:
    """The server, from when it answers until the end of the block."""
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(settings, offset), daemon=True)
    process.start()
    try:
        _wait(settings, process.is_alive)
        yield
    finally:
        process.terminate()
        process.join(_PATIENCE_S)


def _wait(settings: Settings, alive: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end and alive():
        with socket.socket() as probe:
            probe.settimeout(1.0)
            if probe.connect_ex((settings.host, settings.port)) == 0:
                return
        time.sleep(0.05)
    raise DemoError(f"no server answers on {settings.host}:{settings.port}", "is another program using the port?")


def shared_offset() -> Offset:
    """An offset of nothing, to share with the server's process."""
    return multiprocessing.get_context("spawn").Value("d", 0.0)
