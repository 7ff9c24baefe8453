"""Mantel and Haenszel's common difference, odds ratio and risk ratio, with the intervals that other programs print.

For checking us against them, and for a table beside a logistic model. What we report is `pooled`: several of these
come out far too narrow with few answers (Sato's covers 72 % instead of 95 % in one of eight small municipalities).
"""

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.difference import Limits
from analysis.intervals.interval import Flags, Interval, Shares, normal_quantile
from analysis.intervals.miettinen_nurminen import corrected
from analysis.intervals.roots import crossing
from analysis.intervals.stratified import paired


class Common(msgspec.Struct, frozen=True):
    """One common measure over strata; *variance* is that of its logarithm for a ratio. NaN where it is undefined."""

    estimate: float
    variance: float
    interval: Interval


Table = tuple[Shares, Shares, Shares, Shares]


def tables(
    exposed: npt.ArrayLike, answered: npt.ArrayLike, exposed_b: npt.ArrayLike, answered_b: npt.ArrayLike
) -> Table:
    """The strata that have answers in both groups, as floats. Raises CountError as `wilson`, or if there is none."""
    table = paired(exposed, answered, exposed_b, answered_b)
    both = (table[1] > 0) & (table[3] > 0)
    if not both.any():
        raise CountError("no stratum has answers in both groups; there is nothing to pool")
    k, n, k_b, n_b = (values[both] for values in table)
    return k, n, k_b, n_b


def common_difference(table: Table) -> float:
    """The Mantel-Haenszel difference of shares: weights n n'/(n + n')."""
    k, n, k_b, n_b = table
    weights = n * n_b / (n + n_b)
    return float((weights * (k / n - k_b / n_b)).sum() / weights.sum())


def sato(table: Table, level: float = 0.95) -> Common:
    """Its interval with Sato's variance. Sato (1989), Biometrics 45, 1323-1324."""
    linear, constant, weight = _sato_parts(table)
    estimate = common_difference(table)
    return _normal(estimate, (estimate * linear + constant) / weight**2, level, "sato")


def greenland_robins_difference(table: Table, level: float = 0.95) -> Common:
    """Its interval with the variance of the weighted differences. Greenland & Robins (1985), Biometrics 41, 55-68."""
    k, n, k_b, n_b = table
    weights = n * n_b / (n + n_b)
    each = k * (n - k) / n**3 + k_b * (n_b - k_b) / n_b**3
    variance = float((np.square(weights) * each).sum() / np.square(weights.sum()))
    return _normal(common_difference(table), variance, level, "greenland_robins")


def klingenberg(table: Table, level: float = 0.95) -> Common:
    """Its interval by solving (estimate - x)² = z² (x P + Q)/W² for x. Klingenberg (2014), Statist. Med. 33, 2968."""
    linear, constant, weight = _sato_parts(table)
    estimate, z = common_difference(table), normal_quantile(level)
    middle = estimate + z * z * linear / (2 * weight**2)
    half = np.sqrt(middle**2 - estimate**2 + z * z * constant / weight**2)
    interval = Interval(float(middle - half), float(middle + half), level, "klingenberg")
    return Common(estimate, (estimate * linear + constant) / weight**2, interval)


def stratified_miettinen_nurminen(table: Table, level: float = 0.95) -> Common:
    """Its interval by the score: (sum of w (d - x))² = z² times the sum of w² V(x), V at shares x apart, N/(N - 1).

    Miettinen & Nurminen (1985), Statist. Med. 4, 213-226, with Mantel-Haenszel weights; as ratesci's `scoreci`.
    """
    _, n, _, n_b = table
    weights = n * n_b / (n + n_b)
    weights, factor = weights / weights.sum(), corrected(n, n_b)
    estimate, z = common_difference(table), normal_quantile(level)

    def spread(apart: Shares) -> Shares:
        share = _constrained(table, apart)
        share_b = np.clip(share - apart, 0.0, 1.0)
        each = share * (1 - share) / n + share_b * (1 - share_b) / n_b
        return np.asarray(z * np.sqrt((np.square(weights) * factor * each).sum()))

    low = crossing(lambda x: estimate - x <= spread(x), np.asarray(-1.0), np.asarray(estimate))
    high = crossing(lambda x: x - estimate > spread(x), np.asarray(estimate), np.asarray(1.0))
    interval = Interval(float(low), float(high), level, "stratified_miettinen_nurminen")
    return Common(estimate, float(np.square(spread(np.asarray(estimate)) / z)), interval)


