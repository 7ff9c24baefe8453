"""How far an attacker can narrow a number: the least and the greatest that agrees with all he knows.

What he knows are sums: rows times unknown counts, none below zero, equal the published totals. There can be very many
kinds of sheets to count, so columns are taken in as they are found to matter (column generation): first those of a
world that is known to be possible, then, as long as the prices of the programme say that another column would reach
further, those. What is left out at the end cannot change the answer.
"""

import msgspec
import numpy as np
from scipy import optimize

from analysis.errors import DisclosureError
from analysis.intervals.interval import Flags, Shares

TOLERANCE = 1e-6
_AT_A_TIME = 50


class Found(msgspec.Struct, frozen=True):
    """The greatest value, a world that has it (None where nothing limits it), and the price of each column there.

    A column that could be used has no price below zero; so a price on a published number says how much it binds.
    """

    value: float
    world: Shares | None
    prices: Shares


class Attacker:
    """Searches among *rows* (sums, columns); *start* says which columns the true world needs."""

    def __init__(self, rows: Shares, start: Flags) -> None:
        self._rows = rows
        self._taken = start.copy()

    def greatest(self, aim: Shares, totals: Shares, free: Flags) -> Found:
        """The greatest *aim* times the columns, when rows times the *free* columns are *totals*; the others are 0.

        Raises DisclosureError when no world agrees with the totals.
        """
        while True:
            columns = np.flatnonzero(self._taken & free)
            answer = optimize.linprog(
                -aim[columns], A_eq=self._rows[:, columns], b_eq=totals, bounds=(0, None), method="highs"
            )
            if answer.status == 3:
                return Found(np.inf, None, np.zeros(len(aim)))
            if answer.status != 0:
                raise DisclosureError(f"the published numbers contradict each other: {answer.message}")
            prices = -aim - np.asarray(answer.eqlin.marginals) @ self._rows
            waiting = np.flatnonzero(free & ~self._taken & (prices < -TOLERANCE))
            if not len(waiting):
                world = np.zeros(len(aim))
                world[columns] = answer.x
                return Found(float(aim @ world), world, prices)
            self._taken[waiting[np.argsort(prices[waiting], kind="stable")[:_AT_A_TIME]]] = True
