import csv
import io
from functools import lru_cache

from analysis.disclosure.release import Release
from analysis.exports.codes import code_lists, codes_csv, list_of
from analysis.exports.formats import FORMATS, makers
from analysis.report.tables import COLUMNS, rows
from analysis.run import analyse
from questionnaires.answersets import FrameCount
from tests.analysis import full
from tests.analysis.exports import published, reading

#: Lists whose names are the study's own.
OF_THE_STUDY = {"family", "indicator", "subset", "pool", "municipality", "group"}


@lru_cache
def whole() -> Release:
    """A release of every table that there is, made by the whole path from answers."""
    plan = full.plan()
    frame = {
        stratum: (FrameCount({"B4": "woman"}, invited // 2), FrameCount({"B4": "man"}, invited - invited // 2))
        for stratum, (_, invited) in full.SIZES.items()
    }
    return analyse(full.study(plan, frame=frame), full.FORM, plan)


def test_every_code_that_the_analysis_writes_has_a_name() -> None:
    release = whole()
    lists = code_lists(release, list(rows(release)))
    nameless = [
        (name, code.code)
        for name, codes in lists.items()
        if name not in OF_THE_STUDY
        for code in codes
        if code.label["sv"] == code.code
    ]
    assert nameless == []


def test_a_release_of_every_table_goes_into_every_format() -> None:
    made = {name: make() for name, make in makers(whole(), FORMATS, full.FORM).items()}
    assert len(made) > 30
    assert all(made.values())


def test_every_code_of_the_table_is_in_its_list_once() -> None:
    lists = reading.lists()
    for column in COLUMNS:
        if column.kind == "code":
            used = {row[column.name] for row in reading.table() if row.get(column.name)}
            assert used <= {code.code for code in lists[list_of(column.name)]}, column.name
    for codes in lists.values():
        assert len({code.code for code in codes}) == len({code.number for code in codes}) == len(codes)


def test_a_municipality_s_number_is_its_code_and_a_name_belongs_to_its_list() -> None:
    lists = reading.lists()
    assert next((code.number, code.label["sv"]) for code in lists["municipality"]) == (580, "Linköping")
    # The id of a family may be a word of another list.
    assert {code.code: code.label["sv"] for code in lists["record"]}["pooled"].startswith("Andel, flera")
    assert {code.code: code.label["sv"] for code in lists["family"]}["pooled"] == "Sammanvägt"


def test_the_code_list_is_a_table_in_its_language() -> None:
    release = published.release()
    file = codes_csv(code_lists(release, reading.table()), "en").decode("utf-8")
    found = {(line["list"], line["code"]): line["label"] for line in csv.DictReader(io.StringIO(file, newline=""))}
    assert found["group", "staff"] == "Staff"
    assert found["subset", "B4=woman"] == "Gender: Woman"
    assert found["indicator", "'=threats"] == 'Threats; "quoted"'
