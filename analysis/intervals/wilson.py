"""The Wilson score interval for one proportion.

Our default for a single rate: close to its level for small n, and never empty at 0 or n. The limits are computed from
the side where nothing cancels, so that 0 exposed gives exactly 0 and all exposed exactly 1, and swapping exposed with
unexposed mirrors the interval.
"""

from typing import overload

import numpy as np
import numpy.typing as npt

from analysis.intervals.interval import (
    Counts,
    Interval,
    Intervals,
    Shares,
    checked_counts,
    normal_quantile,
    packed,
)


@overload
def wilson(exposed: int, answered: int, level: float = 0.95) -> Interval: ...
@overload
def wilson(exposed: Counts, answered: Counts, level: float = 0.95) -> Intervals: ...
def wilson(exposed: npt.ArrayLike, answered: npt.ArrayLike, level: float = 0.95) -> Interval | Intervals:
    """Interval for the share of *answered* who are *exposed*.

    Shares are in [0, 1]. With nobody exposed the lower end is exactly 0; with all, the upper is 1. Where nobody
    answered the interval is [0, 1] and its status `no_answers`.

    Raises
    ------
    CountError
        Unless 0 <= exposed <= answered, whole numbers.
    LevelError
        Unless 0 < level < 1.

    References
    ----------
    Wilson (1927), JASA 22, 209-212; Newcombe (1998), Statist. Med. 17, 857-872, method 3.

    >>> wilson(18, 240).rounded(4)
    Interval(low=0.048, high=0.1154, level=0.95, method='wilson')
    """
    k, n = checked_counts(exposed, answered)
    low, high = wilson_limits(k, n, normal_quantile(level))
    return packed(low, high, level, "wilson", n > 0)


def wilson_limits(k: Shares, n: Shares, z: float | Shares) -> tuple[Shares, Shares]:
    """The two limits of k/n at the normal quantile *z*, one or one a cell; 0 and 1 where n is 0. Nothing is checked.

    *n* may be an effective number of answers, which need not be whole.
    """
    nobody = n == 0
    size = np.where(nobody, 1.0, n)
    low = _lower(k, size, z)
    high = 1.0 - _lower(size - k, size, z)
    return np.where(nobody, 0.0, low), np.where(nobody, 1.0, high)


def _lower(k: Shares, n: Shares, z: float | Shares) -> Shares:
    """The smaller root x of (1 + 2c) x² - 2 (p + c) x + p² = 0, with p = k/n and c = z²/2n, without cancellation."""
    p = k / n
    c = np.square(z) / (2 * n)
    return np.square(p) / (p + c + np.sqrt(np.square(c) + 2 * c * p * (1 - p)))
