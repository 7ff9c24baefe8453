"""`./run bench counting`: from a million sheets in twenty municipalities to all estimates, in CPU seconds and memory.

The answer sets are written and read as files are, in memory; the standard form with its 28 indicators, two groups. What
is measured is the analysis alone: reading, counting, estimating with the planned comparisons, hiding and the audit.
"""

import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from analysis.counting.counts import count
from analysis.estimates.compare import compare
from analysis.estimates.rates import rates
from analysis.reading import read_form
from analysis.run import analyse
from bench.answersets import CODES, SHEETS, answer_set
from questionnaires.answersets import read, write

FORM = Path(__file__).parents[1] / "questionnaires" / "otillaten-paverkan"
Result = TypeVar("Result")


def main() -> None:
    """Measure and print a line a step."""
    questionnaire, plan = read_form(FORM)
    files = [write(answer_set(questionnaire, plan, code)) for code in CODES]
    print(f"{len(CODES)} municipalities, {len(CODES) * sum(SHEETS.values()):,} sheets, {sum(map(len, files)):,} bytes")
    sets = _timed("read the files", lambda: [read(file, questionnaire) for file in files])
    files.clear()
    counts = _timed("count", lambda: count(sets, questionnaire, plan))
    single = _timed("rates", lambda: rates(counts, plan.level, plan.targets.rates))
    _timed("comparisons", lambda: compare(plan, single))
    release = _timed("all of it, from answer sets to release", lambda: analyse(sets, questionnaire, plan))
    print(f"{len(release.estimates)} rates, {len(release.comparisons)} comparisons")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _timed(step: str, work: Callable[[], Result]) -> Result:
    start = time.process_time()
    done = work()
    print(f"{time.process_time() - start:8.2f} CPU s  {step}")
    return done
