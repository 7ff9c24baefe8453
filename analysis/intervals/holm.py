"""Holm's adjustment: many tests in one declared family, with the chance of any false alarm held.

A test without a p-value is left out of the order, but can still be counted in the family (*tests*), as if its p were 1.
So a hidden test never shines through the adjusted p of its neighbours, which an ordinary adjustment would let it do.
"""

import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.interval import Flags, Shares


def holm(p: npt.ArrayLike, tests: int | None = None) -> Shares:
    """Adjusted p-values in the order of *p* (one dimension); NaN stays NaN.

    *tests* is the size of the family, by default the number of p-values that are there (as R's `p.adjust`, whose
    argument `n` it is). Raises CountError if a p is outside [0, 1] or the family is smaller than its tests.

    References
    ----------
    Holm (1979), Scand. J. Statist. 6, 65-70.

    >>> holm([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    there, given, size = family(p, tests, "holm")
    order = np.argsort(given, kind="stable")
    steps = np.maximum.accumulate(given[order] * (size - np.arange(len(given))))
    ranked = np.empty(len(given))
    ranked[order] = np.minimum(steps, 1.0)
    adjusted = np.full(there.shape, np.nan)
    adjusted[there] = ranked
    return adjusted


def family(p: npt.ArrayLike, tests: int | None, method: str) -> tuple[Flags, Shares, int]:
    """Which of *p* are there, their values, and the size of the family. Raises CountError naming the *method*."""
    values = np.asarray(p, dtype=np.float64)
    there = ~np.isnan(values)
    given = values[there]
    if ((given < 0) | (given > 1)).any():
        raise CountError(f"a p-value lies between 0 and 1; check the values given to {method}")
    size = len(given) if tests is None else tests
    if size < len(given):
        raise CountError(f"a family of {size} tests cannot hold {len(given)} p-values; give the declared number")
    return there, given, size
