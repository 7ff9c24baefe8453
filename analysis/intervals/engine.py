"""One rate from many cells: weighted, standardised or post-stratified shares with the interval that goes with them.

The estimate is turned into an effective number of answers, and Wilson's interval is taken at that number. The variance
is never smaller than it would be if all cells had one and the same rate, so cells of 0 % and 100 % do not make it
vanish. Only a census has a width of 0. A cell without answers is never dropped in silence: it must have the weight 0.
"""

from typing import overload

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.interval import (
    Interval,
    Intervals,
    Shares,
    Statuses,
    checked_counts,
    normal_quantile,
    packed,
    statuses,
    whole,
)
from analysis.intervals.wilson import wilson_limits


class Weighted(msgspec.Struct, frozen=True):
    """One weighted rate. *effective* is infinite in a census, *estimate* NaN where nobody answered.

    *floor* is the variance that cells of one and the same rate would have; *lone* says how many cells rest on one
    answer, so that only that floor speaks for their variance.
    """

    estimate: float
    variance: float
    floor: float
    effective: float
    lone: int
    interval: Interval


class WeightedMany(msgspec.Struct, frozen=True):
    """Many weighted rates: the fields of `Weighted`, each with the shape of the estimates."""

    estimate: Shares
    variance: Shares
    floor: Shares
    effective: Shares
    lone: Shares
    interval: Intervals

    def __getitem__(self, place: int | tuple[int, ...]) -> Weighted:
        return Weighted(
            float(self.estimate[place]),
            float(self.variance[place]),
            float(self.floor[place]),
            float(self.effective[place]),
            int(self.lone[place]),
            self.interval[place],
        )


class Rate(msgspec.Struct, frozen=True):
    """A rate before any level is chosen: what `effective_limits` makes limits of. One value an estimate."""

    estimate: Shares
    variance: Shares
    floor: Shares
    effective: Shares
    lone: Shares


