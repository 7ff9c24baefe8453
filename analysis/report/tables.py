"""The release as one table for a spreadsheet or a statistics program: `tables.csv`.

UTF-8, comma, one line an estimate, total or comparison. Numbers are written in full with a decimal point; what is
hidden is empty. A text that a spreadsheet could take for a formula gets an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterator

from analysis.disclosure.release import Comparison, Estimate, Release

COLUMNS = (
    "table", "family", "indicator", "label_sv", "label_en", "municipality", "municipality_name", "group",
    "second_municipality", "second_municipality_name", "second_group", "status", "suppressed", "invited", "exposed",
    "answered", "share", "difference", "low", "high", "bounds_low", "bounds_high", "p", "p_adjusted", "family_size",
    "level", "method", "target", "assumption",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Row = dict[str, str | int | float | bool | None]


def tables_csv(release: Release) -> bytes:
    """The bytes of `tables.csv`: the same for the same release."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    labels = {wording.id: wording.label for wording in release.indicators}
    for row in _rows(release):
        label = labels[str(row["indicator"])]
        row["label_sv"], row["label_en"] = label.get("sv"), label.get("en")
        table.writerow([_cell(row.get(column)) for column in COLUMNS])
    return out.getvalue().encode("utf-8")


def _rows(release: Release) -> Iterator[Row]:
    names = {place.code: place.name for place in release.wave.places}
    for kind, estimates in (("estimate", release.estimates), ("pooled", release.pooled)):
        for estimate in estimates:
            own: Row = {"table": kind, "municipality_name": names.get(estimate.municipality or "")}
            yield _fields(estimate) | own
    for comparison in release.comparisons:
        first, second = comparison.first, comparison.second
        sides: Row = {
            "table": "comparison",
            "municipality": first.municipality,
            "municipality_name": names.get(first.municipality or ""),
            "group": first.group,
            "second_municipality": second.municipality,
            "second_municipality_name": names.get(second.municipality or ""),
            "second_group": second.group,
        }
        yield _fields(comparison) | sides


def _fields(record: Estimate | Comparison) -> Row:
    return {name: getattr(record, name) for name in record.__struct_fields__ if name in COLUMNS}


def _cell(value: str | float | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return repr(value)
