"""One rate among people who are all known: how many of the frame were exposed, when n of its N answered.

Two methods. The hypergeometric limits (mid-P, or exact) are whole people and our default for one unweighted rate: the
narrowest that keep their level. Wilson's with O'Neill's effective number of answers is the closed form that goes on
into differences and ratios. Both take the answers for a random sample of the frame: an assumption about who answered,
to be told beside them. When all have answered the interval is the rate itself, a `census`.
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
    checked_frames,
    normal_quantile,
    packed,
    statuses,
)
from analysis.intervals.lattice import least_people
from analysis.intervals.wilson import wilson_limits

People = npt.NDArray[np.int64]


@overload
def hypergeometric(exposed: int, answered: int, frame: int, level: float = 0.95, *, mid_p: bool = True) -> Interval: ...
@overload
def hypergeometric(
    exposed: Counts, answered: Counts, frame: Counts, level: float = 0.95, *, mid_p: bool = True
) -> Intervals: ...
def hypergeometric(
    exposed: npt.ArrayLike, answered: npt.ArrayLike, frame: npt.ArrayLike, level: float = 0.95, *, mid_p: bool = True
) -> Interval | Intervals:
    """Interval for the share of *frame* that is exposed, when *exposed* of *answered* said so.

    The limits of `hypergeometric_people` over the frame, widened where needed to hold the share of the answers, and by
    one possible person each way where they would be a point though not all have answered. [0, 1] with the status
    `no_answers` or, where the frame is empty, `not_applicable`.

    Raises
    ------
    CountError
        Unless 0 <= exposed <= answered <= frame, whole numbers.
    LevelError
        Unless 0 < level < 1.

    References
    ----------
    Buonaccorsi (1987), Amer. Statist. 41, 215-218; the mid-P as Lancaster (1961), J. Amer. Statist. Assoc. 56, 223-234.

    >>> hypergeometric(5, 31, 61).rounded(4)
    Interval(low=0.0984, high=0.2623, level=0.95, method='hypergeometric_mid_p')
    """
    k, n, size = checked_frames(exposed, answered, frame)
    normal_quantile(level)  # refuses a level that is none
    least, most = people_limits(k, n, size, np.full(k.shape, level), mid_p)
    share, whole_frame = k / np.maximum(n, 1.0), np.maximum(size, 1.0)
    point = (least == most) & (k * size == least * n) & (n < size) & (n > 0)
    least = np.where(point, np.maximum(least - 1, k), least)
    most = np.where(point, np.minimum(most + 1, size - n + k), most)
    census, some = n == size, n > 0
    low = np.where(census, share, np.minimum(least / whole_frame, share))
    high = np.where(census, share, np.maximum(most / whole_frame, share))
    status = statuses(some, census, size > 0)
    method = "hypergeometric_mid_p" if mid_p else "hypergeometric_exact"
    return packed(np.where(some, low, 0.0), np.where(some, high, 1.0), level, method, status)


def hypergeometric_people(
    exposed: npt.ArrayLike, answered: npt.ArrayLike, frame: npt.ArrayLike, level: float = 0.95, *, mid_p: bool = True
) -> tuple[People, People]:
    """The least and the greatest number of exposed people in *frame* that agree with the answers, as whole numbers.

    For sentences ("between 6 and 16 of 61"). Arrays of the cells' shape. With nearly all answered the two can be one
    number, and their shares miss that of the answers by less than a person: `hypergeometric` widens them, not this.
    Raises as `hypergeometric` does.

    >>> [int(people) for people in hypergeometric_people(5, 31, 61)]
    [6, 16]
    """
    k, n, size = checked_frames(exposed, answered, frame)
    normal_quantile(level)  # refuses a level that is none
    least, most = people_limits(k, n, size, np.full(k.shape, level), mid_p)
    return least.astype(np.int64), most.astype(np.int64)


def people_limits(k: Shares, n: Shares, frame: Shares, level: Shares, mid_p: bool) -> tuple[Shares, Shares]:
    """Both limits in people, each cell at its own *level*. Nothing is checked.

    One search finds both: the upper is the mirror of the lower one for the unexposed.
    """
    some = np.where(n > 0, n, 1.0)
    low, high = wilson_fpc_limits(k, n, frame, special.ndtri((1 + np.minimum(level, 1 - 1e-15)) / 2))
    exposed = np.concatenate([np.ravel(k), np.ravel(n - k)])
    guess = np.concatenate([np.ravel(low * frame), np.ravel((1 - high) * frame)])
    answered, frames = (np.tile(np.ravel(each), 2) for each in (some, np.maximum(frame, some)))
    levels = np.tile(np.ravel(level), 2)
    least, spared = np.split(least_people(exposed, answered, frames, guess, levels, mid_p), 2)
    return least.reshape(k.shape), frame - spared.reshape(k.shape)


@overload
def wilson_fpc(exposed: int, answered: int, frame: int, level: float = 0.95) -> Interval: ...
@overload
def wilson_fpc(exposed: Counts, answered: Counts, frame: Counts, level: float = 0.95) -> Intervals: ...
def wilson_fpc(
    exposed: npt.ArrayLike, answered: npt.ArrayLike, frame: npt.ArrayLike, level: float = 0.95
) -> Interval | Intervals:
    """Wilson's interval with the finite population correction; statuses and errors as `hypergeometric`.

    References
    ----------
    O'Neill (2021), arXiv 2109.12464: n (N - 1)/(N - n) answers in the place of n.

    >>> wilson_fpc(5, 31, 61).rounded(4)
    Interval(low=0.09, high=0.2721, level=0.95, method='wilson_fpc')
    """
    k, n, size = checked_frames(exposed, answered, frame)
    low, high = wilson_fpc_limits(k, n, size, normal_quantile(level))
    return packed(low, high, level, "wilson_fpc", statuses(n > 0, n == size, size > 0))


def wilson_fpc_limits(k: Shares, n: Shares, frame: Shares, z: float | Shares) -> tuple[Shares, Shares]:
    """The limits of k/n in a *frame* at the normal quantile *z*, one or one a cell. Nothing is checked.

    [k/n, k/n] where all have answered, 0 and 1 where nobody has.
    """
    open_cell = (n > 0) & (n < frame)
    share = k / np.where(n > 0, n, 1.0)
    effective = np.where(open_cell, n * (frame - 1) / np.where(open_cell, frame - n, 1.0), 1.0)
    low, high = wilson_limits(share * effective, effective, z)
    low, high = np.where(open_cell, np.minimum(low, share), share), np.where(open_cell, np.maximum(high, share), share)
    return np.where(n > 0, low, 0.0), np.where(n > 0, high, 1.0)
