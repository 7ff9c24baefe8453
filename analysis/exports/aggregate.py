"""The tidy table of a release as a data set with Swedish labels, for SPSS, Stata and Parquet.

For SPSS and Stata a code becomes a number with its name as value label, and stands as text in `<column>_code` after
the other columns. Parquet keeps the columns of `tables.csv` as they are, typed.
"""

from collections.abc import Sequence

from analysis.disclosure.release import Release
from analysis.exports.catalogue import words
from analysis.exports.codes import code_lists, list_of
from analysis.exports.datasets import Dataset, Variable
from analysis.report.tables import COLUMNS, Column, Row
from analysis.report.tables import Value as Cell

LANGUAGE = "sv"


def labelled(release: Release, table: Sequence[Row]) -> Dataset:
    """The data set in which codes are numbers with value labels."""
    say, lists = words(LANGUAGE), code_lists(release, table)
    numbers = {name: {code.code: code.number for code in codes} for name, codes in lists.items()}
    variables: list[Variable] = []
    texts: list[Variable] = []
    columns: dict[str, list[Cell]] = {}
    for column in COLUMNS:
        label, values = say(f"column.{column.name}"), [row.get(column.name) for row in table]
        if column.kind == "code":
            own = numbers[list_of(column.name)]
            labels = tuple((code.number, code.label[LANGUAGE]) for code in lists[list_of(column.name)])
            variables.append(Variable(column.name, label, "whole", "nominal", labels))
            texts.append(Variable(f"{column.name}_code", say("column.code", label=label), "text", "nominal"))
            columns[column.name] = [own[str(value)] if value else None for value in values]
            columns[f"{column.name}_code"] = [value or None for value in values]
        else:
            variables.append(_plain(column, label))
            columns[column.name] = [int(value) if isinstance(value, bool) else value for value in values]
    return _dataset(release, (*variables, *texts), columns)


def plain(release: Release, table: Sequence[Row]) -> Dataset:
    """The data set with the columns of `tables.csv`, codes as text, nothing where a cell is empty."""
    say = words(LANGUAGE)
    columns: dict[str, list[Cell]] = {}
    for column in COLUMNS:
        values = [row.get(column.name) for row in table]
        columns[column.name] = [int(v) if isinstance(v, bool) else (None if v == "" else v) for v in values]
    return _dataset(release, tuple(_plain(column, say(f"column.{column.name}")) for column in COLUMNS), columns)


def _plain(column: Column, label: str) -> Variable:
    say = words(LANGUAGE)
    match column.kind:
        case "yes_no":
            both = ((0, say("yes_no.false")), (1, say("yes_no.true")))
            return Variable(column.name, label, "whole", "nominal", both)
        case "text" | "code":
            return Variable(column.name, label, "text", "nominal")
        case kind:
            return Variable(column.name, label, kind, "scale")


def _dataset(release: Release, variables: tuple[Variable, ...], columns: dict[str, list[Cell]]) -> Dataset:
    wave = release.wave
    return Dataset(
        title=release.title.get(LANGUAGE) or next(iter(release.title.values())),
        instant=wave.window.closes_at,
        variables=variables,
        columns=columns,
        facts={"fingerprint": wave.fingerprint, "study": wave.study, "wave": str(wave.wave)},
    )
