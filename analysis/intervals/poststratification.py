"""Weights to known numbers of persons in every cell (group, sex, age band): who answered stands for who did not.

The assumption is that within a cell those who answered are like those who did not. A cell that nobody answered from
has nobody to stand for it: it is an error that names the cell, unless an order of merging was declared before data.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.engine import Weighted, weighted
from analysis.intervals.interval import Shares, checked_counts, whole
from analysis.intervals.sample import CLOSE, Codes, Sample, coded, crossed, kish, listed

#: Fewer answers than this in a cell are reported: raking the margins may then serve better.
THIN = 5

Pairs = Sequence[tuple[int, int]]


class PostStratified(msgspec.Struct, frozen=True):
    """A sample weighted to its cells.

    *collapsed* are the merges (from, into) that were made, *thin* the cells with fewer than 5 answers after them,
    *kish* what the weights cost.
    """

    sample: Sample
    collapsed: tuple[tuple[int, int], ...]
    thin: tuple[int, ...]
    kish: float


class Standardised(msgspec.Struct, frozen=True):
    """A rate weighted over cells, with the merges that were made and the cells with fewer than 5 answers."""

    rate: Weighted
    collapsed: tuple[tuple[int, int], ...]
    thin: tuple[int, ...]


def post_stratified(
    of: Sample,
    cells: npt.ArrayLike,
    counts: npt.ArrayLike,
    *,
    collapse: Pairs = (),
    names: tuple[str, ...] = (),
    left_out: int = 0,
) -> PostStratified:
    """*of* with its weights scaled so that each of the *cells* (persons,) stands for its *counts* (cells,) of persons.

    *collapse* is the declared order: each pair (from, into) merges, if nobody answered in the first cell. *left_out* is
    the number of persons of the frame whom no cell is to stand for, if the study says so.

    Raises
    ------
    CountError
        Naming the cells: without answers, with answers but nobody in the frame, or with more answers than persons; if
        the counts do not sum to the frame.

    References
    ----------
    Holt & Smith (1979), JRSS A 142, 33-46; Särndal, Swensson & Wretman (1992), ch. 7.6.
    """
    size = whole(counts, "counts")
    codes = coded(cells, len(size), "cell")
    answered = np.bincount(codes, minlength=len(size)).astype(np.float64)
    persons = float(of.frame.sum())
    if abs(size.sum() + left_out - persons) > CLOSE * persons:
        raise CountError(
            f"the cells hold {size.sum():g} persons and the frame {persons:g}; they must be the same persons"
        )
    into, made = merged(answered, size, collapse, names)
    divided = crossed(of, (into[codes],))
    here = divided.margins[0]
    now = np.bincount(here, divided.weights * divided.persons, len(size))
    scaled = divided.weights * (np.bincount(into, size, len(size)) / np.where(now > 0, now, 1.0))[here]
    weighed = msgspec.structs.replace(divided, weights=scaled)
    return PostStratified(weighed, made, _thin(np.bincount(into, answered, len(size)), into), kish(weighed))


def standardised(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    frame: npt.ArrayLike,
    level: float = 0.95,
    *,
    standard: npt.ArrayLike | None = None,
    corrected: bool = True,
    collapse: Pairs = (),
) -> Standardised:
    """The rate of *exposed* of *answered* (cells,) weighted to the *frame* (cells,), or to a common *standard*.

    The same as post-stratification of persons whose strata are the cells, from counts alone. *corrected* says whether
    the target is these very persons. Raises CountError as `post_stratified`.
    """
    k, n = checked_counts(exposed, answered)
    size = whole(frame, "frame")
    weights = size if standard is None else np.asarray(standard, dtype=np.float64)
    if k.ndim != 1 or size.shape != k.shape or weights.shape != k.shape:
        raise CountError(
            f"{k.size} counts, {size.size} numbers of persons and {weights.size} weights: give one of each a cell"
        )
    into, made = merged(n, size, collapse, wanted=weights > 0)
    yes, n_merged, persons, shares = (np.bincount(into, values, len(into)) for values in (k, n, size, weights))
    rate = weighted(shares, yes, n_merged, persons if corrected else None, level)
    return Standardised(rate, made, _thin(n_merged, into))


def merged(
    answered: Shares, size: Shares, collapse: Pairs, names: tuple[str, ...] = (), wanted: npt.ArrayLike | None = None
) -> tuple[Codes, tuple[tuple[int, int], ...]]:
    """For each cell the one it is merged into (itself if none), and the merges made. Raises CountError naming cells."""
    strange = np.flatnonzero((answered > 0) & (size == 0))
    if len(strange):
        found = answered[strange].sum()
        raise CountError(
            f"{found:g} answers in cell {listed(strange, names)} with nobody in the frame: frame or coding is wrong"
        )
    many = np.flatnonzero(answered > size)
    if len(many):
        raise CountError(
            f"cell {listed(many[:1], names)}: {answered[many[0]]:g} answered of {size[many[0]]:g}: correct the frame"
        )
    into = np.arange(len(size))
    made: list[tuple[int, int]] = []
    needed = size > 0 if wanted is None else np.asarray(wanted, dtype=np.bool_)
    for source, target in collapse:
        if not (0 <= source < len(size) and 0 <= target < len(size)):
            raise CountError(f"the order of merging names cell {source} and {target}; there are {len(size)} cells")
        here, there = into[source], into[target]
        inside = np.bincount(into, answered, len(size)), np.bincount(into, needed, len(size))
        if here != there and inside[1][here] > 0 and inside[0][here] == 0:
            into[into == here] = there
            made.append((source, target))
    empty = (np.bincount(into, answered, len(size))[into] == 0) & needed
    if empty.any():
        raise CountError(
            f"nobody answered in cell {listed(np.flatnonzero(empty), names)} "
            f"({size[empty].sum():g} persons): declare an order of merging, or rake the margins"
        )
    return into, tuple(made)


def _thin(answered: npt.ArrayLike, into: Codes) -> tuple[int, ...]:
    numbers = np.asarray(answered)
    return tuple(cell for cell in np.unique(into).tolist() if 0 < numbers[cell] < THIN)
