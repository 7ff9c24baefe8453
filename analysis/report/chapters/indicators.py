"""Every indicator: whom it is counted among, its figure beside its table, and what can be told apart."""

from analysis.disclosure.release import Comparison, Release
from analysis.disclosure.wordings import Wording
from analysis.report.catalogue import Words
from analysis.report.chapters.rows import NONE, indicator_bodies, rates_table, share_cell, stamp
from analysis.report.document import (
    Block,
    Body,
    Column,
    Finding,
    Findings,
    Pair,
    Paragraph,
    Picture,
    Row,
    Section,
    Table,
)
from analysis.report.figures.rates import (
    indicator_figure,
    parts_of,
    rates_figure,
    rates_of,
    reference_lines,
    references_of,
)
from analysis.report.findings import is_clear
from analysis.report.names import joined, kind_of, label_of, place_name, stratum_name, text_of
from analysis.report.sentences import compared_sentence

_MANY = 8  # more comparisons than this are not written out where only some can be told apart
_WIDE = 4  # the overview has a column a stratum for at most so many


def indicators(release: Release, say: Words) -> Section:
    """All indicators after the headline, with an overview of all of them first."""
    return Section(
        "indicators",
        say("indicators.heading"),
        (Paragraph(say("indicators.intro")), _overview(release, say)),
        tuple(_indicator(release, wording, say) for wording in release.indicators[1:]),
    )


def base_of(release: Release, wording: Wording, say: Words) -> tuple[Block, ...]:
    """Whom the indicator is counted among."""
    return (Paragraph(say("indicator.base", denominator=text_of(release, wording.denominator, say)), "base"),)


def figures_and_table(release: Release, wording: Wording, say: Words, legend: str = "") -> tuple[Block, ...]:
    """The figure beside the table; several figures above it where one would be too tall."""
    label = label_of(release, wording.id, say)
    table = rates_table(release, label, indicator_bodies(release, wording.id, say), say)
    rates = rates_of(release, wording.id)
    named = [(stratum_name(release, each.municipality, each.group, say), each) for each in rates]
    if all(each.share is None for each in rates):
        return (table,)
    parts = parts_of(named)
    if len(parts) == 1:
        return (Pair(Picture(indicator_figure(release, wording, say), legend), table),)
    return (
        *(
            Picture(rates_figure(release, f"{wording.id}-{place}", label, part, say, wording.id, beside=named), legend)
            for place, part in enumerate(parts, 1)
        ),
        table,
    )


def notes(release: Release, wording: Wording, say: Words) -> tuple[Block, ...]:
    """The references, whether numbers are uncertain, and who is not in the total."""
    own = [each for each in release.estimates if each.indicator == wording.id and each.table == "rates"]
    several = [each for each in release.pooled if each.indicator == wording.id and each.table == "rates"]
    lines = list(reference_lines(references_of(release, wording.id), say))
    blocks: list[Block] = []
    if lines:
        blocks += [Paragraph(say("reference.intro"), "legend"), Findings(tuple(Finding(line) for line in lines))]
    if any(each.reliability for each in (*own, *several)):
        blocks.append(Paragraph(say("uncertain.note"), "legend"))
    for each in several:
        if each.left_out:
            names = joined(tuple(place_name(release, code, say) for code in each.left_out), say)
            group = say.choice("group_among", each.group)
            blocks.append(Paragraph(say("together.left_out", group=group, places=names), "legend"))
    return tuple(blocks)


def compared(release: Release, found: list[Comparison], say: Words) -> tuple[Block, ...]:
    """The sentences of the comparisons; only the clear ones, and how many are left, where there are many."""
    listed = found if len(found) <= _MANY else [each for each in found if is_clear(each)]
    blocks: list[Block] = []
    if listed:
        blocks.append(Findings(tuple(compared_sentence(release, each, say) for each in listed)))
    if len(found) > len(listed):
        blocks.append(Paragraph(say("indicator.rest", number=say.whole(len(found) - len(listed)))))
    return tuple(blocks)


def _indicator(release: Release, wording: Wording, say: Words) -> Section:
    # Those that a chapter of their own is about, of parts and of waves, stand there.
    ours = [
        each
        for each in release.comparisons
        if each.indicator == wording.id and kind_of(each) in {"groups", "pooled", "places"}
    ]
    blocks = (
        *base_of(release, wording, say),
        *figures_and_table(release, wording, say),
        *notes(release, wording, say),
        *compared(release, ours, say),
    )
    return Section(f"indicator-{wording.id}", label_of(release, wording.id, say), blocks)


def _overview(release: Release, say: Words) -> Table:
    """One line an indicator, one column a stratum, or a group where the strata are many."""
    places = [(stratum.municipality, stratum.group) for stratum in release.strata]
    together = len(places) > _WIDE
    columns: list[tuple[str | None, str]] = [*places]
    if together:
        columns = [(None, group) for group in dict.fromkeys(group for _, group in places)]
    found = {
        (each.indicator, each.municipality, each.group): each
        for each in (*release.estimates, *release.pooled)
        if each.table == "rates" and each.subset is None and not each.pool
    }
    rows = []
    for wording in release.indicators:
        line = [found.get((wording.id, *place)) for place in columns]
        cells = tuple(share_cell(each, say) if each else NONE for each in line)
        rows.append(Row(label_of(release, wording.id, say), cells))
    return Table(
        caption=say("overview.caption"),
        columns=(
            Column(say("column.indicator"), number=False),
            *(Column(stratum_name(release, *place, say)) for place in columns),
        ),
        bodies=(Body("", tuple(rows)),),
        stamp=stamp(release, say),
    )
