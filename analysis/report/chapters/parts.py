"""Those who stood behind it, with three named denominators, and indicators broken down by the background."""

from collections.abc import Sequence

from analysis.disclosure.release import Comparison, Estimate, Release
from analysis.disclosure.wordings import BreakdownWords, SplitWords
from analysis.report.catalogue import Words
from analysis.report.chapters.indicators import compared
from analysis.report.chapters.rows import NONE, lacking, rates_table, share_cell, stamp
from analysis.report.document import (
    Block,
    Body,
    Cell,
    Column,
    Fact,
    Facts,
    Pair,
    Paragraph,
    Picture,
    Row,
    Section,
    Table,
)
from analysis.report.figures.rates import parts_of, rates_figure
from analysis.report.names import groups_of, kind_of, label_of, place_of, stratum_of, text_of

_DENOMINATORS = ("exposed", "answered", "mentions")


def splits(release: Release, say: Words) -> Section | None:
    """Who stood behind it."""
    if not release.splits:
        return None
    sections = tuple(_split(release, split, say) for split in release.splits)
    if len(sections) == 1:
        return Section("splits", sections[0].heading, sections[0].blocks)
    return Section("splits", say("splits.heading"), (), sections)


def _split(release: Release, split: SplitWords, say: Words) -> Section:
    of = label_of(release, split.of, say)
    every = [each for each in _everywhere(release) if each.indicator.startswith(f"{split.id}/")]
    found = _by_stratum(release, every, say)
    names = {f"{split.id}/{each.code}": text_of(release, each.label, say) for each in split.categories}
    label = text_of(release, split.label, say)
    used = [name for name in _DENOMINATORS if any(each.denominator == name for own in found.values() for each in own)]
    blocks: list[Block] = [
        Paragraph(say("splits.intro", of=of)),
        Facts(tuple(Fact(say(f"splits.{name}"), (say(f"splits_meaning.{name}", of=of),)) for name in used)),
        _split_table(release, label, found, names, used, say),
    ]
    every_shown = [("", each) for each in every if each.denominator == used[0]]
    for place, (stratum, own) in enumerate(found.items(), 1):
        shown = [(names[each.indicator], each) for each in own if each.denominator == used[0]]
        if any(each.share is not None for _, each in shown):
            title = say("splits.figure", label=label, stratum=stratum)
            figure = rates_figure(release, f"{split.id}-{place}", title, shown, say, "", beside=every_shown)
            blocks.append(
                Picture(figure, say("splits.legend", title=title, denominator=say(f"splits.{used[0]}").lower()))
            )
    return Section(f"split-{split.id}", label, tuple(blocks))


def _split_table(
    release: Release,
    label: str,
    found: dict[str, list[Estimate]],
    names: dict[str, str],
    used: Sequence[str],
    say: Words,
) -> Table:
    bodies = []
    for place, own in found.items():
        cells = {(each.indicator, str(each.denominator)): each for each in own}
        lines = []
        for indicator, name in names.items():
            line = [cells.get((indicator, str(denominator))) for denominator in used]
            count = next((each.exposed for each in line if each is not None and each.exposed is not None), None)
            shares = (_split_cell(each, say) if each else NONE for each in line)
            hidden = any(each is not None and each.suppressed for each in line)
            none = lacking("hidden" if hidden else "", say)
            lines.append(Row(name, (none if count is None else Cell(say.whole(count)), *shares)))
        bodies.append(Body(place, tuple(lines)))
    columns = [Column(say("column.category"), number=False), Column(say("column.count"))]
    columns += [Column(say(f"splits.{name}")) for name in used]
    return Table(say("table.caption", label=label), tuple(columns), tuple(bodies), stamp(release, say))


def _split_cell(each: Estimate, say: Words) -> Cell:
    """A share of mentions has no interval."""
    if each.share is not None and each.low is None:
        return Cell(say.share(each.share, each.answered or 0))
    return share_cell(each, say)


def breakdowns(release: Release, say: Words) -> tuple[Section, ...]:
    """One chapter a background item."""
    return tuple(_breakdown(release, each, say) for each in release.breakdowns if _estimates(release, each.item))


def _estimates(release: Release, item: str) -> list[Estimate]:
    return [each for each in _everywhere(release) if each.subset is not None and each.subset.item == item]


def _everywhere(release: Release) -> tuple[Estimate, ...]:
    """Of municipalities, then of pools, then of all together."""
    return (*release.estimates, *sorted(release.pooled, key=lambda each: not each.pool))


def _breakdown(release: Release, breakdown: BreakdownWords, say: Words) -> Section:
    label = text_of(release, breakdown.label, say)
    sections = []
    for indicator in breakdown.indicators:
        own = [each for each in _estimates(release, breakdown.item) if each.indicator == indicator]
        tests = [
            each
            for each in release.comparisons
            if each.indicator == indicator and kind_of(each) == "options" and _item(each) == breakdown.item
        ]
        if own:
            name = f"{breakdown.item}-{indicator}"
            blocks = (
                *_parts(release, name, own, breakdown, say),
                *compared(release, tests, say),
            )
            sections.append(Section(f"breakdown-{name}", label_of(release, indicator, say), blocks))
    return Section(
        f"breakdown-{breakdown.item}",
        say("breakdown.heading", label=label),
        (Paragraph(say("breakdown.intro", label=label)),),
        tuple(sections),
    )


def _parts(
    release: Release, name: str, own: list[Estimate], breakdown: BreakdownWords, say: Words
) -> tuple[Block, ...]:
    label, head = label_of(release, own[0].indicator, say), text_of(release, breakdown.label, say)
    options = {option.code: text_of(release, option.label, say) for option in breakdown.options}
    found = _by_stratum(release, own, say)
    table = rates_table(
        release,
        label,
        [(place, [(options.get(_code(each), _code(each)), each) for each in lines]) for place, lines in found.items()],
        say,
        head,
    )
    named = [
        (
            say(
                "breakdown.label",
                place=place_of(release, each, say),
                group=say.choice("group", each.group).lower(),
                option=options.get(_code(each), _code(each)),
            ),
            each,
        )
        for lines in found.values()
        for each in lines
    ]
    if all(each.share is None for each in own):
        return (table,)
    parts = parts_of(named)
    pictures = [
        Picture(rates_figure(release, f"{name}-{place}", label, part, say, "", beside=named))
        for place, part in enumerate(parts, 1)
        if any(each.share is not None for _, each in part)
    ]
    return (Pair(pictures[0], table),) if len(pictures) == 1 else (*pictures, table)


def _by_stratum(release: Release, own: list[Estimate], say: Words) -> dict[str, list[Estimate]]:
    """Estimates under the names of their strata, group by group."""
    groups = groups_of(release)
    found: dict[str, list[Estimate]] = {}
    for each in sorted(own, key=lambda each: groups.index(each.group)):
        found.setdefault(stratum_of(release, each, say), []).append(each)
    return found


def _code(each: Estimate) -> str:
    return each.subset.code if each.subset else ""


def _item(each: Comparison) -> str:
    return each.first.subset.item if each.first.subset else ""
