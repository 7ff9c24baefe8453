"""What is measured: methods, truths, and sizes of groups: those of councils, offices and whole municipalities."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from analysis.intervals.clopper_pearson import clopper_pearson
from analysis.intervals.difference import half_step, newcombe, newcombe_fpc
from analysis.intervals.engine import weighted_many
from analysis.intervals.finite import hypergeometric, wilson_fpc
from analysis.intervals.interval import normal_quantile
from analysis.intervals.mid_p import mid_p
from analysis.intervals.miettinen_nurminen import miettinen_nurminen
from analysis.intervals.pooled import compared, pooled_rates
from analysis.intervals.wilson import wilson
from bench.coverage.exact import Floats, Measured, covered, joint, mean_width, of_a_frame, of_a_risk

#: A method: columns of counts in, Intervals out.
Method = Callable[..., Any]


class Group(NamedTuple):
    """So many answered, of a frame of so many; without a frame (0) the risk is meant."""

    answered: int
    frame: int = 0

    def __str__(self) -> str:
        return f"{self.answered} of {self.frame}" if self.frame else str(self.answered)


RISKS = np.concatenate([np.linspace(0.0005, 0.02, 40), np.linspace(0.0205, 0.5, 480)])

FRAMED: dict[str, Method] = {
    "hypergeometric mid-P": hypergeometric,
    "hypergeometric exact": partial(hypergeometric, mid_p=False),
    "Wilson with FPC": wilson_fpc,
    "Wilson without FPC": lambda k, n, _frame: wilson(k, n),
}
OPEN: dict[str, Method] = {"Wilson": wilson, "mid-P": mid_p, "Clopper-Pearson": clopper_pearson}
DIFFERENCES: dict[str, Method] = {"Newcombe": newcombe, "Miettinen-Nurminen": miettinen_nurminen}
FRAMED_DIFFERENCES: dict[str, Method] = {
    "Newcombe with FPC": newcombe_fpc,
    "half a person out": half_step,
    "Newcombe without FPC": lambda k, n, _frame, k_b, n_b, _frame_b: newcombe(k, n, k_b, n_b),
}

FRAMES = [
    Group(round(part * frame), frame)
    for frame in (31, 45, 61, 79, 101, 150, 300, 500, 1000, 2400)
    for part in (0.3, 0.5, 0.7, 0.9)
]
ANSWERS = [Group(n) for n in (5, 10, 20, 31, 61, 120, 240, 500, 1000, 2400)]
PAIRS = [(Group(a), Group(b)) for a, b in ((10, 10), (20, 30), (31, 61), (55, 59), (35, 300), (59, 540), (120, 120))]
#: Every number of answers from 30 to 90 % in every frame of a small council.
COUNCILS = [Group(n, frame) for frame in range(31, 110) for n in range(-(-3 * frame // 10), 9 * frame // 10 + 1)]
FRAMED_PAIRS = [
    (Group(35, 61), Group(35, 61)),
    (Group(55, 79), Group(59, 85)),
    (Group(31, 61), Group(120, 200)),
    (Group(35, 61), Group(300, 900)),
    (Group(35, 61), Group(1200, 2400)),
]
SMALL_PAIRS = [
    (Group(20, 31), Group(20, 31)),
    (Group(27, 31), Group(180, 600)),
    (Group(12, 15), Group(9, 20)),
    (Group(30, 35), Group(25, 40)),
]
#: Answers and frames of each cell, of which the standardised rate is made.
CELLS = [
    [Group(9, 15), Group(12, 20), Group(14, 26)],
    [Group(5, 11), Group(8, 20), Group(22, 30)],
    [Group(6, 12), Group(7, 9), Group(9, 20), Group(10, 20)],
    [Group(40, 100), Group(70, 140)],
    [Group(3, 31), Group(60, 120)],
]
#: First and second group in each municipality.
STRATA = [
    [(Group(12, 21), Group(20, 60)), (Group(9, 15), Group(22, 40))],
    [(Group(18, 31), Group(25, 45)), (Group(3, 31), Group(30, 80))],
    [(Group(9, 31), Group(8, 60)), (Group(7, 35), Group(9, 80)), (Group(6, 41), Group(7, 120))],
]
#: How the cells differ from each other in the log of the odds, in turn.
TILT = (-0.6, 0.0, 0.6, 0.3)


def shares(groups: Iterable[Group], methods: dict[str, Method]) -> Iterator[Measured]:
    """One share, for every number of exposed people in the frame or a grid of risks."""
    for group in groups:
        chances, truths = _one(group, RISKS)
        seen = np.arange(group.answered + 1)
        sizes = [np.full_like(seen, size) for size in group if size]
        for name, method in methods.items():
            yield _measured(name, str(group), chances, method(seen, *sizes), truths)


def differences(
    pairs: Iterable[tuple[Group, Group]], methods: dict[str, Method], points: int = 21
) -> Iterator[Measured]:
    """The difference of two shares, on a grid of *points* truths of each."""
    for first, second in pairs:
        risks = np.linspace(0.02, 0.98, points)
        (table, truth), (table_b, truth_b) = (_some(group, risks) for group in (first, second))
        k, k_b = np.meshgrid(np.arange(len(table)), np.arange(len(table_b)), indexing="ij")
        cells = [np.full_like(k, size) for size in first if size], [np.full_like(k_b, size) for size in second if size]
        for name, method in methods.items():
            found = method(k, *cells[0], k_b, *cells[1])
            coverage, width = [], []
            for a, b in product(range(len(truth)), range(len(truth_b))):
                true = truth[a] - truth_b[b]
                inside = (found.low <= true + 1e-12) & (true - 1e-12 <= found.high)
                coverage.append(table[:, a] @ inside @ table_b[:, b])
                width.append(table[:, a] @ (found.high - found.low) @ table_b[:, b])
            truths = np.repeat(truth, len(truth_b))
            yield Measured(name, f"{first} v {second}", truths, np.array(coverage), float(np.mean(width)))


def standardised(cases: Iterable[list[Group]], points: int = 60) -> Iterator[Measured]:
    """The engine's rate over cells, weighted by their frames, as a risk and among the people of the frames."""
    for cells in cases:
        frames = np.array([cell.frame for cell in cells])
        answered = np.array([cell.answered for cell in cells])
        for name, frame in (("engine", None), ("engine with FPC", frames)):
            tables, truths = _cells(cells, points, frame is not None)
            chances, counts = joint(tables)
            found = weighted_many(frames, counts, np.broadcast_to(answered, counts.shape), frame)
            true = (np.array(truths) * (frames / frames.sum())[:, None]).sum(axis=0)
            yield _measured(name, " + ".join(map(str, cells)), chances, found.interval, true)


