"""PX files, read back by pyaxis, the reader of Spain's statistical institute."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pyaxis import pyaxis

from analysis.exports.cubes import Cube, contents, cubes, subject
from analysis.exports.px import px
from tests.analysis.exports import published, reading

CUBES = {cube.id: cube for cube in cubes(published.release(), reading.table())}
NO_NUMBER = {"hidden": '".."', "no_answers": '"..."', "not_applicable": '"."'}
KEPT = r"^$"  # a pattern that no value has, so that the reader leaves the symbols as they stand


def written(cube: Cube) -> bytes:
    return px(cube, "2022-05-16T06:00:00Z", subject(), contents())


def read(cube: Cube, folder: Path, language: str) -> Any:
    path = folder / "cube.px"
    path.write_bytes(written(cube))
    return pyaxis.parse(str(path), encoding="utf-8", null_values=KEPT, sd_values=KEPT, lang=language)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", CUBES)
def test_pyaxis_reads_every_number_label_and_symbol(name: str, language: str, tmp_path: Path) -> None:
    cube = CUBES[name]
    frame = read(cube, tmp_path, language)["DATA"]
    heads = [dimension.label[language] for dimension in cube.dimensions] + [contents()[language]]
    found = {tuple(row[head] for head in heads): row["DATA"] for row in frame.to_dict("records")}
    expected = {}
    for place in product(*(dimension.categories for dimension in cube.dimensions)):
        cell = cube.cells.get(tuple(category.code for category in place), ("not_applicable",) * len(cube.figures))
        for figure, number in zip(cube.figures, cell, strict=True):
            labels = [re.sub('"', "”", category.label[language]) for category in place]
            expected[*labels, figure.label[language]] = number
    assert found.keys() == expected.keys()
    for key, number in expected.items():
        if isinstance(number, str):
            assert found[key] == NO_NUMBER[number]
        else:
            assert float(found[key]) == number


def test_pyaxis_takes_hidden_numbers_for_disclosure_control(tmp_path: Path) -> None:
    path = tmp_path / "cube.px"
    path.write_bytes(written(CUBES["rates"]))
    frame = pyaxis.parse(str(path), encoding="utf-8")["DATA"]
    hidden = frame[(frame["Kommun"] == "Hammarö") & (frame["Uppgift"] == "Andel")]
    assert hidden["DATA"].isna().sum() >= 1


def test_pyaxis_reads_codes_units_and_the_fingerprint(tmp_path: Path) -> None:
    metadata = read(CUBES["rates"], tmp_path, "sv")["METADATA"]
    assert metadata["CODES(Kommun)"][:1] == ["0580"]
    assert metadata["CODEPAGE"] == ["utf-8"]
    assert metadata["AXIS-VERSION"] == ["2013"]
    assert metadata["UNITS(Andel)"] == ["procent"]
    assert metadata["CONTVARIABLE"] == ["Uppgift"]
    assert metadata["NOTE"][0].startswith("Fingeravtryck 04HM-ASRB-CDEF.")


def test_what_is_not_equivalent_says_so_in_the_note(tmp_path: Path) -> None:
    release = published.stamped()
    cube = cubes(release, reading.table(release))[0]
    assert read(cube, tmp_path, "sv")["METADATA"]["NOTE"][0].startswith("Ej likvärdig: ")


@pytest.mark.parametrize("name", CUBES)
def test_the_file_keeps_to_the_format(name: str) -> None:
    text = written(CUBES[name]).decode("utf-8")
    lines = text.split("\r\n")
    assert lines[:3] == ['CHARSET="ANSI";', 'AXIS-VERSION="2013";', 'CODEPAGE="utf-8";']
    assert max(len(line) for line in lines) <= 256
    assert text.endswith(";\r\n")
    assert len(re.findall(r'MATRIX="[^"]{1,20}";', text)) == 1
    wanted = ("DECIMALS", "SUBJECT-CODE", "SUBJECT-AREA", "TITLE", "CONTENTS", "UNITS", "STUB", "HEADING", "DATA")
    assert all(re.search(rf"^{keyword}=", text, flags=re.MULTILINE) for keyword in wanted)


def test_quotation_marks_and_long_texts_keep_the_file_whole(tmp_path: Path) -> None:
    title = {"sv": 'Kallad "farlig"; ' + "lång " * 100, "en": "Short"}
    cube = msgspec.structs.replace(CUBES["response"], title=title)
    metadata = read(cube, tmp_path, "sv")["METADATA"]
    assert "".join(metadata["TITLE"]).startswith("Kallad ”farlig”; lång")
