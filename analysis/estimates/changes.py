"""This wave against an earlier one, from what was published of it: only where the same was asked of as long a time.

Nobody can be followed from one wave to the next, so the two are taken as independent. Some persons are in both, and who
is exposed once is rather exposed again; that makes the true interval narrower than the printed one.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec
import numpy as np

from analysis.counting.frames import UNKNOWN
from analysis.errors import InputError
from analysis.estimates.families import Side, Test, side_of
from analysis.estimates.planned import municipalities
from analysis.estimates.rates import Cell, Rates
from questionnaires.answersets import Period
from questionnaires.plans import Comparison

#: Why a planned change was not worked out.
HIDDEN, NOT_THERE, REWORDED = "hidden_in_earlier_wave", "not_in_earlier_wave", "wording_differs"


class Published(msgspec.Struct, frozen=True):
    """One rate of an earlier wave as it was published. None: hidden."""

    exposed: int | None
    answered: int | None
    frame: int | None
    bounds: tuple[float | None, float | None]


class Earlier(msgspec.Struct, frozen=True):
    """An earlier wave: its *rates*, and the indicators that ask the same as now (*comparable*)."""

    wave: int
    rates: Mapping[Cell, Published]
    comparable: frozenset[str]


def changes(
    comparison: Comparison, single: Rates, earlier: Earlier | None
) -> tuple[tuple[Test, ...], tuple[Side, Side]]:
    """The tests of a *comparison* of waves and both their sides; none without an *earlier* one.

    Raises InputError if there is one and it shares no indicator, or no municipality, with this.
    """
    tests = tuple(_tests(comparison, single, earlier)) if earlier is not None else ()
    if earlier is not None and tests and all(test.reason in (NOT_THERE, REWORDED) for test in tests):
        raise InputError(
            f"{comparison.id}: nothing of the earlier wave {earlier.wave} can be compared: no planned indicator has "
            "the same wording, conditions and options in a municipality of both; leave the earlier release out"
        )
    now = side_of(single, [test.first for test in tests])
    then = [_published(test, earlier) for test in tests]
    return tests, (now, _side(then))


def _tests(comparison: Comparison, single: Rates, earlier: Earlier) -> list[Test]:
    there = single.place
    return [
        Test(indicator, cell, cell, (cell,), earlier=earlier.wave, reason=_reason(cell, earlier))
        for indicator in comparison.indicators
        for code in municipalities(frozenset(there))
        for group in comparison.groups
        if (cell := Cell(indicator, code, group)) in there
    ]


def _reason(cell: Cell, earlier: Earlier) -> str:
    if cell not in earlier.rates:
        return NOT_THERE
    if cell.indicator not in earlier.comparable:
        return REWORDED
    return HIDDEN if earlier.rates[cell].exposed is None else ""


def _published(test: Test, earlier: Earlier | None) -> Published:
    nothing = Published(0, 0, None, (None, None))
    return nothing if earlier is None or test.reason else earlier.rates[test.second]


def _side(then: list[Published]) -> Side:
    low, high = (np.array([_number(each.bounds[end]) for each in then], dtype=np.float64) for end in (0, 1))
    exposed, answered, frame = (
        (
            np.array([UNKNOWN if value is None else value for value in values], dtype=np.int64)
            for values in zip(*((each.exposed, each.answered, each.frame) for each in then), strict=True)
        )
        if then
        else (np.zeros(0, dtype=np.int64),) * 3
    )
    return Side(exposed, answered, frame, (low, high))


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def same_length(period: Period, other: Period) -> bool:
    """Whether two reference periods are equally long: in days, or in calendar months (a leap day does not matter)."""
    one, two = (_length(each) for each in (period, other))
    return one[0] == two[0] or one[1] == two[1]


def _length(period: Period) -> tuple[int, tuple[int, int]]:
    first, after = date.fromisoformat(period.first), date.fromisoformat(period.last) + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return (after - first).days, (months, after.day - first.day)
