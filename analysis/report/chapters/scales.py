"""Ordered scales: bars of their steps, the cumulative shares with intervals, and one group against the other."""

from analysis.disclosure.release import Release
from analysis.disclosure.wordings import ScaleWords
from analysis.report.catalogue import Words
from analysis.report.chapters.rows import rates_table
from analysis.report.document import Block, Findings, Paragraph, Picture, Section
from analysis.report.figures.scales import cumulative, scale_figure
from analysis.report.names import stratum_name, text_of
from analysis.report.sentences import superiority_sentence


def scales(release: Release, say: Words) -> Section | None:
    """All scales that are in the release."""
    sections = tuple(_scale(release, scale, say) for scale in release.scales if cumulative(release, scale))
    if not sections:
        return None
    return Section("scales", say("scales.heading"), (Paragraph(say("scales.intro")),), sections)


def _scale(release: Release, scale: ScaleWords, say: Words) -> Section:
    label = text_of(release, scale.label, say)
    tests = [each for each in release.superiorities if each.item == scale.item]
    options = {option.code: text_of(release, option.label, say) for option in scale.options}
    bodies = [
        (
            stratum_name(release, found.municipality, found.group, say),
            [
                (_cut(options[each.indicator.partition(">=")[2]], scale, each.indicator, say), each)
                for each in found.estimates
            ],
        )
        for found in cumulative(release, scale)
    ]
    blocks: list[Block] = [
        Picture(scale_figure(release, scale, say), say(f"scales.{scale.measure}")),
        rates_table(release, label, bodies, say),
    ]
    if tests:
        blocks.append(Findings(tuple(superiority_sentence(release, each, say) for each in tests)))
    return Section(f"scale-{scale.item}", label, tuple(blocks))


def _cut(option: str, scale: ScaleWords, indicator: str, say: Words) -> str:
    """The words of a cumulative share: the option or a higher one; the highest has none above it."""
    is_last = scale.options[-1].code == indicator.partition(">=")[2]
    return option if is_last else say("scales.cut", option=option)