def pooled(cases: Iterable[list[tuple[Group, Group]]], points: int = 12) -> Iterator[Measured]:
    """The pooled difference over municipalities, both groups weighted alike (Mantel-Haenszel)."""
    for strata in cases:
        first, second = [pair[0] for pair in strata], [pair[1] for pair in strata]
        n, n_b = (np.array([group.answered for group in side]) for side in (first, second))
        weights = n * n_b / (n + n_b) / (n * n_b / (n + n_b)).sum()
        frames, frames_b = (np.array([group.frame for group in side]) for side in (first, second))
        for name, framed in (("pooled", False), ("pooled with FPC", True)):
            (tables, truths), (tables_b, truths_b) = (_cells(side, points, framed) for side in (first, second))
            # The second group's truths run the other way, so that both signs of the difference occur.
            tables_b, truths_b = [each[:, ::-1] for each in tables_b], [each[::-1] for each in truths_b]
            chances, counts = joint(tables + tables_b)
            k, k_b = counts[:, : len(n)], counts[:, len(n) :]
            sizes = np.broadcast_to(n, k.shape), np.broadcast_to(n_b, k.shape)
            known = (frames, frames_b) if framed else (None, None)
            rate, rate_b, _ = pooled_rates((k, sizes[0], known[0]), (k_b, sizes[1], known[1]))
            low, high = compared(rate, rate_b, normal_quantile(0.95))
            true = ((np.array(truths) - np.array(truths_b)) * weights[:, None]).sum(axis=0)
            case = " + ".join(f"({a} v {b})" for a, b in strata)
            yield Measured(name, case, true, covered(chances, low, high, true), mean_width(chances, low, high))


def _measured(name: str, case: str, chances: Floats, found: Any, truths: Floats) -> Measured:
    coverage = covered(chances, found.low, found.high, truths)
    return Measured(name, case, truths, coverage, mean_width(chances, found.low, found.high))


def _one(group: Group, risks: Floats) -> tuple[Floats, Floats]:
    """Chances and truths: every number of exposed people of a frame, or *risks*."""
    if group.frame:
        return of_a_frame(*group), np.arange(group.frame + 1) / group.frame
    return of_a_risk(group.answered, risks), risks


def _some(group: Group, risks: Floats) -> tuple[Floats, Floats]:
    """The same, at the numbers of people nearest to *risks*."""
    if not group.frame:
        return of_a_risk(group.answered, risks), risks
    people = np.rint(risks * group.frame).astype(np.int64)
    return of_a_frame(*group)[:, people], people / group.frame


def _cells(cells: list[Group], points: int, framed: bool) -> tuple[list[Floats], list[Floats]]:
    """Chances and truths of each cell, tilted against each other, at *points* levels of risk."""
    levels = np.linspace(0.03, 0.97, points)
    odds = np.log(levels / (1 - levels))
    found = [
        _some(cell if framed else Group(cell.answered), 1 / (1 + np.exp(-odds - tilt)))
        for cell, tilt in zip(cells, TILT, strict=False)
    ]
    return [table for table, _ in found], [truth for _, truth in found]
