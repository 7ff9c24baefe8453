"""Dot-and-whisker: each share a mark, its confidence interval a line, references dashed, hidden shares a word."""

from collections.abc import Sequence

import msgspec

from analysis.report.drawing import (
    FOOT,
    LEFT,
    LINE,
    RIGHT,
    Axis,
    Dot,
    Drawn,
    Form,
    Label,
    Path,
    Shape,
    across,
    axis_lines,
    wrapped,
)

_CAP = 7  # half the height of a whisker's end


class Mark(msgspec.Struct, frozen=True):
    """One estimate: who, its numbers in words, and the numbers themselves, None where there are none.

    *first* and *last* are the ends of a wider range around the whisker, drawn as a pale bar.
    """

    label: str
    value: str
    form: Form
    middle: float | None
    low: float | None
    high: float | None
    first: float | None = None
    last: float | None = None


class Line(msgspec.Struct, frozen=True):
    """A value from elsewhere under a short *name*, drawn beside the marks in the places *beside*."""

    value: float
    name: str
    beside: tuple[int, ...]


def dots(
    marks: Sequence[Mark], axis: Axis, ticks: tuple[str, ...], top: float, lines: Sequence[Line] = (), unit: str = ""
) -> Drawn:
    """All *marks* from *top* down over one *axis*, with its *unit* beneath. Lines stand beside marks, never in words.

    Where there are only words there is nothing to measure, and no axis.
    """
    start = top + (18 if lines else 4)
    shapes: list[Shape] = []
    bands: dict[int, tuple[float, float]] = {}
    y = start
    for place, mark in enumerate(marks):
        drawn = _row(mark, axis, y)
        shapes.extend(drawn.shapes)
        if mark.middle is not None or mark.first is not None:
            bands[place] = (drawn.bottom - 22, drawn.bottom)
        y = drawn.bottom
    if not bands:
        return Drawn(tuple(shapes), y + 8)
    back = list(axis_lines(axis, ticks, tuple(bands.values()), y))
    for line in lines:
        x = axis.x(line.value)
        own = [band for place, band in bands.items() if place in line.beside]
        if own:
            back.append(Path(across(x, own), "reference"))
        back.append(Label(x, start - 4, line.name, "tick"))
    beneath = wrapped(unit, letter=6.6) if unit else ()
    back += [Label((LEFT + RIGHT) / 2, y + 2 * LINE + LINE * place, text, "tick") for place, text in enumerate(beneath)]
    return Drawn((*back, *shapes), y + FOOT + LINE * len(beneath))


def _row(mark: Mark, axis: Axis, top: float) -> Drawn:
    absent = mark.middle is None
    words = wrapped(mark.label, mark.value)
    shapes: list[Shape] = [Label(LEFT, top + 15 + LINE * place, text) for place, text in enumerate(words)]
    shapes.append(Label(RIGHT, top + 15, mark.value, "value none" if absent else "value"))
    y = top + 12 + LINE * len(words)
    if mark.first is not None and mark.last is not None:
        first, last = axis.x(mark.first), axis.x(mark.last)
        shapes.append(Path(f"M{first:g} {y:g}H{last:g}", "span"))
    if mark.middle is None or mark.low is None or mark.high is None:
        return Drawn(tuple(shapes), y - 2 if mark.first is None else y + 12)
    low, high = axis.x(mark.low), axis.x(mark.high)
    ends = f"M{low:g} {y - _CAP:g}v{2 * _CAP}M{high:g} {y - _CAP:g}v{2 * _CAP}"
    shapes.append(Path(f"M{low:g} {y:g}H{high:g}{ends}", f"whisker {mark.form}"))
    shapes.append(Dot(axis.x(mark.middle), y, mark.form))
    return Drawn(tuple(shapes), y + 12)
