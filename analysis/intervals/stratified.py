"""Tests over many two-by-two tables, one a municipality: is there a difference at all, and is it the same everywhere?

Cochran, Mantel and Haenszel's test asks the first, Breslow and Day's (odds ratios) and Cochran's Q (differences) the
second. Strata that can say nothing are left out of each, and where none is left there is no p-value but a reason.
"""

from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import CountError
from analysis.intervals.interval import Shares, checked_counts

#: Up to this many exposed (or unexposed) in all, the exact distribution is used.
FEW = 25

Reason = Literal["", "one_sided", "one_stratum", "no_common_ratio", "no_variance"]


class StratifiedTest(msgspec.Struct, frozen=True):
    """A test over strata. Where it cannot be made, *p* and *statistic* are None and *reason* says why.

    *statistic* is a chi-square with *freedom* degrees, or None for the exact test; *strata* counts those used.
    """

    method: str
    p: float | None
    statistic: float | None = None
    freedom: int = 1
    strata: int = 0
    reason: Reason = ""


def cochran_mantel_haenszel(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    *,
    exact: bool | None = None,
    corrected: bool = False,
) -> StratifiedTest:
    """Whether the groups differ at all, strata held fixed; exact if fewer than 25 are exposed (or unexposed) in all.

    *exact* decides that by hand; *corrected* takes the continuity correction, which makes p too large. None if only one
    stratum has answers in both groups (`one_stratum`: its own difference is the test), or if in each of them all are
    exposed or none is (`one_sided`).

    References
    ----------
    Cochran (1954), Biometrics 10, 417-451; Mantel & Haenszel (1959), JNCI 22, 719-748. Exact: Agresti (2013),
    Categorical Data Analysis, 7.3.5; two-sided by the likelihood of the tables, as R's `mantelhaen.test`.

    >>> round(cochran_mantel_haenszel([8, 21], [35, 49], [147, 76], [1117, 372]).statistic, 4)
    14.5077
    """
    k, n, k_b, n_b = paired(exposed, answered, exposed_b, answered_b)
    yes, total = k + k_b, n + n_b
    both = (n > 0) & (n_b > 0)
    telling = both & (yes > 0) & (yes < total)
    name = "cochran_mantel_haenszel"
    if not telling.any():
        return StratifiedTest(name, None, reason="one_sided")
    if both.sum() < 2:
        return StratifiedTest(name, None, strata=1, reason="one_stratum")
    k, n, yes, total = (values[telling] for values in (k, n, yes, total))
    strata = int(telling.sum())
    if exact is None:
        exact = bool(min(yes.sum(), (total - yes).sum()) < FEW)
    if exact:
        return StratifiedTest(f"{name}_exact", _exact_p(k, n, yes, total), strata=strata)
    variance = (n * (total - n) * yes * (total - yes) / (np.square(total) * (total - 1))).sum()
    distance = abs((k - n * yes / total).sum())
    statistic = float(max(distance - (0.5 if corrected else 0.0), 0.0) ** 2 / variance)
    return StratifiedTest(name, float(special.chdtrc(1, statistic)), statistic, strata=strata)


def _exact_p(k: Shares, n: Shares, yes: Shares, total: Shares) -> float:
    """The chance, all margins held, of tables no likelier than these; ties count, with R's slack of 1e-7."""
    chances, start = np.ones(1), 0.0
    for size, hits, everybody in zip(n, yes, total, strict=True):
        least, most = max(0.0, hits - (everybody - size)), min(size, hits)
        counts = np.arange(least, most + 1)
        ways = _log_choose(size, counts) + _log_choose(everybody - size, hits - counts) - _log_choose(everybody, hits)
        chances = np.convolve(chances, np.exp(ways))
        start += least
    seen = chances[int(k.sum() - start)]
    return float(min(chances[chances <= seen * (1 + 1e-7)].sum() / chances.sum(), 1.0))


def _log_choose(of: npt.ArrayLike, some: npt.ArrayLike) -> Shares:
    return (
        special.gammaln(np.add(of, 1)) - special.gammaln(np.add(some, 1)) - special.gammaln(np.subtract(of, some) + 1)
    )


