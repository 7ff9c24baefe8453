"""One estimate, two readings: what the interval is about is declared before the data, and the other is told beside it.

`population`: these persons, this year, with the finite population correction; it needs to be known how many they are.
`risk`: the year as one outcome of an underlying risk, without it. Where the number of persons is unknown there is no
`population` reading, and the headline falls to `risk` whatever was declared.
"""

from collections.abc import Callable, Iterator
from typing import Literal, cast

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.intervals.interval import Flags, Interval, Intervals, Shares, Status
from questionnaires.plans import Target

#: What must be true for the interval to hold. Within a stratum, those who answered are like those who did not. Two
#: waves are taken as independent, though some persons are in both. `..._frame_unknown`: the population was declared,
#: but how many persons it has is not known.
Assumption = Literal[
    "missing_at_random_within_stratum",
    "missing_at_random_within_stratum_frame_unknown",
    "missing_at_random_within_stratum_waves_independent",
    "missing_at_random_within_stratum_waves_independent_frame_unknown",
    "missing_at_random_within_cells",
    "missing_at_random_within_margins",
]


class Reading(msgspec.Struct, frozen=True):
    """One target's intervals, one row an estimate, and their p-values if there is anything to test.

    *known* is False where this target cannot be read; the limits are NaN there. *methods*: each estimate's own, where
    they are not all that of the *interval*.
    """

    interval: Intervals
    known: Flags
    p: Shares
    methods: npt.NDArray[np.str_] | None = None

    def each(self) -> Iterator[tuple[Interval, float]]:
        """The interval and p-value of every estimate."""
        many, status = self.interval, cast("list[Status]", self.interval.status.tolist())
        methods = [many.method] * len(many) if self.methods is None else self.methods.tolist()
        numbers = zip(many.low.tolist(), many.high.tolist(), status, methods, self.p.tolist(), strict=True)
        for low, high, kind, method, p in numbers:
            yield Interval(low, high, many.level, method, kind), p


class One(msgspec.Struct, frozen=True):
    """One estimate's interval and p-value (NaN if there is none) under *target*."""

    target: Target
    interval: Interval
    p: float


class Readings(msgspec.Struct, frozen=True):
    """Both targets, and which was *declared*."""

    population: Reading
    risk: Reading
    declared: Target

    def headline(self, place: int) -> One:
        """The declared reading, or `risk` where that cannot be had."""
        return self.both()[place][0]

    def other(self, place: int) -> One | None:
        """The reading that is not the headline, if there is one."""
        return self.both()[place][1]

    def both(self) -> list[tuple[One, One | None]]:
        """The headline of every estimate and the reading beside it, if there is one."""
        pairs = zip(self.population.known.tolist(), self.population.each(), self.risk.each(), strict=True)
        if self.declared == "population":
            return [
                (One("population", *a), One("risk", *b)) if known else (One("risk", *b), None) for known, a, b in pairs
            ]
        return [(One("risk", *b), One("population", *a) if known else None) for known, a, b in pairs]

    def unread(self) -> tuple[One, None]:
        """What is said of an estimate that is hidden: as declared, since even what it fell to could tell of it."""
        many = self.population.interval if self.declared == "population" else self.risk.interval
        return One(self.declared, Interval(np.nan, np.nan, many.level, many.method), np.nan), None

    def p(self, *, headline: bool) -> Shares:
        """The p-values of all headlines, or of all other readings; NaN where there is none."""
        known = self.population.known
        stands = known & ((self.declared == "population") == headline)
        rest = self.risk.p if headline else np.where(known, self.risk.p, np.nan)
        return np.where(stands, self.population.p, rest)


def without_p(interval: Intervals) -> Reading:
    """A reading of estimates that test nothing, all of them known."""
    return Reading(interval, np.ones(len(interval), dtype=np.bool_), np.full(len(interval), np.nan))


def where_known(known: Flags, method: str, level: float, make: Callable[[Flags], tuple[Intervals, Shares]]) -> Reading:
    """The reading whose intervals and p-values `make(known)` gives for the estimates that are *known*."""
    low, high, p = (np.full(known.shape, np.nan) for _ in range(3))
    status = np.full(known.shape, "no_answers", dtype="U14")
    if known.any():
        found, tested = make(known)
        low[known], high[known], status[known], p[known] = found.low, found.high, found.status, tested
    return Reading(Intervals(low, high, level, method, status), known, p)
