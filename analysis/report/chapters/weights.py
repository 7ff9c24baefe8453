"""Rates weighted to known frame counts, beside the same rates without weights."""

from analysis.disclosure.release import Estimate, Release, Subset, Weighted
from analysis.report.catalogue import Words
from analysis.report.chapters.rows import NONE, lacking, share_cell, stamp
from analysis.report.document import Block, Body, Cell, Column, Paragraph, Row, Section, Table
from analysis.report.names import joined, label_of, option_name, stratum_name


def weighted(release: Release, say: Words) -> Section:
    """All weighted rates, and which options had to be taken together."""
    items = release.weighted[0].items
    labels = {each.item: _named(say.of(each.label), say) for each in release.breakdowns}
    named = joined(tuple(labels.get(item, item) for item in items), say)
    blocks: list[Block] = [Paragraph(say("weighted.intro", items=named)), _table(release, say)]
    for codes in dict.fromkeys(codes for each in release.weighted for codes in each.collapsed):
        names = tuple(option_name(release, Subset(items[0], code), say) for code in codes)
        blocks.append(Paragraph(say("weighted.collapsed", options=joined(names, say)), "legend"))
    return Section("response-weighted", say("weighted.heading"), tuple(blocks))


def _named(label: str, say: Words) -> str:
    """A background in running text: a whole question stands in quotation marks."""
    return say("quoted", text=label) if label.endswith("?") else label


def _table(release: Release, say: Words) -> Table:
    level = say.level(release.level)
    other = next((each.other.target for each in release.weighted if each.other), "")
    names = ["column.plain", "column.weighted", *([f"column.other.{other}"] if other else []), "column.effective"]
    plain = {
        (each.indicator, each.municipality, each.group): each
        for each in release.estimates
        if each.table == "rates" and each.subset is None
    }
    bodies = []
    for indicator in dict.fromkeys(each.indicator for each in release.weighted):
        lines = []
        for each in release.weighted:
            if each.indicator == indicator:
                own = plain.get((indicator, each.municipality, each.group))
                lines.append(_row(release, each, own, bool(other), say))
        bodies.append(Body(label_of(release, indicator, say), tuple(lines)))
    return Table(
        caption=say("weighted.heading"),
        columns=(Column(say("column.who"), number=False), *(Column(say(name, level=level)) for name in names)),
        bodies=tuple(bodies),
        stamp=stamp(release, say),
    )


def _row(release: Release, each: Weighted, plain: Estimate | None, other: bool, say: Words) -> Row:
    answered = plain.answered if plain and plain.answered is not None else 0
    share = NONE if plain is None else share_cell(plain, say)
    if plain and plain.share is not None:
        share = Cell(say.share(plain.share, answered))
    head = stratum_name(release, each.municipality, each.group, say)
    if each.share is None or each.low is None or each.high is None or each.effective is None:
        none = lacking(each.status, say)
        return Row(head, (share, Cell(say(f"status.{each.status}"), absent=True), *[none] * other, none))
    cells = [share, Cell(f"{say.share(each.share, answered)} ({say.shares(each.low, each.high, answered)})")]
    if other:
        reading = each.other
        cells.append(NONE if reading is None else Cell(say.shares(reading.low, reading.high, answered)))
    return Row(head, (*cells, Cell(say.number(each.effective, 0))))
