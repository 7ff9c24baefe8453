"""Where R's survey package has no interval, or a wrong one, ours is sound: the cells it marks as degenerate.

Nobody exposed, everybody exposed, a census: R gives NaN, a width of 0, or [0.5, 0.5] for 0.755. The numbers are in
survey_cells_fpc.csv; none of R's limits is read here.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from analysis.intervals.domains import domain_rate
from analysis.intervals.engine import effective_interval, weighted
from analysis.intervals.finite import hypergeometric, wilson_fpc
from analysis.intervals.interval import Interval
from analysis.intervals.reliability import korn_graubard
from analysis.intervals.sample import sample

REFERENCE = Path(__file__).parents[2] / "reference" / "statistics" / "survey_cells_fpc.csv"


def cells() -> list[tuple[int, int, int]]:
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["degenerate"] and int(row["n"])]
    return sorted({(int(row["k"]), int(row["n"]), int(row["N"])) for row in rows})


def test_there_are_such_cells() -> None:
    found = cells()
    assert any(k == 0 for k, _, _ in found)
    assert any(k == n < size for k, n, size in found)
    assert any(n == size for _, n, size in found)


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: "{} of {} of {}".format(*cell))
def test_every_method_says_something_sound(cell: tuple[int, int, int]) -> None:
    k, n, size = cell
    yes, everybody = np.arange(n) < k, np.ones(n, dtype=np.bool_)
    person = domain_rate(sample(np.zeros(n, dtype=np.int64), [size]), yes, everybody)
    for interval in (
        hypergeometric(k, n, size),
        wilson_fpc(k, n, size),
        weighted([1], [k], [n], [size]).interval,
        effective_interval(person.estimate, person.effective),
        korn_graubard(person.estimate, person.effective, person.answered, person.freedom),
    ):
        sound(interval, cell)


def sound(interval: Interval, cell: tuple[int, int, int]) -> None:
    k, n, size = cell
    if n == size:
        assert (interval.low, interval.high, interval.status) == (k / n, k / n, "census")
        return
    assert interval.status == "ok"
    assert 0 <= interval.low <= k / n <= interval.high <= 1
    assert interval.low < interval.high
    assert k > 0 or interval.low == 0.0
    assert k < n or interval.high == 1.0
