"""The level at which two intervals that just touch mean a difference at the declared level, and the other way round.

Two 95 % intervals that overlap a little can belong to shares that do differ; readers compare them by eye all the same.
So a figure may draw, inside the 95 % interval, the one at this level. It is for looking only, never for a test.
"""

import math

from scipy import special

from analysis.errors import CountError
from analysis.intervals.interval import normal_quantile


def overlap_level(width_ratio: float = 1.0, level: float = 0.95) -> float:
    """The level of two intervals whose touching is a difference at *level*; *width_ratio* is one width by the other.

    Raises CountError unless the ratio is a number above 0, LevelError for the level.

    References
    ----------
    Goldstein & Healy (1995), JRSS A 158, 175-177: z' = z sqrt(1 + r²) / (1 + r).

    >>> round(overlap_level(1), 4), round(overlap_level(4), 4)
    (0.8342, 0.894)
    """
    z = normal_quantile(level)
    if not (width_ratio > 0 and math.isfinite(width_ratio)):
        raise CountError(f"a ratio of two widths is above 0, not {width_ratio:g}; a census has no width to compare")
    return float(1 - 2 * special.ndtr(-z * math.hypot(1, width_ratio) / (1 + width_ratio)))
