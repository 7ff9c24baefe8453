"""The change of a share from one wave to the next, where nobody can be followed from one to the other.

Answers are anonymous, so the same person may be in both waves and nobody knows. Persons who are exposed in both make
the two shares move together (a correlation above 0), which narrows the true interval; taking them as independent is
the careful default. A correlation of -1 is the worst that could be.
"""

import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.difference import Limits
from analysis.intervals.interval import Shares


def change(share: Shares, limits: Limits, later: Shares, limits_later: Limits, rho: npt.ArrayLike = 0.0) -> Limits:
    """Limits of *later* - *share*, the second wave minus the first, from the limits of each and their correlation.

    Raises CountError for a correlation outside [-1, 1].

    References
    ----------
    Zou & Donner (2008), Statist. Med. 27, 1693-1702; Newcombe (1998), Statist. Med. 17, 2635-2650 (paired).
    """
    together = np.asarray(rho, dtype=np.float64)
    if not ((together >= -1) & (together <= 1)).all():
        raise CountError(f"a correlation lies between -1 and 1, not {together.flat[0]:g}; 0 is the careful default")
    down, up = later - limits_later[0], limits[1] - share
    fall = _joined(down, up, together)
    down, up = limits_later[1] - later, share - limits[0]
    rise = _joined(down, up, together)
    difference = later - share
    return np.maximum(difference - fall, -1.0), np.minimum(difference + rise, 1.0)


def _joined(one: Shares, other: Shares, rho: Shares) -> Shares:
    """The root of one² + other² - 2 rho one other, from a form that cannot turn negative."""
    return np.asarray(np.sqrt(np.square(one - rho * other) + (1 - np.square(rho)) * np.square(other)))
