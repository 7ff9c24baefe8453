"""The planned comparisons, and only those: differences of rates, under both targets.

Elected against staff within each municipality and over all of them, municipality against municipality within each
group, women against men, this wave against an earlier one, as `analysis.toml` declared them before anyone answered. The
p-values are adjusted where the release is made, once it is known which are shown.
"""

import numpy as np

from analysis.counting.frames import UNKNOWN
from analysis.estimates.bounds import difference_bounds
from analysis.estimates.changes import Earlier, changes
from analysis.estimates.families import Family, Side, Test, quotient, side_of
from analysis.estimates.planned import tests_between
from analysis.estimates.pooling import pooled_family
from analysis.estimates.rates import Rates
from analysis.estimates.readings import Assumption, Reading, Readings, where_known, without_p
from analysis.estimates.tipping import tipping
from analysis.intervals.difference import half_step, newcombe, newcombe_fpc
from analysis.intervals.interval import Flags, Intervals, Shares
from analysis.intervals.pvalue import half_step_p, newcombe_fpc_p, newcombe_p
from analysis.intervals.ratio import mover_r, mover_r_fpc
from questionnaires.plans import Comparison, Plan, Target

#: Frames of up to so many persons are small: from here up Newcombe's interval keeps near its level.
SMALLEST = 60


def compare(plan: Plan, single: Rates, earlier: Earlier | None = None) -> tuple[Family, ...]:
    """The families of differences of *plan*, in its order; those of scales are made by `scales`.

    Raises InputError if an *earlier* wave is given and nothing in it can be compared.
    """
    return tuple(
        _family(comparison, single, plan.targets.comparisons, earlier)
        for comparison in plan.comparisons
        if comparison.kind != "scales_between_groups"
    )


def _family(comparison: Comparison, single: Rates, target: Target, earlier: Earlier | None) -> Family:
    if comparison.kind == "groups_pooled":
        return pooled_family(comparison, single, target)
    if comparison.kind == "waves_within_stratum":
        tests, sides = changes(comparison, single, earlier)
        stated: Assumption = "missing_at_random_within_stratum_waves_independent"
        return paired(comparison, tests, sides, single.level, target, stated)
    tests = tests_between(comparison, frozenset(single.place))
    sides = (side_of(single, [test.first for test in tests]), side_of(single, [test.second for test in tests]))
    return paired(comparison, tests, sides, single.level, target)


def paired(
    comparison: Comparison,
    tests: tuple[Test, ...],
    sides: tuple[Side, Side],
    level: float,
    target: Target,
    stated: Assumption = "missing_at_random_within_stratum",
) -> Family:
    """The family of *tests*, each of two independent rates."""
    first, second = sides
    risk = (first.exposed, first.answered, second.exposed, second.answered)
    known = (first.frame != UNKNOWN) & (second.frame != UNKNOWN)

    def ratio(known: Flags) -> tuple[Intervals, Shares]:
        found = mover_r_fpc(*first.of(known), *second.of(known), level)
        return found, np.full(len(found), np.nan)

    everywhere = np.ones(len(tests), dtype=np.bool_)
    tipped, tipped_second, shift = _tipping(first, second, known)
    return Family(
        comparison=comparison,
        tests=tests,
        difference=first.share - second.share,
        readings=Readings(
            _in_population(first, second, known, level),
            Reading(newcombe(*risk, level), everywhere, newcombe_p(*risk)),
            target,
        ),
        ratio=quotient(first.share, second.share),
        ratios=Readings(where_known(known, "mover_r_fpc", level, ratio), without_p(mover_r(*risk, level)), target),
        bounds=difference_bounds(first.bounds, second.bounds),
        tipping=tipped,
        tipping_second=tipped_second,
        shift=shift,
        left_out=((),) * len(tests),
        assumption=stated,
    )


def _in_population(first: Side, second: Side, known: Flags, level: float) -> Reading:
    """The reading of the populations. With a frame of at most SMALLEST the interval is moved out by half a person.

    Where nearly all of a small council answer, Newcombe's falls far below its level (docs/coverage.md).
    """
    small = known & (np.minimum(first.frame, second.frame) <= SMALLEST)

    def newcombes(these: Flags) -> tuple[Intervals, Shares]:
        numbers = (*first.of(these), *second.of(these))
        return newcombe_fpc(*numbers, level), newcombe_fpc_p(*numbers)

    def half_steps(these: Flags) -> tuple[Intervals, Shares]:
        numbers = (*first.of(these), *second.of(these))
        return half_step(*numbers, level), half_step_p(*numbers)

    large = where_known(known & ~small, "newcombe_fpc", level, newcombes)
    if not small.any():
        return large
    few, many = where_known(small, "half_step", level, half_steps), large.interval
    low, high = np.where(small, few.interval.low, many.low), np.where(small, few.interval.high, many.high)
    status = np.where(small, few.interval.status, many.status)
    return Reading(
        Intervals(low, high, level, "newcombe_fpc", status),
        known,
        np.where(small, few.p, large.p),
        np.where(small, "half_step", "newcombe_fpc"),
    )


def _tipping(first: Side, second: Side, known: Flags) -> tuple[Shares, Shares, Shares]:
    """The tipping points of the first side, of the second, and the shift of both; NaN where a frame is not known."""
    found = np.full((3, *known.shape), np.nan)
    many, other = tipping(*first.of(known), *second.of(known)), tipping(*second.of(known), *first.of(known))
    found[:, known] = many.rate, other.rate, many.shift
    return found[0], found[1], found[2]
