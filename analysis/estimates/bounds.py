"""What the share could be, whoever did not answer: bounds that assume nothing of those whose answers are not counted.

Each answer that is counted is taken for what it is, also where it is a "no" to most questions and a blank to the rest.

At one end nobody of those who gave no answer is exposed, at the other all of them are. There is no sampling error in
these bounds: everybody was invited. They are far wider than a confidence interval, and stand beside it to say how
much of it rests on the assumption that those who answered are like those who did not.
"""

import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.interval import Shares, checked_counts, whole


def bounds(exposed: npt.ArrayLike, answered: npt.ArrayLike, invited: npt.ArrayLike) -> tuple[Shares, Shares]:
    """The least and greatest share of *invited* that can be exposed, given *exposed* of *answered*; NaN if none is.

    For an indicator about a part only (those exposed), everybody who is not known to belong to that part is counted as
    if they could, so the bounds hold but are wide. Raises CountError if answered exceeds invited.

    References
    ----------
    Manski (2003), Partial Identification of Probability Distributions, ch. 1: [k/N, (k + N - n)/N].

    >>> low, high = bounds(8, 34, 61)
    >>> round(float(low), 4), round(float(high), 4)
    (0.1311, 0.5738)
    """
    k, n, size = checked_answers(exposed, answered, invited)
    frame = np.where(size > 0, size, np.nan)
    return k / frame, (k + size - n) / frame


def checked_answers(
    exposed: npt.ArrayLike, answered: npt.ArrayLike, invited: npt.ArrayLike
) -> tuple[Shares, Shares, Shares]:
    """The three as float arrays of one shape. Raises CountError unless 0 <= exposed <= answered <= invited."""
    k, n = checked_counts(exposed, answered)
    k, n, size = np.broadcast_arrays(k, n, whole(invited, "invited"))
    if (n > size).any():
        cell = np.argmax(n > size)
        raise CountError(f"{n.flat[cell]:g} answered of {size.flat[cell]:g} invited: correct the number of invited")
    return k, n, size


def difference_bounds(first: tuple[Shares, Shares], second: tuple[Shares, Shares]) -> tuple[Shares, Shares]:
    """The least and greatest difference, *first* minus *second*, that the bounds of the two shares allow."""
    return first[0] - second[1], first[1] - second[0]
