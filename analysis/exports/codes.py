"""The code lists of a release: what each code in its table means, and the number it has in SPSS and Stata.

The lists hold what this release holds, in its order. A number is good within one release only; the code itself is what
lasts. Columns that say the same thing of the two sides of a comparison share a list, and so their numbers.
"""

import csv
import io
from collections.abc import Sequence

import msgspec

from analysis.disclosure.release import Release
from analysis.exports.catalogue import words
from analysis.report.tables import COLUMNS, Row, csv_cell
from questionnaires.model import Text

#: Column -> the column whose list it shares.
_SHARED = {
    "second_municipality": "municipality",
    "second_group": "group",
    "second_subset": "subset",
    "other_target": "target",
    "other_method": "method",
    "other_status": "status",
}
#: List -> the columns that hold its codes' names in the table itself.
_NAMED = {
    "indicator": "label",
    "group": "group",
    "subset": "subset",
    "pool": "pool",
    "second_group": "second_group",
    "second_subset": "second_subset",
}
LANGUAGES = ("sv", "en")


class Code(msgspec.Struct, frozen=True):
    """One code of a list: its *number* in files that want numbers, and its name in every language."""

    code: str
    number: int
    label: Text


def topic(row: Row) -> str | None:
    """The table that an estimate belongs to; that of neighbouring municipalities, by what it is about."""
    if row.get("table") != "pools":
        return str(row["table"]) if row.get("table") else None
    if row.get("subset"):
        return "breakdowns"
    if row.get("denominator"):
        return "splits"
    return "distributions" if ">=" in str(row["indicator"]) else "rates"


def list_of(column: str) -> str:
    """The code list that *column* takes its codes from."""
    return _SHARED.get(column, column)


def code_lists(release: Release, table: Sequence[Row]) -> dict[str, tuple[Code, ...]]:
    """List -> its codes, in the order in which *table*, the rows of *release*, first has them."""
    families = {family.id: family.label for family in release.families}
    found: dict[str, dict[str, Text]] = {}
    for column in COLUMNS:
        if column.kind != "code":
            continue
        own = found.setdefault(list_of(column.name), {})
        for row in table:
            code = row.get(column.name)
            if isinstance(code, str) and code and code not in own:
                own[code] = families[code] if column.name == "family" else _label(column.name, code, row)
    return {
        name: tuple(Code(code, _number(name, code, place), text) for place, (code, text) in enumerate(own.items(), 1))
        for name, own in found.items()
    }


def codes_csv(lists: dict[str, tuple[Code, ...]], language: str) -> bytes:
    """The code lists in one language as CSV: list, code, number, label."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(["list", "code", "number", "label"])
    for name, codes in lists.items():
        table.writerows([name, csv_cell(c.code), str(c.number), csv_cell(c.label.get(language))] for c in codes)
    return out.getvalue().encode("utf-8")


def _label(column: str, code: str, row: Row) -> Text:
    if list_of(column) == "municipality":
        name = str(row[f"{column}_name"])
        return dict.fromkeys(LANGUAGES, name)
    if column in _NAMED:
        texts = {language: row.get(f"{_NAMED[column]}_{language}") for language in LANGUAGES}
        return {language: str(text or code) for language, text in texts.items()}
    return {language: words(language).choice(list_of(column), code) for language in LANGUAGES}


def _number(name: str, code: str, place: int) -> int:
    """A municipality's number is its code; of other lists, the place in it."""
    return int(code) if name == "municipality" else place
