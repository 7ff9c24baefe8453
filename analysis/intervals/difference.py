"""The difference of two independent proportions, by squaring and adding the limits of each.

Newcombe's method 10 takes the Wilson limits of the two shares. It stays within [-1, 1], is never empty, and keeps
close to its level down to ten answers a side. With both frames known the same sum takes Wilson's limits with the finite
population correction or, for the smallest frames, the hypergeometric ones moved out by half a person: as they stand,
limits that are whole people must never be squared and added (they fall to 0.68 of 0.95). `square_and_add` serves any
other pair of limits.
"""

from typing import overload

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.intervals.finite import people_limits, wilson_fpc_limits
from analysis.intervals.interval import (
    Counts,
    Interval,
    Intervals,
    Shares,
    Statuses,
    checked_counts,
    checked_frames,
    normal_quantile,
    packed,
    statuses,
)
from analysis.intervals.wilson import wilson_limits

Limits = tuple[Shares, Shares]
#: Exposed, answered and frame of each cell.
Cells = tuple[Shares, Shares, Shares]


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


@overload
def newcombe_fpc(
    exposed: int, answered: int, frame: int, exposed_b: int, answered_b: int, frame_b: int, level: float = 0.95
) -> Interval: ...
@overload
def newcombe_fpc(
    exposed: Counts,
    answered: Counts,
    frame: Counts,
    exposed_b: Counts,
    answered_b: Counts,
    frame_b: Counts,
    level: float = 0.95,
) -> Intervals: ...
def newcombe_fpc(  # noqa: PLR0917 -- two cells of three numbers each
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    frame: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    frame_b: npt.ArrayLike,
    level: float = 0.95,
) -> Interval | Intervals:
    """Interval for the first share minus the second among the people of two known frames.

    From the limits of `wilson_fpc`; a point with the status `census` where all of both frames have answered. [-1, 1]
    with `no_answers` or `not_applicable` where a side has no answers or no people. Raises as `hypergeometric` does.

    References
    ----------
    Newcombe (1998), Statist. Med. 17, 873-890, method 10; O'Neill (2021), arXiv 2109.12464.

    >>> newcombe_fpc(12, 55, 79, 20, 300, 900).rounded(4)
    Interval(low=0.0909, high=0.2205, level=0.95, method='newcombe_fpc')
    """
    first, second = checked_frames(exposed, answered, frame), checked_frames(exposed_b, answered_b, frame_b)
    low, high = newcombe_fpc_limits(first, second, normal_quantile(level))
    return _packed_fpc(low, high, level, "newcombe_fpc", _both(first, second))


def newcombe_fpc_limits(first: Cells, second: Cells, z: float | Shares) -> Limits:
    """Limits of k/n - k_b/n_b for *first* (k, n, frame) and *second* at the normal quantile *z*, unchecked."""
    limits, limits_b = wilson_fpc_limits(*first, z), wilson_fpc_limits(*second, z)
    return square_and_add(_share(*first[:2]), limits, _share(*second[:2]), limits_b)


@overload
def half_step(
    exposed: int, answered: int, frame: int, exposed_b: int, answered_b: int, frame_b: int, level: float = 0.95
) -> Interval: ...
@overload
def half_step(
    exposed: Counts,
    answered: Counts,
    frame: Counts,
    exposed_b: Counts,
    answered_b: Counts,
    frame_b: Counts,
    level: float = 0.95,
) -> Intervals: ...
def half_step(  # noqa: PLR0917 -- two cells of three numbers each
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    frame: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    frame_b: npt.ArrayLike,
    level: float = 0.95,
) -> Interval | Intervals:
    """As `newcombe_fpc`, from the hypergeometric mid-P limits moved out by half a person: for the smallest frames.

    The limits are not moved where they are 0 because nobody, or 1 because everybody was exposed, nor in a census.

    >>> half_step(12, 55, 79, 20, 300, 900).rounded(4)
    Interval(low=0.0861, high=0.2212, level=0.95, method='half_step')
    """
    first, second = checked_frames(exposed, answered, frame), checked_frames(exposed_b, answered_b, frame_b)
    normal_quantile(level)  # refuses a level that is none
    low, high = _half_step(first, second, np.full(first[0].shape, level))
    return _packed_fpc(low, high, level, "half_step", _both(first, second))


def half_step_limits(first: Cells, second: Cells, z: float | Shares) -> Limits:
    """The limits of `half_step` for cells (k, n, frame), at the normal quantile *z*, one or one a cell, unchecked."""
    quantile = np.broadcast_to(np.asarray(z, dtype=np.float64), first[0].shape)
    return _half_step(first, second, 1 - 2 * special.ndtr(-quantile))


def _half_step(first: Cells, second: Cells, level: Shares) -> Limits:
    limits, limits_b = _moved_out(first, level), _moved_out(second, level)
    return square_and_add(_share(*first[:2]), limits, _share(*second[:2]), limits_b)


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


def _moved_out(cells: Cells, level: Shares) -> Limits:
    k, n, frame = cells
    least, most = people_limits(k, n, frame, level, mid_p=True)
    share, size = _share(k, n), np.maximum(frame, 1.0)
    low = np.where(k == 0, 0.0, (least - 0.5) / size)
    high = np.where(k == n, 1.0, (most + 0.5) / size)
    return np.where(n == frame, share, low), np.where(n == frame, share, high)


def _both(first: Cells, second: Cells) -> Statuses:
    (_, n, frame), (_, n_b, frame_b) = first, second
    return statuses((n > 0) & (n_b > 0), (n == frame) & (n_b == frame_b), (frame > 0) & (frame_b > 0))


def _packed_fpc(low: Shares, high: Shares, level: float, method: str, status: Statuses) -> Interval | Intervals:
    known = (status == "ok") | (status == "census")
    return packed(np.where(known, low, -1.0), np.where(known, high, 1.0), level, method, status)
