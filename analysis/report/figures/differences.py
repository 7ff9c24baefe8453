"""Difference plots: each planned comparison a mark and its interval about the line of no difference.

A mark is filled only where the difference stands in its whole family of tests; an empty one cannot be told from none.
"""

from collections.abc import Sequence

from analysis.disclosure.release import Comparison, Release
from analysis.report.catalogue import Words
from analysis.report.drawing import Axis, Figure, Form, Shape, differences_axis, heading, stamped
from analysis.report.figures.dots import Mark, dots
from analysis.report.findings import is_clear, verdict
from analysis.report.names import label_of, pair_of, row_of

_LONG = 200  # differences in one file


def differences_figure(
    release: Release, name: str, title: str, found: Sequence[Comparison], say: Words, *, headings: bool = True
) -> Figure:
    """All of *found*, indicator by indicator, over one axis; in one panel where each indicator has only one."""
    if headings and len({each.indicator for each in found}) == len(found):
        return _figure(release, name, title, [("", list(found))], say)
    panels = [
        (label_of(release, indicator, say) if headings else "", [each for each in found if each.indicator == indicator])
        for indicator in dict.fromkeys(each.indicator for each in found)
    ]
    return _figure(release, name, title, panels, say)


def _figure(
    release: Release, name: str, title: str, panels: Sequence[tuple[str, Sequence[Comparison]]], say: Words
) -> Figure:
    found = [each for _, ours in panels for each in ours]
    axis = _axis(found)
    stamp = stamped(say("stamp") if release.not_equivalent else "", 0)
    shapes: list[Shape] = list(stamp.shapes)
    top, said = stamp.bottom, []
    for label, ours in panels:
        if label:
            head = heading(label, top)
            shapes += head.shapes
            top = head.bottom
        alone = len({each.indicator for each in ours}) > 1
        drawn = dots([_mark(release, each, say, alone=alone) for each in ours], axis, _ticks(axis, say), top)
        shapes += drawn.shapes
        top = drawn.bottom + (10 if label else 0)
        for indicator in dict.fromkeys(each.indicator for each in ours):
            read = " ".join(_read(release, each, say) for each in ours if each.indicator == indicator)
            said.append(f"{label_of(release, indicator, say)}: {read}")
    return Figure(
        id=f"{say.language}-{name}",
        language=say.language,
        title=f"{say('stamp')}. {title}" if release.not_equivalent else title,
        description=" ".join(said),
        height=top,
        shapes=tuple(shapes),
    )


def whole_differences(release: Release, say: Words) -> Figure | None:
    """All differences that have numbers: the figure that stands alone as a file. None for none, or for very many."""
    found = [each for each in release.comparisons if each.difference is not None]
    if not 0 < len(found) <= _LONG:
        return None
    order = list(dict.fromkeys(each.indicator for each in found))
    found.sort(key=lambda each: order.index(each.indicator))
    return differences_figure(
        release, "differences", say("figure.all_differences", title=say.of(release.title)), found, say
    )


def difference_text(found: Comparison, say: Words) -> str:
    """The difference with its interval, or the word for having none."""
    if found.difference is None or found.low is None or found.high is None:
        return say(f"status.{found.status}")
    return say(
        "difference", difference=say.points(found.difference), low=say.points(found.low), high=say.points(found.high)
    )


def _mark(release: Release, found: Comparison, say: Words, *, alone: bool) -> Mark:
    form: Form = "circle" if is_clear(found) else "ring"
    label = label_of(release, found.indicator, say) if alone else row_of(release, found, say)
    return Mark(label, difference_text(found, say), form, found.difference, found.low, found.high)


def _read(release: Release, found: Comparison, say: Words) -> str:
    label = pair_of(release, found, say)
    if found.difference is None or found.low is None or found.high is None:
        return say("figure.none", label=label, status=say(f"status.{found.status}"))
    return say(
        "figure.difference",
        label=label,
        difference=say.points(found.difference),
        low=say.points(found.low),
        high=say.points(found.high),
        level=say.level(found.level),
        verdict=say(f"verdict.{verdict(found)}"),
    )


def _axis(found: Sequence[Comparison]) -> Axis:
    lows = [each.low for each in found if each.low is not None]
    highs = [each.high for each in found if each.high is not None]
    return differences_axis(min(lows, default=-0.1), max(highs, default=0.1))


def _ticks(axis: Axis, say: Words) -> tuple[str, ...]:
    return tuple(say.points(value, 1 if axis.step < 0.01 else 0) for value in axis.ticks())
