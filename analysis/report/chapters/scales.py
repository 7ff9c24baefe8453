"""Ordered scales: bars of their steps, the cumulative shares with intervals, and one group against the other."""

from analysis.disclosure.release import Release
from analysis.disclosure.wordings import ScaleWords
from analysis.report.catalogue import Words, bare
from analysis.report.chapters.rows import NONE, lacking, share_cell, stamp
from analysis.report.document import Block, Body, Cell, Column, Findings, Paragraph, Picture, Row, Section, Table
from analysis.report.figures.scales import cumulative, scale_figure
from analysis.report.names import text_of
from analysis.report.sentences import superiority_sentence


def scales(release: Release, say: Words) -> Section | None:
    """All scales that are in the release."""
    sections = tuple(_scale(release, scale, say) for scale in release.scales if cumulative(release, scale, say))
    if not sections:
        return None
    return Section("scales", say("scales.heading"), (Paragraph(say("scales.intro")),), sections)


def _scale(release: Release, scale: ScaleWords, say: Words) -> Section:
    label = bare(text_of(release, scale.label, say))
    tests = [each for each in release.superiorities if each.item == scale.item]
    blocks: list[Block] = [
        Picture(scale_figure(release, scale, say), say(f"scales.{scale.measure}")),
        _table(release, scale, label, say),
    ]
    if tests:
        blocks.append(Findings(tuple(superiority_sentence(release, each, say) for each in tests)))
    return Section(f"scale-{scale.item}", label, tuple(blocks))


def _table(release: Release, scale: ScaleWords, label: str, say: Words) -> Table:
    """A line a stratum, a column a cumulative share."""
    options = {option.code: text_of(release, option.label, say) for option in scale.options}
    cuts = [_cut(options[cut], scale, cut, say) for cut in scale.cuts]
    rows = []
    for found in cumulative(release, scale, say):
        answered = next((each.answered for each in found.estimates if each.answered is not None), None)
        hidden = any(each.suppressed for each in found.estimates)
        count = lacking("hidden" if hidden else "", say) if answered is None else Cell(say.whole(answered))
        shares = {each.indicator: share_cell(each, say) for each in found.estimates}
        cells = (shares.get(f"{scale.item}>={cut}", NONE) for cut in scale.cuts)
        rows.append(Row(found.name, (count, *cells)))
    return Table(
        caption=say("scales.caption", label=label, level=say.level(release.level)),
        columns=(
            Column(say("column.group"), number=False),
            Column(say("column.answers")),
            *(Column(cut) for cut in cuts),
        ),
        bodies=(Body("", tuple(rows)),),
        stamp=stamp(release, say),
    )


def _cut(option: str, scale: ScaleWords, cut: str, say: Words) -> str:
    """The words of a cumulative share: the option or a higher one; the highest has none above it."""
    return option if scale.options[-1].code == cut else say("scales.cut", option=option)
