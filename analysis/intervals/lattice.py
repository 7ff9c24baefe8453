"""How many of a frame are exposed, between which whole numbers: the hypergeometric limits, searched exactly.

The answers are a simple random sample of the frame without replacement. The lower limit is the least number of exposed
people under whom the count that was seen, or more, has a chance above the tail. The search starts at a guess, doubles
its steps away from it and then halves. Chances come by Loader's saddle-point form (Loader 2000, as in R's `dhyper`),
good to 1e-13, and the terms beyond by their ratios. A chance so close to the tail that this could err is settled with
whole numbers: ties do occur, and a tie is outside.
"""

from fractions import Fraction
from math import comb

import numpy as np

from analysis.intervals.interval import Flags, Shares

#: Closer to the tail than this, whole numbers decide; a slack for ties where there are too many answers for that.
_NEAR, _SLACK = 1e-11, 1e-12
_MOST_EXACT = 4000
_BLOCK = 64


def least_people(k: Shares, n: Shares, frame: Shares, guess: Shares, level: Shares, mid_p: bool) -> Shares:
    """The lower limit in people for each cell (one dimension): min M in [k, frame - n + k] with a tail > (1 - level)/2.

    *level* is each cell's own. *guess* is where the search starts; a poor one costs time only. 0 where k is 0.
    """
    good, bad = frame - n + k, k - 1.0
    good = np.where(k > 0, good, 0.0)
    step = np.ceil(frame / np.maximum(8 * n, 1.0))
    probe = np.clip(np.floor(guess), bad + 1, np.maximum(good - 1, bad + 1))
    first, turned = np.zeros(k.shape, dtype=np.bool_), np.zeros(k.shape, dtype=np.bool_)
    started = np.zeros(k.shape, dtype=np.bool_)
    cells = np.flatnonzero((k > 0) & (good - bad > 1))
    while cells.size:
        there = _above_tail(k[cells], n[cells], frame[cells], probe[cells], level[cells], mid_p)
        good[cells] = np.where(there, probe[cells], good[cells])
        bad[cells] = np.where(there, bad[cells], probe[cells])
        first[cells] = np.where(started[cells], first[cells], there)
        started[cells] = True
        turned[cells] |= there != first[cells]
        away = np.where(first[cells], good[cells] - step[cells], bad[cells] + step[cells])
        halfway = np.floor((good[cells] + bad[cells]) / 2)
        probe[cells] = np.clip(np.where(turned[cells], halfway, away), bad[cells] + 1, good[cells] - 1)
        step[cells] *= 2
        cells = cells[good[cells] - bad[cells] > 1]
    return good


def _above_tail(k: Shares, n: Shares, frame: Shares, people: Shares, level: Shares, mid_p: bool) -> Flags:
    """Whether k or more (half of k itself if *mid_p*) has a chance above the tail, if *people* are exposed."""
    tail = (1 - level) / 2
    seen = np.exp(_log_chance(k, n, frame, people))
    chance = seen * ((0.5 if mid_p else 1.0) + _beyond(k, n, frame, people))
    # Where even the count that was seen has no chance left, it lies far out, on the side that the mean tells.
    chance = np.where(np.isfinite(chance) & (seen > 0), chance, k * frame < n * people)
    above = np.asarray(chance > tail + _SLACK)
    for cell in np.flatnonzero((np.abs(chance - tail) < _NEAR) & (n <= _MOST_EXACT)):
        numbers = (int(k[cell]), int(n[cell]), int(frame[cell]), int(people[cell]))
        above[cell] = _settled(*numbers, float(level[cell]), mid_p)
    return above


def _settled(k: int, n: int, frame: int, people: int, level: float, mid_p: bool) -> bool:
    """The same for one cell, in whole numbers: exact at any size. The level is the decimal as written."""
    term = comb(people, k) * comb(frame - people, n - k)
    ways = term if mid_p else 2 * term
    for seen in range(k, min(n, people)):
        term = term * (people - seen) * (n - seen) // ((seen + 1) * (frame - people - n + seen + 1))
        ways += 2 * term
    return ways > (1 - Fraction(repr(level))) * comb(frame, n)


