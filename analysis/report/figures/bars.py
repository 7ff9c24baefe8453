"""Stacked bars for the steps of a scale: around a middle for agreement, from the left for a frequency.

The middle of an agreement scale stands astride the zero line, so that the eye compares what lies on each side of it.
What lies below the middle is hatched, so that the two sides differ in grey too.
A step that cannot be told from its neighbour, since a number between them is hidden, is drawn together with it.
"""

from collections.abc import Sequence

import msgspec

from analysis.report.drawing import LEFT, LINE, RIGHT, Box, Drawn, Label, Path, Shape, across, wrapped

_HEIGHT = 22
_LETTER, _NARROW = 7.6, 6.2  # a letter inside a segment, and a small one
_HATCH = 6  # between two lines of a hatching


class Segment(msgspec.Struct, frozen=True):
    """Neighbouring steps *first* to *last* (0 is the lowest), their share (0-1), and how it is written."""

    first: int
    last: int
    share: float
    value: str


class Bar(msgspec.Struct, frozen=True):
    """One stratum: its steps from the lowest, or none and a *word* for why."""

    label: str
    segments: tuple[Segment, ...]
    word: str = ""


def shade(first: int, last: int, steps: int, *, diverging: bool) -> str:
    """The style of a segment: how far it is from the middle, or from never; `mixed` if it is several steps."""
    if first != last:
        return "step mixed"
    if not diverging:
        return f"step up{round(first * 3 / max(1, steps - 1))}"
    away = first - (steps - 1) / 2
    side = "middle" if away == 0 else "down" if away < 0 else "up"
    rank = 0 if away == 0 else max(1, round(3 * abs(away) / ((steps - 1) / 2)))
    return f"step {side}{rank}" if rank else "step middle"


def below(segment: Segment, steps: int) -> float:
    """How much of *segment* lies left of the zero line."""
    middle, wide = (steps - 1) / 2, segment.last - segment.first + 1
    under = min(max(middle - segment.first + 0.5, 0.0), float(wide))
    return segment.share * under / wide


def bars(rows: Sequence[Bar], steps: int, top: float, *, diverging: bool) -> Drawn:
    """All *rows* from *top* down, on one scale."""
    lefts = [sum(below(each, steps) for each in row.segments) if diverging else 0.0 for row in rows]
    left = max(lefts, default=0.0)
    right = max((1.0 - own for own, row in zip(lefts, rows, strict=True) if row.segments), default=1.0)
    unit = (RIGHT - LEFT) / max(left + right, 1.0)
    zero = LEFT + unit * left
    shapes: list[Shape] = []
    bands: list[tuple[float, float]] = []
    y = top + 4
    for row, own in zip(rows, lefts, strict=True):
        words = wrapped(row.label, row.word)
        shapes.extend(Label(LEFT, y + 15 + LINE * place, text) for place, text in enumerate(words))
        if row.word:
            shapes.append(Label(RIGHT, y + 15, row.word, "value none"))
        y += LINE * len(words) + 5
        if row.segments:
            shapes.extend(_segments(row, zero - unit * own, y, unit, steps, diverging=diverging))
            bands += [(y - 4, y), (y + _HEIGHT, y + _HEIGHT + 4)]  # above and below, so as not to strike out a number
            y += _HEIGHT + 8
    if diverging and bands:
        shapes.append(Path(across(round(zero, 1), bands), "zero"))
    return Drawn(tuple(shapes), y + 6)


def _segments(bar: Bar, x: float, y: float, unit: float, steps: int, *, diverging: bool) -> list[Shape]:
    shapes: list[Shape] = []
    for each in bar.segments:
        width = unit * each.share
        style = shade(each.first, each.last, steps, diverging=diverging)
        shapes += _filled(Box(round(x, 1), y, round(width, 1), _HEIGHT, style))
        number = each.value.rstrip("%").rstrip()
        if width > _LETTER * len(each.value) + 4:
            shapes.append(Label(round(x + width / 2, 1), y + 16, each.value, f"inside {style}"))
        elif width > _NARROW * len(number) + 2:  # the neighbours say what is counted
            shapes.append(Label(round(x + width / 2, 1), y + 15, number, f"inside tight {style}"))
        x += width
    return shapes


def _filled(box: Box) -> tuple[Shape, ...]:
    """*box*, hatched if it is below the middle."""
    if " down" not in box.style:
        return (box,)
    d = ""
    for along in range(_HATCH, int(box.width + box.height), _HATCH):  # where a line meets the upper edge, or would
        over, under = min(along, box.width), max(along - box.height, 0.0)
        d += f"M{box.x + under:.1f} {box.y + along - under:.1f}L{box.x + over:.1f} {box.y + along - over:.1f}"
    return (box, Path(d, f"hatch {box.style}"))


def key(names: Sequence[str], top: float, *, diverging: bool) -> Drawn:
    """The names of the steps, each with its shade, from the lowest."""
    shapes: list[Shape] = []
    x, y = LEFT, top + 4
    for place, name in enumerate(names):
        width = 22 + 7.2 * len(name) + 14
        if x > LEFT and x + width > RIGHT + 14:
            x, y = LEFT, y + 20
        style = shade(place, place, len(names), diverging=diverging)
        shapes.extend((*_filled(Box(x, y, 14, 14, style)), Label(x + 20, y + 12, name, "small")))
        x += width
    return Drawn(tuple(shapes), y + 26)
