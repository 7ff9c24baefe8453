"""What figures are drawn with: words, lines, boxes and marks in one coordinate system, and a horizontal axis.

A figure is 420 units wide, which is a narrow telephone. Here is no release and no language.
"""

import math
import textwrap
from collections.abc import Sequence
from typing import Literal

import msgspec

WIDTH = 420
LEFT, RIGHT = 12.0, 408.0
LINE = 17  # between two lines of words
FOOT = 30  # under an axis, for its numbers
_LETTER = 7.1  # a letter's width, generously
_STEPS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)

Form = Literal["circle", "square", "diamond", "ring"]
FORMS: tuple[Form, ...] = ("circle", "square", "diamond")


class Label(msgspec.Struct, frozen=True, tag="label", tag_field="kind"):
    """Words, from (x, y) as *style* says."""

    x: float
    y: float
    text: str
    style: str = "label"


class Path(msgspec.Struct, frozen=True, tag="path", tag_field="kind"):
    """Lines; *d* as in SVG."""

    d: str
    style: str


class Box(msgspec.Struct, frozen=True, tag="box", tag_field="kind"):
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    style: str


class Dot(msgspec.Struct, frozen=True, tag="dot", tag_field="kind"):
    """An estimate's mark."""

    x: float
    y: float
    form: Form


Shape = Label | Path | Box | Dot


class Figure(msgspec.Struct, frozen=True):
    """A whole picture. *id* makes the ids of its title and description unique in a page."""

    id: str
    language: str
    title: str
    description: str
    height: float
    shapes: tuple[Shape, ...]
    width: int = WIDTH


class Drawn(msgspec.Struct, frozen=True):
    """A part of a figure and where the next may begin."""

    shapes: tuple[Shape, ...]
    bottom: float


class Axis(msgspec.Struct, frozen=True):
    """From *low* to *high*, both on a *step*."""

    low: float
    high: float
    step: float

    def x(self, value: float) -> float:
        """Where *value* stands."""
        return round(LEFT + (RIGHT - LEFT) * (value - self.low) / (self.high - self.low), 1)

    def ticks(self) -> tuple[float, ...]:
        """The values that are written out."""
        return tuple(self.low + self.step * n for n in range(round((self.high - self.low) / self.step) + 1))


def shares_axis(highest: float) -> Axis:
    """An axis from 0 that holds *highest* with at most five steps."""
    step = next((each for each in _STEPS if highest <= 5 * each), _STEPS[-2]) if highest > 0 else 0.02
    return Axis(0.0, min(step * max(1 if highest > 0 else 5, math.ceil(highest / step - 1e-9)), 1.0), step)


def differences_axis(lowest: float, highest: float) -> Axis:
    """An axis with 0 on it that holds both ends with at most six steps."""
    lowest, highest = min(lowest, 0.0), max(highest, 0.0)
    step = next(each for each in _STEPS if highest - lowest <= 5 * each or each == _STEPS[-1])
    first, last = math.floor(lowest / step + 1e-9), math.ceil(highest / step - 1e-9)
    return Axis(step * first, step * max(last, first + 1), step)


def wrapped(text: str, beside: str = "", width: float = RIGHT - LEFT, letter: float = _LETTER) -> tuple[str, ...]:
    """*text* in lines that leave room for the word *beside* it."""
    room = width - (letter * (len(beside) + 2) if beside else 0)
    return tuple(textwrap.wrap(text, max(12, int(room / letter)), break_long_words=False)) or ("",)


def heading(text: str, top: float) -> Drawn:
    """A panel's heading."""
    lines = wrapped(text, letter=8.2)
    shapes = tuple(Label(LEFT, top + 18 + 20 * place, line, "heading") for place, line in enumerate(lines))
    return Drawn(shapes, top + 20 * len(lines) + 2)


def opening(title: str, notes: Sequence[str], marks: Sequence[tuple[Form, str]], top: float) -> Drawn:
    """What a figure that stands alone begins with: its title, how it is read, and what each form of mark means."""
    shapes: list[Shape] = []
    y = top
    for line in wrapped(title, letter=9.2):
        y += 23
        shapes.append(Label(LEFT, y, line, "title"))
    y += 5
    for note in notes:
        for line in wrapped(note, letter=6.6):
            y += LINE
            shapes.append(Label(LEFT, y, line, "small"))
    for form, text in marks:
        for place, line in enumerate(wrapped(text, width=RIGHT - LEFT - 20, letter=6.6)):
            y += LINE
            shapes.append(Label(LEFT + 20, y, line, "small"))
            if not place:
                shapes.append(Dot(LEFT + 7, y - 4.5, form))
    return Drawn(tuple(shapes), y + 16)


def stamped(text: str, top: float) -> Drawn:
    """The stamp that stands above all else in a figure, or nothing."""
    if not text:
        return Drawn((), top)
    width = 7.8 * len(text) + 16
    return Drawn((Box(LEFT, top + 3, width, 22, "stamp"), Label(LEFT + 8, top + 19, text, "stamp")), top + 28)


def across(x: float, bands: Sequence[tuple[float, float]]) -> str:
    """A line down at *x*, through the *bands* only."""
    return "".join(f"M{x:g} {top:g}V{bottom:g}" for top, bottom in bands)


def axis_lines(
    axis: Axis, labels: tuple[str, ...], bands: Sequence[tuple[float, float]], bottom: float
) -> tuple[Shape, ...]:
    """The grid behind the marks, the axis and its numbers. Where 0 is inside, a stronger line stands there."""
    places = [axis.x(value) for value in axis.ticks()]
    shapes: list[Shape] = [Path("".join(across(x, bands) for x in places), "grid")] if bands else []
    shapes.append(Path(f"M{LEFT:g} {bottom:g}H{RIGHT:g}", "axis"))
    if axis.low < 0 and bands:
        shapes.append(Path(across(axis.x(0.0), bands), "zero"))
    last = len(places) - 1
    for place, (x, text) in enumerate(zip(places, labels, strict=True)):
        style = "tick first" if place == 0 else "tick last" if place == last else "tick"
        shapes.append(Label(x, bottom + LINE, text, style))
    return tuple(shapes)
