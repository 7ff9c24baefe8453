"""A sample person by person, with weights: shares of a part of it (a domain), their variances and effective numbers.

The variance is linearised: the estimate is written as a sum over persons, and the spread of that sum within strata is
what counts, less what the known margins already explain, with the finite population correction if the target is these
very persons. Weights that are negative, missing or do not sum to the frame are refused, never mended.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.engine import effective_number
from analysis.intervals.interval import Flags, Shares, whole

Codes = npt.NDArray[np.int64]

#: How far sums of weights and of margins may be from the frame, as a part of it.
CLOSE = 1e-6


class Sample(msgspec.Struct, frozen=True):
    """Who answered: *weights* (persons,), *strata* (persons,) from 0, *frame* (strata,) persons.

    *corrected*: whether the target is these very persons. *base* are the weights before calibration, *margins* the
    codes (persons,) of what was calibrated to; both are there for the variance.
    """

    weights: Shares
    strata: Codes
    frame: Shares
    corrected: bool
    base: Shares
    margins: tuple[Codes, ...] = ()


class DomainRate(msgspec.Struct, frozen=True):
    """A share in a domain. *answered* persons of it answered; *total* estimates the exposed among all of the frame.

    *standard_error* is None with one answer. *effective* takes the greater of the variance and of what a homogeneous
    domain would have; it is infinite in a census. *plain_effective* takes the variance as it is, where there is one.
    *freedom* is the answers less their strata; *lone* says that a stratum rests on one answer, so that it adds nothing
    to the variance. *design_effect* is against a simple random sample as large (with the same correction), NaN where
    that has no variance.
    """

    estimate: float
    standard_error: float | None
    effective: float
    plain_effective: float
    answered: int
    freedom: int
    total: float
    total_error: float | None
    design_effect: float
    lone: bool


def sample(
    strata: npt.ArrayLike, frame: npt.ArrayLike, weights: npt.ArrayLike | None = None, *, corrected: bool = True
) -> Sample:
    """A stratified sample of a known *frame*; without *weights* a person stands for frame by answers of the stratum.

    Raises CountError for a stratum with more answers than persons or none at all, for a weight that is missing or
    negative, and for weights whose sum is not the frame's.
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
    if weights is None and len(silent):
        raise CountError(f"stratum {listed(silent)}: nobody answered, so no weight can stand for it; leave it out")
    given = (size / np.maximum(answered, 1))[codes] if weights is None else np.asarray(weights, dtype=np.float64)
    check_weights(given, codes, float(size.sum()))
    return Sample(given, codes, size, corrected, given)


def check_weights(weights: Shares, codes: Codes, persons: float) -> None:
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


def domain_rate(of: Sample, exposed: npt.ArrayLike, domain: npt.ArrayLike) -> DomainRate:
    """The weighted share of the persons in *domain* (persons,) bool who are *exposed* (persons,) bool.

    A domain is who the share is about *and* answered the item. NaN, with 0 effective answers, where it is empty.
    Raises CountError for arrays of another length, or a weight of 0 within the domain.

    References
    ----------
    Särndal, Swensson & Wretman (1992), ch. 5.8 and 10.3; for the calibrated, Deville & Särndal (1992), JASA 87, 376.
    """
    there, yes = _flags(of, domain, "domain"), _flags(of, exposed, "exposed")
    weights = np.where(there, of.weights, 0.0)
    if (there & (of.weights == 0)).any():
        raise CountError(
            f"{int((there & (of.weights == 0)).sum())} answers of the domain have the weight 0; leave them out"
        )
    answered, persons = int(there.sum()), float(weights.sum())
    if not answered:
        return DomainRate(float("nan"), None, 0.0, 0.0, 0, 0, 0.0, None, float("nan"), lone=False)
    share = 1.0 if yes[there].all() else float((weights * yes).sum() / persons)
    variance, lone = linearised(of, weights * (yes - share) / persons)
    lean = float((np.square(weights / persons) * _open(of)[of.strata]).sum())
    effective = float(effective_number(np.asarray(share), np.asarray(variance), np.asarray(lean)))
    total, error = domain_total(of, yes, there)
    spread, single = share * (1 - share), answered == 1
    return DomainRate(
        share,
        None if single else variance**0.5,
        effective,
        spread / variance if spread > 0 and variance > 0 else effective,
        answered,
        answered - len(np.unique(of.strata[there])),
        total,
        None if single else error,
        _design_effect(of, variance, share, answered, persons),
        lone,
    )


