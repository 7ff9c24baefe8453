"""Where a rising function crosses: bisection over arrays, for limits that have no closed form.

Plain halving, because it cannot fail: each step asks only on which side of the crossing a point lies.
"""

from collections.abc import Callable

import numpy as np

from analysis.intervals.interval import Flags, Shares

#: Enough for a range of a thousand down to the last digit of a number near 1e-16.
_HALVINGS = 66


def crossing(reached: Callable[[Shares], Flags], low: Shares, high: Shares) -> Shares:
    """For each cell the point of [*low*, *high*] from which on *reached* is true; *high* if it never is."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        there = reached(middle)
        low, high = np.where(there, low, middle), np.where(there, middle, high)
    return high
