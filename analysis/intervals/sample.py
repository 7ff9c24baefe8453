"""Who answered, with weights: a sample of a known frame, kept as kinds of persons and how many there are of each.

Persons of one stratum, one weight and one cell of each margin are of one kind. Whole numbers of persons are all that is
ever summed over persons, so that their order changes no digit, and a million answers weigh as little as their kinds.
Weights that are negative, missing or do not sum to the frame are refused, never mended.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.interval import Shares, whole

Codes = npt.NDArray[np.int64]

#: How far sums of weights and of margins may be from the frame, as a part of it.
CLOSE = 1e-6


class Sample(msgspec.Struct, frozen=True):
    """Who answered: *kinds* (persons,) says of which kind each is; *persons*, *weights*, *strata* are by kind.

    *frame* (strata,) persons. *corrected*: whether the target is these very persons. *base* (kinds,) are the weights
    before calibration, *margins* the codes (kinds,) of what was calibrated to; both are there for the variance.
    """

    kinds: Codes
    persons: Codes
    weights: Shares
    strata: Codes
    frame: Shares
    corrected: bool
    base: Shares
    margins: tuple[Codes, ...] = ()

    def person_weights(self) -> Shares:
        """The weight of each person, in the order they were given."""
        return self.weights[self.kinds]


def sample(
    strata: npt.ArrayLike, frame: npt.ArrayLike, weights: npt.ArrayLike | None = None, *, corrected: bool = True
) -> Sample:
    """A stratified sample of a known *frame*; without *weights* a person stands for frame by answers of the stratum.

    *strata* (persons,) codes from 0, *frame* (strata,), *weights* (persons,). Raises CountError for a stratum with more
    answers than persons or none at all, for a weight that is missing or negative, and for weights whose sum is not the
    frame's.
    """
    size = whole(frame, "frame")
    codes = coded(strata, len(size), "stratum")
    answered = np.bincount(codes, minlength=len(size))
    if (answered > size).any():
        first = int(np.argmax(answered > size))
        raise CountError(
            f"stratum {first}: {answered[first]} answered in a frame of {size[first]:g}: correct the frame"
        )
    silent = np.flatnonzero((answered == 0) & (size > 0))
    if weights is None:
        if len(silent):
            raise CountError(f"stratum {listed(silent)}: nobody answered, so no weight can stand for it; leave it out")
        given = (size / np.maximum(answered, 1))[codes]
    else:
        given = np.asarray(weights, dtype=np.float64)
        _check_weights(given, codes, float(size.sum()))
    distinct, places = np.unique(given, return_inverse=True)
    pairs, kinds = np.unique(codes * len(distinct) + places, return_inverse=True)
    of_stratum, of_weight = np.divmod(pairs, max(len(distinct), 1))
    by_kind = distinct[of_weight]
    return Sample(kinds, np.bincount(kinds, minlength=len(pairs)), by_kind, of_stratum, size, corrected, by_kind)


def crossed(of: Sample, margins: tuple[Codes, ...]) -> Sample:
    """*of* with its kinds divided by the codes (persons,) of each margin, which are kept for the variance."""
    kinds, back = of.kinds, np.arange(len(of.persons))
    kept: list[Codes] = []
    for codes in margins:
        width = int(codes.max(initial=0)) + 1
        pairs, kinds = np.unique(kinds * width + codes, return_inverse=True)
        older, newest = np.divmod(pairs, width)
        back, kept = back[older], [*(codes_[older] for codes_ in kept), newest]
    persons = np.bincount(kinds, minlength=len(back))
    by_kind = of.weights[back]
    return Sample(kinds, persons, by_kind, of.strata[back], of.frame, of.corrected, by_kind, tuple(kept))


def _check_weights(weights: Shares, codes: Codes, persons: float) -> None:
    """Raises CountError unless *weights* are one a person, none negative or missing, and sum to *persons*."""
    if weights.shape != codes.shape:
        raise CountError(f"{weights.size} weights for {codes.size} answers; give one each")
    wrong = ~(np.isfinite(weights) & (weights >= 0))
    if wrong.any():
        raise CountError(
            f"{wrong.sum()} of {weights.size} weights are negative or missing, the first {weights[wrong][0]:g}"
        )
    total = float(weights.sum())
    if abs(total - persons) > CLOSE * persons:
        raise CountError(f"the weights sum to {total:.6f} and the frame to {persons:g}; weights must sum to the frame")


def coded(codes: npt.ArrayLike, categories: int, name: str) -> Codes:
    """*codes* as whole numbers from 0. Raises CountError for one outside 0 .. *categories* - 1."""
    given = np.asarray(codes)
    if given.ndim != 1 or given.dtype.kind not in "iu":
        raise CountError(f"{name}: codes are one whole number a person, not {given.dtype} of the shape {given.shape}")
    wrong = (given < 0) | (given >= categories)
    if wrong.any():
        raise CountError(
            f"{name}: code {given[wrong][0]} is outside 0 to {categories - 1}; {wrong.sum()} answers have such"
        )
    return given.astype(np.int64)


def listed(cells: npt.ArrayLike, names: tuple[str, ...] = ()) -> str:
    """Cells for a message: by name if there are names, else by number."""
    return ", ".join(names[cell] if names else str(cell) for cell in np.asarray(cells).tolist())


def kish(of: Sample) -> float:
    """What unequal weights cost: 1 + the squared coefficient of variation. Kish (1965), Survey Sampling, 11.7."""
    total = (of.persons * of.weights).sum()
    return float(of.persons.sum() * (of.persons * np.square(of.weights)).sum() / np.square(total))
