"""`./run bench counting`: from a million sheets in twenty municipalities to all estimates, in CPU seconds and memory.

The answer sets are written and read as files are, in memory; the standard form with its 28 indicators, two groups. What
is measured is the analysis alone: reading, counting, estimating with the planned comparisons, hiding and the audit.
"""

import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from analysis.counting.counts import count
from analysis.counting.kinds import drawn_sheets
from analysis.estimates.compare import compare, planned
from analysis.estimates.rates import rates
from analysis.run import analyse, read_form
from questionnaires.answersets import (
    AnswerSet,
    Disclosure,
    FormMark,
    Header,
    Period,
    Place,
    StratumCount,
    Window,
    assemble,
    read,
    write,
)
from questionnaires.digest import digest
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan

FORM = Path(__file__).parents[1] / "questionnaires" / "otillaten-paverkan"
SHEETS = {"elected": 20_000, "staff": 30_000}
CODES = [f"{number:04d}" for number in range(101, 121)]

Result = TypeVar("Result")


def main() -> None:
    """Measure and print a line a step."""
    questionnaire, plan = read_form(FORM)
    files = [write(_answers(questionnaire, plan, code)) for code in CODES]
    print(f"{len(CODES)} municipalities, {len(CODES) * sum(SHEETS.values()):,} sheets, {sum(map(len, files)):,} bytes")
    sets = _timed("read the files", lambda: [read(file, questionnaire) for file in files])
    files.clear()
    counts = _timed("count", lambda: count(sets, questionnaire, plan.indicators))
    single = _timed("rates", lambda: rates(counts, plan.level))
    _timed("comparisons", lambda: compare(planned(plan, single), single, plan.level))
    release = _timed("all of it, from answer sets to release", lambda: analyse(sets, questionnaire, plan))
    print(f"{len(release.estimates)} rates, {len(release.comparisons)} comparisons")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _timed(step: str, work: Callable[[], Result]) -> Result:
    start = time.process_time()
    done = work()
    print(f"{time.process_time() - start:8.2f} CPU s  {step}")
    return done


def _answers(questionnaire: Questionnaire, plan: Plan, code: str) -> AnswerSet:
    draw = np.random.default_rng(int(code))
    rows = {}
    for group, sheets in SHEETS.items():
        columns = drawn_sheets(questionnaire, group)
        rows[group] = [bytes(column) for column in columns.T[draw.integers(0, columns.shape[1], sheets)]]
    header = Header(
        fingerprint="0" * 64,
        study="bench",
        wave=1,
        municipality=Place(code, code),
        form=FormMark(questionnaire.id, questionnaire.version, digest(questionnaire)),
        plan_digest=digest(plan),
        languages=questionnaire.languages,
        period=Period("2021-04-01", "2022-03-31"),
        window=Window("2022-04-25T06:00:00Z", "2022-05-16T06:00:00Z"),
        access_mode="code_on_paper",
        disclosure=Disclosure(10, 5),
        strata=tuple(StratumCount(group, {"sv": "alla"}, 2 * sheets, 0) for group, sheets in SHEETS.items()),
    )
    return assemble(header, rows)
