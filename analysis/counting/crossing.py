"""The counts that weighting needs: an indicator crossed with the background items that the study has frame counts of.

They are far finer than anything that may be published, and stay where the answers are: nothing here goes into a release
or a counts file. They are whole numbers in a fixed order, so weighting gives the same bytes whatever the order of rows.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.counting.counts import Counts, WholeNumbers
from analysis.counting.responses import Symbols
from questionnaires.items import LETTERS, Item, item_index
from questionnaires.model import Questionnaire
from questionnaires.plans import Weighting

#: The code of a sheet without an answer in substance to an item.
NO_ANSWER = -1


class Crossed(msgspec.Struct, frozen=True):
    """One indicator in the stratum of one *column* of the counts, by the answers to background items.

    *codes*: (items, kinds), each answer as its option's place in the form, or NO_ANSWER; each kind of sheet once, in
    rising order. *answered* and *exposed*: (kinds,), how many sheets of the kind are in the base, and how many count.
    """

    indicator: str
    column: int
    codes: WholeNumbers
    answered: WholeNumbers
    exposed: WholeNumbers


def crossed(counts: Counts, questionnaire: Questionnaire, weighting: Weighting) -> tuple[Crossed, ...]:
    """What *weighting* needs in every stratum of *counts* that is asked the indicator, stratum by stratum.

    A stratum without answers, or whose group is not asked one of the items, has nothing to weight and is left out.
    """
    index = item_index(questionnaire)
    by = [index[name] for name in weighting.items]
    indicators = {indicator.id: indicator for indicator in questionnaire.indicators}
    found = []
    for column, stratum in enumerate(counts.strata):
        if not stratum.answered or any(stratum.group not in item.groups for item in by):
            continue
        exposure = counts.found.exposure(column)
        cells, codes = _cells(exposure.symbols, by)
        there = np.bincount(cells, minlength=codes.shape[1]) > 0
        for name in weighting.indicators:
            indicator = indicators[name]
            if indicator.groups and stratum.group not in indicator.groups:
                continue
            answered, exposed = (
                np.bincount(cells[flags], minlength=codes.shape[1])[there]
                for flags in (exposure.in_base(indicator), exposure.exposed(indicator))
            )
            found.append(Crossed(name, column, codes[:, there], answered, exposed))
    return tuple(found)


def _cells(symbols: Symbols, by: list[Item]) -> tuple[WholeNumbers, WholeNumbers]:
    """For each sheet the number of its cell, and (items, cells) what each cell stands for."""
    sizes = [len(item.options) + 1 for item in by]
    cells = np.zeros(symbols.shape[1], dtype=np.int64)
    for item, size in zip(by, sizes, strict=True):
        cells = cells * size + _codes(symbols, item) - NO_ANSWER
    codes = np.indices(sizes, dtype=np.int64).reshape(len(sizes), -1) + NO_ANSWER
    return cells, codes


def _codes(symbols: Symbols, item: Item) -> npt.NDArray[np.int64]:
    """(sheets,) the place of the option chosen in a single choice, NO_ANSWER where it is none in substance."""
    place = np.full(256, NO_ANSWER, dtype=np.int64)
    for number, code in enumerate(item.codes()):
        if item.substantive(code):
            place[ord(LETTERS[number])] = number
    found: npt.NDArray[np.int64] = place[symbols[item.offset]]
    return found
