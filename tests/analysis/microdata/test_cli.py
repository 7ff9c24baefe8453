import csv
import io
import re
import shlex
import subprocess
from collections import Counter
from pathlib import Path

import duckdb
import msgspec
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from analysis.disclosure.countsfile import MAGIC
from analysis.exports.variables import form_variables
from analysis.microdata.cli import microdata
from analysis.reading import read_form
from questionnaires.answersets import AnswerSet, write
from questionnaires.model import Questionnaire
from questionnaires.sheets import decode
from tests.analysis.answers import SMALL, random_set
from tests.builders import SMALL_FORM, SMALL_PLAN

ROOT = Path(__file__).parents[3]
SIZES = {"elected": 150, "staff": 200}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small form, and the answer sets of two municipalities."""
    form = tmp_path / "form"
    form.mkdir()
    (form / "questionnaire.toml").write_bytes(SMALL_FORM.read_bytes())
    (form / "analysis.toml").write_text(SMALL_PLAN, encoding="utf-8")
    for answers in sets(form):
        (tmp_path / f"{answers.header.municipality.code}.answers").write_bytes(write(answers))
    return tmp_path


def sets(form: Path) -> list[AnswerSet]:
    _, plan = read_form(form)
    return [random_set(SMALL, plan, code, SIZES, seed=9) for code in ("0580", "0581")]


def run(folder: Path, out: str, *arguments: str) -> Result:
    answers = [str(path) for path in sorted(folder.glob("*.answers"))]
    return CliRunner().invoke(
        microdata, [*answers, "--form", str(folder / "form"), "--out", str(folder / out), *arguments]
    )


def said(done: Result) -> str:
    return " ".join(done.output.replace("│", " ").replace("─", " ").split())


def expected(form: Questionnaire, answer_sets: list[AnswerSet]) -> Counter[tuple[int, ...]]:
    """Every sheet as the numbers of its variables, worked out sheet by sheet from the answers themselves."""
    found: Counter[tuple[int, ...]] = Counter()
    for answers in answer_sets:
        for group, rows in answers.rows.items():
            for row in rows:
                sheet, text = decode(form, group, row), row.decode()
                numbers = [int(answers.header.municipality.code), form.groups.index(group) + 1]
                for variable in form_variables(form):
                    item, chosen = variable.item, sheet.get(variable.item.id, ())
                    if text[item.offset] == "-":
                        numbers.append(95)
                    elif not chosen:
                        numbers.append(96)
                    elif variable.option:
                        numbers.append(int(variable.option in chosen))
                    else:
                        numbers.append(next(c.number for c in variable.categories if c.code == chosen[0]))
                found[tuple(numbers)] += 1
    return found


def rows_of(path: Path) -> list[tuple[int, ...]]:
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    return [tuple(int(cell) for cell in line) for line in lines[1:]]


def test_every_sheet_is_a_row_and_the_order_is_that_of_what_they_hold(folder: Path) -> None:
    done = run(folder, "rows.csv", "--background", "B1")
    assert done.exit_code == 0, done.output
    found = rows_of(folder / "rows.csv")
    assert Counter(found) == expected(SMALL, sets(folder / "form"))
    assert found == sorted(found)


def test_stata_spss_and_parquet_have_the_rows_of_the_csv(folder: Path) -> None:
    for name in ("rows.csv", "rows.dta", "rows.sav", "rows.parquet"):
        assert run(folder, name, "--background", "B1").exit_code == 0
    wanted = rows_of(folder / "rows.csv")
    stata = pd.read_stata(folder / "rows.dta", convert_categoricals=False)
    assert [tuple(int(number) for number in row) for row in stata.to_numpy()] == wanted
    names = pd.read_stata(folder / "rows.dta")
    assert set(names["group"]) == {"Förtroendevalda", "Medarbetare"}
    assert set(names["municipality"]) == {"Linköping", "Norrköping"}
    assert "Inte tillfrågad" in set(names["B1"])
    found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(folder / "rows.parquet")]).fetchall()
    assert {row[0] for row in found} == {"0580", "0581"}
    assert [tuple(int(cell) for cell in row) for row in found] == wanted


def test_a_municipality_is_four_digits_in_the_csv_and_its_codes(folder: Path) -> None:
    assert run(folder, "rows.csv", "--background", "B1").exit_code == 0
    lines = (folder / "rows.csv").read_text(encoding="utf-8").splitlines()
    assert {line.split(",")[0] for line in lines[1:]} == {"0580", "0581"}
    assert "municipality,Kommunkod,0580,Linköping" in (folder / "rows.codes.csv").read_text(encoding="utf-8")


def test_a_counts_file_is_told_from_an_answer_set(folder: Path) -> None:
    (folder / "0580.answers").write_bytes(MAGIC + b"\n{}")
    done = run(folder, "rows.csv", "--background", "B1")
    assert done.exit_code == 2
    assert "this is a counts file, which has no sheets; give the answer set it was made of" in said(done)


@pytest.mark.pspp
def test_pspp_counts_the_rows_and_takes_95_to_99_for_missing(folder: Path) -> None:
    assert run(folder, "rows.sav", "--background", "B1").exit_code == 0
    syntax = 'GET FILE="rows.sav".\nDESCRIPTIVES C1 D1_criminal /STATISTICS=MEAN.\n'
    (folder / "read.sps").write_text(syntax, encoding="utf-8")
    command = ["pspp", "-O", "format=csv", "-o", "out.csv", "read.sps"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert run(folder, "rows.csv", "--background", "B1").exit_code == 0
    place = 2 + [variable.name for variable in form_variables(SMALL)].index("D1_criminal")
    valid = [row[place] for row in rows_of(folder / "rows.csv") if row[place] < 95]
    line = next(line for line in (folder / "out.csv").read_text(encoding="utf-8").splitlines() if "Kriminell" in line)
    assert line.split(",")[-2] == str(len(valid))
    assert float(line.split(",")[-1]) == pytest.approx(np.mean(valid), abs=0.005)


def test_the_labels_stand_beside_a_csv(folder: Path) -> None:
    assert run(folder, "rows.csv", "--background", "B1").exit_code == 0
    lines = list(csv.DictReader(io.StringIO((folder / "rows.codes.csv").read_text(encoding="utf-8"), newline="")))
    found = {(line["variable"], line["number"]): line["meaning"] for line in lines}
    assert found["C1", "2"] == "Flera gånger"
    assert found["C1", "98"] == "Vill inte svara"
    assert found["D1_criminal", "95"] == "Inte tillfrågad"


def test_classes_that_are_too_small_are_refused_by_their_number_and_not_their_content(folder: Path) -> None:
    # The two events beside the office: some combination is rare.
    known = ("--background", "B1", "--background", "C1", "--background", "I1")
    done = run(folder, "rows.csv", *known)
    assert done.exit_code == 1
    assert "classes have fewer than 10 sheets, the smallest" in said(done)
    assert "council" not in done.output
    assert not (folder / "rows.csv").exists()
    # C3 and D1 are asked only of some, by C1: with them in the file it would still be known in part.
    assert run(folder, "rows.csv", *known, "--drop", "C1", "--drop", "I1").exit_code == 1
    drop = [word for name in ("C1", "C3", "D1", "I1") for word in ("--drop", name)]
    assert run(folder, "rows.csv", *known, *drop).exit_code == 0
    header = (folder / "rows.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "municipality,group,A1,B1,C2,G1"


def test_a_k_below_the_floor_is_refused(folder: Path) -> None:
    done = run(folder, "rows.csv", "--background", "B1", "--k", "4")
    assert (done.exit_code, "choose 5 or more" in said(done)) == (2, True)


def test_a_form_that_says_nothing_of_background_is_refused(folder: Path) -> None:
    done = run(folder, "rows.csv")
    assert (done.exit_code, "name what others may know" in said(done)) == (2, True)


def test_an_unknown_item_and_an_unknown_ending_are_refused(folder: Path) -> None:
    assert "the form has no item B7" in said(run(folder, "rows.csv", "--background", "B1", "--drop", "B7"))
    assert "choose .csv, .sav, .dta, .parquet" in said(run(folder, "rows.xls", "--background", "B1"))


def test_answers_to_another_text_of_the_form_are_refused(folder: Path) -> None:
    form = folder / "form" / "questionnaire.toml"
    form.write_text(form.read_text(encoding="utf-8").replace("Vem låg bakom?", "Vem var det?"), encoding="utf-8")
    assert "use the very questionnaire that was approved" in said(run(folder, "rows.csv", "--background", "B1"))


def test_answer_sets_that_may_not_be_compared_are_refused(folder: Path) -> None:
    first, _ = sets(folder / "form")
    other = AnswerSet(msgspec.structs.replace(first.header, access_mode="open_link"), first.rows)
    place = msgspec.structs.replace(other.header.municipality, code="0581", name="Norrköping")
    other = AnswerSet(msgspec.structs.replace(other.header, municipality=place), other.rows)
    (folder / "0581.answers").write_bytes(write(other))
    assert "may not be compared" in said(run(folder, "rows.csv", "--background", "B1"))


def test_the_same_answers_give_the_same_bytes_in_any_order_of_files(folder: Path) -> None:
    assert run(folder, "rows.sav", "--background", "B1").exit_code == 0
    first = (folder / "rows.sav").read_bytes()
    (folder / "0580.answers").rename(folder / "z.answers")
    assert run(folder, "rows.sav", "--background", "B1").exit_code == 0
    assert (folder / "rows.sav").read_bytes() == first


def test_the_example_of_the_document_is_a_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^samtidig microdata (.+)$", text, flags=re.MULTILINE)
    words = shlex.split(example)
    form, plan = read_form(ROOT / words[words.index("--form") + 1])
    for code in ("0580", "0581"):
        (folder / f"{code}.answers").write_bytes(write(random_set(form, plan, code, {"elected": 20, "staff": 30}, 1)))
    words[words.index("--form") + 1] = str(ROOT / words[words.index("--form") + 1])
    done = CliRunner().invoke(microdata, words)
    assert "by municipality, group and B1, B1s, B3, B4," in said(done)
    assert "classes have fewer than 10 sheets" in said(done)


def test_the_help_says_what_microdata_are_in_law() -> None:
    text = said(CliRunner().invoke(microdata, ["--help"]))
    assert all(word in text for word in ("public records", "OSL 24:8", "gallring", "personal data"))