def _beyond(k: Shares, n: Shares, frame: Shares, people: Shares) -> Shares:
    """P(X > k) / P(X = k), added up from the ratios of neighbouring chances until what is left cannot be seen."""
    total, term, at = np.zeros(k.shape), np.ones(k.shape), k.copy()
    cells = np.flatnonzero(k < np.minimum(n, people))
    block = _BLOCK
    while cells.size:
        i = at[cells, None] + np.arange(block)
        big, drawn, rest = people[cells, None], n[cells, None], (frame - people - n)[cells, None]
        ratio = np.maximum(big - i, 0.0) * np.maximum(drawn - i, 0.0) / ((i + 1) * np.maximum(rest + i + 1, 1.0))
        with np.errstate(over="ignore", invalid="ignore"):
            terms = term[cells, None] * np.cumprod(ratio, axis=1)
            total[cells] += terms.sum(axis=1)
        term[cells], last = terms[:, -1], ratio[:, -1]
        at[cells] += block
        # The ratios fall, so what is left is less than a geometric series of the last of them.
        left = (last >= 1) | (term[cells] * last > 1e-17 * (1 - last) * total[cells])
        cells = cells[left & np.isfinite(total[cells])]
        block = min(2 * block, 4096)
    return total


def _log_chance(k: Shares, n: Shares, frame: Shares, people: Shares) -> Shares:
    """log P(X = k): drawing *n* of *frame* without replacement, *people* of whom are exposed. Loader (2000)."""
    share = n / frame
    return (
        _log_binomial(k, people, share, frame, n)
        + _log_binomial(n - k, frame - people, share, frame, n)
        - _log_binomial(n, frame, share, frame, n)
    )


def _log_binomial(x: Shares, size: Shares, share: Shares, frame: Shares, n: Shares) -> Shares:
    """log of the binomial chance of *x* of *size* at *share* = n/frame, without cancellation."""
    left = (frame - n) / frame
    log_share = np.where(share < 0.5, np.log(share), np.log1p(-left))
    log_left = np.where(share < 0.5, np.log1p(-share), np.log(np.where(left > 0, left, 1.0)))
    inner = (x > 0) & (x < size)
    a, b = np.where(inner, x, 1.0), np.where(inner, size - x, 1.0)
    both = a + b
    curve = _stirling(both) - _stirling(a) - _stirling(b) - _deviance(a, both * share) - _deviance(b, both * left)
    curve += 0.5 * np.log(both / (2 * np.pi * a * b))
    edge = np.where(x > 0, size * log_share, size * log_left)
    return np.where(inner, curve, edge)


def _stirling(n: Shares) -> Shares:
    """log n! less Stirling's formula, for whole n from 1."""
    small = np.minimum(n, 15.0).astype(np.int64)
    m = np.maximum(n, 16.0)
    square = m * m
    series = (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / m
    return np.where(n < 16, _STIRLING[small], series)


def _deviance(x: Shares, mean: Shares) -> Shares:
    """x log(x/mean) + mean - x, by its series where the two are close."""
    v = (x - mean) / (x + mean)
    square = v * v
    series = np.zeros_like(v)
    for power in range(11, 0, -1):
        series = (series + 1 / (2 * power + 1)) * square
    near = (x - mean) * v + 2 * x * v * series
    with np.errstate(divide="ignore", invalid="ignore"):
        far = x * np.log(x / mean) + mean - x
    return np.where(np.abs(v) < 0.1, near, far)


def _stirling_table() -> Shares:
    """The error of Stirling's formula for 0 (unused) to 15, from factorials."""
    errors = [0.0]
    factorial = 1.0
    for n in range(1, 16):
        factorial *= n
        errors.append(float(np.log(factorial) - (n + 0.5) * np.log(n) + n - 0.5 * np.log(2 * np.pi)))
    return np.array(errors)


_STIRLING = _stirling_table()
