"""Figures of shares: one indicator in each municipality and group, in the parts of a breakdown, or of a split.

Outside figures are dashed lines with a short name; what they are stands beneath the figure and in its description.
"""

import math
from collections.abc import Sequence

from analysis.disclosure.release import Estimate, Release
from analysis.disclosure.wordings import Wording
from analysis.report.catalogue import Words
from analysis.report.drawing import FORMS, LEFT, LINE, Axis, Figure, Form, Label, Shape, heading, shares_axis, wrapped
from analysis.report.figures.beginning import beginning, stamp_of, titled
from analysis.report.figures.dots import Line, Mark, dots
from analysis.report.names import groups_of, label_of, stratum_of
from analysis.report.sentences import share_text
from questionnaires.plans import Reference

_TALL = 14  # marks in one figure
#: An estimate and what it is called in the figure.
Named = tuple[str, Estimate]


def form_of(release: Release, group: str) -> Form:
    """The form of mark that belongs to *group*."""
    return FORMS[groups_of(release).index(group) % len(FORMS)]


def rates_of(release: Release, indicator: str) -> tuple[Estimate, ...]:
    """The indicator's rates group by group, so that municipalities stand beside each other."""
    groups = groups_of(release)
    ours = [each for each in release.estimates if each.indicator == indicator and each.table == "rates"]
    return tuple(sorted(ours, key=lambda each: groups.index(each.group)))


def references_of(release: Release, indicator: str) -> tuple[Reference, ...]:
    """The published figures that this indicator is shown beside."""
    return tuple(each for each in release.references if each.indicator == indicator)


def indicator_figure(release: Release, wording: Wording, say: Words) -> Figure:
    """One indicator in each municipality and group, without a heading: the page has one."""
    named = _by_stratum(release, wording.id, say)
    return rates_figure(release, wording.id, label_of(release, wording.id, say), named, say, wording.id)


def rates_figure(
    release: Release,
    name: str,
    title: str,
    named: Sequence[Named],
    say: Words,
    indicator: str,
    *,
    beside: Sequence[Named] = (),
) -> Figure:
    """The *named* estimates beneath each other; *name* is unique in the report. With the references of *indicator*.

    The axis also holds the estimates *beside* these, in other figures, so that the eye may compare them.
    """
    stamp = stamp_of(release, say)
    references = references_of(release, indicator)
    axis = _axis([*named, *beside], references)
    shapes, bottom = _panel(release, named, references, axis, say, stamp.bottom)
    return Figure(
        id=f"{say.language}-{name}",
        language=say.language,
        title=titled(release, title, say),
        description=" ".join([*_read(named, say), *_read_references(references, say)]),
        height=bottom,
        shapes=(*stamp.shapes, *shapes),
    )


def whole_figure(release: Release, say: Words) -> Figure:
    """All indicators beneath each other: the figure that stands alone as a file."""
    whole = say("figure.title", title=say.of(release.title))
    marks = [(form_of(release, group), say.choice("group", group)) for group in groups_of(release)]
    references = [each for wording in release.indicators for each in references_of(release, wording.id)]
    every = [each for wording in release.indicators for each in _by_stratum(release, wording.id, say)]
    axis = _axis(every, references)
    begun = beginning(release, whole, (say("figure.legend", level=say.level(release.level)),), marks, say)
    shapes: list[Shape] = list(begun.shapes)
    top, said = begun.bottom, []
    for wording in release.indicators:
        title, named = label_of(release, wording.id, say), _by_stratum(release, wording.id, say)
        own = references_of(release, wording.id)
        head = heading(title, top)
        panel, top = _panel(release, named, own, axis, say, head.bottom)
        shapes += [*head.shapes, *panel]
        for line in (part for each in reference_lines(own, say) for part in wrapped(each, letter=6.6)):
            top += LINE
            shapes.append(Label(LEFT, top, line, "small"))
        top += 14
        said.append(f"{title}: {' '.join([*_read(named, say), *_read_references(own, say)])}")
    return Figure(
        id=f"{say.language}-all",
        language=say.language,
        title=titled(release, whole, say),
        description=" ".join(said),
        height=top,
        shapes=tuple(shapes),
    )