def _constrained(table: Table, apart: Shares) -> Shares:
    """Each stratum's likeliest first share if the second is *apart* lower: where the score, falling, passes 0."""
    k, n, k_b, n_b = table

    def passed(share: Shares) -> Flags:
        share_b = share - apart
        spread, spread_b = share * (1 - share), share_b * (1 - share_b)
        return (k - n * share) * spread_b + (k_b - n_b * share_b) * spread <= 0

    return crossing(passed, np.full(k.shape, max(0.0, float(apart))), np.full(k.shape, min(1.0, 1.0 + float(apart))))


def _sato_parts(table: Table) -> tuple[float, float, float]:
    k, n, k_b, n_b = table
    total = n + n_b
    linear = (n * n * k_b - n_b * n_b * k + n * n_b * (n_b - n) / 2) / np.square(total)
    constant = (k * (n_b - k_b) + k_b * (n - k)) / (2 * total)
    return float(linear.sum()), float(constant.sum()), float((n * n_b / total).sum())


def common_odds_ratio(table: Table, level: float = 0.95) -> Common:
    """The Mantel-Haenszel odds ratio. Robins, Breslow & Greenland (1986), Biometrics 42, 311-323."""
    k, n, k_b, n_b = table
    total = n + n_b
    up, down = k * (n_b - k_b) / total, (n - k) * k_b / total
    along, across = (k + n_b - k_b) / total, (n - k + k_b) / total
    most, least = up.sum(), down.sum()
    if most == 0 or least == 0:
        return _undefined(float(most), float(least), level, "robins_breslow_greenland")
    variance = (along * up).sum() / (2 * most**2) + (across * down).sum() / (2 * least**2)
    variance += (along * down + across * up).sum() / (2 * most * least)
    return _logarithmic(float(most / least), float(variance), level, "robins_breslow_greenland")


def common_risk_ratio(table: Table, level: float = 0.95) -> Common:
    """The Mantel-Haenszel risk ratio. Greenland & Robins (1985), Biometrics 41, 55-68."""
    k, n, k_b, n_b = table
    total = n + n_b
    most, least = (k * n_b / total).sum(), (k_b * n / total).sum()
    if most == 0 or least == 0:
        return _undefined(float(most), float(least), level, "greenland_robins_ratio")
    pieces = (n * n_b * (k + k_b) - k * k_b * total) / np.square(total)
    return _logarithmic(float(most / least), float(pieces.sum() / (most * least)), level, "greenland_robins_ratio")


def weighted_sum(weights: npt.ArrayLike, shares: Shares, limits: Limits) -> tuple[float, float, float]:
    """A weighted sum of shares and its limits by squaring and adding; weights may be negative.

    Not for cells of a few answers: there it can cover 84 % instead of 95 % (take `engine`).
    Zou & Donner (2008), Statist. Med. 27, 1693-1702.
    """
    given = np.asarray(weights, dtype=np.float64)
    low, high = (np.where(given >= 0, near, far) for near, far in (limits, limits[::-1]))
    estimate = float((given * shares).sum())
    down, up = (float(np.sqrt(np.square(given * (shares - end)).sum())) for end in (low, high))
    return estimate, estimate - down, estimate + up


def _normal(estimate: float, variance: float, level: float, method: str) -> Common:
    half = normal_quantile(level) * float(np.sqrt(variance))
    return Common(estimate, variance, Interval(estimate - half, estimate + half, level, method))


def _logarithmic(estimate: float, variance: float, level: float, method: str) -> Common:
    times = float(np.exp(normal_quantile(level) * np.sqrt(variance)))
    return Common(estimate, variance, Interval(estimate / times, estimate * times, level, method))


def _undefined(most: float, least: float, level: float, method: str) -> Common:
    """A ratio that is 0, infinite or (0 by 0) nothing has no logarithm: its interval is everything."""
    estimate = float("nan") if most == least == 0 else (0.0 if most == 0 else float("inf"))
    return Common(estimate, float("nan"), Interval(0.0, float("inf"), level, method))
