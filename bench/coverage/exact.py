"""The enumeration: every count with its chance, against every truth.

A *chance table* has a row for each possible outcome and a column for each truth. Those of frames come from factorials,
those of risks from scipy's binomial: neither uses the code that is measured.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special, stats

Floats = npt.NDArray[np.float64]
#: A truth that equals a limit but for rounding is inside.
_SLACK = 1e-12


class Measured(NamedTuple):
    """One method in one case: its coverage at each truth (share of the first group), and the mean width."""

    method: str
    case: str
    truths: Floats
    coverage: Floats
    width: float

    @property
    def least(self) -> float:
        return float(self.coverage.min())

    @property
    def mean(self) -> float:
        return float(self.coverage.mean())


def of_a_frame(answered: int, frame: int) -> Floats:
    """(answered + 1, frame + 1): the chance of each count, for each number of exposed people in the frame."""
    logs = special.gammaln(np.arange(frame + 2) + 1.0)
    seen, people = np.arange(answered + 1)[:, None], np.arange(frame + 1)[None, :]
    others, unseen = frame - people, answered - seen
    possible = (seen <= people) & (unseen <= others)
    ways = logs[people] - logs[seen] - logs[np.where(possible, people - seen, 0)]
    ways = ways + logs[others] - logs[unseen] - logs[np.where(possible, others - unseen, 0)]
    ways += logs[answered] + logs[frame - answered] - logs[frame]
    return np.exp(np.where(possible, ways, -np.inf))


def of_a_risk(answered: int, risks: Floats) -> Floats:
    """(answered + 1, risks): the chance of each count."""
    return np.asarray(stats.binom.pmf(np.arange(answered + 1)[:, None], answered, risks), dtype=np.float64)


def covered(chances: Floats, low: Floats, high: Floats, truths: Floats) -> Floats:
    """The coverage at each truth; *low* and *high* belong to the rows of *chances*."""
    inside = (low[:, None] <= truths + _SLACK) & (truths - _SLACK <= high[:, None])
    return np.asarray((chances * inside).sum(axis=0), dtype=np.float64)


def mean_width(chances: Floats, low: Floats, high: Floats) -> float:
    """The expected width, in the mean over the truths."""
    return float((chances * (high - low)[:, None]).sum(axis=0).mean())


def joint(tables: list[Floats]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The chance table of several independent counts, and the counts themselves (outcomes, counts).

    The tables share their truths: column for column they belong together.
    """
    counts = np.indices([len(table) for table in tables]).reshape(len(tables), -1).T
    chances = np.ones((len(counts), tables[0].shape[1]))
    for place, table in enumerate(tables):
        chances *= table[counts[:, place]]
    return chances, counts
