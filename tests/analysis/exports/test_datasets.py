import json
import time
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from pandas.io.stata import StataReader

from analysis.exports.aggregate import labelled, plain
from analysis.exports.catalogue import words
from analysis.exports.datasets import Dataset, Variable, dta, parquet, sav
from tests.analysis.exports import published, reading


@pytest.fixture(scope="module")
def stata(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stata") / "tables.dta"
    path.write_bytes(dta(labelled(published.release(), reading.table())))
    return path


@pytest.fixture(scope="module")
def parquet_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parquet") / "tables.parquet"
    path.write_bytes(parquet(plain(published.release(), reading.table())))
    return path


def same(found: Any, expected: Any) -> bool:
    return bool(pd.isna(found)) if expected is None else bool(found == expected)


def test_pandas_reads_every_number_of_the_stata_file(stata: Path) -> None:
    found = pd.read_stata(stata, convert_categoricals=False)
    rows = reading.table()
    assert len(found) == len(rows)
    for name in reading.columns("whole", "real", "yes_no"):
        for place, row in enumerate(rows):
            assert same(found[name][place], row.get(name)), (name, place)


def test_pandas_reads_every_code_of_the_stata_file_as_its_swedish_name(stata: Path) -> None:
    found = pd.read_stata(stata)
    for name in reading.columns("code"):
        meaning = reading.names(name)
        for place, row in enumerate(reading.table()):
            code = row.get(name) or None
            assert same(found[name][place], meaning[str(code)] if code else None), (name, place)
            assert found[f"{name}_code"][place] == (code or "")


def test_pandas_reads_texts_labels_and_the_age_of_the_wave(stata: Path) -> None:
    with StataReader(stata) as reader:
        labels = reader.variable_labels()
        assert reader.time_stamp == "16 May 2022 06:00"  # type: ignore[attr-defined]  # the stubs lack it
        assert reader.data_label == "Otillåten påverkan i Östergötland"
    assert labels["bounds_high"] == "Högst möjligt bland alla inbjudna"
    found = pd.read_stata(stata)
    for name in reading.columns("text"):
        assert list(found[name]) == [row.get(name) or "" for row in reading.table()], name


def test_duckdb_reads_every_value_of_the_parquet_file(parquet_file: Path) -> None:
    found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(parquet_file)])
    names = [column[0] for column in found.description or ()]
    rows = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    expected = reading.table()
    assert len(rows) == len(expected)
    for row, wanted in zip(rows, expected, strict=True):
        assert row == {name: None if wanted.get(name) == "" else wanted.get(name) for name in names}


def test_duckdb_finds_the_labels_and_the_fingerprint_in_the_parquet_file(parquet_file: Path) -> None:
    query = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = 'samtidig'"
    ((text,),) = duckdb.connect().execute(query, [str(parquet_file)]).fetchall()
    about = json.loads(text)
    assert about["fingerprint"] == published.WAVE.fingerprint
    assert about["labels"]["share"] == "Andel"
    assert about["values"]["not_equivalent"] == {"0": "Nej", "1": "Ja"}


@pytest.mark.parametrize("write", [sav, dta, parquet])
def test_the_same_release_gives_the_same_bytes_whenever_it_is_written(write: Any) -> None:
    data = labelled(published.release(), reading.table())
    first, began = write(data), int(time.time())
    while int(time.time()) == began:  # an SPSS file says the second of its writing
        time.sleep(0.05)
    assert write(data) == first


def test_every_column_has_a_label_that_stata_can_hold() -> None:
    data = labelled(published.release(), reading.table())
    assert all(0 < len(variable.label) <= 80 for variable in data.variables)
    assert all(len(variable.name) <= 32 for variable in data.variables)


def test_a_label_that_is_too_long_is_cut_between_letters(tmp_path: Path) -> None:
    long = "å" * 200
    variable = Variable("x", long, "whole", "nominal", ((1, long),))
    data = Dataset("t" * 200, "2022-05-16T06:00:00Z", (variable,), {"x": [1, None]}, {})
    path = tmp_path / "long.dta"
    path.write_bytes(dta(data))
    with StataReader(path) as reader:
        assert reader.variable_labels()["x"] == "å" * 79 + "…"
    assert sav(data)


def test_a_release_without_rows_of_a_kind_still_has_all_columns() -> None:
    release = published.release(estimates=(), pooled=(), weighted=(), comparisons=(), superiorities=(), strata=())
    assert dta(labelled(release, reading.table(release)))
    assert words("sv")("yes_no.true") == "Ja"
