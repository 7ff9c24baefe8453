"""Complementary suppression: what else must be hidden so that what is hidden cannot be worked out.

An attacker knows every published number, how the numbers add up, and that nobody is counted less than zero times. From
that a linear programme gives the least and the greatest that a hidden number can be. Each protected number demands that
these lie far enough apart. The cheapest set of units to hide is an integer programme, solved by cutting planes: as long
as the attacker gets too near some number, the dual of his programme names the published numbers he used, and one of
them must be hidden. Each such cut is true of every safe choice, so the first choice without a breach is the optimum.

Where there are very many units, or rounds, cuts are no longer answered by the optimum but each by its cheapest unit:
more may be hidden than needed, never less, and the same each time.
"""

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from analysis.disclosure.attack import Attacker, Found, Guards
from analysis.disclosure.programmes import TOLERANCE, Facts
from analysis.errors import DisclosureError
from analysis.intervals.interval import Flags, Shares

#: The unit of a cell that the attacker knows in any case.
ALWAYS_KNOWN = -1
EXACT_UNITS = 400
EXACT_ROUNDS = 40
_AT_A_TIME = 20  # breaches looked for before more is hidden


class Problem(msgspec.Struct, frozen=True):
    """Numbers that hang together, and which of them stand or fall together.

    Per cell: what it *counted* of the atoms (cells, atoms), which are never published themselves; what its publication
    tells, that it lies between *told_low* and *told_high* (mostly the same); *alike*, the first cell that tells just
    that; *unit*, the index of what is hidden or shown as one, or ALWAYS_KNOWN; the demands on the attacker's interval
    while it is hidden: its lower end at or below *low*, its upper end at or above *high*, at least *width* wide (NaN
    where nothing is demanded). Per unit: *cost* of hiding, *fixed* (always published), *primary* (hidden from the
    start). *real*: per atom, whether the true world needs it; the attacker finds the others himself.
    """

    counted: Shares
    told_low: Shares
    told_high: Shares
    alike: npt.NDArray[np.int64]
    unit: npt.NDArray[np.int64]
    low: Shares
    high: Shares
    width: Shares
    cost: Shares
    fixed: Flags
    primary: Flags
    real: Flags

    def facts(self, hidden: Flags) -> Facts:
        """What is told when the *hidden* units are hidden."""
        shown = self.shown(hidden)
        return Facts(self.counted[shown], self.told_low[shown], self.told_high[shown])

    def shown(self, hidden: Flags) -> npt.NDArray[np.intp]:
        """The cells that are told; of several that tell the same, one.

        That one stands for them all in a proof: the fact is told until all of them are hidden, it among them.
        """
        told = np.flatnonzero((self.unit == ALWAYS_KNOWN) | ~hidden[self.unit])
        return told[np.unique(self.alike[told], return_index=True)[1]]

    def guarded(self, hidden: Flags) -> npt.NDArray[np.intp]:
        """The hidden cells with a demand."""
        demand = ~np.isnan(self.low) | ~np.isnan(self.high) | ~np.isnan(self.width)
        return np.flatnonzero(demand & (self.unit != ALWAYS_KNOWN) & hidden[self.unit])

    def guards(self, cells: npt.NDArray[np.intp]) -> Guards:
        """The demands of *cells*."""
        return Guards(self.counted[cells], self.low[cells], self.high[cells], self.width[cells])


def suppress(problem: Problem, attacker: Attacker | None = None) -> Flags:
    """The cheapest units to hide, the primary ones among them. Raises DisclosureError if no choice is safe.

    *attacker* keeps the worlds he found: they show that the choice is safe.
    """
    attacker = Attacker(problem.real) if attacker is None else attacker
    cuts: list[frozenset[int]] = []
    hidden = problem.primary.copy()
    rounds = 0
    while True:
        found = breaches(problem, attacker, hidden)
        if not found:
            return hidden
        if frozenset() in found:
            raise DisclosureError("a number cannot be protected by hiding others; raise the thresholds or publish less")
        cuts.extend(sorted(found, key=sorted))
        rounds += 1
        exact = len(problem.cost) <= EXACT_UNITS and rounds <= EXACT_ROUNDS
        hidden = _cheapest(problem, cuts) if exact else _more(problem, hidden, sorted(found, key=sorted))


def breaches(problem: Problem, attacker: Attacker, hidden: Flags) -> set[frozenset[int]]:
    """For each demand that is broken when *hidden* units are hidden: the units of which one more must be hidden."""
    cells = problem.guarded(hidden)
    guards = problem.guards(cells)
    ends = attacker.ends(problem.facts(hidden), guards, _AT_A_TIME)
    used = {end: _used(problem, hidden, found) for end, found in ends.proofs.items()}
    broken = {
        (-1,): guards.too_high(ends.least),
        (1,): guards.too_low(ends.greatest),
        (-1, 1): guards.too_narrow(ends.least, ends.greatest),
    }
    return {
        frozenset().union(*(used[int(place), direction] for direction in directions))
        for directions, fails in broken.items()
        for place in np.flatnonzero(fails)
        if all((int(place), direction) in used for direction in directions)
    }


def _used(problem: Problem, hidden: Flags, found: Found) -> frozenset[int]:
    """The units that could be hidden among those whose publication the attacker used."""
    cells = problem.shown(hidden)[np.abs(found.prices) > TOLERANCE]
    units = problem.unit[cells]
    return frozenset(units[(units != ALWAYS_KNOWN) & ~problem.fixed[units]].tolist())


def _cheapest(problem: Problem, cuts: list[frozenset[int]]) -> Flags:
    """The cheapest choice that hides the primary units and at least one unit of each cut."""
    rows = np.repeat(np.arange(len(cuts)), [len(cut) for cut in cuts])
    columns = np.array([unit for cut in cuts for unit in sorted(cut)])
    wanted = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(cuts), len(problem.cost)))
    answer = optimize.milp(
        problem.cost,
        integrality=np.ones(len(problem.cost), dtype=np.int64),
        bounds=optimize.Bounds(problem.primary.astype(np.float64), (~problem.fixed).astype(np.float64)),
        constraints=optimize.LinearConstraint(wanted, lb=1.0),
        options={"mip_rel_gap": 0.0},
    )
    if answer.x is None:
        raise DisclosureError(f"no choice of cells to hide was found: {answer.message}")
    return np.round(answer.x).astype(np.bool_)


def _more(problem: Problem, hidden: Flags, cuts: list[frozenset[int]]) -> Flags:
    """*hidden* and, for each of *cuts* that it does not meet yet, the cheapest unit of it."""
    more = hidden.copy()
    for cut in cuts:
        if not any(more[unit] for unit in cut):
            more[min(cut, key=lambda unit: (problem.cost[unit], unit))] = True
    return more
