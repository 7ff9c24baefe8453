"""One difference over many municipalities: both groups' rates standardised to the same weights, then compared.

The weights are Mantel-Haenszel's, so a municipality counts by how much it can tell about the difference, and both
groups are weighed alike: a group does not look exposed because it is larger where everybody is exposed. A municipality
without answers in one of the groups says nothing about the difference; it is left out, and named in the result.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.difference import Limits, square_and_add
from analysis.intervals.engine import Rate, Weighted, WeightedMany, effective_limits, rated, sampled, with_interval
from analysis.intervals.interval import (
    Flags,
    Interval,
    Intervals,
    Shares,
    checked_counts,
    normal_quantile,
    statuses,
)
from analysis.intervals.pvalue import inverted
from analysis.intervals.ratio import square_and_add_ratio


class Pooled(msgspec.Struct, frozen=True):
    """One pooled comparison: *estimate* is the first rate minus the second, *quotient* the first by the second.

    *weights* are by stratum and sum to 1; *left_out* are the strata, counted from 0, without answers in a group. If
    all are left out the estimates are NaN. *quotient* is NaN if both rates are 0.
    """

    estimate: float
    difference: Interval
    quotient: float
    ratio: Interval
    first: Weighted
    second: Weighted
    weights: Shares
    p: float
    left_out: tuple[int, ...]


class PooledMany(msgspec.Struct, frozen=True):
    """Many pooled comparisons: the fields of `Pooled`, with the shape of the leading axes.

    *weights* and *left_out* (True where a stratum is left out) have the strata on their last axis.
    """

    estimate: Shares
    difference: Intervals
    quotient: Shares
    ratio: Intervals
    first: WeightedMany
    second: WeightedMany
    weights: Shares
    p: Shares
    left_out: Flags

    def __getitem__(self, place: int | tuple[int, ...]) -> Pooled:
        return Pooled(
            float(self.estimate[place]),
            self.difference[place],
            float(self.quotient[place]),
            self.ratio[place],
            self.first[place],
            self.second[place],
            self.weights[place],
            float(self.p[place]),
            tuple(np.flatnonzero(self.left_out[place]).tolist()),
        )


def pooled_difference(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
    *,
    frame: npt.ArrayLike | None = None,
    frame_b: npt.ArrayLike | None = None,
) -> Pooled:
    """The difference and the ratio of two groups over strata (strata,), each with interval, and one p-value.

    With *frame* and *frame_b* the target is these very persons. The p-value is the alpha at which the difference's
    interval just excludes 0.

    Raises
    ------
    CountError
        Unless 0 <= exposed <= answered <= frame, whole numbers, in each group and stratum.
    LevelError
        Unless 0 < level < 1.

    References
    ----------
    Mantel & Haenszel (1959), JNCI 22, 719-748 (weights); Yan & Su (2010), Stat. Biopharm. Res. 2, 329-335 (the additive
    idea); Zou & Donner (2008), Statist. Med. 27, 1693-1702; Donner & Zou (2012), SMMR 21, 347-359.

    >>> found = pooled_difference([8, 21, 0], [35, 49, 0], [147, 76, 5], [1117, 372, 40])
    >>> found.difference.rounded(4), found.left_out
    (Interval(low=0.0723, high=0.2773, level=0.95, method='pooled'), (2,))
    """
    if np.ndim(answered) != 1:
        raise CountError("a pooled difference needs one list of strata; pooled_differences takes several")
    return pooled_differences(exposed, answered, exposed_b, answered_b, level, frame=frame, frame_b=frame_b)[()]


def pooled_differences(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
    *,
    frame: npt.ArrayLike | None = None,
    frame_b: npt.ArrayLike | None = None,
) -> PooledMany:
    """`pooled_difference` for many comparisons at once: strata on the last axis, the leading axes broadcast.

    For limits alone, many thousand times over (coverage), take `pooled_rates` and `compared`, which look for no p.
    """
    z = normal_quantile(level)
    first, second, weights = pooled_rates((exposed, answered, frame), (exposed_b, answered_b, frame_b))
    there, census = ~np.isnan(first.estimate), np.isinf(first.effective) & np.isinf(second.effective)
    p = np.where(there, inverted(lambda quantile: compared(first, second, quantile), there.shape), np.nan)
    status = statuses(there, census)
    status_b = statuses(there, census & ((first.estimate > 0) | (second.estimate > 0)))
    return PooledMany(
        first.estimate - second.estimate,
        Intervals(*compared(first, second, z), level, "pooled", status),
        _quotient(first.estimate, second.estimate),
        Intervals(*_quotients(first, second, z), level, "pooled_ratio", status_b),
        with_interval(first, level),
        with_interval(second, level),
        weights,
        p,
        weights == 0,
    )


Group = tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike | None]


def pooled_rates(first: Group, second: Group) -> tuple[Rate, Rate, Shares]:
    """The standardised rates of two groups (exposed, answered, frame or None), and the weights of the strata."""
    k, n = checked_counts(first[0], first[1])
    k_b, n_b = checked_counts(second[0], second[1])
    if k.ndim == 0 or k_b.ndim == 0 or k.shape[-1] != k_b.shape[-1]:
        raise CountError(f"strata of the shapes {k.shape} and {k_b.shape} cannot be paired; give one row a stratum")
    k, n, k_b, n_b = np.broadcast_arrays(k, n, k_b, n_b)
    both = n + n_b
    weights = n * n_b / np.where(both > 0, both, 1.0)
    total = weights.sum(axis=-1, keepdims=True)
    shares = weights / np.where(total > 0, total, 1.0)
    return rated(shares, k, n, sampled(n, first[2])), rated(shares, k_b, n_b, sampled(n_b, second[2])), shares


def compared(first: Rate, second: Rate, z: float | Shares) -> Limits:
    """The limits of the difference of two rates at the normal quantile *z*; -1 and 1 where there is none."""
    limits, limits_b = (effective_limits(rate.estimate, rate.effective, z) for rate in (first, second))
    there = ~np.isnan(first.estimate)
    share, share_b = np.where(there, first.estimate, 0.0), np.where(there, second.estimate, 0.0)
    low, high = square_and_add(share, limits, share_b, limits_b)
    return np.where(there, low, -1.0), np.where(there, high, 1.0)


def _quotients(first: Rate, second: Rate, z: float) -> Limits:
    there = ~np.isnan(first.estimate)
    limits, limits_b = (effective_limits(rate.estimate, rate.effective, z) for rate in (first, second))
    share, share_b = np.where(there, first.estimate, 0.0), np.where(there, second.estimate, 0.0)
    low, high = square_and_add_ratio(share, limits, share_b, limits_b)
    # Rounding must not part a census from its quotient; where that is NaN the limits are 0 and inf already.
    quotient = _quotient(share, share_b)
    low, high = np.fmin(low, quotient), np.fmax(high, quotient)
    point = np.isinf(first.effective) & np.isinf(second.effective) & ~np.isnan(quotient)
    low, high = np.where(point, quotient, low), np.where(point, quotient, high)
    return np.where(there, low, 0.0), np.where(there, high, np.inf)


def _quotient(share: Shares, share_b: Shares) -> Shares:
    """One share by another: infinite if only the second is 0, NaN if both are."""
    usual = share / np.where(share_b > 0, share_b, 1.0)
    return np.where(share_b > 0, usual, np.where(share > 0, np.inf, np.nan))
