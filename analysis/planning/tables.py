"""The outlook as three tables of words and figures, the same on the screen and on the page."""

import msgspec

from analysis.planning.naming import Names
from analysis.planning.outlook import Outlook


class Column(msgspec.Struct, frozen=True):
    """A head, and whether figures stand under it."""

    head: str
    number: bool = True


class Table(msgspec.Struct, frozen=True):
    """One table; each row has a cell a column. *headed*: the first column is rather a heading over its rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    headed: bool = False


def by_heading(table: Table) -> tuple[Table, ...]:
    """*table* as one a heading, without that column, where it is headed: for a screen, which is narrow."""
    if not table.headed:
        return (table,)
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for heading, *cells in table.rows:
        found[heading] = (*found.get(heading, ()), tuple(cells))
    return tuple(Table(f"{table.caption}\n{heading}", table.columns[1:], rows) for heading, rows in found.items())


def tables(outlook: Outlook, names: Names) -> tuple[Table, ...]:
    """The groups, the comparisons by the declared target, and the finer tables that there are."""
    made = (_strata(outlook, names), _comparisons(outlook, names), _cells(outlook, names))
    return tuple(table for table in made if table.rows)


def _strata(outlook: Outlook, names: Names) -> Table:
    t = names.words
    heads = (
        Column(t("column.group"), number=False),
        Column(t("column.invited")),
        Column(t("column.answers")),
        Column(t("column.rate")),
        Column(t("column.population")),
        Column(t("column.risk")),
        Column(t("column.bounds")),
        Column(t("column.hidden")),
    )
    rows = tuple(
        (
            names.who(each.who),
            t.whole(each.invited),
            t.whole(each.answers),
            t.level(r.rate),
            t("margin", points=t.points(r.population / 2)),
            t("margin", points=t.points(r.risk / 2)),
            t.points(each.bounds),
            names.probability(r.hidden),
        )
        for each in outlook.strata
        for r in each.rates
    )
    return Table(t("table.strata", level=t.level(outlook.level)), heads, rows)


def _comparisons(outlook: Outlook, names: Names) -> Table:
    t = names.words
    heads = (
        Column(t("column.family"), number=False),
        Column(t("column.pair"), number=False),
        Column(t("column.answers")),
        Column(t("column.rate_lower")),
        Column(t("column.margin")),
        Column(t("column.single")),
        Column(t("column.first_step")),
    )
    rows = tuple(
        (
            names.family(each.family, exposed=each.exposed),
            t("versus", first=names.who(each.first), second=names.who(each.second)),
            t("answers", a=t.whole(each.answers[0]), b=t.whole(each.answers[1])),
            t.level(each.rate),
            t("margin", points=t.points(each.readings[0].half_width)),
            names.least(each.readings[0].single),
            names.least(each.readings[0].first_step),
        )
        for each in outlook.comparisons
    )
    target = t(f"target.{outlook.targets.comparisons}")
    return Table(t("table.comparisons", target=target, chance=t.level(outlook.chance)), heads, rows, headed=True)


def _cells(outlook: Outlook, names: Names) -> Table:
    t = names.words
    heads = (
        Column(t("column.table"), number=False),
        Column(t("column.whom"), number=False),
        Column(t("column.answers")),
        Column(t("column.rate")),
        Column(t("column.margin")),
        Column(t("column.hidden")),
    )
    rows = tuple(
        (
            names.cell(each),
            names.who(each.who),
            t.whole(each.answers),
            t.level(each.rate),
            t("margin", points=t.points(each.width / 2)),
            names.probability(each.hidden),
        )
        for each in outlook.cells
    )
    return Table(t("table.cells"), heads, rows, headed=True)
