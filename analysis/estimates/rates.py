"""The rates: for each indicator and stratum its share with Wilson's interval and the bounds of non-response.

The same for all municipalities of a group together, every answer counting once; that is a sum, not a weighted mean.
"""

from typing import Literal

import msgspec
import numpy as np

from analysis.counting.counts import Counts, WholeNumbers
from analysis.estimates.bounds import bounds
from analysis.intervals.interval import Flags, Intervals, Shares
from analysis.intervals.wilson import wilson

#: What the interval is about. `risk`: the year as one outcome of an underlying risk, no finite population correction.
Target = Literal["risk"]
#: What must be true for the interval to hold: within a stratum, those who answered are like those who did not. For the
#: sum over municipalities that is not enough, since they answered to different degrees: those who did not answer in all
#: of them together must be like all who did.
Assumption = Literal["missing_at_random_within_stratum", "missing_at_random_across_municipalities"]


class Cell(msgspec.Struct, frozen=True):
    """What a rate is about. *municipality* is the four-digit code, or None for all municipalities together."""

    indicator: str
    municipality: str | None
    group: str


class Rates(msgspec.Struct, frozen=True):
    """Rates in one row each: whole numbers as arrays (cells,), NaN in *share* where nobody answered.

    *stratum_answered* is the number of sheets in the cell's stratum (all who answered the survey).
    """

    cells: tuple[Cell, ...]
    exposed: WholeNumbers
    answered: WholeNumbers
    invited: WholeNumbers
    stratum_answered: WholeNumbers
    share: Shares
    interval: Intervals
    bounds: tuple[Shares, Shares]
    target: Target = "risk"
    assumption: Assumption = "missing_at_random_within_stratum"


def rates(counts: Counts, level: float) -> Rates:
    """The rates of every indicator in every stratum that was asked it, indicator by indicator."""
    places = [
        (row, column)
        for row in range(len(counts.indicators))
        for column in range(len(counts.strata))
        if counts.applies[row, column]
    ]
    cells = tuple(
        Cell(counts.indicators[row].id, counts.strata[column].municipality.code, counts.strata[column].group)
        for row, column in places
    )
    pick = tuple(np.array(places, dtype=np.int64).reshape(-1, 2).T)
    strata = pick[1]
    invited = np.array([stratum.invited for stratum in counts.strata], dtype=np.int64)[strata]
    answered = np.array([stratum.answered for stratum in counts.strata], dtype=np.int64)[strata]
    return _rates(cells, (counts.exposed[pick], counts.answered[pick], invited, answered), level)


def pooled(single: Rates, level: float) -> Rates:
    """The rates of all municipalities of a group together, for the groups that more than one municipality has."""
    together: dict[Cell, list[int]] = {}
    for place, cell in enumerate(single.cells):
        together.setdefault(Cell(cell.indicator, None, cell.group), []).append(place)
    several = {cell: places for cell, places in together.items() if len(places) > 1}

    def summed(numbers: WholeNumbers) -> WholeNumbers:
        return np.array([numbers[places].sum() for places in several.values()], dtype=np.int64)

    numbers = (single.exposed, single.answered, single.invited, single.stratum_answered)
    exposed, answered, invited, sheets = (summed(each) for each in numbers)
    found = _rates(tuple(several), (exposed, answered, invited, sheets), level)
    return msgspec.structs.replace(found, assumption="missing_at_random_across_municipalities")


def _rates(
    cells: tuple[Cell, ...],
    numbers: tuple[WholeNumbers, WholeNumbers, WholeNumbers, WholeNumbers],
    level: float,
) -> Rates:
    exposed, answered, invited, sheets = numbers
    nobody: Flags = answered == 0
    share = np.where(nobody, np.nan, exposed / np.where(nobody, 1, answered))
    interval = wilson(exposed, answered, level)
    return Rates(cells, exposed, answered, invited, sheets, share, interval, bounds(exposed, answered, invited))
