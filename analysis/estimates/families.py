"""What the comparisons of one family are: tests between two rates, and their numbers under both targets.

All tests of one planned comparison are one family, whose size is the number of tests declared, whatever came of them.
"""

import msgspec
import numpy as np

from analysis.counting.counts import WholeNumbers
from analysis.estimates.rates import Cell, Rates
from analysis.estimates.readings import Assumption, Readings
from analysis.intervals.interval import Flags, Shares
from analysis.intervals.stratified import StratifiedTest
from questionnaires.plans import Comparison

#: (item, code) of those that a rate is about, or None for all.
Subset = tuple[str, str] | None


class Test(msgspec.Struct, frozen=True):
    """One planned test of *indicator*: the share of *first* minus that of *second*, from the rates of *parts*.

    *earlier* is the wave that *second* is of, None for this one. *reason*: why it was not made, though planned.
    """

    indicator: str
    first: Cell
    second: Cell
    parts: tuple[Cell, ...]
    subsets: tuple[Subset, Subset] = (None, None)
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
    difference to vanish, *tipping_second* of those of the second; *shift* how much less exposed those of the higher
    side, and more those of the lower, would have to be than who answered. *left_out*: the municipalities that a pooled
    comparison has no answers of.
    """

    comparison: Comparison
    tests: tuple[Test, ...]
    difference: Shares
    readings: Readings
    ratio: Shares
    ratios: Readings
    bounds: tuple[Shares, Shares]
    tipping: Shares
    tipping_second: Shares
    shift: Shares
    left_out: tuple[tuple[str, ...], ...]
    assumption: Assumption = "missing_at_random_within_stratum"
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


def side_of(single: Rates, cells: list[Cell]) -> Side:
    """One side of tests: the rates of *cells*."""
    at = np.array([single.place[cell] for cell in cells], dtype=np.int64)
    low, high = single.bounds
    return Side(single.exposed[at], single.answered[at], single.frame[at], (low[at], high[at]))


def quotient(share: Shares, share_b: Shares) -> Shares:
    """One share by another: infinite if only the second is 0, NaN if both are or one is not there."""
    usual = share / np.where(share_b > 0, share_b, 1.0)
    return np.where(share_b > 0, usual, np.where((share > 0) & (share_b == 0), np.inf, np.nan))
