"""The score interval for a difference of two proportions: Miettinen-Nurminen's, and Mee's without its correction.

The limits are the differences D that a score test just does not reject. Instead of searching D and solving the cubic of
the constrained shares for each, the search runs over the multiplier t of the constraint: given t, both shares are
roots of quadratics that nothing cancels in, and the squared statistic is t² V. So it is right at the edges, where the
cubic's closed form loses half its digits.
"""

from typing import overload

import numpy as np
import numpy.typing as npt

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
from analysis.intervals.roots import crossing

Limits = tuple[Shares, Shares]


@overload
def miettinen_nurminen(
    exposed: int, answered: int, exposed_b: int, answered_b: int, level: float = 0.95
) -> Interval: ...
@overload
def miettinen_nurminen(
    exposed: Counts, answered: Counts, exposed_b: Counts, answered_b: Counts, level: float = 0.95
) -> Intervals: ...
def miettinen_nurminen(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
) -> Interval | Intervals:
    """Interval for the first share minus the second; conventions and errors as `newcombe`.

    References
    ----------
    Miettinen & Nurminen (1985), Statist. Med. 4, 213-226: the variance times N/(N - 1), N both sides' answers.

    >>> miettinen_nurminen(56, 70, 48, 80).rounded(4)
    Interval(low=0.0528, high=0.3382, level=0.95, method='miettinen_nurminen')
    """
    first, second = checked_counts(exposed, answered), checked_counts(exposed_b, answered_b)
    correction = corrected(first[1], second[1])
    return _packed(first, second, correction, level, "miettinen_nurminen")


@overload
def mee(exposed: int, answered: int, exposed_b: int, answered_b: int, level: float = 0.95) -> Interval: ...
@overload
def mee(exposed: Counts, answered: Counts, exposed_b: Counts, answered_b: Counts, level: float = 0.95) -> Intervals: ...
def mee(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
) -> Interval | Intervals:
    """As `miettinen_nurminen` without N/(N - 1). Mee (1984), Biometrics 40, 1175-1176.

    >>> mee(56, 70, 48, 80).rounded(4)
    Interval(low=0.0533, high=0.3377, level=0.95, method='mee')
    """
    first, second = checked_counts(exposed, answered), checked_counts(exposed_b, answered_b)
    return _packed(first, second, np.ones(()), level, "mee")


def corrected(n: Shares, n_b: Shares) -> Shares:
    """Miettinen and Nurminen's factor of the variance, N/(N - 1); 1 where there are too few answers for any."""
    both = n + n_b
    return np.where(both > 1, both / np.maximum(both - 1, 1.0), 1.0)


def _packed(first: Limits, second: Limits, correction: Shares, level: float, method: str) -> Interval | Intervals:
    (k, n), (k_b, n_b) = first, second
    answered_both = (n > 0) & (n_b > 0)
    bar = correction * normal_quantile(level) ** 2
    safe, safe_b = np.where(answered_both, n, 1.0), np.where(answered_both, n_b, 1.0)
    k, k_b = np.where(answered_both, k, 0.0), np.where(answered_both, k_b, 0.0)
    low = np.where(answered_both, _lower(k, safe, k_b, safe_b, bar), -1.0)
    high = np.where(answered_both, -_lower(k_b, safe_b, k, safe, bar), 1.0)
    return packed(low, high, level, method, answered_both)


def _lower(k: Shares, n: Shares, k_b: Shares, n_b: Shares, bar: Shares) -> Shares:
    """The least D with (d - D)² <= *bar* V(D).

    With the constraint's multiplier t the score equations are k - n p = t p q and k_b - n_b p_b = -t p_b q_b, so that
    d - D = t V, V = pq/n + p_b q_b/n_b, and the squared statistic t² V rises with t. At the limit D = d - *bar*/t.
    """
    room = k / n + (n_b - k_b) / n_b  # how far the difference can fall, to -1
    open_below = room > 0

    def reached(log_t: Shares) -> Flags:
        t = np.exp(log_t)
        spread = _root(k, n, t) * _root(n - k, n, -t) / n
        spread_b = _root(k_b, n_b, -t) * _root(n_b - k_b, n_b, t) / n_b
        return t * t * (spread + spread_b) >= bar

    least = np.sqrt(4 * bar / (1 / n + 1 / n_b))  # as V is at most that of shares of a half
    most = np.maximum(3 * np.maximum(n, n_b), 2 * bar / np.where(open_below, room, 1.0))
    log_t = crossing(reached, np.log(least) - 1e-9, np.log(np.maximum(most, least)) + 1e-9)
    return np.where(open_below, np.maximum(k / n - k_b / n_b - bar / np.exp(log_t), -1.0), -1.0)


def _root(k: Shares, n: Shares, t: Shares) -> Shares:
    """The p in [0, 1] with k - n p = t p (1 - p), by the form of the quadratic's root that does not cancel."""
    b = n + t
    discriminant = np.where(t > 0, np.square(n - t) + 4 * t * (n - k), np.square(b) - 4 * t * k)
    root = np.sqrt(discriminant)
    positive = b >= 0
    return np.where(positive, 2 * k / np.where(positive & (b + root > 0), b + root, 1.0), (b - root) / (2 * t))
