"""Who answered, and what those who did not could change: response rates, and bounds around the headline's intervals.

The pale bar holds whatever those whose answers are not counted could have said; the interval inside it is what is left
of the uncertainty if they are like the others.
"""

from analysis.disclosure.release import Estimate, Release, Stratum
from analysis.report.catalogue import Words
from analysis.report.drawing import (
    LEFT,
    LINE,
    RIGHT,
    Axis,
    Box,
    Drawn,
    Figure,
    Label,
    Shape,
    heading,
    wrapped,
)
from analysis.report.figures.beginning import beginning, stamp_of, titled
from analysis.report.figures.dots import Mark, dots
from analysis.report.figures.rates import form_of, rates_of, read_estimate, ticks
from analysis.report.names import groups_of, label_of, stratum_name, stratum_of
from analysis.report.sentences import share_text

_WHOLE = Axis(0.0, 1.0, 0.2)


def whole_response(release: Release, say: Words) -> Figure:
    """The same as a file of its own."""
    title = say("figure.response", title=say.of(release.title))
    marks = [(form_of(release, group), say.choice("group", group)) for group in groups_of(release)]
    notes = (say("response.legend", level=say.level(release.level)),)
    return response_figure(release, say, title, beginning(release, title, notes, marks, say))


def response_figure(release: Release, say: Words, title: str = "", opens: Drawn | None = None) -> Figure:
    """Response of every stratum, then the bounds of the headline indicator."""
    begun = opens or stamp_of(release, say)
    shapes: list[Shape] = list(begun.shapes)
    first = heading(say("response.figure"), begun.bottom)
    shapes += first.shapes
    y = first.bottom + 4
    said = []
    for stratum in release.strata:
        drawn, y = _bar(release, stratum, y, say)
        shapes += drawn
        label = stratum_name(release, stratum.municipality, stratum.group, say)
        said.append(say("figure.none", label=label, status=_response(release, stratum, say)))
    headline = release.indicators[0].id
    possible = say("response.bounds", label=label_of(release, headline, say))
    second = heading(possible, y + 8)
    estimates = rates_of(release, headline)
    marks = [_mark(release, each, say) for each in estimates]
    panel = dots(marks, _WHOLE, ticks(_WHOLE, say), second.bottom)
    shapes += [*second.shapes, *panel.shapes]
    said.append(f"{possible}:")
    said += [_read(release, each, say) for each in estimates]
    return Figure(
        id=f"{say.language}-response",
        language=say.language,
        title=titled(release, title or say("response.title"), say),
        description=" ".join(said),
        height=panel.bottom,
        shapes=tuple(shapes),
    )


def _response(release: Release, stratum: Stratum, say: Words) -> str:
    if stratum.answered is None:
        return say("answered.few", min_answered=release.rules.min_answered)
    if not stratum.invited:
        return "–"
    share = say.share(stratum.answered / stratum.invited, stratum.invited)
    return say("response.value", share=share, answered=say.whole(stratum.answered), invited=say.whole(stratum.invited))


def _bar(release: Release, stratum: Stratum, y: float, say: Words) -> tuple[list[Shape], float]:
    value = _response(release, stratum, say)
    lines = wrapped(stratum_name(release, stratum.municipality, stratum.group, say), value)
    none = stratum.answered is None or not stratum.invited
    shapes: list[Shape] = [Label(LEFT, y + 15 + LINE * place, line) for place, line in enumerate(lines)]
    shapes.append(Label(RIGHT, y + 15, value, "value none" if none else "value"))
    y += LINE * len(lines) + 5
    if stratum.answered is None or not stratum.invited:
        return shapes, y + 2
    width = RIGHT - LEFT
    shapes.append(Box(LEFT, y, width, 10, "bar missing"))
    shapes.append(Box(LEFT, y, round(width * stratum.answered / stratum.invited, 1), 10, "bar answered"))
    return shapes, y + 18


def _mark(release: Release, each: Estimate, say: Words) -> Mark:
    label = stratum_of(release, each, say)
    value = share_text(each, say)
    if each.bounds_low is not None and each.bounds_high is not None and each.answered is not None:
        value = say.shares(each.bounds_low, each.bounds_high, each.answered)
    return Mark(
        label, value, form_of(release, each.group), each.share, each.low, each.high, each.bounds_low, each.bounds_high
    )


def _read(release: Release, each: Estimate, say: Words) -> str:
    label = stratum_of(release, each, say)
    text = read_estimate(label, each, say)
    if each.bounds_low is None or each.bounds_high is None or each.answered is None:
        return text
    return f"{text} {say('figure.bounds', bounds=say.shares(each.bounds_low, each.bounds_high, each.answered))}"
