"""Benjamini and Hochberg's adjustment: for a scan of many tests, holding the share of false alarms among the alarms.

For exploring only. The declared comparisons are held by `holm`, which promises more. A test without a p-value is left
out of the order but can be counted in the family (*tests*), as if its p were 1.
"""

import numpy as np
import numpy.typing as npt

from analysis.intervals.holm import family
from analysis.intervals.interval import Shares


def benjamini_hochberg(p: npt.ArrayLike, tests: int | None = None) -> Shares:
    """Adjusted p-values in the order of *p* (one dimension); NaN stays NaN.

    *tests* is the size of the family, by default the number of p-values that are there. Raises CountError as `holm`.

    References
    ----------
    Benjamini & Hochberg (1995), JRSS B 57, 289-300.

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(4).tolist()
    [0.03, 0.04, 0.04]
    """
    there, given, size = family(p, tests, "benjamini_hochberg")
    order = np.argsort(given, kind="stable")[::-1]
    steps = np.minimum.accumulate(given[order] * size / np.arange(len(given), 0, -1))
    ranked = np.empty(len(given))
    ranked[order] = np.minimum(steps, 1.0)
    adjusted = np.full(there.shape, np.nan)
    adjusted[there] = ranked
    return adjusted
