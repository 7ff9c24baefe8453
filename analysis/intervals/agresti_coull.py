"""The Agresti-Coull interval for one proportion: Wald's formula after adding z²/2 of each answer.

Easy to check by hand, and wider than Wilson's, about whose middle it lies. Clipped to [0, 1].
"""

from typing import overload

import numpy as np
import numpy.typing as npt

from analysis.intervals.interval import (
    Counts,
    Interval,
    Intervals,
    checked_counts,
    normal_quantile,
    packed,
)


@overload
def agresti_coull(exposed: int, answered: int, level: float = 0.95) -> Interval: ...
@overload
def agresti_coull(exposed: Counts, answered: Counts, level: float = 0.95) -> Intervals: ...
def agresti_coull(exposed: npt.ArrayLike, answered: npt.ArrayLike, level: float = 0.95) -> Interval | Intervals:
    """Interval for the share of *answered* who are *exposed*; conventions and errors as `wilson`.

    References
    ----------
    Agresti & Coull (1998), Amer. Statist. 52, 119-126.

    >>> agresti_coull(18, 240).rounded(4)
    Interval(low=0.0473, high=0.1161, level=0.95, method='agresti_coull')
    """
    k, n = checked_counts(exposed, answered)
    z = normal_quantile(level)
    size = n + z**2
    middle = (k + z**2 / 2) / size
    half = z * np.sqrt(middle * ((n - k + z**2 / 2) / size) / size)
    low, high = np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
    answered_any = n > 0
    return packed(
        np.where(answered_any, low, 0.0), np.where(answered_any, high, 1.0), level, "agresti_coull", answered_any
    )
