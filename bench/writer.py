"""Answers a second when each has a commit of its own, and when one commit takes all that have arrived.

The disk is flushed before each acknowledgement in both. SQLite in a temporary folder, so the disk is this machine's.
"""

import secrets
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from rich.console import Console
from sqlalchemy import event

from survey.store import box, waves
from survey.store.engine import open_engine, writing
from survey.store.migrate import bring_up
from survey.store.writer import GROUP, Writer

ANSWERS = 1_000
ENVELOPE_BYTES = 700
WAVE = "bench-1"


def main() -> None:
    """Measure and print, four ways."""
    console = Console()
    for clients in (1, 64):
        for group in (1, GROUP):
            console.print(measure(clients, group), soft_wrap=True)


def measure(clients: int, group: int) -> str:
    """*clients* send one answer after the other, each waiting for its acknowledgement; a line of figures."""
    folder = Path(tempfile.mkdtemp(prefix="samtidig-bench-"))
    database = open_engine(f"sqlite:///{folder / 'samtidig.sqlite'}")
    bring_up(database)
    nullifiers = [secrets.token_bytes(32) for _ in range(ANSWERS)]
    with writing(database) as connection:
        waves.add(connection, WAVE, b"")
        waves.set_state(connection, WAVE, "issued")
        box.build(connection, WAVE, [(nu, "0580/staff") for nu in nullifiers])
    commits: list[int] = []
    event.listen(database, "commit", lambda _connection: commits.append(1))
    writer = Writer(database, WAVE, ANSWERS, group)
    waited: list[float] = []

    def client(mine: Sequence[bytes]) -> None:
        for nu in mine:
            begin = time.perf_counter()
            writer.deposit(nu, secrets.token_bytes(ENVELOPE_BYTES)).result()
            waited.append(time.perf_counter() - begin)

    threads = [Thread(target=client, args=[nullifiers[place::clients]]) for place in range(clients)]
    cpu, begin = time.process_time(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cpu, seconds = time.process_time() - cpu, time.perf_counter() - begin
    writer.close()
    database.dispose()
    waited.sort()
    return (
        f"{clients:2} at a time, at most {group:3} a commit: "
        f"{ANSWERS / seconds:5.0f} answers/s, {len(commits):4} commits, "
        f"{1000 * cpu / ANSWERS:.2f} CPU ms each, waited {1000 * waited[ANSWERS // 2]:5.1f} ms (median), "
        f"{1000 * waited[ANSWERS * 99 // 100]:5.1f} ms (99 %)"
    )
