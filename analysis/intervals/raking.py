"""Weights to known margins (sex, age bands, departments) when the cells of all of them together are too thin.

Each margin in turn is scaled to its known numbers, round after round, until all fit at once. Weights that do not fit
after 500 rounds are never returned: the error names the margin that is furthest off.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.interval import Shares, whole
from analysis.intervals.sample import CLOSE, Codes, Sample, coded, crossed, kish, listed

ROUNDS = 500
#: Where the rounds stop, and how near they must have come by the last, as parts of the frame.
STOP, ENOUGH = 1e-13, 1e-10


class Margin(msgspec.Struct, frozen=True):
    """A known margin: *codes* (persons,) from 0, *counts* (categories,) persons in the frame, and its names."""

    name: str
    codes: npt.NDArray[np.integer]
    counts: npt.ArrayLike
    categories: tuple[str, ...] = ()


class Raked(msgspec.Struct, frozen=True):
    """A raked sample; *gap* is the largest distance left in any margin, in persons, *kish* what the weights cost."""

    sample: Sample
    rounds: int
    gap: float
    kish: float


class Trimmed(msgspec.Struct, frozen=True):
    """A sample whose largest weights were cut to *limit*: *trimmed* persons, and Kish's 1 + cv² before and after."""

    sample: Sample
    limit: float
    trimmed: int
    kish_before: float
    kish: float


def raked(of: Sample, margins: tuple[Margin, ...]) -> Raked:
    """*of* with weights that meet every margin.

    Raises
    ------
    CountError
        If margins disagree in their totals; naming margin and categories, for answers where the frame has nobody, no
        answers where it has somebody, or more answers than persons; if the rounds do not converge, with the worst
        margin and its gap in persons.

    References
    ----------
    Deming & Stephan (1940), Ann. Math. Statist. 11, 427-444; Deville, Särndal & Sautory (1993), JASA 88, 1013-1020.
    """
    persons = float(of.frame.sum())
    targets = [_checked(margin, persons) for margin in margins]
    if not targets:
        raise CountError("raking needs a margin; give one or more")
    divided = crossed(of, tuple(codes for codes, _ in targets))
    known = [(codes, counts) for codes, (_, counts) in zip(divided.margins, targets, strict=True)]
    weights, worst, rounds = divided.weights, ("", np.inf), 0
    while rounds < ROUNDS and worst[1] > STOP * persons:
        rounds += 1
        for codes, counts in known:
            now = np.bincount(codes, weights * divided.persons, len(counts))
            weights = weights * (counts / np.where(now > 0, now, 1.0))[codes]
        worst = _worst(weights * divided.persons, margins, known)
    if not worst[1] <= ENOUGH * persons:
        raise CountError(
            f"raking did not converge in {ROUNDS} rounds: {worst[0]} is still {worst[1]:.4g} persons off; "
            "the margins contradict the answers, merge some categories"
        )
    found = msgspec.structs.replace(divided, weights=weights)
    return Raked(found, rounds, worst[1], kish(found))


def _checked(margin: Margin, persons: float) -> tuple[Codes, Shares]:
    counts = whole(margin.counts, margin.name)
    codes = coded(margin.codes, len(counts), margin.name)
    if abs(counts.sum() - persons) > CLOSE * persons:
        raise CountError(
            f"margin {margin.name} sums to {counts.sum():g} and the frame to {persons:g}; mend one of them"
        )
    answered = np.bincount(codes, minlength=len(counts))
    for wrong, fault in (
        ((counts == 0) & (answered > 0), "answers but nobody in the frame: frame or coding is wrong"),
        ((counts > 0) & (answered == 0), "persons but no answers: merge it with another"),
        (answered > counts, "more answers than persons: correct the frame"),
    ):
        if wrong.any():
            cells = np.flatnonzero(wrong)
            numbers = f"{answered[cells[0]]} answered of {counts[cells[0]]:g}"
            raise CountError(f"margin {margin.name}, category {listed(cells, margin.categories)} ({numbers}): {fault}")
    return codes, counts


def _worst(weights: Shares, margins: tuple[Margin, ...], targets: list[tuple[Codes, Shares]]) -> tuple[str, float]:
    gaps = [float(np.abs(np.bincount(codes, weights, len(counts)) - counts).max()) for codes, counts in targets]
    place = int(np.argmax(gaps))
    return margins[place].name, gaps[place]


def trimmed(of: Sample, times: float = 5.0) -> Trimmed:
    """*of* with no weight over *times* the median; the others carry what was cut, in proportion, so the sum is kept.

    The margins no longer fit exactly: the price of not letting one answer speak for many. Raises CountError for
    *times* below 1.

    References
    ----------
    Potter (1990), Proc. Surv. Res. Methods, ASA, 225-230.
    """
    if not times >= 1:
        raise CountError(f"weights cannot be cut at {times:g} times their median; give 1 or more, 5 is usual")
    weights, persons = of.weights, float((of.weights * of.persons).sum())
    limit = times * float(np.median(np.repeat(weights, of.persons * (weights > 0))))
    over = np.zeros(weights.shape, dtype=np.bool_)
    while (weights[~over] > limit * (1 + 1e-12)).any():
        over = over | (weights > limit)
        rest = (of.weights * of.persons)[~over].sum()
        left = persons - limit * of.persons[over].sum()
        weights = np.where(over, limit, of.weights * (left / (rest if rest > 0 else 1.0)))
    found = msgspec.structs.replace(of, weights=weights)
    return Trimmed(found, limit, int(of.persons[over].sum()), kish(of), kish(found))
