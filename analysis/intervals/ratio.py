"""The ratio of two independent proportions, by squaring and adding the limits of each (MOVER-R).

The ratio's companion of Newcombe's difference: it takes any pair of limits, with or without the frame, and is never
empty. With nobody exposed on the second side there is no upper limit (inf), on neither side no estimate: [0, inf].
"""

from typing import overload

import numpy as np
import numpy.typing as npt

from analysis.intervals.finite import wilson_fpc_limits
from analysis.intervals.interval import (
    Counts,
    Interval,
    Intervals,
    Shares,
    checked_counts,
    checked_frames,
    normal_quantile,
    packed,
    statuses,
)
from analysis.intervals.wilson import wilson_limits

Limits = tuple[Shares, Shares]


@overload
def mover_r(exposed: int, answered: int, exposed_b: int, answered_b: int, level: float = 0.95) -> Interval: ...
@overload
def mover_r(
    exposed: Counts, answered: Counts, exposed_b: Counts, answered_b: Counts, level: float = 0.95
) -> Intervals: ...
def mover_r(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
) -> Interval | Intervals:
    """Interval for the first share over the second, from Wilson's limits of both.

    [0, inf] with status `no_answers` where a side has no answers. Raises CountError and LevelError as `wilson` does.

    References
    ----------
    Donner & Zou (2012), Statist. Methods Med. Res. 21, 347-359.

    >>> mover_r(56, 70, 48, 80).rounded(4)
    Interval(low=1.0783, high=1.6629, level=0.95, method='mover_r')
    """
    k, n = checked_counts(exposed, answered)
    k_b, n_b = checked_counts(exposed_b, answered_b)
    z = normal_quantile(level)
    answered_both = (n > 0) & (n_b > 0)
    limits, limits_b = wilson_limits(k, n, z), wilson_limits(k_b, n_b, z)
    low, high = square_and_add_ratio(_share(k, n), limits, _share(k_b, n_b), limits_b)
    return _packed(low, high, level, "mover_r", statuses(answered_both))


@overload
def mover_r_fpc(
    exposed: int, answered: int, frame: int, exposed_b: int, answered_b: int, frame_b: int, level: float = 0.95
) -> Interval: ...
@overload
def mover_r_fpc(
    exposed: Counts,
    answered: Counts,
    frame: Counts,
    exposed_b: Counts,
    answered_b: Counts,
    frame_b: Counts,
    level: float = 0.95,
) -> Intervals: ...
def mover_r_fpc(  # noqa: PLR0917 -- two cells of three numbers each
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    frame: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    frame_b: npt.ArrayLike,
    level: float = 0.95,
) -> Interval | Intervals:
    """As `mover_r` for the people of two known frames, from the limits of `wilson_fpc`; a point where all answered.

    >>> mover_r_fpc(56, 70, 90, 48, 80, 120).rounded(4)
    Interval(low=1.1897, high=1.5062, level=0.95, method='mover_r_fpc')
    """
    k, n, size = checked_frames(exposed, answered, frame)
    k_b, n_b, size_b = checked_frames(exposed_b, answered_b, frame_b)
    z = normal_quantile(level)
    limits, limits_b = wilson_fpc_limits(k, n, size, z), wilson_fpc_limits(k_b, n_b, size_b, z)
    share, share_b = _share(k, n), _share(k_b, n_b)
    low, high = square_and_add_ratio(share, limits, share_b, limits_b)
    # Rounding can set the two ends of a census a digit apart, on the wrong sides of the quotient.
    ratio = share / np.where(share_b > 0, share_b, np.nan)
    low, high = np.fmin(low, ratio), np.fmax(high, ratio)
    census = (n == size) & (n_b == size_b) & ((k > 0) | (k_b > 0))
    status = statuses((n > 0) & (n_b > 0), census, (size > 0) & (size_b > 0))
    return _packed(low, high, level, "mover_r_fpc", status)


def square_and_add_ratio(share: Shares, limits: Limits, share_b: Shares, limits_b: Limits) -> Limits:
    """Limits of *share* / *share_b* from the limits of each, for two independent estimates.

    The formulas of Donner & Zou (2012), written so that nothing cancels: with a and b the distances to the limits the
    roots' arguments are sums of squares. The lower limit is 0 where *share* is, the upper inf where the lower limit of
    *share_b* is 0; the lower too is inf where *share_b* is surely 0, as in a census.
    """
    (low, high), (low_b, high_b) = limits, limits_b
    least, least_b = low * (2 * share - low), low_b * (2 * share_b - low_b)
    root = np.sqrt(np.square(share_b * (share - low)) + np.square(high_b - share_b) * least)
    root_b = np.sqrt(np.square(share * (share_b - low_b)) + np.square(high - share) * least_b)
    product = share * share_b
    some, some_b, sure = least > 0, least_b > 0, product + root == 0
    down = np.where(some, np.where(sure, np.inf, least / np.where(sure, 1.0, product + root)), 0.0)
    return down, np.where(some_b, (product + root_b) / np.where(some_b, least_b, 1.0), np.inf)


def _packed(low: Shares, high: Shares, level: float, method: str, status: npt.NDArray[np.str_]) -> Interval | Intervals:
    known = (status == "ok") | (status == "census")
    return packed(np.where(known, low, 0.0), np.where(known, high, np.inf), level, method, status)


def _share(k: Shares, n: Shares) -> Shares:
    return k / np.where(n == 0, 1.0, n)
