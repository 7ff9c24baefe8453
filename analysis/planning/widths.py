"""How wide the intervals will be: the mean over every number of exposed that can come, not the width at the mean.

The intervals are the project's own: mid-P hypergeometric or Wilson for one rate, Newcombe's square-and-add for two.
"""

import numpy as np

from analysis.intervals.finite import hypergeometric, wilson_fpc_limits
from analysis.intervals.interval import Shares, normal_quantile
from analysis.intervals.wilson import wilson_limits
from analysis.planning.chances import Chances, Side, chances


def expected_width(side: Side, rate: float, level: float) -> float:
    """The expected width (0-1) of the interval for one rate; 1 if nobody answers, 0 if everybody in the frame does."""
    if side.answered == 0:
        return 1.0
    found = chances(side, rate)
    if side.frame is None:
        low, high = limits(side, found.exposed, normal_quantile(level))
        return float(found.weights @ (high - low))
    n, size = (np.full(len(found.exposed), number, dtype=np.int64) for number in (side.answered, side.frame))
    interval = hypergeometric(found.exposed.astype(np.int64), n, size, level)
    return float(found.weights @ (interval.high - interval.low))


def expected_half_width(first: Side, second: Side, rate: float, level: float) -> float:
    """Half the expected width of the interval for the difference of two rates that are both *rate*.

    1 where a side has no answers: then nothing at all is known.
    """
    if first.answered == 0 or second.answered == 0:
        return 1.0
    z = normal_quantile(level)
    sides = [_distances(side, chances(side, rate), z) for side in (first, second)]
    (down, up, weights), (down_b, up_b, weights_b) = sides
    below = np.sqrt(np.add.outer(np.square(down), np.square(up_b)))
    above = np.sqrt(np.add.outer(np.square(up), np.square(down_b)))
    return float(weights @ (below + above) @ weights_b / 2)


def limits(side: Side, exposed: Shares, z: float | Shares) -> tuple[Shares, Shares]:
    """The limits that go into a difference: Wilson's, corrected for the frame if there is one."""
    n = np.full(np.shape(exposed), float(side.answered))
    if side.frame is None:
        return wilson_limits(exposed, n, z)
    return wilson_fpc_limits(exposed, n, np.full(np.shape(exposed), float(side.frame)), z)


def _distances(side: Side, found: Chances, z: float) -> tuple[Shares, Shares, Shares]:
    """How far the limits are below and above each share, and the probability of that share."""
    share = found.exposed / side.answered
    low, high = limits(side, found.exposed, z)
    return share - low, high - share, found.weights
