"""Shares of a part of a weighted sample (a domain), their linearised variances and effective numbers of answers.

The estimate is written as a sum over persons, and the spread of that sum within strata is what counts, less what the
known margins already explain, with the finite population correction if the target is these very persons. Persons can
be given one by one, or as numbers by kind, which is all that is needed: so a municipality may hand out counts alone.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.engine import effective_number
from analysis.intervals.interval import Flags, Shares, checked_counts
from analysis.intervals.sample import Codes, Sample


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


def tallied(of: Sample, exposed: npt.ArrayLike, domain: npt.ArrayLike) -> tuple[Codes, Codes]:
    """How many of each kind are exposed, and are in the *domain*, from one true or false a person for both.

    A domain is who the share is about *and* answered the item. Raises CountError for arrays of another length or kind.
    """
    there, yes = _flags(of, domain, "domain"), _flags(of, exposed, "exposed")
    width = len(of.persons)
    return np.bincount(of.kinds[there & yes], minlength=width), np.bincount(of.kinds[there], minlength=width)


def domain_rate(of: Sample, exposed: npt.ArrayLike, domain: npt.ArrayLike) -> DomainRate:
    """The weighted share of the persons in *domain* (persons,) bool who are *exposed* (persons,) bool.

    Raises CountError as `tallied` and `counted_rate`.
    """
    return counted_rate(of, *tallied(of, exposed, domain))


def counted_rate(of: Sample, exposed: npt.ArrayLike, answered: npt.ArrayLike) -> DomainRate:
    """The weighted share of *answered* (kinds,) who are *exposed* (kinds,). NaN, on 0 answers, in an empty domain.

    Raises CountError for counts that cannot be, or a weight of 0 within the domain.

    References
    ----------
    Särndal, Swensson & Wretman (1992), ch. 5.8 and 10.3; for the calibrated, Deville & Särndal (1992), JASA 87, 376.
    """
    k, n = _counts(of, exposed, answered)
    size = int(n.sum())
    if not size:
        return DomainRate(float("nan"), None, 0.0, 0.0, 0, 0, 0.0, None, float("nan"), lone=False)
    persons = float((of.weights * n).sum())
    share = 1.0 if (k == n).all() else float((of.weights * k).sum() / persons)
    parts = np.stack([of.weights * (1 - share), of.weights * -share]) / persons
    variance, lone = linearised(of, parts, np.stack([k, n - k]))
    lean = float((np.square(of.weights / persons) * n * _open(of)[of.strata]).sum())
    effective = float(effective_number(np.asarray(share), np.asarray(variance), np.asarray(lean)))
    total, error = domain_total(of, np.ones(1), k[None])
    spread, single = share * (1 - share), size == 1
    return DomainRate(
        share,
        None if single else variance**0.5,
        effective,
        spread / variance if spread > 0 and variance > 0 else effective,
        size,
        size - len(np.unique(of.strata[n > 0])),
        total,
        None if single else error,
        _design_effect(of, variance, share, size, persons),
        lone,
    )


def domain_total(of: Sample, values: Shares, counts: npt.ArrayLike) -> tuple[float, float]:
    """The weighted sum of *values* (values,) that *counts* (values, kinds) persons have, and its standard error."""
    numbers = np.asarray(counts)
    parts = values[:, None] * of.weights
    return float((parts * numbers).sum()), linearised(of, parts, numbers)[0] ** 0.5


def domain_difference(
    of: Sample, exposed: npt.ArrayLike, domain: npt.ArrayLike, domain_b: npt.ArrayLike
) -> tuple[float, float]:
    """The share in *domain* minus that in *domain_b*, and its standard error, with what the two have in common.

    Women and men of one stratum are not two samples: what the weights learn of one they learn of the other. Raises
    CountError if somebody is in both.
    """
    if (np.asarray(domain) & np.asarray(domain_b)).any():
        raise CountError("somebody is in both domains; a difference is between two that share nobody")
    parts, counts, shares = [], [], []
    for sign, one in ((1, domain), (-1, domain_b)):
        k, n = _counts(of, *tallied(of, exposed, one))
        persons = float((of.weights * n).sum())
        if not persons > 0:
            return float("nan"), float("nan")
        share = float((of.weights * k).sum() / persons)
        parts += [sign * of.weights * (1 - share) / persons, -sign * of.weights * share / persons]
        counts += [k, n - k]
        shares.append(share)
    return shares[0] - shares[1], linearised(of, np.stack(parts), np.stack(counts))[0] ** 0.5


def linearised(of: Sample, parts: Shares, counts: npt.ArrayLike) -> tuple[float, bool]:
    """The variance of a sum over persons, and whether a stratum that is no census rests on one answer.

    *counts* (rows, kinds) persons of each kind bring *parts* (rows, kinds) to the sum; all others bring 0.
    """
    numbers = np.asarray(counts, dtype=np.float64)
    numbers = np.concatenate([numbers, (of.persons - numbers.sum(axis=0))[None]])
    brought = np.concatenate([parts, np.zeros((1, parts.shape[1]))])
    residuals = _unexplained(of, brought, numbers)
    strata = len(of.frame)
    answered = np.bincount(of.strata, of.persons, strata)
    mean = np.bincount(of.strata, (numbers * residuals).sum(axis=0), strata) / np.maximum(answered, 1)
    spread = (numbers * np.square(residuals - mean[of.strata])).sum(axis=0)
    left = _open(of)
    variance = (left * answered / np.maximum(answered - 1, 1) * np.bincount(of.strata, spread, strata)).sum()
    if variance < 1e-26 * (numbers * np.square(brought)).sum():  # what is left of subtracting equal numbers
        variance = 0.0
    return float(variance), bool(((answered == 1) & (left > 0)).any())


def _unexplained(of: Sample, parts: Shares, counts: Shares) -> Shares:
    """What the margins do not explain of *parts*: residuals of parts by weight, regressed with the base weights."""
    if not of.margins:
        return parts
    sizes = [int(codes.max(initial=0)) + 1 for codes in of.margins]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    places = [codes + start for codes, start in zip(of.margins, starts, strict=False)]
    width = int(starts[-1])
    value = parts / np.where(of.weights > 0, of.weights, 1.0)
    base = of.base * of.persons
    square = np.zeros((width, width))
    for place in places:
        for other in places:
            square += np.bincount(place * width + other, base, width * width).reshape(width, width)
    sums = np.zeros(width)
    for place in places:
        sums += np.bincount(place, of.base * (counts * value).sum(axis=0), width)
    slopes = np.linalg.lstsq(square, sums, rcond=1e-12)[0]
    fitted = sum((slopes[place] for place in places), start=np.zeros(len(of.persons)))
    return of.weights * (value - fitted)


def _open(of: Sample) -> Shares:
    """1 - n/N of each stratum, or 1 where the target is not these very persons."""
    answered = np.bincount(of.strata, of.persons, len(of.frame))
    return 1 - answered / np.maximum(of.frame, 1) if of.corrected else np.ones(len(of.frame))


def _design_effect(of: Sample, variance: float, share: float, answered: int, persons: float) -> float:
    left = 1 - answered / persons if of.corrected else 1.0
    simple = left * share * (1 - share) / max(answered - 1, 1)
    return variance / simple if simple > 0 else float("nan")


def _counts(of: Sample, exposed: npt.ArrayLike, answered: npt.ArrayLike) -> tuple[Shares, Shares]:
    k, n = checked_counts(exposed, answered)
    if k.shape != of.persons.shape:
        raise CountError(f"counts of the shape {k.shape} for {of.persons.size} kinds of persons; give one of each")
    if (n > of.persons).any():
        kind = int(np.argmax(n > of.persons))
        raise CountError(f"kind {kind}: {n[kind]:g} answered the item of {of.persons[kind]} who answered at all")
    unweighted = (n > 0) & (of.weights == 0)
    if unweighted.any():
        raise CountError(f"{n[unweighted].sum():g} answers of the domain have the weight 0; leave them out")
    return k, n


def _flags(of: Sample, values: npt.ArrayLike, name: str) -> Flags:
    given = np.asarray(values)
    if given.shape != of.kinds.shape or given.dtype.kind != "b":
        raise CountError(
            f"{name}: {given.dtype} of the shape {given.shape}; give true or false for each of {of.kinds.size} answers"
        )
    return given