def weighted(
    weights: npt.ArrayLike,
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    frame: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Weighted:
    """The weighted share of *answered* (cells,) who are *exposed* (cells,).

    Weights are used by their proportions. With *frame*, the number of persons in each cell, the target is these very
    persons, and cells that all answered add nothing to the variance.

    Raises
    ------
    CountError
        Unless 0 <= exposed <= answered <= frame, whole numbers; for a negative weight; for a weighted cell that nobody
        answered, naming the cells.
    LevelError
        Unless 0 < level < 1.

    References
    ----------
    Korn & Graubard (1998), Surv. Methodol. 24, 193-201 (effective numbers); Särndal, Swensson & Wretman (1992), ch. 5
    and 15 (variance, correction); Wilson (1927), JASA 22, 209-212.

    >>> found = weighted([0.5, 0.3, 0.2], [3, 20, 0], [31, 80, 12])
    >>> round(found.effective, 2), found.interval.rounded(4)
    (79.85, Interval(low=0.0681, high=0.2132, level=0.95, method='weighted'))
    """
    if np.ndim(answered) != 1:
        raise CountError("a weighted rate needs one list of cells; weighted_many takes several")
    return weighted_many(weights, exposed, answered, frame, level)[()]


def weighted_many(
    weights: npt.ArrayLike,
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    frame: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> WeightedMany:
    """`weighted` for many estimates at once: the cells are on the last axis, an estimate at each place of the others.

    *weights* and *frame* are broadcast to the counts. To pad, give a cell the weight 0.
    """
    k, n = checked_counts(exposed, answered)
    if k.ndim == 0:
        raise CountError("a weighted rate needs a list of cells; one cell alone is the work of wilson")
    rate = rated(checked_weights(weights, n), k, n, sampled(n, frame))
    return with_interval(rate, level)


def with_interval(rate: Rate, level: float) -> WeightedMany:
    """*rate* with its interval at *level*."""
    low, high = effective_limits(rate.estimate, rate.effective, normal_quantile(level))
    interval = Intervals(low, high, level, "weighted", status_of(rate))
    return WeightedMany(rate.estimate, rate.variance, rate.floor, rate.effective, rate.lone, interval)


def checked_weights(weights: npt.ArrayLike, n: Shares) -> Shares:
    """*weights* as proportions of the last axis, in the shape of *n*; all 0 stay 0."""
    given = np.asarray(weights, dtype=np.float64)
    try:
        given = np.broadcast_to(given, n.shape)
    except ValueError as wrong:
        raise CountError(f"weights have the shape {given.shape} and answered {n.shape}; give one a cell") from wrong
    if not (np.isfinite(given) & (given >= 0)).all():
        first = given[~(np.isfinite(given) & (given >= 0))].flat[0]
        raise CountError(f"a weight of {first:g}: weights are numbers from 0, none of them missing")
    empty = (given > 0) & (n == 0)
    if empty.any():
        cells = ", ".join(str(cell) for cell in np.unique(np.nonzero(empty)[-1]))
        raise CountError(
            f"nobody answered in cell {cells} (counted from 0), which has weight: collapse it or leave it out"
        )
    total = given.sum(axis=-1, keepdims=True)
    return given / np.where(total > 0, total, 1.0)


def sampled(n: Shares, frame: npt.ArrayLike | None) -> Shares:
    """The finite population correction 1 - n/N of each cell; 1 everywhere without a frame, or where it is empty."""
    if frame is None:
        return np.ones(n.shape)
    size = whole(frame, "frame")
    try:
        size = np.broadcast_to(size, n.shape)
    except ValueError as wrong:
        raise CountError(f"the frame has the shape {size.shape} and answered {n.shape}; give one a cell") from wrong
    if (n > size).any():
        cell = np.argmax(n > size)
        raise CountError(
            f"{n.flat[cell]:g} answered in a frame of {size.flat[cell]:g}: correct the number in the frame"
        )
    return 1.0 - n / np.where(size > 0, size, 1.0)


def rated(shares: Shares, k: Shares, n: Shares, fractions: Shares) -> Rate:
    """The rates of checked cells: *shares* sum to 1 over the last axis (or are all 0), *fractions* are 1 - n/N."""
    there = shares > 0
    size = np.where(there, n, 1.0)
    p = np.where(there, k, 0.0) / size
    all_exposed = (~there | (k == n)).all(axis=-1)
    estimate = np.where(all_exposed, 1.0, np.minimum((shares * p).sum(axis=-1), 1.0))
    estimate = np.where(there.any(axis=-1), estimate, np.nan)
    squared = np.square(shares) * fractions
    variance = (squared * p * (1 - p) / np.maximum(size - 1, 1.0)).sum(axis=-1)
    lean = (squared / size).sum(axis=-1)
    lone = (there & (n == 1) & (fractions > 0)).sum(axis=-1)
    spread = estimate * (1 - estimate)
    return Rate(estimate, variance, spread * lean, effective_number(estimate, variance, lean), lone)


def status_of(rate: Rate) -> Statuses:
    """`no_answers` where nothing has weight, `census` where nothing is left to sample, else `ok`."""
    return statuses(~np.isnan(rate.estimate), np.isinf(rate.effective))


def effective_number(estimate: Shares, variance: Shares, lean: Shares) -> Shares:
    """The number of answers of a simple sample as sure as this; *lean* is the sum of c²f/n. Infinite in a census."""
    spread = estimate * (1 - estimate)
    floored = np.maximum(variance, spread * lean)
    census = lean == 0
    usual = spread / np.where(floored > 0, floored, 1.0)
    return np.where(census, np.inf, np.where(floored > 0, usual, 1 / np.where(census, 1.0, lean)))


def effective_limits(estimate: Shares, effective: Shares, z: float | Shares) -> tuple[Shares, Shares]:
    """Wilson's limits of *estimate* on *effective* answers; the estimate itself if infinite, [0, 1] where it is NaN."""
    nobody, census = np.isnan(estimate), np.isinf(effective)
    share = np.where(nobody, 0.0, estimate)
    size = np.where(nobody, 0.0, np.where(census, 1.0, effective))
    low, high = wilson_limits(share * size, size, z)
    return np.where(census & ~nobody, share, low), np.where(census & ~nobody, share, high)


@overload
def effective_interval(estimate: float, effective: float, level: float = 0.95) -> Interval: ...
@overload
def effective_interval(estimate: Shares, effective: Shares, level: float = 0.95) -> Intervals: ...
def effective_interval(estimate: npt.ArrayLike, effective: npt.ArrayLike, level: float = 0.95) -> Interval | Intervals:
    """Wilson's interval for a share whose *effective* number of answers is known, for example from `domain_rate`.

    An infinite number is a census; no answers (0, or an estimate of NaN) give [0, 1]. Raises CountError for a share
    outside [0, 1] or a negative number.

    >>> effective_interval(0.3, 51.7).rounded(4)
    Interval(low=0.1925, high=0.4351, level=0.95, method='weighted')
    """
    share, size = np.broadcast_arrays(np.asarray(estimate, np.float64), np.asarray(effective, np.float64))
    share = np.where(size == 0, np.nan, share)
    if ((share < 0) | (share > 1)).any() or not (size >= 0).all():
        raise CountError("an estimate is a share between 0 and 1, an effective number of answers 0 or more")
    low, high = effective_limits(share, size, normal_quantile(level))
    return packed(low, high, level, "weighted", statuses(~np.isnan(share), np.isinf(size)))
