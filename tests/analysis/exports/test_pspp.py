"""SPSS files, read back by PSPP: a program that shares no code with what wrote them."""

import csv
import io
import re
import subprocess
from pathlib import Path

import pytest

from analysis.exports.aggregate import labelled
from analysis.exports.datasets import sav
from tests.analysis.exports import published, reading

pytestmark = pytest.mark.pspp


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file, and what PSPP makes of it: a table of its values, one of its labels, and its dictionary."""
    folder = tmp_path_factory.mktemp("pspp")
    (folder / "tables.sav").write_bytes(sav(labelled(published.release(), reading.table())))
    syntax = """
SET FORMAT=F20.16.
GET FILE="tables.sav".
DISPLAY DICTIONARY.
FORMATS ALL (F22.16).
SAVE TRANSLATE /OUTFILE="values.csv" /TYPE=CSV /REPLACE /FIELDNAMES /CELLS=VALUES /TEXTOPTIONS FORMAT=VARIABLE.
SAVE TRANSLATE /OUTFILE="labels.csv" /TYPE=CSV /REPLACE /FIELDNAMES /CELLS=LABELS.
"""
    numbers = [*reading.columns("whole", "real", "yes_no"), *reading.columns("code")]
    syntax = syntax.replace("FORMATS ALL", f"FORMATS {' '.join(numbers)}")
    (folder / "read.sps").write_text(syntax, encoding="utf-8")
    done = subprocess.run(
        ["pspp", "-O", "format=csv", "-o", "dictionary.csv", "read.sps"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_every_number_is_the_release_s_and_a_hidden_one_is_missing(folder: Path) -> None:
    found = lines(folder / "values.csv")
    rows = reading.table()
    assert len(found) == len(rows)
    for name in reading.columns("whole", "real", "yes_no"):
        for line, row in zip(found, rows, strict=True):
            value, text = row.get(name), line[name].strip()
            assert (text == "") == (value is None), (name, text, value)
            if value is not None:
                assert float(text) == pytest.approx(float(value), abs=1e-15), name


def test_every_code_has_its_swedish_name_as_value_label(folder: Path) -> None:
    for name in reading.columns("code"):
        meaning = reading.names(name)
        for line, row in zip(lines(folder / "labels.csv"), reading.table(), strict=True):
            code = row.get(name)
            assert line[name].strip() == (meaning[str(code)] if code else ""), name
            assert line[f"{name}_code"].strip() == (code or "")


def test_every_text_is_there_with_its_letters(folder: Path) -> None:
    for name in reading.columns("text"):
        for line, row in zip(lines(folder / "values.csv"), reading.table(), strict=True):
            assert line[name].rstrip() == (row.get(name) or ""), name


def test_the_dictionary_has_labels_and_measures(folder: Path) -> None:
    text = (folder / "dictionary.csv").read_text(encoding="utf-8")
    assert re.search(r"^bounds_high,\d+,Högst möjligt bland alla inbjudna,Scale,", text, flags=re.MULTILINE)
    assert re.search(r"^group,\d+,Grupp,Nominal,", text, flags=re.MULTILINE)
