"""The workbook, opened by openpyxl."""

import io
import time
import zipfile
from typing import Any

import msgspec
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from analysis.disclosure.release import Release
from analysis.exports.catalogue import words
from analysis.exports.workbook import SHEETS, workbook
from analysis.report.tables import COLUMNS
from tests.analysis.exports import published, reading

KINDS = {column.name: column.kind for column in COLUMNS}
NAMES = [
    "Läs mig", "Svar", "Andelar", "Skillnader", "Uppdelningar", "Fördelningar", "Skalor", "Skalor jämförda", "Viktade",
    "Jämförelsetal", "Familjer",
]  # fmt: skip


def opened(release: Release | None = None, language: str = "sv") -> Any:
    release = release or published.release()
    return openpyxl.load_workbook(io.BytesIO(workbook(release, reading.table(release), language)))


def cells(page: Worksheet) -> list[dict[str, Any]]:
    """The rows below the headings, by heading."""
    _, heads, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows if any(value is not None for value in row)]


def test_there_is_a_sheet_a_table_in_either_language() -> None:
    assert opened().sheetnames == NAMES
    assert opened(language="en").sheetnames[:4] == ["Read me", "Response", "Rates", "Differences"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_every_number_is_the_release_s_and_a_hidden_one_is_a_word(sheet: Any) -> None:
    say = words("sv")
    book = opened()
    page = book[say(f"sheet.{sheet.id}")]
    own = [row for row in reading.table() if sheet.takes(row)]
    found = cells(page)
    assert len(found) == len(own) > 0
    for row, line in zip(own, found, strict=True):
        for name in sheet.columns:
            if name not in KINDS:
                continue
            points = sheet.points and name in {"difference", "low", "high", "other_low", "other_high"}
            label = say(f"column.{name}")
            head = say("heading.points", label=label) if points else label
            if KINDS[name] not in {"whole", "real"} or head not in line:
                continue
            value = row.get(name)
            if value is not None:
                assert line[head] == pytest.approx(100 * value if points else value, rel=1e-14), (name, row)
            else:
                assert line[head] in {None, "dolt", "inga svar"}
            if row.get("status") == "hidden" and name in {"share", "answered", "difference", "low", "p"}:
                assert line[head] == "dolt"


def test_a_text_that_looks_like_a_formula_is_a_text() -> None:
    page = opened()["Andelar"]
    (cell,) = [cell for cell in page["A"] if cell.value == "=HYPERLINK(1)"][:1]
    assert cell.data_type == "s"
    assert all(cell.data_type != "f" for sheet in opened() for row in sheet.iter_rows() for cell in row)


def test_headings_are_those_of_a_table_and_stay_in_sight() -> None:
    for page in opened():
        (table,) = page.tables.values()
        assert table.headerRowCount != 0
        heads = [cell.value for cell in page[2]]
        assert len(set(heads)) == len(heads) > 1
        assert page.freeze_panes == "A3"
        assert page.print_title_rows == "$1:$2"
        assert all(page.column_dimensions[column].width >= 12 for column in "AB")


def test_percentages_and_p_values_have_their_formats() -> None:
    page = opened()["Skillnader"]
    heads = {cell.value: cell.column for cell in page[2]}
    assert page.cell(3, heads["Skillnad, procentenheter"]).number_format == "0.0"
    assert page.cell(3, heads["p-värde"]).number_format == '[<0.0001]"< 0,0001";0.0000'
    shares = opened()["Andelar"]
    heads = {cell.value: cell.column for cell in shares[2]}
    assert shares.cell(3, heads["Andel"]).number_format == "0.0%"


def test_every_sheet_says_what_it_belongs_to_and_whether_it_is_equivalent() -> None:
    for page in opened():
        assert page["A1"].value == "Otillåten påverkan i Östergötland, omgång 1. Fingeravtryck 04HM-ASRB-CDEF."
    for page in opened(published.stamped()):
        assert page["A1"].value.startswith("Ej likvärdig: ")


@pytest.mark.parametrize(("code", "words"), [("reference period", "tidsperioden"), ("access mode", "svarssättet")])
def test_what_differs_is_said_in_the_readers_words(code: str, words: str) -> None:
    made = msgspec.structs.replace(published.stamped(), not_equivalent=(code,))
    assert opened(made)["Svar"]["A1"].value.startswith(f"Ej likvärdig: {words}. Skäl: ")


def test_the_first_sheet_has_the_certificate() -> None:
    facts = {row[0]: row[1] for row in opened()["Läs mig"].iter_rows(min_row=3, values_only=True)}
    assert facts["Frågorna gäller"] == "1 april 2021–31 mars 2022"
    assert facts["Öppen (svensk tid)"] == "25 april 2022 kl. 08.00 – 16 maj 2022 kl. 08.00"
    assert facts["Vad intervallen gäller"] == "Andelar: underliggande risk. Skillnader: underliggande risk."
    assert published.WAVE.fingerprint in facts["Fingeravtryck"]
    assert facts["Kommuner"] == "0580 Linköping, 0581 Norrköping, 1761 Hammarö"
    assert facts["Konfidensnivå"].replace("\xa0", " ") == "95 %"


def test_figures_from_elsewhere_stand_apart_with_their_source() -> None:
    (line,) = cells(opened()["Jämförelsetal"])
    assert line["Andel"] == 0.3063
    assert line["Jämförelsetal"] == "Brå, PTU 2021"
    assert line["Vilka det gäller"] == "förtroendevalda i hela landet, år 2020"
    assert line["Källa"] == "Brå, rapport 2021:16, tabell 3"
    (line,) = cells(opened(language="en")["Outside figures"])
    assert line["Whom it is about"] == "elected representatives in the whole country, the year 2020"


def test_the_same_release_gives_the_same_bytes_whenever_it_is_written() -> None:
    release = published.release()
    first, began = workbook(release, reading.table(), "sv"), int(time.time())
    while int(time.time()) == began:
        time.sleep(0.05)
    assert workbook(release, reading.table(), "sv") == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
