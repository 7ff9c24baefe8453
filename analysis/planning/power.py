"""The smallest difference that would be found: power by enumeration of the project's own decision.

A difference is *found* when the interval for it (Newcombe's; with the finite population correction where the target is
these persons) lies wholly on its side of 0. With fixed numbers of answers that decision depends on two whole numbers
only, so its probability is a sum over all of them: nothing is simulated and no normal distribution is assumed.
"""

from collections.abc import Callable
from functools import lru_cache

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.intervals.difference import square_and_add
from analysis.intervals.interval import Shares, normal_quantile
from analysis.planning.chances import Side, chances, persons
from analysis.planning.widths import limits

#: How surely a difference shall be found, by the usage of the field.
CHANCE = 0.8
_HALVINGS = 14  # a difference to within 0.00006

Whole = npt.NDArray[np.int64]


class Decision(msgspec.Struct, frozen=True):
    """What is found for each number exposed on the first side, 0 ... answered: *(answered + 1,)* whole numbers.

    *below*: with fewer exposed than that on the second side, the first is found to be higher. *above*: with so many or
    more, the second is.
    """

    first: Side
    second: Side
    below: Whole
    above: Whole


@lru_cache(maxsize=8)
def decision(first: Side, second: Side, level: float) -> Decision:
    """Where the interval of *level* leaves 0 out. It is monotone in both numbers, so halving finds every edge.

    Both sides must have answers.
    """
    k = np.arange(first.answered + 1, dtype=np.float64)
    z = normal_quantile(level)
    share, (low, high) = k / first.answered, limits(first, k, z)

    def difference(other: Whole) -> tuple[Shares, Shares]:
        numbers = other.astype(np.float64)
        return square_and_add(share, (low, high), numbers / second.answered, limits(second, numbers, z))

    below = _first_false(lambda other: difference(other)[0] > 0, len(k), second.answered)
    above = _first_false(lambda other: difference(other)[1] >= 0, len(k), second.answered)
    return Decision(first, second, below, above)


def power(decided: Decision, rate: float, rate_b: float) -> float:
    """The probability that the higher of the two rates is found to be higher; 0 if they are equal."""
    if rate == rate_b:
        return 0.0
    found, other = chances(decided.first, rate), chances(decided.second, rate_b)
    places = found.exposed.astype(np.int64)
    edges = decided.below[places] if rate > rate_b else decided.above[places]
    upto = np.concatenate(([0.0], np.cumsum(other.weights)))
    fewer = upto[np.searchsorted(other.exposed, edges)]
    return float(found.weights @ (fewer if rate > rate_b else 1.0 - fewer))


def smallest_difference(decided: Decision, rate: float) -> float | None:
    """The smallest true difference (0-1) found with the probability `CHANCE`, whichever side is the higher.

    The lower rate is *rate*. None if no higher rate is high enough. In frames the rates are whole persons.
    """
    directions = (
        _smallest(decided.first, decided.second, rate, lambda high, low: power(decided, high, low)),
        _smallest(decided.second, decided.first, rate, lambda high, low: power(decided, low, high)),
    )
    found = [each for each in directions if each is not None]
    return max(found) if len(found) == len(directions) else None


def _smallest(higher: Side, lower: Side, rate: float, chance: Callable[[float, float], float]) -> float | None:
    if higher.frame is not None and lower.frame is not None:
        low = persons(rate, lower.frame) / lower.frame
        start, end = int(low * higher.frame), higher.frame
        if chance(1.0, low) < CHANCE:
            return None
        while end - start > 1:
            middle = (start + end) // 2
            start, end = (start, middle) if chance(middle / higher.frame, low) >= CHANCE else (middle, end)
        return end / higher.frame - low
    if chance(1.0, rate) < CHANCE:
        return None
    least, most = rate, 1.0
    for _ in range(_HALVINGS):
        between = (least + most) / 2
        least, most = (least, between) if chance(between, rate) >= CHANCE else (between, most)
    return most - rate


def _first_false(holds: Callable[[Whole], npt.NDArray[np.bool_]], rows: int, most: int) -> Whole:
    """For each row the first of 0 ... *most* for which *holds* is not true; *most* + 1 if it always is."""
    low, high = np.zeros(rows, dtype=np.int64), np.full(rows, most + 1, dtype=np.int64)
    while (low < high).any():
        middle = (low + high) // 2
        true = holds(np.minimum(middle, most)) & (middle <= most)
        low, high = np.where(true & (low < high), middle + 1, low), np.where(true, high, np.minimum(high, middle))
    return low
