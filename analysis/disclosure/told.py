"""What a published number tells of the sheets: sums over the kinds of sheets there can be.

A rate tells how many are exposed, how many in its base are not, and, through its frame, how many it cannot be about:
exactly, or that they are too few to be told. A coarse band tells that a share lies between two others.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from analysis.counting.kinds import EXPOSED, IN_BASE, NOT_APPLICABLE, Kinds, Tied
from analysis.disclosure.programmes import Facts
from analysis.intervals.interval import Shares


class Told(msgspec.Struct, frozen=True):
    """One shown rate of the quantity *indicator*: *exposed* of *answered*.

    *aside*: the least and most that it cannot be about, as its frame tells; None where no frame is known.
    """

    indicator: str
    exposed: int
    answered: int
    aside: tuple[int, int] | None = None


class Band(msgspec.Struct, frozen=True):
    """The share of a hidden quantity is told to lie between *low* and *high*."""

    indicator: str
    low: float
    high: float


def facts(tied: Tied, sheets: int, told: Sequence[Told | Band]) -> Facts:
    """All of *told* that is about the *tied* quantities, and the number of *sheets*. The same fact is given once."""
    rows: dict[tuple[bytes, float, float], Shares] = {}
    place = {name: column for column, name in enumerate(tied.indicators)}
    everything = np.ones(len(tied.kinds))
    found = [(everything, float(sheets), float(sheets))]
    for each in told:
        if each.indicator in place:
            found += statements(tied.kinds, place[each.indicator], each)
    for row, low, high in found:
        rows.setdefault((row.tobytes(), low, high), row)
    low, high = np.array([key[1:] for key in rows]).T
    return Facts(np.array(list(rows.values())), low, high)


def statements(kinds: Kinds, column: int, told: Told | Band) -> list[tuple[Shares, float, float]]:
    """Rows over the *kinds*, each with the least and the greatest that it comes to."""
    state = kinds[:, column]
    exposed, unexposed = (state == EXPOSED).astype(np.float64), (state == IN_BASE).astype(np.float64)
    if isinstance(told, Band):
        return [
            (told.low * (exposed + unexposed) - exposed, -np.inf, 0.0),
            (exposed - told.high * (exposed + unexposed), -np.inf, 0.0),
        ]
    found = [(exposed, float(told.exposed), float(told.exposed))]
    found.append((unexposed, float(told.answered - told.exposed), float(told.answered - told.exposed)))
    aside = (state == NOT_APPLICABLE).astype(np.float64)
    if told.aside is not None and (aside.any() or told.aside[0]):
        found.append((aside, float(told.aside[0]), float(told.aside[1])))
    return found


def aside(frame: int, eligible: int, least: int) -> tuple[int, int]:
    """How many a rate about *eligible* of a *frame* cannot be about: fewer than *least* are not told as left out."""
    left = frame - eligible
    return (left, left) if left else (0, least - 1)
