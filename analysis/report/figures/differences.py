"""Difference plots: each planned comparison a mark and its interval about the line of no difference.

A mark is filled only where the difference stands in its whole family of tests; an empty one cannot be told from none.
"""

from collections.abc import Sequence

from analysis.disclosure.release import Comparison, Release
from analysis.report.catalogue import Words
from analysis.report.drawing import Axis, Drawn, Figure, Form, Shape, differences_axis, heading
from analysis.report.figures.beginning import beginning, stamp_of, titled
from analysis.report.figures.dots import Mark, dots
from analysis.report.findings import is_clear, verdict
from analysis.report.names import kind_of, label_of, pair_of, row_of, side_label

_LONG = 200  # differences in one file


def differences_figure(
    release: Release,
    name: str,
    title: str,
    found: Sequence[Comparison],
    say: Words,
    *,
    headings: bool = True,
    beside: Sequence[Comparison] = (),
) -> Figure:
    """All of *found*, indicator by indicator, over one axis that also holds those *beside* it, in other figures.

    In one panel where each indicator has only one, and all are between the same two.
    """
    indicators = dict.fromkeys(each.indicator for each in found)
    pairs = {pair_of(release, each, say) for each in found}
    if headings and len(indicators) == len(found) > 1 and len(pairs) == 1:
        panels = [(row_of(release, found[0], say), list(found))]
    else:
        panels = [
            (label_of(release, indicator, say) if headings else "", [x for x in found if x.indicator == indicator])
            for indicator in indicators
        ]
    return _figure(release, name, title, panels, say, beside=beside)


def _figure(
    release: Release,
    name: str,
    title: str,
    panels: Sequence[tuple[str, Sequence[Comparison]]],
    say: Words,
    *,
    beside: Sequence[Comparison] = (),
    opens: Drawn | None = None,
) -> Figure:
    found = [each for _, ours in panels for each in ours]
    axis = _axis([*found, *beside])
    sides = _sides(release, found, say)
    unit = say("figure.points", first=sides[0], second=sides[1]) if sides else say("figure.points_each")
    begun = opens or stamp_of(release, say)
    top, said = begun.bottom, []
    shapes: list[Shape] = list(begun.shapes)
    for label, ours in panels:
        if label:
            head = heading(label, top)
            shapes += head.shapes
            top = head.bottom
        alone = len({each.indicator for each in ours}) > 1
        marks = [_mark(release, each, say, alone=alone, between=sides is None) for each in ours]
        drawn = dots(marks, axis, _ticks(axis, say), top, unit=unit)
        shapes += drawn.shapes
        top = drawn.bottom + (10 if label else 0)
        for indicator in dict.fromkeys(each.indicator for each in ours):
            read = " ".join(_read(release, each, say) for each in ours if each.indicator == indicator)
            said.append(f"{label_of(release, indicator, say)}: {read}")
    return Figure(
        id=f"{say.language}-{name}",
        language=say.language,
        title=titled(release, title, say),
        description=" ".join(said),
        height=top,
        shapes=tuple(shapes),
    )


def _sides(release: Release, found: Sequence[Comparison], say: Words) -> tuple[str, str] | None:
    """What is taken from what, where that is the same in the whole figure."""
    sides = {
        (
            side_label(release, each.first, kind_of(each), say),
            side_label(release, each.second, kind_of(each), say),
        )
        for each in found
    }
    return sides.pop() if len(sides) == 1 else None


def whole_differences(release: Release, say: Words) -> Figure | None:
    """All differences that have numbers: the figure that stands alone as a file. None for none, or for very many."""
    found = [each for each in release.comparisons if each.difference is not None]
    if not 0 < len(found) <= _LONG:
        return None
    panels = [
        (label_of(release, indicator, say), [each for each in found if each.indicator == indicator])
        for indicator in dict.fromkeys(each.indicator for each in found)
    ]
    title = say("figure.all_differences", title=say.of(release.title))
    marks: tuple[tuple[Form, str], ...] = (("circle", say("figure.stands")), ("ring", say("figure.stands_not")))
    notes = (say("figure.differences_key", level=say.level(release.level)),)
    opens = beginning(release, title, notes, marks, say)
    return _figure(release, "differences", title, panels, say, opens=opens)


def difference_text(found: Comparison, say: Words) -> str:
    """The difference with its interval, or the word for having none."""
    if found.difference is None or found.low is None or found.high is None:
        return say(f"status.{found.status}")
    return say(
        "difference", difference=say.points(found.difference), low=say.points(found.low), high=say.points(found.high)
    )


def _mark(release: Release, found: Comparison, say: Words, *, alone: bool, between: bool) -> Mark:
    """*alone*: the indicator is its name; *between*: it says which two it is between, since no axis does."""
    form: Form = "circle" if is_clear(found) else "ring"
    named = pair_of(release, found, say) if between else row_of(release, found, say)
    label = label_of(release, found.indicator, say) if alone else named
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
