"""Which cells of a release are hidden: those too small by themselves, and those that would give them away.

Stratum by stratum: nothing adds up over groups, and over municipalities only totals do. A total is shown only where the
number of each of its municipalities is: else a reader could subtract, and where two numbers were hidden, whoever knows
their own municipality's could still.
"""

from collections.abc import Mapping

import msgspec
import numpy as np

from analysis.counting.counts import Counts
from analysis.counting.exposure import Exposure
from analysis.counting.kinds import Tied, drawn_sheets, with_drawn
from analysis.disclosure.audit import Guard, Watch
from analysis.disclosure.rules import Rules, too_small
from analysis.disclosure.suppression import suppress
from analysis.disclosure.ties import HALVES, Numbers, demands, problem
from analysis.estimates.rates import Cell, Rates
from analysis.intervals.interval import Shares
from questionnaires.model import Questionnaire

#: (indicator, group) -> in how many comparisons of the plan it stands.
Uses = Mapping[tuple[str, str], int]

_HEADLINE = 10.0  # how much dearer the first indicator is to hide than another


class Hidden(msgspec.Struct, frozen=True):
    """The cells to hide by the *rules* in force, and what must stay uncertain about them, for the audit to try."""

    rules: Rules
    cells: frozenset[Cell]
    watches: tuple[Watch, ...]


def hide(counts: Counts, single: Rates, total: Rates, uses: Uses, rules: Rules, questionnaire: Questionnaire) -> Hidden:
    """Choose what to hide of the rates of each municipality (*single*) and of all together (*total*).

    *uses*: in how many planned comparisons an indicator stands for a group; the more, the dearer it is to hide. It must
    not depend on which municipalities are here: else one of them by itself, and all together, would hide different
    numbers of the same answers, and give them away.
    """
    flags = too_small(single.exposed, single.answered, single.stratum_answered, rules)
    small = frozenset(cell for cell, flag in zip(single.cells, flags, strict=True) if flag)
    drawn = {
        group: Exposure(questionnaire, drawn_sheets(questionnaire, group))
        for group in sorted({cell.group for cell in small})
    }
    cells: set[Cell] = set()
    watches: list[Watch] = []
    for column, stratum in enumerate(counts.strata):
        for cluster, together in enumerate(counts.found.clusters):
            layout = [Cell(each.id, stratum.municipality.code, stratum.group) for each in together]
            if not small.isdisjoint(layout):
                found = counts.found.tied(column, cluster)
                tied = with_drawn(found, drawn[stratum.group], questionnaire, counts.quantities)
                numbers = _numbers(counts, column, layout, tied, small)
                demanded = demands(numbers, rules)
                chosen = suppress(problem(numbers, demanded, _costs(layout, numbers, counts, uses)))
                cells.update(cell for cell, flag in zip(layout, chosen[:-1], strict=True) if flag)
                watches.append(
                    Watch(stratum.municipality.code, stratum.group, numbers.sheets, tied, _guards(layout, demanded))
                )
    cells &= set(single.cells)
    parts = {(cell.indicator, cell.group) for cell in cells}
    cells.update(cell for cell in total.cells if (cell.indicator, cell.group) in parts)
    return Hidden(rules, frozenset(cells), tuple(watches))


def _numbers(counts: Counts, column: int, layout: list[Cell], tied: Tied, small: frozenset[Cell]) -> Numbers:
    """A cluster's numbers in one stratum. An indicator that its group is not asked has nothing to protect."""
    order = {indicator.id: row for row, indicator in enumerate(counts.quantities)}
    rows = [order[name] for name in tied.indicators]
    asked = counts.applies[rows, column]
    return Numbers(
        exposed=np.where(asked, counts.exposed[rows, column], 0),
        answered=np.where(asked, counts.answered[rows, column], 0),
        small=~asked | np.array([cell in small for cell in layout]),
        sheets=counts.strata[column].answered,
        kinds=tied.kinds,
        real=tied.real,
    )


def _costs(layout: list[Cell], numbers: Numbers, counts: Counts, uses: Uses) -> Shares:
    """What it costs to hide each indicator: the statements that fall with it, the headline ten times.

    The share of the sheets that answered it breaks ties.
    """
    statements = [
        (1.0 + uses.get((cell.indicator, cell.group), 0))
        * (_HEADLINE if cell.indicator == counts.quantities[0].id else 1.0)
        for cell in layout
    ]
    return np.array(statements) + numbers.answered / (1000 * len(layout) * max(numbers.sheets, 1))


def _guards(layout: list[Cell], demanded: Shares) -> tuple[Guard, ...]:
    wanted = np.argwhere(~np.isnan(demanded).all(axis=-1))
    return tuple(Guard(layout[row].indicator, HALVES[half], *demanded[half, row].tolist()) for half, row in wanted)
