"""The bars: what each method must reach at 95 %, in every case. A method without a bar is shown for comparison."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bench.coverage import cases
from bench.coverage.exact import Measured


class Bar(NamedTuple):
    """The mean of each case (or of all *together*) lies between *low* and *high*, no coverage below *least*."""

    low: float
    high: float
    least: float
    together: bool = False

    def failed(self, found: list[Measured]) -> list[Measured]:
        """The cases that miss the bar."""
        mean = sum(each.mean for each in found) / len(found)
        means = [mean if self.together else each.mean for each in found]
        return [
            each
            for each, middle in zip(found, means, strict=True)
            if not (self.low <= middle <= self.high and self.least <= each.least)
        ]

    def __str__(self) -> str:
        upper = " or more" if self.high == 1 else f" to {self.high:g}"
        least = f", least {self.least:g}" if self.least else ""
        return f"mean {self.low:g}{upper}{' over all cases' if self.together else ''}{least}"


class Estimand(NamedTuple):
    """One kind of number: how it is measured in full and, for the tests, quickly; and the bars of its methods."""

    name: str
    about: str
    full: Callable[[], Iterable[Measured]]
    quick: Callable[[], Iterable[Measured]]
    bars: dict[str, Bar]


class Line(NamedTuple):
    """All cases of one method: the least coverage of all, the range of the means, the mean width, its bar."""

    method: str
    found: list[Measured]
    bar: Bar | None

    @property
    def failed(self) -> list[Measured]:
        return self.bar.failed(self.found) if self.bar else []


def lines(found: Iterable[Measured], bars: dict[str, Bar]) -> Iterator[Line]:
    """One line a method, in the order they come."""
    by_method: dict[str, list[Measured]] = {}
    for each in found:
        by_method.setdefault(each.method, []).append(each)
    for method, measured in by_method.items():
        yield Line(method, measured, bars.get(method))


#: Usually quoted as 0.91. Over every council (below) the definition itself goes down to 0.907, at 37 of 109.
MID_P = 0.905
COUNCIL_METHODS = {name: cases.FRAMED[name] for name in ("hypergeometric mid-P", "hypergeometric exact")}

EVERY = [
    Estimand(
        "One rate, the frame known",
        "every number of exposed people in frames of 31 to 2,400, of whom 30 to 90 % answer",
        lambda: cases.shares(cases.FRAMES, cases.FRAMED),
        lambda: cases.shares(cases.FRAMES[:12], cases.FRAMED),
        {
            "hypergeometric mid-P": Bar(0.95, 1, MID_P),
            "hypergeometric exact": Bar(0.95, 1, 0.95),
            "Wilson with FPC": Bar(0.945, 0.965, 0.8),
        },
    ),
    Estimand(
        "One rate, every council",
        "every frame of 31 to 109, every number of answers from 30 to 90 %, every number of exposed people",
        lambda: cases.shares(cases.COUNCILS, COUNCIL_METHODS),
        lambda: cases.shares(cases.COUNCILS[:60], COUNCIL_METHODS),
        {"hypergeometric mid-P": Bar(0.95, 1, MID_P), "hypergeometric exact": Bar(0.95, 1, 0.95)},
    ),
    Estimand(
        "One rate, the risk",
        "520 risks from 0.0005 to 0.5, 5 to 2,400 answers",
        lambda: cases.shares(cases.ANSWERS, cases.OPEN),
        lambda: cases.shares(cases.ANSWERS[1:6], cases.OPEN),
        {
            "Wilson": Bar(0.945, 0.965, 0.8),
            "mid-P": Bar(0.95, 1, 0.91),
            "Clopper-Pearson": Bar(0.95, 1, 0.95),
        },
    ),
    Estimand(
        "A difference, the frames known",
        "441 pairs of shares from 0.02 to 0.98 in each of four pairs of groups, frames of 61 and more",
        lambda: cases.differences(cases.FRAMED_PAIRS, cases.FRAMED_DIFFERENCES),
        lambda: cases.differences(cases.FRAMED_PAIRS[:3], cases.FRAMED_DIFFERENCES, 11),
        {"Newcombe with FPC": Bar(0.945, 0.965, 0.88), "half a person out": Bar(0.945, 1, 0.88)},
    ),
    Estimand(
        "A difference, a frame of at most 40",
        "441 pairs of shares from 0.02 to 0.98 in each of four pairs of groups; here Newcombe's falls short",
        lambda: cases.differences(cases.SMALL_PAIRS, cases.FRAMED_DIFFERENCES),
        lambda: cases.differences(cases.SMALL_PAIRS[2:3], cases.FRAMED_DIFFERENCES, 11),
        {"half a person out": Bar(0.945, 1, 0.88)},
    ),
    Estimand(
        "A difference, the risks",
        "441 pairs of risks from 0.02 to 0.98 in each of seven pairs of groups",
        lambda: cases.differences(cases.PAIRS, cases.DIFFERENCES),
        lambda: cases.differences(cases.PAIRS[:3], cases.DIFFERENCES),
        {"Newcombe": Bar(0.945, 0.965, 0.88), "Miettinen-Nurminen": Bar(0.945, 0.965, 0.88)},
    ),
    Estimand(
        "A weighted rate",
        "two to four cells whose odds differ by a factor of up to 3.3, 60 levels of risk",
        lambda: cases.standardised(cases.CELLS),
        lambda: cases.standardised(cases.CELLS[:1], 20),
        {"engine": Bar(0.945, 0.965, 0, together=True), "engine with FPC": Bar(0.945, 0.965, 0, together=True)},
    ),
    Estimand(
        "A pooled difference",
        "two or three municipalities, in one case with three answers in a group; 12 pairs of risks",
        lambda: cases.pooled(cases.STRATA),
        lambda: cases.pooled(cases.STRATA[2:], 5),
        {"pooled": Bar(0.94, 0.97, 0), "pooled with FPC": Bar(0.94, 0.97, 0)},
    ),
]
