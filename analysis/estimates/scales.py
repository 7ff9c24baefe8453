"""Two groups on an ordered scale: how likely someone of the first answers higher than someone of the second.

It is worked out from the published steps of the scale (the plan's cuts), not from its single options: so it tells
nothing that the cumulative shares do not tell already.
"""

from collections.abc import Iterator

import msgspec
import numpy as np

from analysis.counting.frames import UNKNOWN
from analysis.counting.quantities import step_id
from analysis.estimates.planned import municipalities
from analysis.estimates.rates import Cell, Rates
from analysis.estimates.readings import Reading, Readings, where_known
from analysis.intervals.difference import Limits
from analysis.intervals.engine import effective_limits
from analysis.intervals.interval import Flags, Intervals, Shares, normal_quantile, statuses
from analysis.intervals.pvalue import inverted
from analysis.intervals.superiority import effective_superiority
from questionnaires.plans import Comparison, Plan


class ScaleTest(msgspec.Struct, frozen=True):
    """One planned test of *item* in a *municipality*: the first group against the second, from the rates of *parts*."""

    item: str
    municipality: str
    groups: tuple[str, str]
    parts: tuple[Cell, ...]


class Superiorities(msgspec.Struct, frozen=True):
    """One planned comparison of scales, one row a test. *probability* is NaN where a group has no answers."""

    comparison: Comparison
    tests: tuple[ScaleTest, ...]
    probability: Shares
    readings: Readings


def scales(plan: Plan, single: Rates) -> tuple[Superiorities, ...]:
    """The families of scales of *plan*, in its order."""
    return tuple(
        _superiorities(comparison, plan, single)
        for comparison in plan.comparisons
        if comparison.kind == "scales_between_groups"
    )


def _superiorities(comparison: Comparison, plan: Plan, single: Rates) -> Superiorities:
    tests = tuple(test for test in _tests(comparison, plan, single) if single.place.keys() >= set(test.parts))
    level, target = single.level, plan.targets.comparisons
    estimate, risk, population = np.full((3, len(tests)), np.nan)
    known = np.zeros(len(tests), dtype=np.bool_)
    for cuts in sorted({len(test.parts) // 2 for test in tests}):
        at = np.array([place for place, test in enumerate(tests) if len(test.parts) == 2 * cuts], dtype=np.int64)
        x, y = (_steps([tests[place].parts[side] for place in at], single) for side in (slice(cuts), slice(cuts, None)))
        frame, frame_b = (
            np.array([single.frame[single.place[tests[place].parts[end]]] for place in at]) for end in (0, -1)
        )
        known[at] = here = (frame != UNKNOWN) & (frame_b != UNKNOWN)
        estimate[at], risk[at] = effective_superiority(x, y)
        population[at[here]] = effective_superiority(x[here], y[here], (frame[here], frame_b[here]))[1]

    def corrected(known: Flags) -> tuple[Intervals, Shares]:
        return _about_half(estimate[known], population[known], level)

    interval, p = _about_half(estimate, risk, level)
    return Superiorities(
        comparison,
        tests,
        estimate,
        Readings(
            where_known(known, "superiority_fpc", level, corrected),
            Reading(interval, np.ones(len(tests), dtype=np.bool_), p),
            target,
        ),
    )


def _about_half(estimate: Shares, effective: Shares, level: float) -> tuple[Intervals, Shares]:
    """The intervals, and the alpha at which each just excludes one half."""
    there = ~np.isnan(estimate)

    def limits(quantile: float | Shares) -> Limits:
        down, up = effective_limits(estimate, effective, quantile)
        return down - 0.5, up - 0.5

    low, high = effective_limits(estimate, effective, normal_quantile(level))
    interval = Intervals(low, high, level, "superiority", statuses(there, np.isinf(effective)))
    return interval, np.where(there, inverted(limits, estimate.shape), np.nan)


def _steps(sides: list[tuple[Cell, ...]], single: Rates) -> Shares:
    """(tests, cuts + 1) persons between the cuts, from the lowest; each cut's exposed contain those of the next."""
    places = np.array([[single.place[cell] for cell in cells] for cells in sides], dtype=np.int64)
    above = -np.sort(-single.exposed[places], axis=1)
    everybody = single.answered[places].max(axis=1, keepdims=True)
    bounded = np.concatenate((everybody, above, np.zeros_like(everybody)), axis=1)
    return -np.diff(bounded, axis=1).astype(np.float64)


def _tests(comparison: Comparison, plan: Plan, single: Rates) -> Iterator[ScaleTest]:
    cuts = {item: each.cuts for each in plan.distributions for item in each.items}
    group, other = comparison.groups
    for item in comparison.scales:
        for code in municipalities(frozenset(single.place)):
            parts = tuple(Cell(step_id(item, cut), code, side) for side in (group, other) for cut in cuts[item])
            yield ScaleTest(item, code, (group, other), parts)
