"""The third denominator of a split: of all that was mentioned, how much each category is.

A person who names two categories is two mentions, so these shares sum to 1 and are no rates of persons: there is no
interval that would mean anything, and none is given.
"""

import msgspec
import numpy as np

from analysis.counting.counts import WholeNumbers
from analysis.counting.quantities import split_id
from analysis.estimates.rates import Cell, Rates
from questionnaires.plans import Plan


class Mentions(msgspec.Struct, frozen=True):
    """One category of a split in one stratum, a row each: *exposed* of *answered* mentions, worked out from *parts*.

    *cells* are those of the same categories among the exposed; *names* is "split/category".
    """

    cells: tuple[Cell, ...]
    names: tuple[str, ...]
    parts: tuple[tuple[Cell, ...], ...]
    exposed: WholeNumbers
    answered: WholeNumbers
    invited: WholeNumbers


def mentions(plan: Plan, single: Rates) -> Mentions:
    """The mentions of every split of *plan*, in its order, then by stratum."""
    strata = dict.fromkeys((cell.municipality, cell.group) for cell in single.cells)
    cells, names, parts = [], [], []
    for split in plan.splits:
        ids = [split_id(split.id, category.id, "exposed") for category in split.categories]
        for category, own in zip(split.categories, ids, strict=True):
            for municipality, group in strata:
                together = tuple(Cell(each, municipality, group) for each in ids)
                if single.place.keys() >= set(together):
                    cells.append(Cell(own, municipality, group))
                    names.append(f"{split.id}/{category.id}")
                    parts.append(together)
    places = np.array([single.place[cell] for cell in cells], dtype=np.int64)
    total = [sum(int(single.exposed[single.place[cell]]) for cell in together) for together in parts]
    return Mentions(
        cells=tuple(cells),
        names=tuple(names),
        parts=tuple(parts),
        exposed=single.exposed[places],
        answered=np.array(total, dtype=np.int64),
        invited=single.invited[places],
    )
