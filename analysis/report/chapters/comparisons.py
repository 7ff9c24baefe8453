"""All planned comparisons, family by family with its size; and what has changed since an earlier wave."""

from collections.abc import Sequence

from analysis.disclosure.release import Comparison, Release, Superiority
from analysis.disclosure.wordings import Family
from analysis.report.catalogue import Words, bare
from analysis.report.chapters.rows import comparisons_table, lacking, stamp
from analysis.report.document import Block, Body, Cell, Column, Findings, Paragraph, Picture, Row, Section, Table
from analysis.report.figures.differences import differences_figure
from analysis.report.findings import is_clear, verdict
from analysis.report.names import label_of, row_of, sides_of, text_of
from analysis.report.sentences import compared_sentence

_LONG = 200  # comparisons in a table; the rest are in tables.csv
_TALL = 14  # marks in one figure


def waves(release: Release, say: Words) -> Section | None:
    """What has changed since the earlier wave."""
    families = [family for family in release.families if family.kind == "waves_within_stratum"]
    found = [each for each in release.comparisons if each.family in {family.id for family in families}]
    if release.earlier is None or not found:
        return None
    earlier = release.earlier
    intro = say(
        "waves.intro",
        wave=earlier.wave,
        first=say.day(earlier.period.first),
        last=say.day(earlier.period.last),
        closed=say.day(earlier.window.closes_at[:10]),
        fingerprint=earlier.fingerprint_short,
    )
    sections = []
    for indicator in dict.fromkeys(each.indicator for each in found):
        own = [each for each in found if each.indicator == indicator]
        label = label_of(release, indicator, say)
        blocks = (
            *_pictures(release, f"wave-{indicator}", label, own, say),
            Findings(tuple(compared_sentence(release, each, say) for each in own)),
        )
        sections.append(Section(f"wave-{indicator}", label, blocks))
    return Section(
        "waves", say("waves.heading", wave=earlier.wave), (Paragraph(intro), _legend(release, say)), tuple(sections)
    )


def comparisons(release: Release, say: Words) -> Section | None:
    """Every family with its size, its figures and its table."""
    if not any(family.size for family in release.families):
        return None
    return Section(
        "comparisons",
        say("comparisons.heading"),
        (Paragraph(say("comparisons.intro")), _families(release, say), _legend(release, say)),
        tuple(_family(release, family, say) for family in release.families if family.size),
    )


def _legend(release: Release, say: Words) -> Paragraph:
    return Paragraph(say("figure.differences", level=say.level(release.level)), "legend")


def _families(release: Release, say: Words) -> Table:
    """The exact list of families with their sizes."""
    return Table(
        caption=say("families.caption"),
        columns=(
            Column(say("column.family"), number=False),
            Column(say("column.size")),
            Column(say("column.adjust"), number=False),
        ),
        bodies=(
            Body(
                "",
                tuple(
                    Row(say.of(each.label), (Cell(say.whole(each.size)), Cell(say.choice("adjust", each.adjust))))
                    for each in release.families
                    if each.size
                ),
            ),
        ),
        stamp=stamp(release, say),
    )


def _family(release: Release, family: Family, say: Words) -> Section:
    label = say.of(family.label)
    found = [each for each in release.comparisons if each.family == family.id]
    scaled = [each for each in release.superiorities if each.family == family.id]
    adjust = say.choice("adjust", family.adjust)
    intro = say("family.intro", size=say.whole(family.size), adjust=adjust)
    tests: list[Comparison | Superiority] = [*found, *scaled]
    sides = sides_of(release, tests[0], say) if tests else None
    if sides:
        intro = f"{intro} {say('family.sides', first=sides[0], second=sides[1])}"
    blocks: list[Block] = [Paragraph(intro)]
    listed = found if len(found) <= _LONG else [each for each in found if is_clear(each)]
    if len(listed) < len(found):
        blocks.append(Paragraph(say("family.long", listed=say.whole(len(listed)), all=say.whole(len(found)))))
    if found and len(found) <= _LONG:
        blocks += _pictures(release, f"family-{family.id}", label, found, say)
    if listed:
        blocks.append(comparisons_table(release, label, listed, say))
    if scaled:
        blocks.append(_scaled_table(release, label, scaled, adjust, say))
    return Section(f"family-{family.id}", label, tuple(blocks))


def _pictures(release: Release, name: str, title: str, found: Sequence[Comparison], say: Words) -> list[Block]:
    """Difference plots, as many as it takes for none to be too tall; none where there is nothing to draw."""
    blocks: list[Block] = []
    shown = [each for each in found if each.difference is not None]
    by_indicator = [
        [each for each in shown if each.indicator == indicator]
        for indicator in dict.fromkeys(each.indicator for each in shown)
    ]
    parts: list[list[Comparison]] = [[]]
    for own in by_indicator:
        for start in range(0, len(own), _TALL):
            chunk = own[start : start + _TALL]
            if parts[-1] and len(parts[-1]) + len(chunk) > _TALL // 2:
                parts.append([])
            parts[-1] += chunk
    several = len(by_indicator) > 1
    for place, part in enumerate([part for part in parts if part], 1):
        figure = differences_figure(release, f"{name}-{place}", title, part, say, headings=several, beside=shown)
        blocks.append(Picture(figure))
    return blocks


def _scaled_table(release: Release, label: str, found: Sequence[Superiority], adjust: str, say: Words) -> Table:
    names = {scale.item: bare(text_of(release, scale.label, say)) for scale in release.scales}
    level = say.level(release.level)
    return Table(
        caption=label,
        columns=(
            Column(say("column.compared"), number=False),
            Column(say("column.probability", level=level)),
            Column(say("column.p", adjust=adjust)),
            Column(say("column.verdict"), number=False),
        ),
        bodies=tuple(
            Body(names.get(item, item), tuple(_scaled_row(release, each, say) for each in found if each.item == item))
            for item in dict.fromkeys(each.item for each in found)
        ),
        stamp=stamp(release, say),
    )


def _scaled_row(release: Release, each: Superiority, say: Words) -> Row:
    head, seen = row_of(release, each, say), say(f"verdict.{verdict(each)}")
    if each.probability is None or each.low is None or each.high is None or each.p_adjusted is None:
        none = lacking(each.status, say)
        return Row(head, (none, none, Cell(seen, absent=True)))
    interval = say.chances(each.low, each.high)
    p = Cell(say.p(each.p_adjusted, each.level).removeprefix("=\u00a0"))
    return Row(head, (Cell(f"{say.chance(each.probability)} ({interval})"), p, Cell(seen)))
