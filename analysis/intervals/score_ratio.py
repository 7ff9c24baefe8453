"""The score interval for a ratio of two proportions: Koopman's, and Miettinen-Nurminen's with N/(N - 1).

As for the difference (`miettinen_nurminen`) the search runs over the multiplier of the constraint, given which both
shares are fractions in closed form. It runs on the logarithm of the multiplier over what is left to it, so that a limit
close to 0, and one close to the estimate of a million answers, keep all their digits. With nobody exposed on the second
side there is no upper limit: inf, never a large number.
"""

from typing import overload

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.intervals.interval import (
    Counts,
    Flags,
    Interval,
    Intervals,
    Shares,
    checked_counts,
    normal_quantile,
    packed,
)
from analysis.intervals.miettinen_nurminen import corrected
from analysis.intervals.roots import crossing

Limits = tuple[Shares, Shares]


@overload
def koopman(exposed: int, answered: int, exposed_b: int, answered_b: int, level: float = 0.95) -> Interval: ...
@overload
def koopman(
    exposed: Counts, answered: Counts, exposed_b: Counts, answered_b: Counts, level: float = 0.95
) -> Intervals: ...
def koopman(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
) -> Interval | Intervals:
    """Interval for the first share over the second: 0 below where k = 0, inf above where k_b = 0.

    [0, inf] with status `no_answers` where a side has no answers. Raises CountError and LevelError as `wilson` does.

    References
    ----------
    Koopman (1984), Biometrics 40, 513-517.

    >>> koopman(56, 70, 48, 80).rounded(4)
    Interval(low=1.0798, high=1.6708, level=0.95, method='koopman')
    """
    first, second = checked_counts(exposed, answered), checked_counts(exposed_b, answered_b)
    return _packed(first, second, np.ones(()), level, "koopman")


@overload
def miettinen_nurminen_ratio(
    exposed: int, answered: int, exposed_b: int, answered_b: int, level: float = 0.95
) -> Interval: ...
@overload
def miettinen_nurminen_ratio(
    exposed: Counts, answered: Counts, exposed_b: Counts, answered_b: Counts, level: float = 0.95
) -> Intervals: ...
def miettinen_nurminen_ratio(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
) -> Interval | Intervals:
    """As `koopman`, the variance times N/(N - 1). Miettinen & Nurminen (1985), Statist. Med. 4, 213-226.

    >>> miettinen_nurminen_ratio(56, 70, 48, 80).rounded(4)
    Interval(low=1.079, high=1.6721, level=0.95, method='miettinen_nurminen_ratio')
    """
    first, second = checked_counts(exposed, answered), checked_counts(exposed_b, answered_b)
    return _packed(first, second, corrected(first[1], second[1]), level, "miettinen_nurminen_ratio")


def _packed(first: Limits, second: Limits, correction: Shares, level: float, method: str) -> Interval | Intervals:
    k, n, k_b, n_b = np.broadcast_arrays(*first, *second)
    bar = correction * normal_quantile(level) ** 2
    low, upside_down = _lower(k, n, k_b, n_b, bar), _lower(k_b, n_b, k, n, bar)
    high = np.where(upside_down > 0, 1 / np.where(upside_down > 0, upside_down, 1.0), np.inf)
    return packed(low, high, level, method, (n > 0) & (n_b > 0))


def _lower(k: Shares, n: Shares, k_b: Shares, n_b: Shares, bar: Shares) -> Shares:
    """The least ratio p/p_b that the score test does not reject; 0 where k is 0 or a side has no answers.

    With m the multiplier (times p) the score equations are k - n p = m q and k_b - n_b p_b = -m q_b, so p =
    (k - m)/(n - m), p_b = (k_b + m)/(n_b + m), and the squared statistic m² (q/(n p) + q_b/(n_b p_b)) rises with m from
    0 to k. Where all are exposed (k = n) p stays 1 until m = n, and only then falls.
    """
    some = (k > 0) & (n_b > 0)
    k, n, n_b = np.where(some, k, 1.0), np.where(some, n, 1.0), np.where(some, n_b, 1.0)
    k_b = np.where(some, k_b, 1.0)
    missed, missed_b = n - k, n_b - k_b

    def reached(odds: Shares) -> Flags:
        m, left = parted(k, odds)
        statistic = np.square(m) * (missed / (n * left) + missed_b / (n_b * (k_b + m)))
        return np.asarray(statistic >= bar)

    # Where m <= k/2 the statistic is at most 2 m; where less than `least` is left, it is above the bar.
    least = np.where(missed > 0, np.minimum(k / 2, np.square(k) * missed / (4 * n * bar)), k * 1e-280)
    odds = crossing(reached, np.log(np.minimum(0.5, bar / (2 * k))) - 1, np.log(k / least) + 1)
    m, left = parted(k, odds)
    ratio = left / (missed + left) * ((n_b + m) / (k_b + m))
    # Where all are exposed and even m = n is not enough, p itself falls: the statistic there is n q/p + the rest.
    rest = np.square(n) * missed_b / (n_b * (k_b + n))
    ratio_all = n / (n + np.maximum(bar - rest, 0.0)) * ((n_b + n) / (k_b + n))
    return np.where(some, np.where((missed == 0) & (rest < bar), ratio_all, ratio), 0.0)


def parted(whole: Shares, log_odds: Shares) -> tuple[Shares, Shares]:
    """*whole* in two parts whose ratio has the logarithm *log_odds*; both keep all their digits."""
    return whole * special.expit(log_odds), whole * special.expit(-log_odds)
