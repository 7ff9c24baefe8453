"""The rates: for each quantity and stratum its share under both targets, and the bounds of non-response.

The same for several municipalities of a group together, each answer standing for as many of the invited as in its own
municipality: so a municipality where many answered does not weigh more than its persons. A municipality without
answers, or without such a group, adds nothing and is named.
"""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from analysis.counting.counts import Counts, WholeNumbers
from analysis.counting.frames import UNKNOWN
from analysis.counting.quantities import Quantity
from analysis.errors import CountError
from analysis.estimates.bounds import bounds
from analysis.estimates.readings import Assumption, Readings, where_known, without_p
from analysis.intervals.engine import weighted_many
from analysis.intervals.finite import hypergeometric
from analysis.intervals.interval import Flags, Intervals, Shares
from analysis.intervals.wilson import wilson
from questionnaires.plans import Pool, Target


class Cell(msgspec.Struct, frozen=True):
    """What a rate is about. *municipality* is the four-digit code, or None for several: those of *pool*, or all."""

    indicator: str
    municipality: str | None
    group: str
    pool: str = ""


class Rates(msgspec.Struct, frozen=True):
    """Rates in one row each: whole numbers as arrays (cells,), NaN in *share* where nobody answered.

    *place* is where a cell stands, *quantities* what each is a rate of. *frame* is how many persons the rate is about,
    at most, or UNKNOWN; *stratum_answered* the number of sheets in the cell's stratum (all who answered the survey).
    *parts* are the cells that a sum is made of, and *left_out* the municipalities of which it has no answers; both
    empty for single municipalities.
    """

    cells: tuple[Cell, ...]
    place: dict[Cell, int]
    quantities: tuple[Quantity, ...]
    exposed: WholeNumbers
    answered: WholeNumbers
    invited: WholeNumbers
    frame: WholeNumbers
    stratum_answered: WholeNumbers
    share: Shares
    readings: Readings
    bounds: tuple[Shares, Shares]
    assumption: Assumption
    parts: tuple[tuple[Cell, ...], ...]
    left_out: tuple[tuple[str, ...], ...]

    @property
    def level(self) -> float:
        """The level of the intervals."""
        return self.readings.risk.interval.level


class Numbers(msgspec.Struct, frozen=True):
    """Whole numbers, one a cell. *everybody*: the frame with those municipalities that nobody answered in."""

    cells: tuple[Cell, ...]
    quantities: tuple[Quantity, ...]
    parts: tuple[tuple[Cell, ...], ...]
    left_out: tuple[tuple[str, ...], ...]
    exposed: WholeNumbers
    answered: WholeNumbers
    invited: WholeNumbers
    frame: WholeNumbers
    everybody: WholeNumbers
    sheets: WholeNumbers


def rates(counts: Counts, level: float, target: Target) -> Rates:
    """The rates of every quantity that is told, in every stratum that was asked it, quantity by quantity.

    *target* is the declared one. Raises CountError naming the municipality, group and quantity of an impossible count.
    """
    told = np.array([each.told for each in counts.quantities], dtype=np.bool_)
    rows, columns = np.nonzero(counts.applies & told[:, np.newaxis])
    cells = tuple(
        Cell(counts.quantities[row].id, counts.strata[column].municipality.code, counts.strata[column].group)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    )
    invited, sheets = (
        np.array(numbers, dtype=np.int64)[columns]
        for numbers in ([each.invited for each in counts.strata], [each.answered for each in counts.strata])
    )
    frame = np.where(invited > 0, counts.eligible[rows, columns], 0)  # of nobody every part is known
    numbers = Numbers(
        cells=cells,
        quantities=tuple(counts.quantities[row] for row in rows.tolist()),
        parts=((),) * len(cells),
        left_out=((),) * len(cells),
        exposed=counts.exposed[rows, columns],
        answered=counts.answered[rows, columns],
        invited=invited,
        frame=frame,
        everybody=frame,
        sheets=sheets,
    )
    nobody: Flags = numbers.answered == 0
    share = np.where(nobody, np.nan, numbers.exposed / np.where(nobody, 1, numbers.answered))
    return _rates(numbers, share, _own(numbers, level, target))


