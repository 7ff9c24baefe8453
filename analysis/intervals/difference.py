"""The difference of two independent proportions, by squaring and adding the limits of each.

Newcombe's method 10 takes the Wilson limits of the two shares. It stays within [-1, 1], is never empty, and keeps
close to its level down to ten answers a side. The same sum serves any other pair of limits (`square_and_add`).
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
from analysis.intervals.wilson import wilson_limits

Limits = tuple[Shares, Shares]


@overload
def newcombe(exposed: int, answered: int, exposed_b: int, answered_b: int, level: float = 0.95) -> Interval: ...
@overload
def newcombe(
    exposed: Counts, answered: Counts, exposed_b: Counts, answered_b: Counts, level: float = 0.95
) -> Intervals: ...
def newcombe(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
) -> Interval | Intervals:
    """Interval for the first share minus the second. [-1, 1] with status `no_answers` where a side has no answers.

    Raises CountError and LevelError as `wilson` does.

    References
    ----------
    Newcombe (1998), Statist. Med. 17, 873-890, method 10.

    >>> newcombe(56, 70, 48, 80).rounded(4)
    Interval(low=0.0524, high=0.3339, level=0.95, method='newcombe')
    """
    k, n = checked_counts(exposed, answered)
    k_b, n_b = checked_counts(exposed_b, answered_b)
    answered_both = (n > 0) & (n_b > 0)
    low, high = newcombe_limits((k, n), (k_b, n_b), normal_quantile(level))
    low, high = np.where(answered_both, low, -1.0), np.where(answered_both, high, 1.0)
    return packed(low, high, level, "newcombe", answered_both)


def newcombe_limits(first: Limits, second: Limits, z: float | Shares) -> Limits:
    """Limits of k/n - k_b/n_b for *first* (k, n) and *second* (k_b, n_b) at the normal quantile *z*, unchecked."""
    share, share_b = _share(*first), _share(*second)
    return square_and_add(share, wilson_limits(*first, z), share_b, wilson_limits(*second, z))


def square_and_add(share: Shares, limits: Limits, share_b: Shares, limits_b: Limits) -> Limits:
    """Limits of *share* - *share_b* from the limits of each.

    Zou & Donner (2008), Statist. Med. 27, 1693-1702 (MOVER), for two independent estimates.
    """
    difference = share - share_b
    down = np.hypot(share - limits[0], limits_b[1] - share_b)
    up = np.hypot(limits[1] - share, share_b - limits_b[0])
    return difference - down, difference + up


def _share(k: Shares, n: Shares) -> Shares:
    return k / np.where(n == 0, 1.0, n)
