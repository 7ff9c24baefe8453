"""A step that is killed: in a process of its own, just before a chosen thing that can be seen from outside.

Seen from outside are the opening, renaming and unlinking of the wave's files, and the commits. A test kills one run
after the other, each a little later, until one comes to its end; so every point is met.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import event

from survey.settings import Settings
from survey.steps.context import Context, open_context
from tests.builders import FakeClock
from tests.survey.steps.running import WAVE

Step = Callable[[Context], object]


def _die(step: Step, settings: Settings, now: datetime, point: int) -> None:
    """What the other process does: *step* at the instant *now*, killed before its *point*-th visible thing."""
    seen = 0

    def count() -> None:
        nonlocal seen
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(name: str, arguments: tuple[object, ...]) -> None:
        if name in {"open", "os.rename", "os.remove"} and WAVE in str(arguments[0]):
            count()

    context = open_context(settings, FakeClock(now))
    event.listen(context.database, "commit", lambda _connection: count())
    sys.addaudithook(watch)
    step(context)


def killed_at_every_point(step: Step, settings: Settings, now: datetime) -> Iterator[int]:
    """After each killed run, at which point it was; ends when a run has come to its end."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.survey.steps.dying", "survey.steps.close", "survey.steps.issue"])
    point = 1
    while True:
        run = processes.Process(target=_die, args=(step, settings, now, point))
        run.start()
        run.join(60)
        if run.exitcode == 0:
            return
        assert run.exitcode == -signal.SIGKILL
        yield point
        point += 1
