"""The odds ratio of two proportions: score limits, Cornfield's exact and mid-P limits, Woolf's and Gart's for checks.

For use beside a logistic model only: readers take an odds ratio for a ratio of risks, which it is not. Where nobody or
all are exposed the limits are 0 or inf, and Woolf's, which has none there, is (0, inf).
"""

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.intervals.interval import (
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
from analysis.intervals.score_ratio import parted

Four = tuple[Shares, Shares, Shares, Shares]


def score_odds(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
    *,
    correct: bool = True,
) -> Interval | Intervals:
    """Score interval for the first odds over the second; *correct* takes the variance times N/(N - 1).

    [0, inf] with status `no_answers` where a side has no answers. Raises CountError and LevelError as `wilson` does.

    References
    ----------
    Miettinen & Nurminen (1985), Statist. Med. 4, 213-226.

    >>> score_odds(56, 70, 48, 80).rounded(4)
    Interval(low=1.2816, high=5.5402, level=0.95, method='score_odds')
    """
    k, n, k_b, n_b = _checked(exposed, answered, exposed_b, answered_b)
    bar = (corrected(n, n_b) if correct else np.ones(())) * normal_quantile(level) ** 2
    high = _inverse(_score_lower(k_b, n_b, k, n, bar))
    method = "score_odds" if correct else "score_odds_uncorrected"
    return packed(_score_lower(k, n, k_b, n_b, bar), high, level, method, (n > 0) & (n_b > 0))


def cornfield(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
    *,
    mid_p: bool = True,
) -> Interval | Intervals:
    """Interval for the odds ratio given all margins (as Fisher's test); *mid_p* halves the weight of the table seen.

    Conventions and errors as `score_odds`. Meant for small tables: the work grows with the answers of a cell.

    References
    ----------
    Cornfield (1956), Proc. 3rd Berkeley Symp. 4, 135-148.

    >>> cornfield(56, 70, 48, 80).rounded(4)
    Interval(low=1.2762, high=5.6709, level=0.95, method='cornfield_mid_p')
    """
    k, n, k_b, n_b = _checked(exposed, answered, exposed_b, answered_b)
    normal_quantile(level)  # refuses a level that is none
    tail, shape = (1 - level) / 2, k.shape
    cells = list(zip(*(each.ravel().tolist() for each in (k, n, k_b, n_b)), strict=True))
    low = np.array([_cornfield_lower(a, b, c, d, tail, mid_p) for a, b, c, d in cells]).reshape(shape)
    swapped = np.array([_cornfield_lower(c, d, a, b, tail, mid_p) for a, b, c, d in cells]).reshape(shape)
    method = "cornfield_mid_p" if mid_p else "cornfield_exact"
    return packed(low, _inverse(swapped), level, method, (n > 0) & (n_b > 0))


def woolf(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    level: float = 0.95,
    *,
    added: float = 0.0,
) -> Interval | Intervals:
    """Logarithmic Wald interval for the odds ratio: Woolf's, or Gart's with 0.5 *added* to each number. For checks.

    (0, inf) where a number is 0 and nothing is added.

    References
    ----------
    Woolf (1955), Ann. Hum. Genet. 19, 251-253; Gart (1966), J. R. Statist. Soc. B 28, 164-179.

    >>> woolf(56, 70, 48, 80).rounded(4)
    Interval(low=1.2762, high=5.572, level=0.95, method='woolf')
    """
    k, n, k_b, n_b = _checked(exposed, answered, exposed_b, answered_b)
    z = normal_quantile(level)
    a, b, c, d = (each + added for each in (k, n - k, k_b, n_b - k_b))
    known = (a > 0) & (b > 0) & (c > 0) & (d > 0) & (n > 0) & (n_b > 0)
    a, b, c, d = (np.where(known, each, 1.0) for each in (a, b, c, d))
    middle, half = np.log(a) - np.log(b) - np.log(c) + np.log(d), z * np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    low, high = np.where(known, np.exp(middle - half), 0.0), np.where(known, np.exp(middle + half), np.inf)
    return packed(low, high, level, "gart" if added else "woolf", (n > 0) & (n_b > 0))


def _checked(
    exposed: npt.ArrayLike, answered: npt.ArrayLike, exposed_b: npt.ArrayLike, answered_b: npt.ArrayLike
) -> Four:
    k, n, k_b, n_b = np.broadcast_arrays(*checked_counts(exposed, answered), *checked_counts(exposed_b, answered_b))
    return k, n, k_b, n_b


def _inverse(ratio: Shares) -> Shares:
    return np.where(ratio > 0, 1 / np.where(ratio > 0, ratio, 1.0), np.inf)


def _score_lower(k: Shares, n: Shares, k_b: Shares, n_b: Shares, bar: Shares) -> Shares:
    """The least odds ratio that the score test does not reject.

    The score equations are k - n p = m and k_b - n_b p_b = -m, and the squared statistic m² (1/(n p q) + 1/(n_b p_b
    q_b)) rises with m up to the smaller of k and the unexposed of the other side.
    """
    most = np.minimum(k, n_b - k_b)
    some = most > 0
    most, k = np.where(some, most, 1.0), np.where(some, k, 1.0)
    n, n_b, k_b = np.where(some, n, 1.0), np.where(some, n_b, 1.0), np.where(some, k_b, 0.0)

    def numbers(log_odds: Shares) -> tuple[Shares, Four]:
        m, left = parted(most, log_odds)
        return m, ((k - most) + left, n - k + m, k_b + m, (n_b - k_b - most) + left)

    def reached(log_odds: Shares) -> Flags:
        m, (a, b, c, d) = numbers(log_odds)
        return np.asarray(np.square(m) * (n / a / b + n_b / c / d) >= bar)

    # Where m <= most/2 the statistic is at most 4 m; where less than `least` is left, it is above the bar.
    least = np.minimum(most / 2, np.square(most) / (4 * bar))
    found = crossing(reached, np.log(np.minimum(0.5, bar / (4 * most))) - 1, np.log(most / least) + 1)
    _, (a, b, c, d) = numbers(found)
    return np.where(some, a / b * (d / c), 0.0)


def _cornfield_lower(k: float, n: float, k_b: float, n_b: float, tail: float, mid_p: bool) -> float:
    """The odds ratio at which the chance of k or more (half of k itself if *mid_p*), given the margins, is *tail*."""
    exposed = k + k_b
    counts = np.arange(max(0.0, exposed - n_b), min(n, exposed) + 1)
    if k <= counts[0]:
        return 0.0
    weight = -sum(special.gammaln(each + 1) for each in (counts, n - counts, exposed - counts, n_b - exposed + counts))
    part = np.where(counts > k, 1.0, np.where(counts == k, 0.5 if mid_p else 1.0, 0.0))

    def reached(log_odds: Shares) -> Flags:
        terms = weight + (counts - k) * log_odds
        terms = np.exp(terms - terms.max())
        return np.asarray((terms * part).sum() >= tail * terms.sum())

    return float(np.exp(crossing(reached, np.asarray(-600.0), np.asarray(600.0))))