def domain_total(of: Sample, values: npt.ArrayLike, domain: npt.ArrayLike) -> tuple[float, float]:
    """The weighted sum of *values* (persons,) over *domain*, and its standard error."""
    there = _flags(of, domain, "domain")
    parts = np.where(there, of.weights * np.where(there, values, 0.0), 0.0)
    return float(parts.sum()), linearised(of, parts)[0] ** 0.5


def domain_difference(
    of: Sample, exposed: npt.ArrayLike, domain: npt.ArrayLike, domain_b: npt.ArrayLike
) -> tuple[float, float]:
    """The share in *domain* minus that in *domain_b*, and its standard error, with what the two have in common.

    Women and men of one stratum are not two samples: what the weights learn of one they learn of the other.
    """
    shares, parts = [], []
    for one in (domain, domain_b):
        there, yes = _flags(of, one, "domain"), _flags(of, exposed, "exposed")
        weights = np.where(there, of.weights, 0.0)
        if not weights.sum() > 0:
            return float("nan"), float("nan")
        shares.append(float((weights * yes).sum() / weights.sum()))
        parts.append(weights * (yes - shares[-1]) / weights.sum())
    return shares[0] - shares[1], linearised(of, parts[0] - parts[1])[0] ** 0.5


def linearised(of: Sample, parts: Shares) -> tuple[float, bool]:
    """The variance of a sum of *parts* (persons,), and whether a stratum that is no census rests on one answer."""
    residuals = _unexplained(of, parts)
    strata = len(of.frame)
    answered = np.bincount(of.strata, minlength=strata)
    mean = np.bincount(of.strata, residuals, strata) / np.maximum(answered, 1)
    squares = np.bincount(of.strata, np.square(residuals - mean[of.strata]), strata)
    left = _open(of)
    variance = (left * answered / np.maximum(answered - 1, 1) * squares).sum()
    if variance < 1e-26 * np.square(parts).sum():  # what is left of subtracting equal numbers
        variance = 0.0
    return float(variance), bool(((answered == 1) & (left > 0)).any())


def _unexplained(of: Sample, parts: Shares) -> Shares:
    """What the margins do not explain of *parts*: residuals of parts by weight, regressed with the base weights."""
    if not of.margins:
        return parts
    sizes = [int(codes.max()) + 1 for codes in of.margins]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    places = [codes + start for codes, start in zip(of.margins, starts, strict=False)]
    width = int(starts[-1])
    value = parts / np.where(of.weights > 0, of.weights, 1.0)
    square = np.zeros((width, width))
    for place in places:
        for other in places:
            square += np.bincount(place * width + other, of.base, width * width).reshape(width, width)
    sums = np.zeros(width)
    for place in places:
        sums += np.bincount(place, of.base * value, width)
    slopes = np.linalg.lstsq(square, sums, rcond=1e-12)[0]
    fitted = sum((slopes[place] for place in places), start=np.zeros(len(parts)))
    return of.weights * (value - fitted)


def _open(of: Sample) -> Shares:
    """1 - n/N of each stratum, or 1 where the target is not these very persons."""
    answered = np.bincount(of.strata, minlength=len(of.frame))
    return 1 - answered / np.maximum(of.frame, 1) if of.corrected else np.ones(len(of.frame))


def _design_effect(of: Sample, variance: float, share: float, answered: int, persons: float) -> float:
    left = 1 - answered / persons if of.corrected else 1.0
    simple = left * share * (1 - share) / max(answered - 1, 1)
    return variance / simple if simple > 0 else float("nan")


def _flags(of: Sample, values: npt.ArrayLike, name: str) -> Flags:
    given = np.asarray(values)
    if given.shape != of.strata.shape or given.dtype.kind != "b":
        raise CountError(
            f"{name}: {given.dtype} of the shape {given.shape}; give true or false for each of {of.strata.size} answers"
        )
    return given


def kish(weights: npt.ArrayLike) -> float:
    """What unequal weights cost: 1 + the squared coefficient of variation. Kish (1965), Survey Sampling, 11.7."""
    given = np.asarray(weights, dtype=np.float64)
    return float(len(given) * np.square(given).sum() / np.square(given.sum()))
