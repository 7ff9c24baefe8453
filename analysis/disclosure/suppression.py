"""Complementary suppression: what else must be hidden so that what is hidden cannot be worked out.

An attacker knows every published number, how the numbers add up, and that nobody is counted less than zero times. From
that a linear programme gives the least and the greatest that a hidden number can be. Each protected number demands that
these lie far enough apart. The cheapest set of units to hide is an integer programme, solved by cutting planes: as long
as the attacker gets too near some number, the dual of his programme names the published numbers he used, and one of
them must be hidden. Each such cut is true of every safe choice, so the first choice without a breach is the optimum.
"""

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from analysis.disclosure.attack import TOLERANCE, Attacker
from analysis.errors import DisclosureError
from analysis.intervals.interval import Flags, Shares

NEVER_PUBLISHED = -1


class Problem(msgspec.Struct, frozen=True):
    """Numbers that add up, and which of them stand or fall together.

    Per cell: *values* (persons, not negative); *unit*, the index of what is hidden or shown as one, or NEVER_PUBLISHED;
    the demands on the attacker's interval: its lower end at or below *low*, its upper end at or above *high*, at least
    *width* wide (NaN where nothing is demanded). *ties* (equations, cells): each row times the cells is 0. Per unit:
    *cost* of hiding, *fixed* (always published), *primary* (hidden from the start). *real*: per cell, whether the true
    world needs it; the attacker finds the others himself.
    """

    values: Shares
    unit: npt.NDArray[np.int64]
    ties: Shares
    low: Shares
    high: Shares
    width: Shares
    cost: Shares
    fixed: Flags
    primary: Flags
    real: Flags


class Reach(msgspec.Struct, frozen=True):
    """How far one end of the attacker's interval reaches, the units whose publication proves it, and a world there.

    *world*: values of all cells that agree with everything published, or None where nothing limits the cell.
    """

    limit: float
    proof: frozenset[int]
    world: Shares | None


def suppress(problem: Problem) -> Flags:
    """The cheapest units to hide, the primary ones among them. Raises DisclosureError if no choice is safe."""
    cuts: list[frozenset[int]] = []
    attacker = Attacker(problem.ties, problem.real)
    while True:
        hidden = _cheapest(problem, cuts)
        found = breaches(problem, attacker, hidden)
        if not found:
            return hidden
        if frozenset() in found:
            raise DisclosureError("a number cannot be protected by hiding others; raise the thresholds or publish less")
        cuts.extend(sorted(found, key=sorted))


def breaches(problem: Problem, attacker: Attacker, hidden: Flags) -> set[frozenset[int]]:
    """For each demand that is broken when *hidden* units are hidden: the units of which one more must be hidden.

    Every solution of one programme is a possible world, and may meet the demands of other cells too; those need no
    programme of their own.
    """
    found = set()
    seen_low, seen_high = np.full(len(problem.values), np.inf), np.full(len(problem.values), -np.inf)
    for cell in _protected(problem, hidden):
        if _met(problem, cell, seen_low[cell], seen_high[cell]):
            continue
        down, up = (reach(problem, attacker, hidden, cell, way) for way in (-1, 1))
        for end in (down, up):
            if end.world is not None:
                seen_low, seen_high = np.minimum(seen_low, end.world), np.maximum(seen_high, end.world)
        if down.limit > problem.low[cell] + TOLERANCE:
            found.add(_hideable(problem, down.proof))
        if up.limit < problem.high[cell] - TOLERANCE:
            found.add(_hideable(problem, up.proof))
        if up.limit - down.limit < problem.width[cell] - TOLERANCE:
            found.add(_hideable(problem, down.proof | up.proof))
    return found


def reach(problem: Problem, attacker: Attacker, hidden: Flags, cell: int, direction: int) -> Reach:
    """The least (*direction* -1) or the greatest (1) that *cell* can be, for who sees all units but the *hidden*."""
    shown = (problem.unit != NEVER_PUBLISHED) & ~hidden[problem.unit]
    aim = np.zeros(len(problem.values))
    aim[cell] = direction
    if shown[cell]:
        return Reach(problem.values[cell], frozenset([int(problem.unit[cell])]), None)
    found = attacker.greatest(aim, -problem.ties[:, shown] @ problem.values[shown], ~shown)
    used = problem.unit[shown & (np.abs(found.prices) > TOLERANCE)]
    return Reach(direction * found.value, frozenset(used.tolist()), found.world)


def _protected(problem: Problem, hidden: Flags) -> list[int]:
    """The hidden cells with a demand."""
    demand = ~np.isnan(problem.low) | ~np.isnan(problem.high) | ~np.isnan(problem.width)
    secret = (problem.unit == NEVER_PUBLISHED) | hidden[problem.unit]
    return [int(cell) for cell in np.flatnonzero(demand & secret)]


def _met(problem: Problem, cell: int, low: float, high: float) -> bool:
    """Whether worlds in which the cell is *low* and *high* meet its demands. NaN demands nothing."""
    return (
        not (low > problem.low[cell] or high < problem.high[cell] or high - low < problem.width[cell]) and low <= high
    )


def _hideable(problem: Problem, units: frozenset[int]) -> frozenset[int]:
    return frozenset(unit for unit in units if not problem.fixed[unit])


def _cheapest(problem: Problem, cuts: list[frozenset[int]]) -> Flags:
    """The cheapest choice that hides the primary units and at least one unit of each cut."""
    if not cuts:
        return problem.primary.copy()
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
