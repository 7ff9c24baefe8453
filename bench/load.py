"""A bounded load from this machine to itself, and the CPU time that the server spent on it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import TypeVar

import psutil

HOST = "127.0.0.1"
AT_ONCE = 8
PATIENCE_S = 60.0

Task = TypeVar("Task")


class Spent:
    """CPU and wall seconds of one load."""

    def __init__(self, cpu_s: float, wall_s: float, respondents: int, requests: int) -> None:
        self.cpu_s, self.wall_s, self.respondents, self.requests = cpu_s, wall_s, respondents, requests

    @property
    def per_thousand(self) -> float:
        """CPU seconds of the server for 1,000 respondents."""
        return 1000.0 * self.cpu_s / self.respondents


def cpu_seconds(pid: int) -> float:
    """User and system seconds so far of the process and its children."""
    process = psutil.Process(pid)
    return sum(one.cpu_times().user + one.cpu_times().system for one in (process, *process.children(recursive=True)))


@contextmanager
def server(target: Callable[..., None], *args: object, port: int) -> Iterator[BaseProcess]:
    """*target* in a process of its own, from when it answers on *port* until the end of the block."""
    process = get_context("spawn").Process(target=target, args=args, daemon=True)
    process.start()
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                break
        time.sleep(0.05)
    try:
        yield process
    finally:
        process.terminate()
        process.join(PATIENCE_S)


def run(pid: int, port: int, tasks: Sequence[Task], visit: Callable[[HTTPConnection, Task], int]) -> Spent:
    """Let AT_ONCE visitors share *tasks*; `visit` gives the number of requests it made. The server's CPU time."""
    requests = [0] * AT_ONCE
    failures: list[BaseException] = []

    def visitor(place: int) -> None:
        connection = HTTPConnection(HOST, port)
        try:
            for task in tasks[place::AT_ONCE]:
                requests[place] += visit(connection, task)
        except (OSError, RuntimeError) as error:
            failures.append(error)

    before, start = cpu_seconds(pid), time.monotonic()
    threads = [threading.Thread(target=visitor, args=(place,)) for place in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return Spent(cpu_seconds(pid) - before, time.monotonic() - start, len(tasks), sum(requests))
