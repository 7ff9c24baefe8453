"""How the numbers of one stratum hang together, as the `Problem` that suppression solves.

Indicators are taken a cluster at a time: those that the form can tie to each other. The numbers of a cluster: for each
indicator how many are exposed and how many in its base are not, the number of sheets, and beneath them, never
published, how many sheets there are of each kind. Every published number is a sum of kinds, so all that the form's
logic ties together is tied here: yes + no = answered, the base of one indicator within another, what contains what, and
the number of sheets. Strata are not tied to each other, since a total over municipalities is shown only where all its
parts are.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.counting.kinds import EXPOSED, IN_BASE, Kinds
from analysis.disclosure.rules import Rules
from analysis.disclosure.suppression import NEVER_PUBLISHED, Problem
from analysis.intervals.interval import Flags, Shares

#: The two counts of a cell, as states of a sheet.
HALVES = (EXPOSED, IN_BASE)
_NONE = (np.nan, np.nan, np.nan)


class Numbers(msgspec.Struct, frozen=True):
    """A cluster of tied indicators in one stratum, before hiding.

    *exposed*, *answered*, *small* (hidden by itself): (indicators,). *sheets* is how many came, *kinds* (kinds,
    indicators) what they can be, the *real* ones what some of them are.
    """

    exposed: npt.NDArray[np.int64]
    answered: npt.NDArray[np.int64]
    small: Flags
    sheets: int
    kinds: Kinds
    real: Flags


def demands(numbers: Numbers, rules: Rules) -> Shares:
    """What is demanded of each hidden count: (2, indicators, 3), exposed and not; low, high, width; NaN: nothing."""
    found = np.full((len(HALVES), len(numbers.small), 3), np.nan)
    for row in np.flatnonzero(numbers.small):
        answered, exposed = int(numbers.answered[row]), int(numbers.exposed[row])
        for half, (state, value) in enumerate(zip(HALVES, (exposed, answered - exposed), strict=True)):
            among = numbers.kinds[:, row] == state
            can_be = (numbers.sheets * bool(among.all()), numbers.sheets * bool(among.any()))
            found[half, row] = demand(value, answered, can_be, rules)
    return found


def demand(value: int, answered: int, can_be: tuple[int, int], rules: Rules) -> tuple[float, float, float]:
    """The protection of a hidden count *value* (exposed, or not) in a cell of *answered*: low, high and width.

    A count below the threshold must be able to be anything from 0 to the threshold; a count in too small a base must be
    uncertain by as much; NaN where nothing is demanded. No more can be demanded than what the count *can_be*, least and
    most, for who knows only how many sheets came. A cell that nobody answered says nothing of anybody's answer.
    """
    if answered == 0:
        return _NONE
    least, most = can_be
    small, few = value < rules.min_exposed, answered < rules.min_answered
    return (
        float(least) if small else np.nan,
        float(min(rules.min_exposed, most)) if small else np.nan,
        float(min(rules.min_exposed, most - least)) if few else np.nan,
    )


def problem(numbers: Numbers, demanded: Shares, cost: Shares) -> Problem:
    """The cluster as cells, units and ties, with the *demanded* protection (see `demands`) and the *cost* of hiding.

    Cells: exposed by indicator, not exposed, the sheets, the kinds. Units: the indicators, and last the sheets.
    """
    indicators, kinds = len(numbers.small), len(numbers.kinds)
    own = np.arange(indicators)
    counts = np.concatenate((numbers.exposed, numbers.answered - numbers.exposed, [numbers.sheets]))
    low, high, width = np.concatenate((demanded.reshape(-1, 3), np.full((1 + kinds, 3), np.nan))).T
    return Problem(
        values=np.concatenate((counts, np.zeros(kinds))),
        unit=np.concatenate((own, own, [indicators], np.full(kinds, NEVER_PUBLISHED))),
        ties=_ties(numbers.kinds),
        low=low,
        high=high,
        width=width,
        cost=np.append(cost, 0.0),
        fixed=np.append(np.zeros(indicators, dtype=np.bool_), True),
        primary=np.append(numbers.small, False),
        real=np.concatenate((np.ones(len(counts), dtype=np.bool_), numbers.real)),
    )


def _ties(kinds: Kinds) -> Shares:
    """Each count is the sum of the kinds that are counted in it, the sheets the sum of them all."""
    counted = np.vstack([*((state == kinds.T) for state in HALVES), np.ones((1, len(kinds)))]).astype(np.float64)
    return np.hstack([-np.eye(len(counted)), counted])
