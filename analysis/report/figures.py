"""Dot-and-whisker figures as SVG: each rate a mark, its confidence interval a line, hidden rates a word.

The two groups differ by the form of their mark as well as its colour, so the figure can be read in grey; every estimate
stands beside its mark in figures and in the text alternative in words. No script, no font of its own, no fixed
background. Here the geometry is worked out; how it is drawn stands in the template.
"""

import textwrap
from typing import Literal

import msgspec

from analysis.disclosure.release import Estimate, Release
from analysis.disclosure.wordings import Wording
from analysis.report.catalogue import Words

WIDTH = 420
_LEFT, _RIGHT = 12.0, 408.0
_ROW, _HEAD, _FOOT = 41, 6, 30
_LINE = 20  # between the lines of a heading
_STEPS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)

Shape = Literal["circle", "square", "diamond"]
_SHAPES: tuple[Shape, ...] = ("circle", "square", "diamond")


class Mark(msgspec.Struct, frozen=True):
    """One rate: *y* of its line, where its mark and whisker ends stand (None if it has no numbers), and its words."""

    y: int
    label: str
    value: str
    shape: Shape
    x: float | None
    low: float | None
    high: float | None


class Tick(msgspec.Struct, frozen=True):
    """A line across the figure with its label."""

    x: float
    label: str


class Panel(msgspec.Struct, frozen=True):
    """One indicator, drawn from (0, *top*) down; *heading* is empty where the page has one already."""

    top: int
    heading: tuple[str, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    axis: int
    height: int


class Figure(msgspec.Struct, frozen=True):
    """A whole picture. *id* makes the ids of its title and description unique in a page."""

    id: str
    language: str
    title: str
    description: str
    width: int
    height: int
    panels: tuple[Panel, ...]


def indicator_figure(release: Release, wording: Wording, words: Words) -> Figure:
    """The figure of one indicator, without a heading: the page has one."""
    panel = _panel(release, wording, words, 0, ())
    return Figure(
        id=f"{words.language}-{wording.id}",
        language=words.language,
        title=words.of(wording.label),
        description=" ".join(_spoken(release, wording, words)),
        width=WIDTH,
        height=panel.height,
        panels=(panel,),
    )


def whole_figure(release: Release, words: Words) -> Figure:
    """All indicators beneath each other: the figure that stands alone as a file."""
    panels: list[Panel] = []
    top, said = 0, []
    for wording in release.indicators:
        panels.append(_panel(release, wording, words, top, tuple(textwrap.wrap(words.of(wording.label), 46))))
        said.append(f"{words.of(wording.label)}: {' '.join(_spoken(release, wording, words))}")
        top += panels[-1].height + 14
    return Figure(
        id=f"{words.language}-all",
        language=words.language,
        title=words("figure.title", title=words.of(release.title)),
        description=" ".join(said),
        width=WIDTH,
        height=top,
        panels=tuple(panels),
    )


def legend(release: Release, words: Words) -> str:
    """What the marks and lines mean, and which form of mark belongs to which group."""
    marks = [
        words(f"figure.{_shape(place)}", group=words.choice("group_among", group))
        for place, group in enumerate(_groups(release))
    ]
    return " ".join([words("figure.legend", level=words.level(release.level)), *marks])


def ordered(release: Release, wording: Wording) -> tuple[Estimate, ...]:
    """The indicator's estimates group by group, so that municipalities stand beside each other."""
    groups = _groups(release)
    ours = [estimate for estimate in release.estimates if estimate.indicator == wording.id]
    return tuple(sorted(ours, key=lambda estimate: groups.index(estimate.group)))


def place_of(release: Release, estimate: Estimate, words: Words) -> str:
    """The municipality's name, or "all together"."""
    names = {place.code: place.name for place in release.wave.places}
    return names[estimate.municipality] if estimate.municipality else words("together")


def value_of(estimate: Estimate, words: Words) -> str:
    """The rate with its interval as it is written beside a mark, or the word for having none."""
    if estimate.share is None or estimate.low is None or estimate.high is None or estimate.answered is None:
        return words(f"status.{estimate.status}")
    share = words.share(estimate.share, estimate.answered)
    return f"{share} ({words.shares(estimate.low, estimate.high, estimate.answered)})"


def _groups(release: Release) -> list[str]:
    return list(dict.fromkeys(stratum.group for stratum in release.strata))


def _shape(place: int) -> Shape:
    return _SHAPES[place % len(_SHAPES)]


def _spoken(release: Release, wording: Wording, words: Words) -> list[str]:
    level = words.level(release.level)
    said = []
    for estimate in ordered(release, wording):
        label = words(
            "figure.label",
            place=place_of(release, estimate, words),
            group=words.choice("group", estimate.group),
        )
        if estimate.share is None or estimate.low is None or estimate.high is None or estimate.answered is None:
            said.append(words("figure.none", label=label, status=words(f"status.{estimate.status}")))
        else:
            share = words.share(estimate.share, estimate.answered)
            between = words.shares(estimate.low, estimate.high, estimate.answered)
            said.append(words("figure.some", label=label, share=share, interval=between, level=level))
    return said


def _panel(release: Release, wording: Wording, words: Words, top: int, heading: tuple[str, ...]) -> Panel:
    estimates = ordered(release, wording)
    step, end = _scale(max((estimate.high or 0.0 for estimate in estimates), default=0.0))
    groups = _groups(release)
    start = _HEAD + _LINE * len(heading)

    def x(share: float | None) -> float | None:
        return None if share is None else round(_LEFT + (_RIGHT - _LEFT) * share / end, 1)

    marks = tuple(
        Mark(
            y=start + _ROW * place + 29,
            label=words(
                "figure.label",
                place=place_of(release, estimate, words),
                group=words.choice("group", estimate.group).lower(),
            ),
            value=value_of(estimate, words),
            shape=_shape(groups.index(estimate.group)),
            x=x(estimate.share),
            low=x(estimate.low),
            high=x(estimate.high),
        )
        for place, estimate in enumerate(estimates)
    )
    axis = start + _ROW * len(marks)
    count = round(end / step)
    ticks = tuple(Tick(x(step * n) or 0.0, _tick(step * n, step, words)) for n in range(count + 1))
    return Panel(top, heading, marks, ticks, axis, axis + _FOOT)


def _scale(highest: float) -> tuple[float, float]:
    """A step and an end of the axis that hold *highest* with at most five steps."""
    step = next((each for each in _STEPS if highest <= 5 * each), _STEPS[-1])
    count = max(1, -int(-(highest - 1e-9) // step))
    return step, min(step * count, 1.0)


def _tick(share: float, step: float, words: Words) -> str:
    return words.share(share, 100 if step < 0.01 else 0)
