"""The planned comparisons, and only those: differences of two rates with Newcombe's interval.

Elected against staff within each municipality, municipality against municipality within each group, as `analysis.toml`
declared them before anyone answered. All tests of one comparison are one family, whose size is the number of tests
declared, whatever came of them. The p-values are adjusted where the release is made, once it is known which are shown.
"""

from collections.abc import Iterator
from itertools import combinations

import msgspec
import numpy as np

from analysis.estimates.bounds import difference_bounds
from analysis.estimates.rates import Assumption, Cell, Rates, Target
from analysis.intervals.difference import newcombe
from analysis.intervals.interval import Intervals, Shares
from analysis.intervals.pvalue import newcombe_p
from questionnaires.plans import Comparison, Plan


class Test(msgspec.Struct, frozen=True):
    """One planned test: the share of *first* minus that of *second*, in the *family* (a comparison's id)."""

    family: str
    first: Cell
    second: Cell


class Differences(msgspec.Struct, frozen=True):
    """One row a test, in the order of the plan. NaN in *difference* and *p* where a side has no answers.

    *sides*: (tests, 2), the places of the two rates among the rates compared.
    """

    tests: tuple[Test, ...]
    sides: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    difference: Shares
    interval: Intervals
    p: Shares
    bounds: tuple[Shares, Shares]
    target: Target = "risk"
    assumption: Assumption = "missing_at_random_within_stratum"


def planned(plan: Plan, single: Rates) -> tuple[Test, ...]:
    """The tests of *plan* among the rates there are, in the plan's order, then by municipality."""
    return tuple(test for comparison in plan.comparisons for test in _tests(comparison, single.cells))


def compare(tests: tuple[Test, ...], single: Rates, level: float) -> Differences:
    """The differences of *tests*."""
    place = {cell: index for index, cell in enumerate(single.cells)}
    sides = np.array([(place[test.first], place[test.second]) for test in tests], dtype=np.int64).reshape(-1, 2)
    a, b = sides.T
    first, second = (single.exposed[a], single.answered[a]), (single.exposed[b], single.answered[b])
    low, high = single.bounds
    return Differences(
        tests=tests,
        sides=sides,
        difference=single.share[a] - single.share[b],
        interval=newcombe(*first, *second, level),
        p=newcombe_p(*first, *second),
        bounds=difference_bounds((low[a], high[a]), (low[b], high[b])),
    )


def _tests(comparison: Comparison, cells: tuple[Cell, ...]) -> Iterator[Test]:
    there = set(cells)
    codes = sorted({cell.municipality for cell in cells if cell.municipality is not None})
    for indicator in comparison.indicators:
        if comparison.kind == "groups_within_municipality":
            group, other = comparison.groups
            pairs = [(Cell(indicator, code, group), Cell(indicator, code, other)) for code in codes]
        else:
            pairs = [
                (Cell(indicator, code, group), Cell(indicator, other, group))
                for group in comparison.groups
                for code, other in combinations(codes, 2)
            ]
        yield from (Test(comparison.id, first, second) for first, second in pairs if {first, second} <= there)
