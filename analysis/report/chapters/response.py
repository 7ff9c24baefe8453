"""Who was invited and who answered, what those who did not could change, and rates weighted to known counts."""

from analysis.disclosure.release import Release
from analysis.report.catalogue import Words
from analysis.report.chapters.rows import NONE, lacking, stamp
from analysis.report.chapters.weights import weighted
from analysis.report.document import Block, Body, Cell, Column, Fact, Facts, Paragraph, Picture, Row, Section, Table
from analysis.report.figures.rates import rates_of
from analysis.report.figures.response import response_figure
from analysis.report.names import groups_of, label_of, place_name


def response(release: Release, say: Words) -> Section:
    """Response, bounds and weights."""
    who = _who(release, say)
    blocks: list[Block] = [
        *((who,) if who else ()),
        _strata_table(release, say, definitions=who is None),
        Paragraph(say("response.note")),
        Picture(response_figure(release, say), say("response.legend", level=say.level(release.level))),
        Paragraph(say("response.meaning")),
    ]
    widest = _widest(release, say)
    if widest:
        blocks.append(Paragraph(widest, "strong"))
    sections = (weighted(release, say),) if release.weighted else ()
    return Section("response", say("response.heading"), tuple(blocks), sections)


def _who(release: Release, say: Words) -> Facts | None:
    """Who counts in each group, once, where that is the same in every municipality."""
    found = {group: dict.fromkeys(_definitions(release, group, say)) for group in groups_of(release)}
    if any(len(texts) > 1 for texts in found.values()):
        return None
    return Facts(tuple(Fact(say.choice("group", group), tuple(texts)) for group, texts in found.items()))


def _definitions(release: Release, group: str, say: Words) -> list[str]:
    return [say.of(stratum.definition) for stratum in release.strata if stratum.group == group]


def _strata_table(release: Release, say: Words, *, definitions: bool) -> Table:
    """How many were invited and how many answered; with *definitions*, who counts, where that differs."""
    heads = ("group", *(("definition",) if definitions else ()), "invited", "answered", "response")
    rows = []
    for stratum in release.strata:
        who = (Cell(say.of(stratum.definition)),) if definitions else ()
        cells = (Cell(say.choice("group", stratum.group)), *who, Cell(say.whole(stratum.invited)))
        name = place_name(release, stratum.municipality, say)
        rows.append(Row(name, (*cells, *_answered(release, stratum.answered, stratum.invited, say))))
    return Table(
        caption=say("response.heading"),
        columns=(
            Column(say("column.municipality"), number=False),
            *(Column(say(f"column.{name}"), number=name not in {"group", "definition"}) for name in heads),
        ),
        bodies=(Body("", tuple(rows)),),
        stamp=stamp(release, say),
    )


def _answered(release: Release, answered: int | None, invited: int, say: Words) -> tuple[Cell, Cell]:
    if answered is None:
        return Cell(say("answered.few", min_answered=release.rules.min_answered), absent=True), lacking("hidden", say)
    return Cell(say.whole(answered)), Cell(say.share(answered / invited, invited)) if invited else NONE


def _widest(release: Release, say: Words) -> str:
    """The headline rate that non-response leaves most open, in words."""
    rates = [
        (each.bounds_high - each.bounds_low, each)
        for each in rates_of(release, release.indicators[0].id)
        if each.bounds_low is not None and each.bounds_high is not None and each.share is not None
    ]
    if not rates:
        return ""
    width, each = max(rates, key=lambda found: found[0])
    return say(
        "response.widest",
        label=label_of(release, each.indicator, say),
        group=say.choice("group_the", each.group),
        place=place_name(release, each.municipality, say),
        width=say.points(width, 0),
        low=say.share(each.bounds_low or 0.0, each.answered or 0),
        high=say.share(each.bounds_high or 0.0, each.answered or 0),
        interval=say.shares(each.low or 0.0, each.high or 0.0, each.answered or 0),
        level=say.level(each.level),
    )