def parts_of(named: Sequence[Named]) -> tuple[tuple[Named, ...], ...]:
    """The estimates in as many figures as it takes for none to be too tall: if several, one group in each."""
    if len(named) <= _TALL:
        return (tuple(named),)
    found: list[tuple[Named, ...]] = []
    for group in dict.fromkeys(each.group for _, each in named):
        own = tuple(each for each in named if each[1].group == group)
        size = math.ceil(len(own) / math.ceil(len(own) / _TALL))  # about the same in each
        found += [own[start : start + size] for start in range(0, len(own), size)]
    return tuple(found)


def legend(release: Release, say: Words) -> str:
    """What the marks and lines mean, and which form of mark belongs to which group."""
    marks = [
        say(f"figure.{form_of(release, group)}", group=say.choice("group_among", group)) for group in groups_of(release)
    ]
    return " ".join([say("figure.legend", level=say.level(release.level)), *marks])


def reference_lines(references: Sequence[Reference], say: Words) -> tuple[str, ...]:
    """What each reference is, with its source, whom it is about and when, and that it is no test."""
    return tuple(
        say(
            "reference.line",
            name=say("reference.name", number=number),
            label=say.of(each.label),
            share=say.share(each.share, 100),
            group=say.choice("group_among", each.group),
            population=say.of(each.population),
            period=say.of(each.period),
            source=each.source,
        )
        for number, each in enumerate(references, 1)
    )


def read_estimate(label: str, estimate: Estimate, say: Words) -> str:
    """An estimate read out: "Linköping, Förtroendevalda: 55 %, 95 % konfidensintervall 42–67 %."."""
    if estimate.share is None or estimate.low is None or estimate.high is None or estimate.answered is None:
        return say("figure.none", label=label, status=share_text(estimate, say))
    if estimate.low == estimate.high:
        return say("figure.census", label=label, share=say.share(estimate.share, estimate.answered))
    share = say.share(estimate.share, estimate.answered)
    share = f"{share} {say('uncertain')}" if estimate.reliability else share
    between = say.shares(estimate.low, estimate.high, estimate.answered)
    return say("figure.some", label=label, share=share, interval=between, level=say.level(estimate.level))


def ticks(axis: Axis, say: Words) -> tuple[str, ...]:
    """The numbers of an axis of shares."""
    return tuple(say.share(value, 100 if axis.step < 0.01 else 0) for value in axis.ticks())


def _by_stratum(release: Release, indicator: str, say: Words) -> tuple[Named, ...]:
    return tuple((stratum_of(release, each, say), each) for each in rates_of(release, indicator))


def _axis(named: Sequence[Named], references: Sequence[Reference]) -> Axis:
    return shares_axis(max([each.high or 0.0 for _, each in named] + [each.share for each in references], default=0.0))


def _panel(
    release: Release, named: Sequence[Named], references: Sequence[Reference], axis: Axis, say: Words, top: float
) -> tuple[tuple[Shape, ...], float]:
    marks = [
        Mark(label, share_text(each, say), form_of(release, each.group), each.share, each.low, each.high)
        for label, each in named
    ]
    lines = [
        Line(
            each.share,
            say("reference.name", number=number),
            tuple(place for place, (_, rate) in enumerate(named) if rate.group == each.group),
        )
        for number, each in enumerate(references, 1)
    ]
    drawn = dots(marks, axis, ticks(axis, say), top, lines)
    return drawn.shapes, drawn.bottom


def _read(named: Sequence[Named], say: Words) -> list[str]:
    return [read_estimate(label, each, say) for label, each in named]


def _read_references(references: Sequence[Reference], say: Words) -> list[str]:
    return list(reference_lines(references, say))
