"""How the numbers of one stratum hang together, as the `Problem` that suppression solves.

Quantities are taken a cluster at a time: those that the form can tie to each other. Every published number is a sum
over kinds of sheets, so all that the form's logic ties together is tied here: yes + no = answered, the base of one
quantity within another, what contains what, the parts of a breakdown, those a quantity cannot be about, and the number
of sheets. Strata are not tied to each other, since a total over municipalities is shown only where all its parts are.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.counting.kinds import EXPOSED, IN_BASE, Tied
from analysis.disclosure.rules import Rules
from analysis.disclosure.suppression import ALWAYS_KNOWN, Problem
from analysis.disclosure.told import Band, Told, facts, statements
from analysis.intervals.interval import Flags, Shares

#: The two counts of a cell, as states of a sheet.
HALVES = (EXPOSED, IN_BASE)
_NONE = (np.nan, np.nan, np.nan)


class Numbers(msgspec.Struct, frozen=True):
    """A cluster of *tied* quantities in one stratum of so many *sheets*, before hiding.

    *told*: what showing each of them tells, in the order of the cluster. *small* (quantities,): hidden by itself.
    *known*: what is known in any case; *extra*: the quantities that are here for its sake only.
    """

    tied: Tied
    sheets: int
    told: tuple[Told, ...]
    small: Flags
    known: tuple[Told | Band, ...] = ()
    extra: frozenset[str] = frozenset()


def demands(numbers: Numbers, rules: Rules, secret: Flags | None = None) -> Shares:
    """What is demanded of each hidden count: (2, quantities, 3), exposed and not; low, high, width; NaN: nothing.

    *secret*: the small ones that are still a secret; all of them if it is not given.
    """
    kinds = numbers.tied.kinds
    found = np.full((len(HALVES), len(numbers.small), 3), np.nan)
    for row in np.flatnonzero(numbers.small if secret is None else secret):
        answered, exposed = numbers.told[row].answered, numbers.told[row].exposed
        for half, (state, value) in enumerate(zip(HALVES, (exposed, answered - exposed), strict=True)):
            among = kinds[:, row] == state
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
    """The cluster as cells and units, with the *demanded* protection (see `demands`) and the *cost* of hiding.

    Units are the quantities. What is known in any case comes first, so that nothing is hidden that tells no more.
    """
    known = facts(numbers.tied, numbers.sheets, numbers.known)
    always = [(row, low, high) for row, low, high in zip(known.rows, known.low, known.high, strict=True)]
    own: list[tuple[int, tuple[Shares, float, float], Shares]] = []
    nothing = np.full(3, np.nan)
    for column, told in enumerate(numbers.told):
        rows = statements(numbers.tied.kinds, column, told)
        wanted = [*demanded[:, column], *[nothing] * (len(rows) - len(HALVES))]
        own += [(column, row, each) for row, each in zip(rows, wanted, strict=True)]
    stated = [*always, *(row for _, row, _ in own)]
    low, high, width = np.array([*[nothing] * len(always), *(wanted for _, _, wanted in own)]).T
    return Problem(
        counted=np.array([row for row, _, _ in stated]),
        told_low=np.array([low for _, low, _ in stated]),
        told_high=np.array([high for _, _, high in stated]),
        alike=_alike(stated),
        unit=np.array([*[ALWAYS_KNOWN] * len(always), *(column for column, _, _ in own)]),
        low=low,
        high=high,
        width=width,
        cost=cost,
        fixed=np.zeros(len(numbers.told), dtype=np.bool_),
        primary=numbers.small,
        real=numbers.tied.real,
    )


def _alike(stated: Sequence[tuple[Shares, float, float]]) -> npt.NDArray[np.int64]:
    """For each statement the place of the first that says the same."""
    first: dict[tuple[bytes, float, float], int] = {}
    return np.array(
        [first.setdefault((row.tobytes(), low, high), place) for place, (row, low, high) in enumerate(stated)]
    )
