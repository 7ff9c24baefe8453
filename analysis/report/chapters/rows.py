"""The tables that several chapters have: rates with their intervals and bounds, and comparisons."""

from collections.abc import Iterable, Sequence

from analysis.disclosure.release import Comparison, Estimate, Homogeneity, Release
from analysis.report.catalogue import Words
from analysis.report.document import Body, Cell, Column, Row, Table
from analysis.report.figures.differences import difference_text
from analysis.report.figures.rates import rates_of
from analysis.report.findings import verdict
from analysis.report.names import label_of, place_of, row_of
from analysis.report.sentences import absent_text, interval_text, ratio_text

NONE = Cell("–", absent=True)


def lacking(status: str, say: Words) -> Cell:
    """The cell of a number that is not there: "hidden" only where it is."""
    return Cell(say("status.hidden"), absent=True) if status == "hidden" else NONE


def stamp(release: Release, say: Words) -> str:
    """What stands on every table of municipalities that are not equivalent."""
    return say("stamp") if release.not_equivalent else ""


def rates_table(
    release: Release,
    caption: str,
    bodies: Iterable[tuple[str, Sequence[tuple[str, Estimate]]]],
    say: Words,
    head: str = "",
) -> Table:
    """Estimates under headings, each with the word for its line; *head* says what the lines are, if not places."""
    bodies = [(heading, tuple(lines)) for heading, lines in bodies]
    every = [estimate for _, lines in bodies for _, estimate in lines]
    other = next((each.other.target for each in every if each.other), "")
    bounds = any(each.bounds_low is not None for each in every)
    level = say.level(release.level)
    columns = [Column(head or say("column.who"), number=False), Column(say("column.count"))]
    columns.append(Column(say("column.share", level=level)))
    columns += [Column(say(f"column.other.{other}", level=level))] if other else []
    columns += [Column(say("column.bounds"))] if bounds else []
    return Table(
        caption=say("table.caption", label=caption),
        columns=tuple(columns),
        bodies=tuple(
            Body(heading, tuple(_rate_row(head, each, say, other=bool(other), bounds=bounds) for head, each in lines))
            for heading, lines in bodies
        ),
        stamp=stamp(release, say),
    )


def indicator_bodies(release: Release, indicator: str, say: Words) -> list[tuple[str, list[tuple[str, Estimate]]]]:
    """An indicator's municipalities, pools and total, group by group."""
    own = rates_of(release, indicator)
    several = [
        each
        for each in release.pooled
        if each.indicator == indicator and each.table in {"rates", "pools"} and each.subset is None
    ]
    several.sort(key=lambda each: not each.pool)
    return [
        (
            say.choice("group", group),
            [(place_of(release, each, say), each) for each in (*own, *several) if each.group == group],
        )
        for group in dict.fromkeys(each.group for each in own)
    ]


def share_cell(estimate: Estimate, say: Words) -> Cell:
    """A rate with its interval in a table."""
    if estimate.share is None or estimate.answered is None:
        return Cell(absent_text(estimate, say), absent=True)
    text = f"{say.share(estimate.share, estimate.answered)} ({interval_text(estimate, say)})"
    return Cell(f"{text} {say('uncertain')}" if estimate.reliability else text)


def count_cell(estimate: Estimate, say: Words) -> Cell:
    """The number exposed of those who answered."""
    if estimate.share is None or estimate.answered is None or estimate.exposed is None:
        return lacking(estimate.status, say)
    return Cell(say("count", exposed=say.whole(estimate.exposed), answered=say.whole(estimate.answered)))


def _rate_row(head: str, each: Estimate, say: Words, *, other: bool, bounds: bool) -> Row:
    cells = [count_cell(each, say), share_cell(each, say)]
    answered, none = each.answered or 0, lacking(each.status, say)
    if other:
        reading = each.other
        shown = reading is not None and each.share is not None
        cells.append(Cell(say.shares(reading.low, reading.high, answered)) if reading and shown else none)
    if bounds:
        low, high = each.bounds_low, each.bounds_high
        unknown = low is None or high is None or each.share is None
        cells.append(none if unknown else Cell(say.shares(low or 0.0, high or 0.0, answered)))
    return Row(head, tuple(cells), total=each.municipality is None)


def comparisons_table(release: Release, caption: str, found: Sequence[Comparison], say: Words) -> Table:
    """Comparisons with interval, ratio, adjusted p, verdict and bounds, indicator by indicator."""
    level = say.level(release.level)
    other = next((each.other.target for each in found if each.other), "")
    wanted = {
        "other": bool(other),
        "ratio": any(each.ratio_low is not None for each in found),
        "bounds": any(each.bounds_low is not None for each in found),
        "alike": any(each.homogeneity for each in found),
    }
    optional = frozenset(name for name, any_of_it in wanted.items() if any_of_it)
    adjust = {each.id: each.adjust for each in release.families}
    columns = [Column(say("column.compared"), number=False), Column(say("column.difference", level=level))]
    columns += [Column(say(f"column.other.{other}", level=level))] if other else []
    columns += [Column(say("column.ratio"))] if "ratio" in optional else []
    columns.append(Column(say("column.p", adjust=say.choice("adjust", adjust.get(found[0].family, "")))))
    columns.append(Column(say("column.verdict"), number=False))
    columns += [Column(say("column.bounds_difference"))] if "bounds" in optional else []
    columns += [Column(say("column.alike"))] if "alike" in optional else []
    return Table(
        caption=caption,
        columns=tuple(columns),
        bodies=tuple(
            Body(
                label_of(release, indicator, say),
                tuple(_compared_row(release, each, say, optional) for each in found if each.indicator == indicator),
            )
            for indicator in dict.fromkeys(each.indicator for each in found)
        ),
        stamp=stamp(release, say),
    )


def _compared_row(release: Release, each: Comparison, say: Words, optional: frozenset[str]) -> Row:
    """*optional*: those of the columns other, ratio, bounds and alike that the table has."""
    head, seen = row_of(release, each, say), Cell(say(f"verdict.{verdict(each)}"), absent=each.difference is None)
    if each.difference is None or each.p_adjusted is None:
        none = lacking(each.status, say)
        return Row(
            head,
            (
                none,
                *[none] * len(optional & {"other", "ratio"}),
                none,
                seen,
                *[none] * len(optional & {"bounds", "alike"}),
            ),
        )
    cells = [Cell(difference_text(each, say))]
    if "other" in optional:
        cells.append(_points(each.other.low, each.other.high, say) if each.other else NONE)
    if "ratio" in optional:
        cells.append(Cell(ratio_text(each, say)))
    cells += [Cell(say.p(each.p_adjusted, each.level).removeprefix("=\u00a0")), seen]
    if "bounds" in optional:
        cells.append(_points(each.bounds_low, each.bounds_high, say))
    if "alike" in optional:
        cells.append(_alike(each.homogeneity, each.level, say))
    return Row(head, tuple(cells))


def _alike(found: Homogeneity | None, level: float, say: Words) -> Cell:
    """The p-values of Cochran's Q (points) and of Breslow and Day (odds ratios)."""
    if found is None or (found.q_p is None and found.breslow_day_p is None):
        return NONE
    p = (
        "–" if each is None else say.p(each, level).removeprefix("=\u00a0") for each in (found.q_p, found.breslow_day_p)
    )
    return Cell("; ".join(p))


def _points(low: float | None, high: float | None, say: Words) -> Cell:
    if low is None or high is None:
        return NONE
    return Cell(say("range", low=say.points(low), high=say.points(high)))
