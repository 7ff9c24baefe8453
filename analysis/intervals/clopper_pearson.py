"""The Clopper-Pearson ("exact") interval for one proportion: never below its level, at the price of width.

The strict choice where the frame is unknown. Its limits are quantiles of beta distributions, which may also be asked
for with an effective number of answers (Korn & Graubard 1998).
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
def clopper_pearson(exposed: int, answered: int, level: float = 0.95) -> Interval: ...
@overload
def clopper_pearson(exposed: Counts, answered: Counts, level: float = 0.95) -> Intervals: ...
def clopper_pearson(exposed: npt.ArrayLike, answered: npt.ArrayLike, level: float = 0.95) -> Interval | Intervals:
    """Interval for the share of *answered* who are *exposed*; conventions and errors as `wilson`.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26, 404-413.

    >>> clopper_pearson(18, 240).rounded(4)
    Interval(low=0.0451, high=0.1159, level=0.95, method='clopper_pearson')
    """
    k, n = checked_counts(exposed, answered)
    normal_quantile(level)  # refuses a level that is none
    low, high = clopper_pearson_limits(k, n, (1 - level) / 2)
    return packed(low, high, level, "clopper_pearson", n > 0)


def clopper_pearson_limits(k: Shares, n: Shares, tail: float) -> tuple[Shares, Shares]:
    """The limits of k/n that leave *tail* outside each; 0 and 1 where n is 0. *k* and *n* need not be whole."""
    return _lower(k, n, tail), 1.0 - _lower(n - k, n, tail)


def _lower(k: Shares, n: Shares, tail: float) -> Shares:
    some = k > 0
    return np.where(some, special.betaincinv(np.where(some, k, 1.0), np.where(some, n - k, 0.0) + 1.0, tail), 0.0)