def breslow_day(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    *,
    tarone: bool = True,
) -> StratifiedTest:
    """Whether the odds ratio is the same in every stratum, with Tarone's correction unless *tarone* is False.

    Strata in which all are exposed, or none, are left out. None if fewer than two remain (`one_stratum`), or if the
    common odds ratio is 0 or infinite (`no_common_ratio`).

    References
    ----------
    Breslow & Day (1980), IARC 32, 142-143; Tarone (1985), Biometrika 72, 91-95.
    """
    name = "breslow_day_tarone" if tarone else "breslow_day"
    k, n, k_b, n_b = paired(exposed, answered, exposed_b, answered_b)
    yes, total = k + k_b, n + n_b
    telling = (n > 0) & (n_b > 0) & (yes > 0) & (yes < total)
    strata = int(telling.sum())
    if strata < 2:
        return StratifiedTest(name, None, strata=strata, reason="one_stratum" if strata else "one_sided")
    k, n, k_b, n_b, yes = (values[telling] for values in (k, n, k_b, n_b, yes))
    up, down = (k * (n_b - k_b) / (n + n_b)).sum(), (k_b * (n - k) / (n + n_b)).sum()
    if up == 0 or down == 0:
        return StratifiedTest(name, None, freedom=strata - 1, strata=strata, reason="no_common_ratio")
    fitted = _fitted(up / down, n, n_b, yes)
    variance = 1 / (1 / fitted + 1 / (n - fitted) + 1 / (yes - fitted) + 1 / (n_b - yes + fitted))
    statistic = (np.square(k - fitted) / variance).sum()
    if tarone:
        statistic -= np.square((k - fitted).sum()) / variance.sum()
    statistic = float(max(statistic, 0.0))
    return StratifiedTest(name, float(special.chdtrc(strata - 1, statistic)), statistic, strata - 1, strata)


def _fitted(odds_ratio: float, n: Shares, n_b: Shares, yes: Shares) -> Shares:
    """The exposed of the first group if its odds ratio were this: the root of a quadratic, without cancellation."""
    square = 1 - odds_ratio
    linear = n_b - yes + odds_ratio * (n + yes)
    constant = -odds_ratio * n * yes
    return -2 * constant / (linear + np.sqrt(np.square(linear) - 4 * square * constant))


def cochran_q(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    *,
    floored: bool = True,
) -> StratifiedTest:
    """Whether the difference of shares is the same in every stratum, about the Mantel-Haenszel difference.

    The variance of a stratum is at least what it would be if each group had its pooled rate there: an empty or full
    cell would otherwise count as known without error. *floored* False leaves that out, for comparing with other
    programs; strata without variance then fall away. None if fewer than two strata have answers in both groups
    (`one_stratum`), or if nobody, or everybody, is exposed in all of them (`no_variance`).

    References
    ----------
    Cochran (1954), Biometrics 10, 101-129; the floor as in `engine`.
    """
    k, n, k_b, n_b = paired(exposed, answered, exposed_b, answered_b)
    both = (n > 0) & (n_b > 0)
    strata = int(both.sum())
    if strata < 2:
        return StratifiedTest("cochran_q", None, strata=strata, reason="one_stratum")
    k, n, k_b, n_b = (values[both] for values in (k, n, k_b, n_b))
    weights = n * n_b / (n + n_b)
    weights = weights / weights.sum()
    share, share_b = k / n, k_b / n_b
    variance = share * (1 - share) / n + share_b * (1 - share_b) / n_b
    if floored:
        rate, rate_b = (weights * share).sum(), (weights * share_b).sum()
        variance = np.maximum(share * (1 - share), rate * (1 - rate)) / n
        variance += np.maximum(share_b * (1 - share_b), rate_b * (1 - rate_b)) / n_b
    varied = variance > 0
    strata = int(varied.sum())
    if strata < 2:
        return StratifiedTest("cochran_q", None, strata=strata, reason="no_variance")
    distance = share - share_b - (weights * (share - share_b)).sum()
    statistic = float((np.square(distance[varied]) / variance[varied]).sum())
    return StratifiedTest("cochran_q", float(special.chdtrc(strata - 1, statistic)), statistic, strata - 1, strata)


def paired(
    exposed: npt.ArrayLike, answered: npt.ArrayLike, exposed_b: npt.ArrayLike, answered_b: npt.ArrayLike
) -> tuple[Shares, Shares, Shares, Shares]:
    """Two groups' counts as float arrays, one row a stratum. Raises CountError where they cannot be paired."""
    k, n = checked_counts(exposed, answered)
    k_b, n_b = checked_counts(exposed_b, answered_b)
    if k.ndim != 1 or k.shape != k_b.shape:
        raise CountError(f"strata of the shapes {k.shape} and {k_b.shape} cannot be paired; give one row a stratum")
    return k, n, k_b, n_b
