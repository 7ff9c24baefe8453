"""From families of tests to the rows of a release. Only now are p-values adjusted: among those that are shown.

Adjusting over hidden tests would let them shine through. Each is counted in its declared family all the same, as if its
p were 1. Both readings are adjusted alike, so that it can be said where their verdicts differ.
"""

import math

import numpy as np

from analysis.disclosure import release as out
from analysis.disclosure.hiding import Hidden
from analysis.disclosure.rows import assumption, number, told
from analysis.estimates.changes import HIDDEN
from analysis.estimates.families import Family, Homogeneity, Subset
from analysis.estimates.rates import Cell
from analysis.estimates.readings import One
from analysis.estimates.scales import Superiorities
from analysis.intervals.benjamini_hochberg import benjamini_hochberg
from analysis.intervals.holm import holm
from analysis.intervals.interval import Flags, Interval, Shares

_ADJUSTED = {"holm": holm, "benjamini_hochberg": benjamini_hochberg}


def comparisons(family: Family, hidden: Hidden) -> tuple[out.Comparison, ...]:
    """The rows of one *family*, in its order."""
    statuses = [_status(family, place, hidden) for place in range(len(family.tests))]
    shown = np.array([status == "shown" for status in statuses], dtype=np.bool_)
    headline, beside = (
        adjusted(family.readings.p(headline=which), shown, family.comparison.adjust) for which in (True, False)
    )
    rows = zip(statuses, family.readings.both(), family.ratios.both(), headline, beside, strict=True)
    return tuple(
        _comparison(family, place, status, readings, ratio[0].interval, (p, p_beside))
        for place, (status, readings, ratio, p, p_beside) in enumerate(rows)
    )


def superiorities(family: Superiorities, hidden: Hidden) -> tuple[out.Superiority, ...]:
    """The rows of one *family* of scales, in its order."""
    statuses = [_status_of_scale(family, place, hidden) for place in range(len(family.tests))]
    shown = np.array([status == "shown" for status in statuses], dtype=np.bool_)
    headline, beside = (
        adjusted(family.readings.p(headline=which), shown, family.comparison.adjust) for which in (True, False)
    )
    rows = zip(statuses, family.readings.both(), headline, beside, strict=True)
    return tuple(
        _superiority(family, place, status, readings, (p, p_beside))
        for place, (status, readings, p, p_beside) in enumerate(rows)
    )


def adjusted(p: Shares, shown: Flags, adjust: str) -> Shares:
    """The p-values of one declared family adjusted among those *shown*; NaN where there is none."""
    return _ADJUSTED[adjust](np.where(shown, p, np.nan), tests=len(p))


def _status(family: Family, place: int, hidden: Hidden) -> out.Status:
    test = family.tests[place]
    if test.reason == HIDDEN or not hidden.cells.isdisjoint(test.parts):
        return "hidden"
    if test.reason:
        return "not_applicable"
    return "no_answers" if np.isnan(family.difference[place]) else "shown"


def _comparison(
    family: Family,
    place: int,
    status: out.Status,
    readings: tuple[One, One | None],
    ratio: Interval,
    adjusted_p: tuple[float, float],
) -> out.Comparison:
    test, shown = family.tests[place], status == "shown"
    reading, beside = family.readings.unread() if status == "hidden" else readings
    verdicts = {_is_difference(one, p) for one, p in zip((reading, beside), adjusted_p, strict=True)}
    return out.Comparison(
        family=family.comparison.id,
        indicator=test.indicator,
        first=_side(test.first, test.subsets[0]),
        second=_side(test.second, test.subsets[1], test.earlier),
        status=status,
        suppressed=status == "hidden",
        difference=number(family.difference, place, shown),
        low=reading.interval.low if shown else None,
        high=reading.interval.high if shown else None,
        bounds_low=number(family.bounds[0], place, shown),
        bounds_high=number(family.bounds[1], place, shown),
        p=reading.p if shown else None,
        p_adjusted=float(adjusted_p[0]) if shown else None,
        family_size=len(family.tests),
        level=reading.interval.level,
        method=reading.interval.method,
        target=reading.target,
        assumption=assumption(family.assumption, family.readings, reading),
        kind=family.comparison.kind,
        ratio=_finite(family.ratio[place], shown),
        ratio_low=ratio.low if shown else None,
        ratio_high=_finite(ratio.high, shown),
        tipping=number(family.tipping, place, shown),
        tipping_second=number(family.tipping_second, place, shown),
        shift=number(family.shift, place, shown),
        other=told(beside) if shown else None,
        targets_disagree=shown and beside is not None and len(verdicts) > 1,
        left_out=family.left_out[place] if status != "hidden" else (),
        homogeneity=_homogeneity(family.homogeneity[place]) if shown and family.homogeneity else None,
        reason=test.reason,
    )


def _is_difference(one: One | None, adjusted_p: float, none: float = 0.0) -> int:
    """1 or -1 if the reading shows a difference from *none* up or down, 0 if it cannot tell."""
    if one is None or not one.interval.excludes(none):
        return 0
    holds = adjusted_p < round(1 - one.interval.level, 12)  # 1 - 0.95 is a little more than 0.05
    return int(math.copysign(holds, one.interval.low - none))


def _finite(value: float, shown: bool) -> float | None:
    return float(value) if shown and math.isfinite(value) else None


def _side(cell: Cell, subset: Subset = None, wave: int | None = None) -> out.Side:
    return out.Side(cell.municipality, cell.group, None if subset is None else out.Subset(*subset), wave)


def _status_of_scale(family: Superiorities, place: int, hidden: Hidden) -> out.Status:
    if not hidden.cells.isdisjoint(family.tests[place].parts):
        return "hidden"
    return "no_answers" if np.isnan(family.probability[place]) else "shown"


def _superiority(
    family: Superiorities,
    place: int,
    status: out.Status,
    readings: tuple[One, One | None],
    adjusted_p: tuple[float, float],
) -> out.Superiority:
    test, shown = family.tests[place], status == "shown"
    reading, beside = family.readings.unread() if status == "hidden" else readings
    verdicts = {_is_difference(one, p, 0.5) for one, p in zip((reading, beside), adjusted_p, strict=True)}
    first, second = (out.Side(test.municipality, group) for group in test.groups)
    return out.Superiority(
        family=family.comparison.id,
        item=test.item,
        first=first,
        second=second,
        status=status,
        suppressed=status == "hidden",
        probability=number(family.probability, place, shown),
        low=reading.interval.low if shown else None,
        high=reading.interval.high if shown else None,
        p=reading.p if shown else None,
        p_adjusted=float(adjusted_p[0]) if shown else None,
        family_size=len(family.tests),
        level=reading.interval.level,
        method=reading.interval.method,
        target=reading.target,
        assumption=assumption("missing_at_random_within_stratum", family.readings, reading),
        other=told(beside) if shown else None,
        targets_disagree=shown and beside is not None and len(verdicts) > 1,
    )


def _homogeneity(tests: Homogeneity) -> out.Homogeneity:
    reasons = [each.reason for each in (tests.cmh, tests.breslow_day, tests.q) if each.reason]
    return out.Homogeneity(tests.cmh.p, tests.breslow_day.p, tests.q.p, "; ".join(dict.fromkeys(reasons)))
