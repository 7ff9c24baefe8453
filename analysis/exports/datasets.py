"""A table of labelled variables, and its bytes as SPSS `.sav`, Stata `.dta` and Parquet.

The files bear the instant that they are given, never that of the writing, so the same data are the same bytes. Labels
longer than a format holds are cut with an ellipsis; the codebook has them whole.
"""

import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

import fastparquet
import msgspec
import pandas as pd
import pyreadstat
from pyreadstat.pyclasses import MissingRange

from analysis.errors import OutputError

Value = str | int | float | bool | None
Measure = Literal["nominal", "ordinal", "scale"]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STATA_DATE = b"<timestamp>\x11"
_SPSS_DATE = 92  # where the date stands in the header record, and after it the time


class Variable(msgspec.Struct, frozen=True):
    """One column. *kind* `whole` may bear *values* (number -> label); *missing*: numbers that are no answer."""

    name: str
    label: str
    kind: Literal["text", "whole", "real"]
    measure: Measure
    values: tuple[tuple[int, str], ...] = ()
    missing: tuple[int, ...] = ()


class Dataset(msgspec.Struct, frozen=True):
    """*columns*: variable's name -> its values, as many for each. *instant*, UTC: what the files say of their age."""

    title: str
    instant: str
    variables: tuple[Variable, ...]
    columns: dict[str, list[Value]]
    facts: dict[str, str]


def sav(data: Dataset) -> bytes:
    """The bytes of an SPSS system file."""
    moment = datetime.fromisoformat(data.instant)

    def write(path: Path) -> None:
        pyreadstat.write_sav(
            _frame(data),
            path,
            file_label=_cut_bytes(data.title, 64),
            row_compress=True,
            column_labels={each.name: _cut_bytes(each.label, 255) for each in data.variables},
            variable_value_labels=_values(data, lambda label: _cut_bytes(label, 120)),
            variable_measure={each.name: each.measure for each in data.variables},
            variable_format={
                each.name: "F8.0" if each.kind == "whole" else "F12.6" for each in data.variables if each.kind != "text"
            },
            missing_ranges={each.name: _ranges(each.missing) for each in data.variables if each.missing},
        )

    file = bytearray(_written(write, ".sav"))
    stamp = f"{moment.day:02} {MONTHS[moment.month - 1]} {moment:%y}{moment:%H:%M:%S}".encode("ascii")
    file[_SPSS_DATE : _SPSS_DATE + len(stamp)] = stamp
    return bytes(file)


def dta(data: Dataset) -> bytes:
    """The bytes of a Stata file, version 118 (Stata 14 and later)."""
    moment = datetime.fromisoformat(data.instant)

    def write(path: Path) -> None:
        pyreadstat.write_dta(
            _frame(data),
            path,
            version=14,
            file_label=_cut(data.title, 80),
            column_labels={each.name: _cut(each.label, 80) for each in data.variables},
            variable_value_labels=_values(data, lambda label: _cut(label, 32_000)),
        )

    file = _written(write, ".dta")
    place = file.find(_STATA_DATE) + len(_STATA_DATE)
    stamp = f"{moment.day:02} {MONTHS[moment.month - 1]} {moment:%Y %H:%M}".encode("ascii")
    return file[:place] + stamp + file[place + len(stamp) :]


def parquet(data: Dataset) -> bytes:
    """The bytes of a Parquet file, typed; labels and facts are in its metadata as JSON under `samtidig`."""
    frame = pd.DataFrame({each.name: _typed(each, data.columns[each.name]) for each in data.variables})
    about = {
        "title": data.title,
        **data.facts,
        "labels": {each.name: each.label for each in data.variables},
        "values": {each.name: dict(each.values) for each in data.variables if each.values},
    }

    def write(path: Path) -> None:
        fastparquet.write(
            str(path),
            frame,
            write_index=False,
            compression="ZSTD",
            object_encoding={each.name: "utf8" for each in data.variables if each.kind == "text"},
            custom_metadata={"samtidig": json.dumps(about, ensure_ascii=False, sort_keys=True)},
        )

    return _written(write, ".parquet")


def _frame(data: Dataset) -> pd.DataFrame:
    """Numbers with a hole where there is none; texts as texts, empty where there is none."""
    made: dict[str, pd.Series] = {}
    for each in data.variables:
        values = data.columns[each.name]
        if each.kind == "text":
            made[each.name] = pd.Series(["" if value is None else str(value) for value in values], dtype=object)
        else:
            made[each.name] = pd.Series(values, dtype=_narrowest(each, values))
    return pd.DataFrame(made)


def _narrowest(variable: Variable, values: list[Value]) -> Literal["int32", "float64"]:
    """A whole number without holes takes half the room in Stata."""
    whole = variable.kind == "whole" and all(isinstance(value, int) and 0 <= value < 2**31 - 128 for value in values)
    return "int32" if whole and values else "float64"


def _typed(variable: Variable, values: list[Value]) -> pd.Series:
    match variable.kind:
        case "whole":
            return pd.Series(values, dtype="Int64")
        case "real":
            return pd.Series(values, dtype="Float64")
        case "text":
            return pd.Series(values, dtype=object)


def _values(data: Dataset, cut: Callable[[str], str]) -> dict[str, dict[int | float, str]]:
    return {each.name: {number: cut(label) for number, label in each.values} for each in data.variables if each.values}


def _ranges(missing: tuple[int, ...]) -> list[int | float | str | MissingRange]:
    return [{"lo": min(missing), "hi": max(missing)}]


def _written(write: Callable[[Path], None], ending: str) -> bytes:
    """What *write* put into a file of a folder of its own. The libraries write to a path, not to memory."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"data{ending}"
            write(path)
            return path.read_bytes()
    except OSError as error:
        raise OutputError(
            f"{ending}: {error.strerror or error}; make room in the folder for temporary files"
        ) from error


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _cut_bytes(text: str, longest: int) -> str:
    if len(text.encode("utf-8")) <= longest:
        return text
    return text.encode("utf-8")[: longest - 3].decode("utf-8", "ignore").rstrip() + "…"
