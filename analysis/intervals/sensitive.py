"""Questions with built-in noise, and lists: estimators for the designs that hide each answer. Off unless asked for.

Validation studies found no such design better than asking directly and anonymously, and real false positives for some
(Höglinger & Jann 2018, PLoS ONE 13; Höglinger & Diekmann 2017, Political Analysis 25). They are here for a study that
has to read data gathered so. The interval is Wilson's for the share of yes, carried back through the design.
"""

from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import CountError
from analysis.intervals.interval import Interval, normal_quantile, whole
from analysis.intervals.wilson import wilson

Kind = Literal["warner", "crosswise", "forced", "unrelated"]


class Randomised(msgspec.Struct, frozen=True):
    """A share behind a randomised answer. *raw* may lie outside [0, 1], *estimate* is cut to it.

    *variance* uses n - 1 and is NaN with one answer.
    """

    raw: float
    estimate: float
    variance: float
    interval: Interval


class ItemCount(msgspec.Struct, frozen=True):
    """A share from two lists. *freedom* is Welch's; the interval is normal, and not cut to [0, 1]."""

    estimate: float
    standard_error: float
    freedom: float
    interval: Interval


def randomised(
    kind: Kind, yes: int, answered: int, chance: float, *, other: float = 0.0, level: float = 0.95
) -> Randomised:
    """The share who bear the trait, from *yes* of *answered* to a question under a random device.

    *chance* is that of getting the sensitive question itself (`warner`, `forced`, `unrelated`), or the known share of
    the harmless trait (`crosswise`: yes means both or neither). *other* is the chance of being told to say yes
    (`forced`), or the share of yes to the harmless question (`unrelated`).

    Raises CountError for no answers, or for a design in which the answers say nothing of the trait.

    References
    ----------
    Warner (1965), JASA 60, 63-69; Greenberg et al. (1969), JASA 64, 520-539; Boruch (1971), Am. Sociol. 6, 308-311;
    Yu, Tian & Tang (2008), Metrika 67, 251-263.

    >>> round(randomised("warner", 210, 500, 0.7).estimate, 4)
    0.3
    """
    slope, start = _design(kind, chance, other)
    interval = wilson(yes, answered, level)
    if answered == 0:
        raise CountError("no answers to a randomised question: nothing can be said")
    seen = yes / answered
    raw = (seen - start) / slope
    variance = seen * (1 - seen) / (answered - 1) / slope**2 if answered > 1 else float("nan")
    ends = sorted(min(max((end - start) / slope, 0.0), 1.0) for end in (interval.low, interval.high))
    return Randomised(raw, min(max(raw, 0.0), 1.0), variance, Interval(ends[0], ends[1], level, kind))


def _design(kind: Kind, chance: float, other: float) -> tuple[float, float]:
    """The share of yes is slope x trait + start."""
    if not (0 <= chance <= 1 and 0 <= other <= 1):
        raise CountError(f"the design's chances lie between 0 and 1, not {chance:g} and {other:g}")
    slope, start = {
        "warner": (2 * chance - 1, 1 - chance),
        "crosswise": (2 * chance - 1, 1 - chance),
        "forced": (chance, other),
        "unrelated": (chance, (1 - chance) * other),
    }[kind]
    if abs(slope) < 1e-9 or (kind == "forced" and chance + other > 1 + 1e-12):
        raise CountError(f"a {kind} design with the chance {chance:g} tells nothing of the trait; check the design")
    return slope, start


def item_count(control: npt.ArrayLike, treatment: npt.ArrayLike, level: float = 0.95) -> ItemCount:
    """The share who bear the trait that only the *treatment* list has, from persons by number of items ticked from 0.

    Raises CountError unless each list has two answers or more.

    References
    ----------
    Miller (1984); Blair & Imai (2012), Political Analysis 20, 47-77: a difference of means; Welch (1947).
    """
    lists = [_moments(whole(counts, name)) for counts, name in ((control, "control"), (treatment, "treatment"))]
    (mean, part, size), (mean_b, part_b, size_b) = lists
    estimate, error = mean_b - mean, float(np.sqrt(part + part_b))
    down = part**2 / (size - 1) + part_b**2 / (size_b - 1)
    half = normal_quantile(level) * error
    freedom = (part + part_b) ** 2 / down if down > 0 else float("nan")
    return ItemCount(estimate, error, freedom, Interval(estimate - half, estimate + half, level, "item_count"))


def _moments(counts: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    size = float(counts.sum())
    if counts.ndim != 1 or size < 2:
        raise CountError(f"a list answered by {size:g} persons has no variance; two or more are needed")
    items = np.arange(len(counts))
    mean = float((counts * items).sum() / size)
    return mean, float((counts * np.square(items - mean)).sum() / (size - 1) / size), size
