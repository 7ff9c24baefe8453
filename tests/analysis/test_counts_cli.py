from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis.cli import analyse
from analysis.counts_cli import counts
from analysis.disclosure.ledger import read_ledger
from analysis.reading import read_form
from questionnaires.answersets import write
from tests.analysis.answers import SMALL, random_set
from tests.builders import SMALL_FORM, SMALL_PLAN

SIZES = {"elected": 40, "staff": 150}
CODES = ("0580", "0581")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small form, and the answer sets of two municipalities."""
    form = tmp_path / "form"
    form.mkdir()
    (form / "questionnaire.toml").write_bytes(SMALL_FORM.read_bytes())
    (form / "analysis.toml").write_text(SMALL_PLAN, encoding="utf-8")
    _, plan = read_form(form)
    for code in CODES:
        (tmp_path / f"{code}.answers").write_bytes(write(random_set(SMALL, plan, code, SIZES, seed=9)))
    return tmp_path


def make(folder: Path, code: str, *arguments: str) -> Result:
    out = str(folder / f"{code}.counts")
    return CliRunner().invoke(
        counts, [str(folder / f"{code}.answers"), "--form", str(folder / "form"), "--out", out, *arguments]
    )


def compare(folder: Path, out: str, *names: str) -> Result:
    files = [str(folder / name) for name in names]
    return CliRunner().invoke(analyse, [*files, "--form", str(folder / "form"), "--out", str(folder / out)])


def refused(done: Result, words: str, code: int = 2) -> None:
    assert done.exit_code == code
    assert words in " ".join(done.output.replace("│", " ").split())


def test_the_comparison_of_counts_files_is_that_of_answer_sets(folder: Path) -> None:
    for code in CODES:
        done = make(folder, code)
        assert done.exit_code == 0, done.output
        assert done.stdout.split() == [str(folder / f"{code}.counts")]
    assert compare(folder, "answers", "0580.answers", "0581.answers").exit_code == 0
    assert compare(folder, "counts", "0580.counts", "0581.counts").exit_code == 0
    assert compare(folder, "both", "0580.counts", "0581.answers").exit_code == 0
    for out in ("counts", "both"):
        assert (folder / out / "release.json").read_bytes() == (folder / "answers" / "release.json").read_bytes()


def test_what_was_told_is_kept_once(folder: Path) -> None:
    ledger = folder / "ledger.jsonl"
    for _ in range(2):
        assert make(folder, "0580", "--ledger", str(ledger)).exit_code == 0
    (entry,) = read_ledger(ledger.read_bytes())
    assert {(each.municipality, each.group) for each in entry.strata} == {("0580", "elected"), ("0580", "staff")}


def test_a_late_answer_is_stopped_and_nothing_is_written(folder: Path) -> None:
    ledger, file = folder / "ledger.jsonl", folder / "0580.answers"
    assert make(folder, "0580", "--ledger", str(ledger)).exit_code == 0
    before = ledger.read_bytes(), (folder / "0580.counts").read_bytes()
    _, plan = read_form(folder / "form")
    file.write_bytes(write(random_set(SMALL, plan, "0580", {"elected": 41, "staff": 150}, seed=9)))
    refused(make(folder, "0580", "--ledger", str(ledger)), "nothing was published", code=1)
    assert (ledger.read_bytes(), (folder / "0580.counts").read_bytes()) == before


def test_a_ledger_that_is_none_is_refused_with_its_line(folder: Path) -> None:
    (folder / "ledger.jsonl").write_text("hello\n", encoding="utf-8")
    refused(make(folder, "0580", "--ledger", str(folder / "ledger.jsonl")), "line 1 is no entry of a release ledger")


def test_a_counts_file_that_was_altered_is_refused(folder: Path) -> None:
    make(folder, "0580")
    file = folder / "0580.counts"
    file.write_bytes(file.read_bytes().replace(b'"answered":', b'"answered": ', 1))
    refused(compare(folder, "out", "0580.counts"), "the counts file has been altered")


def test_counts_are_made_of_answers_only(folder: Path) -> None:
    make(folder, "0580")
    (folder / "0580.counts").rename(folder / "0581.answers")
    refused(make(folder, "0581"), "give the answer set it was made of")


def test_analyse_keeps_a_ledger_too(folder: Path) -> None:
    ledger = folder / "ledger.jsonl"
    for _ in range(2):
        done = CliRunner().invoke(
            analyse,
            [
                *(str(folder / f"{code}.answers") for code in CODES),
                *("--form", str(folder / "form"), "--out", str(folder / "out"), "--ledger", str(ledger)),
            ],
        )
        assert done.exit_code == 0, done.output
    assert len(read_ledger(ledger.read_bytes())) == 1


def test_the_ledger_knows_of_a_release_before_it_is_out(folder: Path) -> None:
    # It cannot be written (its folder is a file), so nothing goes out.
    ledger = str(folder / "0580.answers" / "ledger.jsonl")
    refused(make(folder, "0580", "--ledger", ledger), "make room or choose another folder", code=1)
    assert not (folder / "0580.counts").exists()
    arguments = ["--form", str(folder / "form"), "--out", str(folder / "out"), "--ledger", ledger]
    done = CliRunner().invoke(analyse, [str(folder / "0580.answers"), *arguments])
    refused(done, "make room or choose another folder", code=1)
    assert not (folder / "out").exists()


def test_a_release_that_could_not_be_written_can_be_made_again(folder: Path) -> None:
    ledger, out = folder / "ledger.jsonl", folder / "out"
    (out / "report.html").mkdir(parents=True)
    command = [str(folder / "0580.answers"), "--form", str(folder / "form"), "--out", str(out), "--ledger", str(ledger)]
    refused(CliRunner().invoke(analyse, command), "report.html is a folder there", code=1)
    kept = ledger.read_bytes()
    (out / "report.html").rmdir()
    assert CliRunner().invoke(analyse, command).exit_code == 0
    assert ledger.read_bytes() == kept
