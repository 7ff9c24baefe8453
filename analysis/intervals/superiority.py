"""Two groups on an ordered scale (never, seldom, ..., weekly): the chance that one of the first answers higher.

Drawn at random, one of each group: the probability that the first stands higher, ties counting half. 0.5 says neither
does. It needs no scores, and its interval stays within 0 and 1 and is never empty short of a census. A mean of category
numbers would need the steps to be equally long, which nobody knows.
"""

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import CountError
from analysis.intervals.difference import Limits
from analysis.intervals.engine import effective_limits, sampled
from analysis.intervals.interval import Interval, Intervals, Shares, normal_quantile, statuses, whole
from analysis.intervals.pvalue import inverted

#: Answers added to each group, spread over the categories, before its variance is taken (not before the estimate).
ADDED = 2.0


class Superiority(msgspec.Struct, frozen=True):
    """*estimate* is the probability, NaN if a group has no answers; *p* is the alpha at which its interval touches 0.5.

    *rank_p* is the rank test's p-value (Wilcoxon, Mann and Whitney), corrected for ties and not for continuity.
    """

    estimate: float
    effective: float
    interval: Interval
    p: float
    rank_p: float


def superiority(
    counts: npt.ArrayLike,
    counts_b: npt.ArrayLike,
    level: float = 0.95,
    *,
    frame: int | None = None,
    frame_b: int | None = None,
) -> Superiority:
    """The probability that one of *counts* stands higher than one of *counts_b*, from persons per ordered category.

    Wilson's interval on the effective number of answers, from the exact variance of the estimate under the shares with
    two answers added to each group. By enumeration (5 to 60 a group, 2 to 4 categories) it covers 0.957 at 0.95 on
    average, 0.89 at worst, and by simulation for 8 to 79 against 400 to 1 117 persons 0.947 to 0.953, 0.917 at worst;
    Newcombe's method 5, which knows no ties, covers 0.978 at one seventh more width.

    Raises CountError unless both are whole numbers on one scale of at least two categories.

    References
    ----------
    Newcombe (2006), Statist. Med. 25, 543-557 and 559-573 (the measure); Hanley & McNeil (1982), Radiology 143, 29-36,
    and Bamber (1975), J. Math. Psychol. 12, 387-415 (the variance with ties); Agresti & Coull (1998) (answers added).

    >>> superiority([2, 5, 9], [8, 6, 3]).interval.rounded(3)
    Interval(low=0.563, high=0.868, level=0.95, method='superiority')
    """
    x, y = whole(counts, "counts"), whole(counts_b, "counts_b")
    if x.ndim != 1 or x.shape != y.shape or len(x) < 2:
        raise CountError(f"{x.size} and {y.size} categories: give both groups on one scale of two categories or more")
    z = normal_quantile(level)
    estimate, effective = effective_superiority(x, y, (frame, frame_b))
    low, high = effective_limits(estimate, effective, z)
    there = ~np.isnan(estimate)
    interval = Intervals(low, high, level, "superiority", statuses(there, np.isinf(effective)))[()]

    def about_half(quantile: Shares) -> Limits:
        down, up = effective_limits(estimate, effective, quantile)
        return down - 0.5, up - 0.5

    p = float(inverted(about_half, ())) if there else float("nan")
    return Superiority(float(estimate), float(effective), interval, p, rank_test(x, y))


def effective_superiority(
    x: Shares, y: Shares, frames: tuple[npt.ArrayLike | None, npt.ArrayLike | None] = (None, None)
) -> tuple[Shares, Shares]:
    """The estimate and its effective number of answers, for counts with the categories on the last axis, unchecked."""
    m, n = x.sum(axis=-1), y.sum(axis=-1)
    there = (m > 0) & (n > 0)
    size, size_b = np.where(there, m, 1.0), np.where(there, n, 1.0)
    estimate = np.where(there, _estimate(x, y) / (2 * size * size_b), np.nan)
    added = ADDED / x.shape[-1]
    smooth, smooth_b = ((v + added) / (v.sum(axis=-1) + ADDED)[..., None] for v in (x, y))
    middle, first, second, both = _parts(smooth, smooth_b)
    open_, open_b = sampled(m, frames[0]), sampled(n, frames[1])
    variance = open_ * first / size + open_b * second / size_b + open_ * open_b * both / (size * size_b)
    effective = np.where(variance > 0, middle * (1 - middle) / np.where(variance > 0, variance, 1.0), np.inf)
    return estimate, np.where(there, effective, 0.0)


def _estimate(x: Shares, y: Shares) -> Shares:
    """Twice the pairs in which the first stands higher, and the ties: whole numbers, so that one half is one half."""
    pairs: Shares = (x * (2 * np.cumsum(y, axis=-1) - y)).sum(axis=-1)
    return pairs


def _parts(share: Shares, share_b: Shares) -> tuple[Shares, Shares, Shares, Shares]:
    """The probability, and the variance of it that comes from each group's answers and from pairs of them."""
    below_b = np.cumsum(share_b, axis=-1) - share_b / 2
    above_a = 1 - (np.cumsum(share, axis=-1) - share / 2)
    estimate = (share * below_b).sum(axis=-1)
    first = (share * np.square(below_b - estimate[..., None])).sum(axis=-1)
    second = (share_b * np.square(above_a - estimate[..., None])).sum(axis=-1)
    squared = estimate - (share * share_b).sum(axis=-1) / 4
    return np.clip(estimate, 0.0, 1.0), first, second, np.maximum(squared - np.square(estimate) - first - second, 0.0)


def rank_test(x: Shares, y: Shares) -> float:
    """The two-sided p of Wilcoxon's rank test, ties corrected, no continuity; NaN without answers or unlike ones.

    References
    ----------
    Lehmann (1975), Nonparametrics, 1.4; as R's `wilcox.test(correct = FALSE, exact = FALSE)`.
    """
    m, n = x.sum(), y.sum()
    total, tied = m + n, x + y
    if m == 0 or n == 0 or (tied > 0).sum() < 2:
        return float("nan")
    variance = m * n / 12 * (total + 1 - (tied**3 - tied).sum() / (total * (total - 1)))
    distance = (_estimate(x, y) - m * n) / 2
    return float(2 * special.ndtr(-abs(distance) / np.sqrt(variance)))
