"""The attacker's linear programmes: what is told as rows over unknown counts, and how far a sum of them can reach.

The unknown counts (*atoms*: sheets of each kind) are never below zero. Scipy's HiGHS solves the programmes, over those
atoms that the attacker has taken in; the reduced costs say which of the others would reach further.
"""

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import optimize

from analysis.errors import DisclosureError
from analysis.intervals.interval import Flags, Shares

TOLERANCE = 1e-6
_UNBOUNDED = 3


class Facts(msgspec.Struct, frozen=True):
    """What is told: *rows* (facts, atoms) times the atoms lie between *low* and *high*, both included."""

    rows: Shares
    low: Shares
    high: Shares

    @property
    def mass(self) -> float:
        """How many there are of all atoms together; inf if that is not told."""
        told = np.flatnonzero((self.rows == 1.0).all(axis=1))
        return float(self.high[told].min(initial=np.inf))

    def agree(self, worlds: Shares) -> Flags:
        """Which of *worlds* (worlds, atoms) agree with all that is told."""
        used = np.flatnonzero(worlds.any(axis=0))
        sums = worlds[:, used] @ self.rows[:, used].T
        within: Flags = np.all((sums >= self.low - TOLERANCE) & (sums <= self.high + TOLERANCE), axis=1)
        return within


class Solved(msgspec.Struct, frozen=True):
    """The *value* reached, the *amounts* of the atoms taken, the *prices* of the facts, every atom's *reduced* cost."""

    value: float
    amounts: Shares
    prices: Shares
    reduced: Shares


class Programme:
    """One linear programme: the facts, and below them the wishes, as rows that must come out even.

    A fact that tells a span has a slack within it. A wish has what it reaches, up to its cap, and a slack for the rest.
    """

    def __init__(self, facts: Facts, aim: Shares, wishes: tuple[Shares, Shares] | None) -> None:
        spans = np.flatnonzero(facts.high > facts.low)
        many = 0 if wishes is None else len(wishes[1])
        self._rows = facts.rows if wishes is None else np.vstack((facts.rows, wishes[0]))
        self._facts = len(facts.low)
        self._aim = aim
        own = np.arange(self._facts, self._facts + many)
        rows = np.concatenate((spans, own, own))
        self._extra = np.zeros((len(self._rows), len(rows)))
        self._extra[rows, np.arange(len(rows))] = np.repeat([1.0, -1.0, -1.0], [len(spans), many, many])
        self._extra_costs = np.repeat([0.0, -1.0, 0.0], [len(spans), many, many])
        self._totals = np.concatenate((facts.high, np.zeros(many)))
        reached = np.full((many, 2), -np.inf)
        if wishes is not None:
            reached[:, 1] = wishes[1]
        slack = np.column_stack((np.zeros(len(spans)), (facts.high - facts.low)[spans]))
        rest = np.column_stack((np.zeros(many), np.full(many, np.inf)))
        self._extra_bounds: list[tuple[float, float]] = list(
            map(tuple, np.concatenate((slack, reached, rest)).tolist())
        )

    def solve(self, columns: npt.NDArray[np.intp]) -> Solved | None:
        """The programme with these atoms only.

        None if nothing limits the aim. Raises DisclosureError if no world agrees with the facts.
        """
        answer = optimize.linprog(
            np.concatenate((-self._aim[columns], self._extra_costs)),
            A_eq=np.hstack((self._rows[:, columns], self._extra)),
            b_eq=self._totals,
            bounds=[(0.0, np.inf)] * len(columns) + self._extra_bounds,
            method="highs",
            options={"presolve": False},
        )
        if answer.status == _UNBOUNDED:
            return None
        if answer.status != 0 or answer.x is None:
            raise DisclosureError(f"the published numbers contradict each other: {answer.message}")
        prices = np.asarray(answer.eqlin.marginals)
        reduced = -self._aim - prices @ self._rows
        return Solved(-float(answer.fun or 0.0), answer.x[: len(columns)], prices[: self._facts], reduced)
