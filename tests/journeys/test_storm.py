"""The server is killed in the middle of a storm of answers, again and again: none that was acknowledged is lost."""

import threading
import time
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from random import Random

import pytest

from survey.ballot import lists
from survey.cli.demo.visitor import Visit
from survey.steps.close import close
from survey.steps.tally import read_bundle, tally
from tests.builders import CLOSES, HOLDERS, OPENS, World
from tests.journeys.program import Program, Served
from tests.survey.steps.running import WAVE, random_sheet

VISITORS = 8
KILLS = 2


class Visitors:
    """Visitors who come one after the other until nobody answers; what each was told."""

    def __init__(self, codes: Sequence[str], world: World) -> None:
        self.waiting = list(codes)
        self.receipts: dict[str, str] = {}
        self.trackers: set[str] = set()
        self.unsure: list[str] = []
        self.lock = threading.Lock()
        self.form = world.define().manifest.questionnaire
        self.random = Random(5)

    def come(self, served: Served) -> None:
        """Until the waiting are done, or the connection breaks."""
        while True:
            with self.lock:
                if not self.waiting:
                    return
                code = self.waiting.pop()
                sheet = random_sheet(self.form, "staff", self.random)
            try:
                visit = served.visit(code, sheet)
            except (OSError, HTTPException):
                with self.lock:
                    self.unsure.append(code)
                return
            self.note(code, visit)

    def note(self, code: str, visit: Visit) -> None:
        """Keep the receipt; anything else than a receipt or a used code is a fault."""
        if visit.taken:
            with self.lock:
                self.receipts[code] = visit.receipt
                self.trackers.add(visit.tracker)
        else:
            assert "Redan besvarad" in visit.last


def storm(served: Served, visitors: Visitors, enough: int) -> None:
    """All come at once; the server is killed when *enough* more have their receipts."""
    before = len(visitors.receipts)
    threads = [threading.Thread(target=visitors.come, args=[served]) for _ in range(VISITORS)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 60
    while len(visitors.receipts) < before + enough and time.monotonic() < end:
        time.sleep(0.002)
    served.kill()
    for thread in threads:
        thread.join()


@pytest.mark.timeout(600)
def test_every_acknowledged_answer_is_there_after_the_server_was_killed(tmp_path: Path, database_url: str) -> None:
    world = World(tmp_path, database_url, invited=25)
    codes = [code for stratum, made in world.issue().items() if stratum.endswith("/staff") for code in made]
    visitors = Visitors(codes, world)
    program = Program(tmp_path, database_url)
    program.move_to(OPENS)
    for _ in range(KILLS):
        with program.serving() as served:
            storm(served, visitors, 10)
    assert len(visitors.receipts) >= 10 * KILLS
    assert visitors.unsure, "somebody was in the middle of it"
    with program.serving() as served:
        for code in [*visitors.unsure, *visitors.waiting]:  # who is unsure comes again, and may be told of the first
            visitors.note(code, served.visit(code, random_sheet(visitors.form, "staff", visitors.random)))
    world.clock.move_to(CLOSES)
    closing = close(world.context, WAVE)
    board = lists.read(closing.board.read_bytes(), "board").texts
    assert set(visitors.receipts.values()) <= set(board)
    assert sum(closing.envelopes.values()) == len(codes) == len(board)
    keys = [world.keys[holder].hpke for holder in HOLDERS[:2]]
    tallied = tally(world.define().manifest, read_bundle(closing.bundle), keys, tmp_path / "answers")
    assert sum(tallied.unreadable.values()) == 0
    assert sum(tallied.answered.values()) == len(codes)
    assert visitors.trackers <= set(lists.read(tallied.counted.read_bytes(), "counted").texts)
    world.close()
