"""Figures of scales: how the answers of each stratum lie from the lowest step to the highest.

The steps are the differences between neighbouring published cumulative shares; where one of these is hidden, the steps
on both sides of it are drawn as one, since the release does not tell them apart.
"""

import msgspec

from analysis.disclosure.release import Estimate, Release
from analysis.disclosure.wordings import ScaleWords
from analysis.report.catalogue import Words
from analysis.report.drawing import Drawn, Figure, Shape, heading
from analysis.report.figures.bars import Bar, Segment, bars, key
from analysis.report.figures.beginning import beginning, stamp_of, titled
from analysis.report.names import groups_of, stratum_of, text_of


class Cumulative(msgspec.Struct, frozen=True):
    """A stratum's, a pool's or everybody's estimates at each cut, from the lowest cut."""

    name: str
    estimates: tuple[Estimate, ...]


def cumulative(release: Release, scale: ScaleWords, say: Words) -> tuple[Cumulative, ...]:
    """The estimates of *scale*, group by group: of municipalities, pools and all together."""
    wanted = [f"{scale.item}>={cut}" for cut in scale.cuts]
    groups = groups_of(release)
    everywhere = (*release.estimates, *sorted(release.pooled, key=lambda each: not each.pool))
    ours = [each for each in everywhere if each.indicator in wanted]
    found: dict[str, dict[str, Estimate]] = {}
    for each in sorted(ours, key=lambda each: groups.index(each.group)):
        found.setdefault(stratum_of(release, each, say), {})[each.indicator] = each
    return tuple(
        Cumulative(name, tuple(own[cut] for cut in wanted)) for name, own in found.items() if len(own) == len(wanted)
    )


def segments(found: Cumulative, say: Words) -> tuple[Segment, ...]:
    """The steps of a stratum from the lowest; neighbours together where the cut between them is hidden."""
    shown = [
        (place, each.share, each.answered)
        for place, each in enumerate(found.estimates)
        if each.share is not None and each.answered is not None
    ]
    if not shown:
        return ()
    steps, above, first = [], 1.0, 0
    answered = min(number for _, _, number in shown)
    for place, share, _ in [*shown, (len(found.estimates), 0.0, 0)]:
        part = max(above - share, 0.0)
        steps.append(Segment(first, place, part, say.share(part, answered)))
        above, first = share, place + 1
    return tuple(steps)


def scale_figure(release: Release, scale: ScaleWords, say: Words) -> Figure:
    """The bars of every stratum, and the names of the steps; without a heading, since the page has one."""
    stamp = stamp_of(release, say)
    drawn, said = _panel(release, scale, say, stamp.bottom)
    title = text_of(release, scale.label, say)
    return Figure(
        id=f"{say.language}-scale-{scale.item}",
        language=say.language,
        title=titled(release, title, say),
        description=said,
        height=drawn.bottom,
        shapes=(*stamp.shapes, *drawn.shapes),
    )


def whole_scales(release: Release, say: Words) -> Figure | None:
    """All scales beneath each other: the figure that stands alone as a file. None if there is none."""
    title = say("figure.all_scales", title=say.of(release.title))
    notes = tuple(say(f"scales.{name}") for name in dict.fromkeys(scale.measure for scale in release.scales))
    begun = beginning(release, title, notes, (), say)
    shapes: list[Shape] = list(begun.shapes)
    top, said = begun.bottom, []
    for scale in release.scales:
        label = text_of(release, scale.label, say)
        head = heading(label, top)
        drawn, read = _panel(release, scale, say, head.bottom)
        shapes += [*head.shapes, *drawn.shapes]
        top = drawn.bottom + 14
        said.append(f"{label}: {read}")
    return (
        Figure(
            id=f"{say.language}-scales",
            language=say.language,
            title=titled(release, title, say),
            description=" ".join(said),
            height=top,
            shapes=tuple(shapes),
        )
        if said
        else None
    )


def _panel(release: Release, scale: ScaleWords, say: Words, top: float) -> tuple[Drawn, str]:
    """The bars of one scale, and the same read out."""
    rows, said = [], []
    names = tuple(text_of(release, step, say) for step in scale.steps)
    for found in cumulative(release, scale, say):
        label, parts = found.name, segments(found, say)
        word = "" if parts else say(f"status.{found.estimates[0].status}")
        rows.append(Bar(label, parts, word))
        read = "; ".join(say("figure.step", step=_step(part, names, say), share=part.value) for part in parts)
        said.append(say("figure.none", label=label, status=word or read))
    diverging = scale.measure == "agreement"
    drawn = bars(rows, len(names), top, diverging=diverging)
    named = key(names, drawn.bottom, diverging=diverging)
    return Drawn((*drawn.shapes, *named.shapes), named.bottom), " ".join(said)


def _step(part: Segment, names: tuple[str, ...], say: Words) -> str:
    if part.first == part.last:
        return names[part.first]
    return say("figure.steps", first=names[part.first], last=names[part.last])
