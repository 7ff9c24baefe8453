"""Jeffreys' interval for one proportion: the equal-tailed Bayesian one, from a prior of half a yes and half a no.

Short and close to its level on average; an option beside Wilson's, and well below its level for some shares near 0.
"""

from typing import overload

import numpy as np
import numpy.typing as npt
from scipy import special

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
def jeffreys(exposed: int, answered: int, level: float = 0.95) -> Interval: ...
@overload
def jeffreys(exposed: Counts, answered: Counts, level: float = 0.95) -> Intervals: ...
def jeffreys(exposed: npt.ArrayLike, answered: npt.ArrayLike, level: float = 0.95) -> Interval | Intervals:
    """Interval for the share of *answered* who are *exposed*; conventions and errors as `wilson`.

    With nobody exposed the lower limit is 0 and with all the upper is 1, instead of the quantiles.

    References
    ----------
    Brown, Cai & DasGupta (2001), Statist. Sci. 16, 101-133, section 3.1.

    >>> jeffreys(18, 240).rounded(4)
    Interval(low=0.0467, high=0.1135, level=0.95, method='jeffreys')
    """
    k, n = checked_counts(exposed, answered)
    normal_quantile(level)  # refuses a level that is none
    tail = (1 - level) / 2
    return packed(_lower(k, n, tail), 1.0 - _lower(n - k, n, tail), level, "jeffreys", n > 0)


def _lower(k: Shares, n: Shares, tail: float) -> Shares:
    return np.where(k > 0, special.betaincinv(k + 0.5, n - k + 0.5, tail), 0.0)
