"""How many of those who answer will be exposed: every number that can come, with its probability.

For the target `risk` the number is binomial: each answer is exposed with the assumed rate. For `population` a fixed
number of the frame's persons are exposed, and it is chance which of them answer: hypergeometric.
"""

from functools import lru_cache

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.intervals.interval import Shares

Whole = npt.NDArray[np.int64]

#: Outcomes rarer than this are left out: of ten thousand, a millionth in all. None that is not lies more standard
#: deviations than the window, and a little, from the middle.
_RARE = 1e-10
_WINDOW = 8.0


class Side(msgspec.Struct, frozen=True):
    """One side of a comparison, or one rate: how many answer, and of how many persons (None if that is not known).

    *frame* None means that the target is the risk, without a finite population correction.
    """

    answered: int
    frame: int | None = None


class Chances(msgspec.Struct, frozen=True):
    """Numbers exposed, and their probabilities, which sum to 1."""

    exposed: Shares
    weights: Shares


def persons(rate: float, frame: int) -> int:
    """The number of *frame* persons that is nearest to the share *rate*, halves upwards."""
    return min(int(rate * frame + 0.5), frame)


@lru_cache(maxsize=64)
def chances(side: Side, rate: float) -> Chances:
    """How many are exposed if the share *rate* (in a frame: the nearest number of persons) is, in rising order.

    >>> found = chances(Side(2), 0.5)
    >>> found.exposed.tolist(), found.weights.round(4).tolist()
    ([0.0, 1.0, 2.0], [0.25, 0.5, 0.25])
    >>> chances(Side(2, 4), 0.5).weights.round(4).tolist()
    [0.1667, 0.6667, 0.1667]
    """
    n = side.answered
    middle, spread = n * rate, _WINDOW * np.sqrt(n * rate * (1 - rate)) + 3 * _WINDOW
    k = np.arange(max(0, int(middle - spread)), min(n, int(middle + spread)) + 1)
    if side.frame is None:
        logs = _choose(n, k) + special.xlogy(k, rate) + special.xlog1py(n - k, -rate)
    else:
        inside = persons(rate, side.frame)
        logs = _choose(inside, k) + _choose(side.frame - inside, n - k) - _choose(side.frame, np.array(n))
    found = np.exp(logs)
    likely = found > _RARE
    return Chances(k[likely].astype(np.float64), found[likely] / found[likely].sum())


def _choose(n: int, k: Whole) -> Shares:
    """The logarithm of n over k; minus infinity where k is not within 0 and n."""
    there = (k >= 0) & (k <= n)
    inside, logs = np.where(there, k, 0), _factorials(n.bit_length())
    return np.where(there, logs[n] - logs[inside] - logs[n - inside], -np.inf)


@lru_cache
def _factorials(bits: int) -> Shares:
    """The logarithms of 0!, 1!, ... of all numbers of so many bits."""
    return np.asarray(special.gammaln(np.arange(1.0, 2.0**bits + 1.0)), dtype=np.float64)
