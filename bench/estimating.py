"""What `bench analysis` measures, as a process of its own: answer set files in, every rate and comparison out.

It leaves the counts behind for those who are measured beside it.
"""

import sys
from pathlib import Path

import numpy as np

from analysis.counting.counts import count
from analysis.estimates.compare import compare
from analysis.estimates.rates import pooled, rates
from analysis.reading import read_answer_set, read_form


def main(folder: Path) -> None:
    """Estimate everything that is planned from the files in *folder*, and say how much it was."""
    questionnaire, plan = read_form(folder)
    sets = [read_answer_set(path, questionnaire) for path in sorted(folder.glob("*.answers"))]
    single = rates(count(sets, questionnaire, plan), plan.level, plan.targets.rates)
    together = pooled(single)
    families = compare(plan, single)
    within = next(each for each in families if each.comparison.kind == "groups_within_municipality")
    np.savez(
        folder / "cells.npz",
        exposed=single.exposed,
        answered=single.answered,
        pairs=[(single.place[test.first], single.place[test.second]) for test in within.tests],
    )
    made = len(single.cells) + len(together.cells)
    tests = sum(len(each.tests) for each in families)
    print(
        f"          {made:,} rates and {tests:,} comparisons, each under both targets",
        flush=True,
    )


main(Path(sys.argv[1]))
