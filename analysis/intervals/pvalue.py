"""The p-value that belongs to a printed interval: the alpha at which it just excludes 0.

So the table and the test can never contradict each other: p < 0.05 exactly when the 95 % interval leaves 0 out. The
method is to widen the interval until its nearer limit reaches 0, by bisection on the normal quantile.
"""

from collections.abc import Callable
from typing import overload

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.intervals.difference import half_step_limits, newcombe_fpc_limits, newcombe_limits
from analysis.intervals.interval import Counts, Shares, checked_counts, checked_frames

_HALVINGS = 80


@overload
def newcombe_p(exposed: int, answered: int, exposed_b: int, answered_b: int) -> float: ...
@overload
def newcombe_p(exposed: Counts, answered: Counts, exposed_b: Counts, answered_b: Counts) -> Shares: ...
def newcombe_p(
    exposed: npt.ArrayLike, answered: npt.ArrayLike, exposed_b: npt.ArrayLike, answered_b: npt.ArrayLike
) -> float | Shares:
    """The two-sided p-value of no difference, by Newcombe's interval; NaN where a side has no answers.

    Raises CountError as `newcombe` does.

    >>> round(newcombe_p(56, 70, 48, 80), 4)
    0.0081
    """
    first, second = checked_counts(exposed, answered), checked_counts(exposed_b, answered_b)
    p = inverted(lambda z: newcombe_limits(first, second, z), np.broadcast(first[0], second[0]).shape)
    p = np.where((first[1] > 0) & (second[1] > 0), p, np.nan)
    return float(p) if p.ndim == 0 else p


@overload
def newcombe_fpc_p(exposed: int, answered: int, frame: int, exposed_b: int, answered_b: int, frame_b: int) -> float: ...
@overload
def newcombe_fpc_p(
    exposed: Counts, answered: Counts, frame: Counts, exposed_b: Counts, answered_b: Counts, frame_b: Counts
) -> Shares: ...
def newcombe_fpc_p(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    frame: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    frame_b: npt.ArrayLike,
) -> float | Shares:
    """As `newcombe_p`, by `newcombe_fpc`'s interval. Where all of both have answered: 0 if the shares differ, else 1.

    >>> round(newcombe_fpc_p(56, 70, 90, 48, 80, 120), 4)
    0.0
    """
    first, second = checked_frames(exposed, answered, frame), checked_frames(exposed_b, answered_b, frame_b)
    p = inverted(lambda z: newcombe_fpc_limits(first, second, z), np.broadcast(first[0], second[0]).shape)
    p = np.where((first[1] > 0) & (second[1] > 0), p, np.nan)
    return float(p) if p.ndim == 0 else p


@overload
def half_step_p(exposed: int, answered: int, frame: int, exposed_b: int, answered_b: int, frame_b: int) -> float: ...
@overload
def half_step_p(
    exposed: Counts, answered: Counts, frame: Counts, exposed_b: Counts, answered_b: Counts, frame_b: Counts
) -> Shares: ...
def half_step_p(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    frame: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    frame_b: npt.ArrayLike,
) -> float | Shares:
    """The two-sided p-value of no difference, by `half_step`; NaN where a side has no answers. Errors as there.

    The limits move by whole people, so p does not change evenly with the counts; it is good to about 1e-7, and 0 where
    no difference is impossible, whoever did not answer.
    """
    first, second = checked_frames(exposed, answered, frame), checked_frames(exposed_b, answered_b, frame_b)
    p = inverted(lambda z: half_step_limits(first, second, z), np.broadcast(first[0], second[0]).shape, 24, 4)
    p = np.where((first[1] > 0) & (second[1] > 0), p, np.nan)
    return float(p) if p.ndim == 0 else p


def inverted(
    limits: Callable[[Shares], tuple[Shares, Shares]],
    shape: tuple[int, ...],
    halvings: int = _HALVINGS,
    doublings: int = 64,
) -> Shares:
    """The alpha at which the interval that *limits* gives for a quantile z, one a cell, has a limit at 0.

    The intervals must be nested (wider for a larger z) and shrink to the estimate at z = 0. An estimate of 0 has
    p = 1; where no z reaches 0, as in a census whose shares differ, p is 0.
    """
    low, high = np.zeros(shape), np.ones(shape)

    def excludes(z: Shares) -> npt.NDArray[np.bool_]:
        down, up = limits(z)
        return (down > 0) | (up < 0)

    for _ in range(doublings):
        outside = excludes(high)
        if not outside.any():
            break
        low, high = np.where(outside, high, low), np.where(outside, 2 * high, high)
    never = excludes(high)
    for _ in range(halvings):
        middle = (low + high) / 2
        outside = excludes(middle)
        low, high = np.where(outside, middle, low), np.where(outside, high, middle)
    return np.where(never, 0.0, np.where(low == 0, 1.0, 2 * special.ndtr(-high)))
