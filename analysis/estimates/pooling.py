"""One group against another over all municipalities together, each municipality counting by what it can tell.

Both groups' rates are standardised to the same Mantel-Haenszel weights. A municipality where one of the groups has no
answers says nothing about the difference; it is left out and named, and the statement is then not about all of them.
"""

import msgspec
import numpy as np

from analysis.counting.counts import WholeNumbers
from analysis.counting.frames import UNKNOWN
from analysis.estimates.families import Family, Homogeneity, Test
from analysis.estimates.planned import municipalities
from analysis.estimates.rates import Cell, Rates
from analysis.estimates.readings import Reading, Readings, where_known, without_p
from analysis.intervals.interval import Flags, Intervals, Shares
from analysis.intervals.pooled import PooledMany, pooled_differences
from analysis.intervals.stratified import breslow_day, cochran_mantel_haenszel, cochran_q
from questionnaires.plans import Comparison, Target


class Groups(msgspec.Struct, frozen=True):
    """One group's numbers, (tests, municipalities); 0 where it does not exist there. *low*, *high*: its bounds."""

    exposed: WholeNumbers
    answered: WholeNumbers
    frame: WholeNumbers
    low: Shares
    high: Shares


def pooled_family(comparison: Comparison, single: Rates, target: Target) -> Family:
    """The family of one pooled difference an indicator; none where there is but one municipality."""
    codes = municipalities(frozenset(single.place))
    indicators = comparison.indicators if len(codes) > 1 else ()
    first, second = (_numbers(single, indicators, codes, group) for group in comparison.groups)
    there = (first.answered > 0) & (second.answered > 0)
    known: Flags = (~there | (first.frame != UNKNOWN) & (second.frame != UNKNOWN)).all(axis=-1)
    risk = _pooled(first, second, np.ones(len(indicators), dtype=np.bool_), single.level, framed=False)

    def ratios(known: Flags) -> tuple[Intervals, Shares]:
        return _pooled(first, second, known, single.level, framed=True).ratio, np.full(int(known.sum()), np.nan)

    def differences(known: Flags) -> tuple[Intervals, Shares]:
        found = _pooled(first, second, known, single.level, framed=True)
        return found.difference, found.p

    return Family(
        comparison=comparison,
        tests=tuple(_test(indicator, comparison.groups, codes, single) for indicator in indicators),
        difference=risk.estimate,
        readings=Readings(
            where_known(known, "pooled_fpc", single.level, differences),
            Reading(risk.difference, np.ones(len(indicators), dtype=np.bool_), risk.p),
            target,
        ),
        ratio=risk.quotient,
        ratios=Readings(where_known(known, "pooled_ratio_fpc", single.level, ratios), without_p(risk.ratio), target),
        bounds=_bounds(first, second, risk.weights),
        tipping=_tipping(first, second, risk.weights),
        tipping_second=_tipping(second, first, risk.weights),
        shift=np.full(len(indicators), np.nan),
        left_out=tuple(tuple(code for code, has in zip(codes, row, strict=True) if not has) for row in there.tolist()),
        homogeneity=tuple(_homogeneity(first, second, row) for row in range(len(indicators))),
    )


def _numbers(single: Rates, indicators: tuple[str, ...], codes: list[str], group: str) -> Groups:
    found = np.zeros((3, len(indicators), len(codes)), dtype=np.int64)
    bounds = np.zeros((2, len(indicators), len(codes)))
    for row, indicator in enumerate(indicators):
        for column, code in enumerate(codes):
            place = single.place.get(Cell(indicator, code, group))
            if place is not None:
                found[:, row, column] = single.exposed[place], single.answered[place], single.frame[place]
                bounds[:, row, column] = single.bounds[0][place], single.bounds[1][place]
    return Groups(*found, *bounds)


def _test(indicator: str, groups: tuple[str, ...], codes: list[str], single: Rates) -> Test:
    """Its parts are the rates of every municipality, those left out too: one of them hidden hides the whole."""
    parts = (Cell(indicator, code, group) for code in codes for group in groups)
    first, second = (Cell(indicator, None, group) for group in groups)
    return Test(indicator, first, second, tuple(cell for cell in parts if cell in single.place))


def _pooled(first: Groups, second: Groups, these: Flags, level: float, *, framed: bool) -> PooledMany:
    there = (first.answered[these] > 0) & (second.answered[these] > 0)
    # Where one group is missing the municipality has no weight; its unknown frame must not stand in the way.
    k, n, k_b, n_b = (each[these] for each in (first.exposed, first.answered, second.exposed, second.answered))
    if not framed:
        return pooled_differences(k, n, k_b, n_b, level)
    frame, frame_b = np.where(there, first.frame[these], n), np.where(there, second.frame[these], n_b)
    return pooled_differences(k, n, k_b, n_b, level, frame=frame, frame_b=frame_b)


def _bounds(first: Groups, second: Groups, weights: Shares) -> tuple[Shares, Shares]:
    """What the standardised difference can be, whoever did not answer in the municipalities that have weight."""
    some, nothing = weights > 0, weights.sum(axis=-1) == 0
    low = (weights * np.where(some, first.low - second.high, 0.0)).sum(axis=-1)
    high = (weights * np.where(some, first.high - second.low, 0.0)).sum(axis=-1)
    return np.where(nothing, np.nan, low), np.where(nothing, np.nan, high)


def _tipping(first: Groups, second: Groups, weights: Shares) -> Shares:
    """As `tipping` for one municipality: the one share, in all of them, of the silent of the first group.

    The standardised rate of the first group is (k + x (N - n))/N weighted, which is linear in x.
    """
    known = (weights == 0) | ((first.frame != UNKNOWN) & (second.frame != UNKNOWN))
    size = np.where(first.frame > 0, first.frame, 1)
    share = second.exposed / np.maximum(second.answered, 1)
    gap = (weights * (share - first.exposed / size)).sum(axis=-1)
    silent = (weights * (size - first.answered) / size).sum(axis=-1)
    able = known.all(axis=-1) & (silent > 0)
    found = np.where(able, gap / np.where(able, silent, 1.0), np.nan)
    return np.where((found >= 0) & (found <= 1), found, np.nan)


def _homogeneity(first: Groups, second: Groups, row: int) -> Homogeneity:
    numbers = (first.exposed[row], first.answered[row], second.exposed[row], second.answered[row])
    return Homogeneity(cochran_mantel_haenszel(*numbers), breslow_day(*numbers), cochran_q(*numbers))
