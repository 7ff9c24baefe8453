"""How unlike the others those who did not answer must be for a finding to fall, and what a given unlikeness would do.

"The finding stands unless more than x of those who did not answer ...": x is worked out here. There is no sampling
error in these figures, and no assumption either: they say what would have to be true, not how likely it is.
"""

import math
from typing import overload

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.estimates.bounds import checked_answers
from analysis.intervals.interval import Counts, Shares


class TippingPoint(msgspec.Struct, frozen=True):
    """One comparison's tipping points, each None where nothing can tip it.

    *rate* is the share of the first group's non-respondents, *persons* their number, at which the difference is 0 if
    the second group's non-respondents are like its respondents: a first group that is lower is no longer so with more
    exposed than that, one that is higher with fewer. *shift* is the same with both at work: how much less
    exposed (0-1) the non-respondents of the higher group must be than its respondents, and those of the lower more.
    """

    rate: float | None
    persons: float | None
    shift: float | None


class Tippings(msgspec.Struct, frozen=True):
    """The tipping points of many comparisons; NaN where `TippingPoint` has None."""

    rate: Shares
    persons: Shares
    shift: Shares

    def __getitem__(self, place: int | tuple[int, ...]) -> TippingPoint:
        return TippingPoint(*(_found(float(values[place])) for values in (self.rate, self.persons, self.shift)))


@overload
def tipping(
    exposed: int, answered: int, invited: int, exposed_b: int, answered_b: int, invited_b: int
) -> TippingPoint: ...
@overload
def tipping(
    exposed: Counts, answered: Counts, invited: Counts, exposed_b: Counts, answered_b: Counts, invited_b: Counts
) -> Tippings: ...
def tipping(
    exposed: npt.ArrayLike,
    answered: npt.ArrayLike,
    invited: npt.ArrayLike,
    exposed_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    invited_b: npt.ArrayLike,
) -> TippingPoint | Tippings:
    """Where the difference of the completed shares, first minus second, becomes 0.

    None (NaN in arrays) where a group has no answers, and where no rate in [0, 1] does it; no *shift* either for two
    equal shares, which are no finding. Raises CountError as `bounds`.

    References
    ----------
    Yan, Lee & Li (2009), J. Biopharm. Stat. 19, 1085-1098 (tipping points); Manski (2003), ch. 1.

    >>> point = tipping(8, 34, 61, 147, 1117, 2400)
    >>> round(point.rate, 4), round(point.persons, 2), round(point.shift, 4)
    (0.001, 0.03, 0.1061)
    """
    k, n, size = checked_answers(exposed, answered, invited)
    k_b, n_b, size_b = checked_answers(exposed_b, answered_b, invited_b)
    both = (n > 0) & (n_b > 0)
    share, share_b = k / np.where(both, n, 1.0), k_b / np.where(both, n_b, 1.0)
    silent = size - n
    persons = share_b * size - k
    rate = persons / np.where(silent > 0, silent, 1.0)
    able = both & (silent > 0) & (rate >= 0) & (rate <= 1)
    rate, persons = np.where(able, rate, np.nan), np.where(able, persons, np.nan)
    many = Tippings(
        rate, persons, np.where(both, _shift((share, silent, size), (share_b, size_b - n_b, size_b)), np.nan)
    )
    return many[()] if rate.ndim == 0 else many


def _shift(first: tuple[Shares, Shares, Shares], second: tuple[Shares, Shares, Shares]) -> Shares:
    """The joint shift of two groups of (share, silent, invited): both move to each other, each as far as it can."""
    lower = first[0] < second[0]
    high, low = (
        tuple(np.where(lower, a, b) for a, b in zip(*pair, strict=True)) for pair in ((second, first), (first, second))
    )
    room, room_low = high[0], 1 - low[0]
    part, part_low = (group[1] / np.where(group[2] > 0, group[2], 1.0) for group in (high, low))
    distance = high[0] - low[0]
    near = np.minimum(room, room_low)
    together = part + part_low
    shift = distance / np.where(together > 0, together, 1.0)
    # One group's non-respondents come to 0 or 1 first; from there the other's must do the rest alone.
    rest, room_rest = np.where(room < room_low, part_low, part), np.maximum(room, room_low)
    spent = np.where(room < room_low, part, part_low) * near
    alone = (distance - spent) / np.where(rest > 0, rest, 1.0)
    able = np.where(shift <= near, together > 0, (rest > 0) & (alone <= room_rest))
    found = np.where(shift <= near, shift, alone)
    return np.where(able & (distance > 0), found, np.nan)


def shifted(exposed: npt.ArrayLike, answered: npt.ArrayLike, invited: npt.ArrayLike, by: npt.ArrayLike) -> Shares:
    """The share of *invited* if those who did not answer were exposed *by* (-1 to 1) more than those who did.

    Their share stays within 0 and 1. NaN where nobody answered, unless nobody was left to. Raises CountError as
    `bounds`.
    """
    k, n, size = checked_answers(exposed, answered, invited)
    return _completed(k, n, size, np.clip(_share(k, n) + np.asarray(by, np.float64), 0.0, 1.0))


def odds_shifted(
    exposed: npt.ArrayLike, answered: npt.ArrayLike, invited: npt.ArrayLike, times: npt.ArrayLike
) -> Shares:
    """The same if the odds of those who did not answer were *times* those of the others. CountError if below 0."""
    k, n, size = checked_answers(exposed, answered, invited)
    share, ratio = _share(k, n), np.asarray(times, np.float64)
    if not (ratio >= 0).all():
        raise CountError("odds are 0 or more times other odds, never less")
    odds = 1 - share + ratio * share
    return _completed(k, n, size, np.where(odds > 0, ratio * share / np.where(odds > 0, odds, 1.0), share))


def _share(k: Shares, n: Shares) -> Shares:
    return np.where(n > 0, k / np.where(n > 0, n, 1.0), np.nan)


def _completed(k: Shares, n: Shares, size: Shares, silent_share: Shares) -> Shares:
    return (k + (size - n) * silent_share) / np.where(size > 0, size, np.nan)


def _found(value: float) -> float | None:
    return None if math.isnan(value) else value