def pooled(single: Rates, pools: Sequence[Pool] = ()) -> Rates:
    """The rates of all municipalities of a group together, then of each of *pools*, where there is more than one.

    An answer has the weight invited/sheets of its stratum, so the share is not that of the summed counts.

    References
    ----------
    Särndal, Swensson & Wretman (1992), ch. 5 and 15: strata, and the mean of a domain.
    """
    together: dict[Cell, list[int]] = {}
    for place, cell in enumerate(single.cells):
        together.setdefault(Cell(cell.indicator, None, cell.group), []).append(place)
        for pool in pools:
            if cell.municipality in pool.municipalities:
                together.setdefault(Cell(cell.indicator, None, cell.group, pool.id), []).append(place)
    order = {"": 0} | {pool.id: place for place, pool in enumerate(pools, start=1)}
    several = [(cell, places) for cell, places in together.items() if len(places) > 1]
    several.sort(key=lambda each: order[each[0].pool])  # stable: within a pool as the cells come
    there = [[place for place in places if single.answered[place]] or places for _, places in several]

    def summed(numbers: WholeNumbers, over: Iterable[list[int]]) -> WholeNumbers:
        return np.array([_sum(numbers[places]) for places in over], dtype=np.int64)

    all_places = [places for _, places in several]
    numbers = Numbers(
        cells=tuple(cell for cell, _ in several),
        quantities=tuple(single.quantities[places[0]] for places in all_places),
        parts=tuple(tuple(single.cells[place] for place in places) for places in all_places),
        left_out=tuple(
            tuple(str(single.cells[place].municipality) for place in places if not single.answered[place])
            for places in all_places
        ),
        exposed=summed(single.exposed, all_places),
        answered=summed(single.answered, all_places),
        invited=summed(single.invited, all_places),
        frame=summed(single.frame, there),
        everybody=summed(single.frame, all_places),
        sheets=summed(single.stratum_answered, all_places),
    )
    return _rates(numbers, *_standardised(numbers, single, there))


def _standardised(numbers: Numbers, single: Rates, there: list[list[int]]) -> tuple[Shares, Readings]:
    """The shares of the totals *numbers* and their intervals, from the parts *there*: each counts by its invited."""
    exposed, answered, frame, weights = np.zeros((4, len(there), max(map(len, there), default=1)))
    for row, places in enumerate(there):
        sheets, own = np.maximum(single.stratum_answered[places], 1), slice(0, len(places))
        exposed[row, own], answered[row, own] = single.exposed[places], single.answered[places]
        frame[row, own] = np.where(single.frame[places] == UNKNOWN, answered[row, own], single.frame[places])
        weights[row, own] = single.invited[places] / sheets * single.answered[places]
    risk = weighted_many(weights, exposed, answered, level=single.level)

    def population(known: Flags) -> tuple[Intervals, Shares]:
        found = weighted_many(weights[known], exposed[known], answered[known], frame[known], single.level).interval
        return found, np.full(len(found), np.nan)

    return risk.estimate, Readings(
        where_known(numbers.frame != UNKNOWN, "standardised_fpc", single.level, population),
        without_p(msgspec.structs.replace(risk.interval, method="standardised")),
        single.readings.declared,
    )


def _own(numbers: Numbers, level: float, target: Target) -> Readings:
    """The intervals of single strata."""
    exposed, answered, frame = numbers.exposed, numbers.answered, numbers.frame

    def population(known: Flags) -> tuple[Intervals, Shares]:
        interval = hypergeometric(exposed[known], answered[known], frame[known], level)
        return interval, np.full(len(interval), np.nan)

    _check(numbers)
    return Readings(
        where_known(frame != UNKNOWN, "hypergeometric_mid_p", level, population),
        without_p(wilson(exposed, answered, level)),
        target,
    )


def _sum(numbers: WholeNumbers) -> int:
    return UNKNOWN if (numbers == UNKNOWN).any() else int(numbers.sum())


def _rates(numbers: Numbers, share: Shares, readings: Readings) -> Rates:
    exposed, answered, frame = numbers.exposed, numbers.answered, numbers.frame
    low, high = (np.full(len(frame), np.nan) for _ in range(2))
    whole: Flags = numbers.everybody != UNKNOWN
    low[whole], high[whole] = bounds(exposed[whole], answered[whole], numbers.everybody[whole])
    return Rates(
        cells=numbers.cells,
        place={cell: place for place, cell in enumerate(numbers.cells)},
        quantities=numbers.quantities,
        exposed=exposed,
        answered=answered,
        invited=numbers.invited,
        frame=frame,
        stratum_answered=numbers.sheets,
        share=share,
        readings=readings,
        bounds=(low, high),
        assumption="missing_at_random_within_stratum",
        parts=numbers.parts,
        left_out=numbers.left_out,
    )


def _check(numbers: Numbers) -> None:
    """Raises CountError, naming the cell, for counts that no survey can give."""
    frame = np.where(numbers.frame == UNKNOWN, numbers.answered, numbers.frame)
    for what, less, more in (
        ("exposed of the answered", numbers.exposed, numbers.answered),
        ("answered of the eligible", numbers.answered, frame),
        ("exposed, fewer than", np.zeros_like(numbers.exposed), numbers.exposed),
    ):
        if (less > more).any():
            place = int(np.argmax(less > more))
            cell = numbers.cells[place]
            raise CountError(
                f"{cell.municipality or 'all'}/{cell.group}, {cell.indicator}: {less[place]} {what} {more[place]}; "
                "correct the number of invited, or the answers"
            )
