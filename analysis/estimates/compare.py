"""The planned comparisons, and only those: differences of two rates, under both targets.

Elected against staff within each municipality, municipality against municipality within each group, women against men,
as `analysis.toml` declared them before anyone answered. All tests of one comparison are one family, whose size is the
number of tests declared, whatever came of them. The p-values are adjusted where the release is made, once it is known
which are shown.
"""

from collections.abc import Iterator
from itertools import combinations

import msgspec
import numpy as np

from analysis.counting.counts import WholeNumbers
from analysis.counting.frames import UNKNOWN
from analysis.estimates.bounds import difference_bounds
from analysis.estimates.rates import Cell, Rates
from analysis.estimates.readings import Assumption, Reading, Readings, where_known, without_p
from analysis.estimates.tipping import Tippings, tipping
from analysis.intervals.difference import newcombe, newcombe_fpc
from analysis.intervals.interval import Flags, Intervals, Shares
from analysis.intervals.pvalue import newcombe_fpc_p, newcombe_p
from analysis.intervals.ratio import mover_r, mover_r_fpc
from analysis.intervals.stratified import StratifiedTest
from questionnaires.plans import Comparison, Plan, Target


class Test(msgspec.Struct, frozen=True):
    """One planned test: the share of *first* minus that of *second*, worked out from the rates of *parts*.

    *earlier* is the wave that *second* is of, None for this one. *reason*: why it was not made, though planned.
    """

    first: Cell
    second: Cell
    parts: tuple[Cell, ...]
    earlier: int | None = None
    reason: str = ""


class Homogeneity(msgspec.Struct, frozen=True):
    """The tests over the municipalities of one pooled comparison."""

    cmh: StratifiedTest
    breslow_day: StratifiedTest
    q: StratifiedTest


class Family(msgspec.Struct, frozen=True):
    """One planned comparison, one row a test. NaN where a side has no answers.

    *tipping* is the share of those of the first side who did not answer that would have to be exposed for the
    difference to vanish. *left_out*: the municipalities that a pooled comparison has no answers of.
    """

    comparison: Comparison
    tests: tuple[Test, ...]
    difference: Shares
    readings: Readings
    ratio: Shares
    ratios: Readings
    bounds: tuple[Shares, Shares]
    tipping: Shares
    assumption: Assumption = "missing_at_random_within_stratum"
    left_out: tuple[tuple[str, ...], ...] = ()
    homogeneity: tuple[Homogeneity, ...] = ()


class Side(msgspec.Struct, frozen=True):
    """One side of many tests: whole numbers (tests,), UNKNOWN for a *frame* nobody knows; *bounds* of the shares."""

    exposed: WholeNumbers
    answered: WholeNumbers
    frame: WholeNumbers
    bounds: tuple[Shares, Shares]

    @property
    def share(self) -> Shares:
        """NaN where nobody answered."""
        return np.where(self.answered > 0, self.exposed / np.maximum(self.answered, 1), np.nan)

    def of(self, these: Flags) -> tuple[WholeNumbers, WholeNumbers, WholeNumbers]:
        """The numbers of the tests flagged."""
        return self.exposed[these], self.answered[these], self.frame[these]


def compare(plan: Plan, single: Rates) -> tuple[Family, ...]:
    """The families of *plan*, in its order."""
    return tuple(_family(comparison, single, plan.targets.comparisons) for comparison in plan.comparisons)


def _family(comparison: Comparison, single: Rates, target: Target) -> Family:
    there = set(single.cells)
    tests = tuple(test for test in _tests(comparison, single.cells) if there.issuperset(test.parts))
    place = {cell: index for index, cell in enumerate(single.cells)}
    first, second = (
        side_of(single, [place[cell] for cell in cells])
        for cells in ([test.first for test in tests], [test.second for test in tests])
    )
    return paired(comparison, tests, (first, second), single.level, target)


def side_of(single: Rates, places: list[int]) -> Side:
    """One side of tests: the rates at *places*."""
    at = np.array(places, dtype=np.int64)
    low, high = single.bounds
    return Side(single.exposed[at], single.answered[at], single.frame[at], (low[at], high[at]))


def paired(
    comparison: Comparison, tests: tuple[Test, ...], sides: tuple[Side, Side], level: float, target: Target
) -> Family:
    """The family of *tests*, each of two independent rates."""
    first, second = sides
    risk = (first.exposed, first.answered, second.exposed, second.answered)
    known = (first.frame != UNKNOWN) & (second.frame != UNKNOWN)

    def difference(known: Flags) -> tuple[Intervals, Shares]:
        numbers = (*first.of(known), *second.of(known))
        return newcombe_fpc(*numbers, level), newcombe_fpc_p(*numbers)

    def ratio(known: Flags) -> tuple[Intervals, Shares]:
        found = mover_r_fpc(*first.of(known), *second.of(known), level)
        return found, np.full(len(found), np.nan)

    interval = newcombe(*risk, level)
    return Family(
        comparison=comparison,
        tests=tests,
        difference=first.share - second.share,
        readings=Readings(
            where_known(known, "newcombe_fpc", level, difference),
            Reading(interval, np.ones(len(tests), dtype=np.bool_), newcombe_p(*risk)),
            target,
        ),
        ratio=quotient(first.share, second.share),
        ratios=Readings(where_known(known, "mover_r_fpc", level, ratio), without_p(mover_r(*risk, level)), target),
        bounds=difference_bounds(first.bounds, second.bounds),
        tipping=_tipping(first, second, known),
        left_out=((),) * len(tests),
    )


def quotient(share: Shares, share_b: Shares) -> Shares:
    """One share by another: infinite if only the second is 0, NaN if both are or one is not there."""
    usual = share / np.where(share_b > 0, share_b, 1.0)
    return np.where(share_b > 0, usual, np.where((share > 0) & (share_b == 0), np.inf, np.nan))


def _tipping(first: Side, second: Side, known: Flags) -> Shares:
    found = np.full(known.shape, np.nan)
    many = tipping(*first.of(known), *second.of(known))
    if isinstance(many, Tippings):
        found[known] = many.rate
    return found


def _tests(comparison: Comparison, cells: tuple[Cell, ...]) -> Iterator[Test]:
    codes = sorted({cell.municipality for cell in cells if cell.municipality is not None})
    for indicator in comparison.indicators:
        match comparison.kind:
            case "groups_within_municipality":
                group, other = comparison.groups
                pairs = [(Cell(indicator, code, group), Cell(indicator, code, other)) for code in codes]
            case "municipalities_within_group":
                pairs = [
                    (Cell(indicator, code, group), Cell(indicator, other, group))
                    for group in comparison.groups
                    for code, other in combinations(codes, 2)
                ]
            case _:
                pairs = []
        yield from (Test(first, second, (first, second)) for first, second in pairs)
