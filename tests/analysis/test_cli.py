from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis.cli import analyse
from analysis.disclosure.release import from_bytes
from analysis.reading import read_form
from analysis.report.files import FILES
from questionnaires.answersets import write
from tests.analysis.answers import SMALL, random_set, renamed
from tests.builders import SMALL_FORM, SMALL_PLAN

SIZES = {"elected": 40, "staff": 150}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small form, and the answer sets of two municipalities."""
    form = tmp_path / "form"
    form.mkdir()
    (form / "questionnaire.toml").write_bytes(SMALL_FORM.read_bytes())
    (form / "analysis.toml").write_text(SMALL_PLAN, encoding="utf-8")
    _, plan = read_form(form)
    for code in ("0580", "0581"):
        (tmp_path / f"{code}.answers").write_bytes(write(random_set(SMALL, plan, code, SIZES, seed=9)))
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    answers = [str(path) for path in sorted(folder.glob("*.answers"))]
    return CliRunner().invoke(
        analyse, [*answers, "--form", str(folder / "form"), "--out", str(folder / "out"), *arguments]
    )


def test_all_files_are_written_and_named(folder: Path) -> None:
    done = run(folder)
    assert done.exit_code == 0, done.output
    names = [name for name in FILES if not name.startswith("scales")]  # the small form has no scales
    assert [Path(line).name for line in done.stdout.split()] == names
    release = from_bytes((folder / "out" / "release.json").read_bytes())
    assert [place.code for place in release.wave.places] == ["0580", "0581"]


def test_the_level_can_be_another(folder: Path) -> None:
    assert run(folder, "--level", "0.9").exit_code == 0
    assert from_bytes((folder / "out" / "release.json").read_bytes()).level == 0.9


def refused(done: Result, words: str) -> None:
    assert done.exit_code == 2
    assert words in " ".join(done.output.replace("│", " ").split())


def test_a_level_of_95_is_refused(folder: Path) -> None:
    refused(run(folder, "--level", "95"), "write 0.95 for 95 %")
    assert not (folder / "out").exists()


def test_different_fingerprints_are_refused_with_the_reason(folder: Path) -> None:
    _, plan = read_form(folder / "form")
    other = renamed(random_set(SMALL, plan, "0581", SIZES, seed=9), fingerprint="f" * 64)
    (folder / "0581.answers").write_bytes(write(other))
    refused(run(folder), "may not be compared: the fingerprint differs")


def test_a_file_that_was_altered_is_refused(folder: Path) -> None:
    file = folder / "0580.answers"
    file.write_bytes(file.read_bytes().replace(b"elected a", b"elected b", 1))
    refused(run(folder), "has been altered")


def test_another_plan_is_refused(folder: Path) -> None:
    plan = folder / "form" / "analysis.toml"
    plan.write_text(SMALL_PLAN.replace("0.95", "0.9"), encoding="utf-8")
    refused(run(folder), "is not the plan that was approved")


def test_a_broken_form_is_refused_with_its_place(folder: Path) -> None:
    plan = folder / "form" / "analysis.toml"
    plan.write_text(
        SMALL_PLAN.replace('indicators = ["undue_influence", "exposed_any"]', 'indicators = ["x"]', 1), "utf-8"
    )
    refused(run(folder), "the questionnaire has no indicator x")


def test_no_answer_set_is_a_fault_of_use(folder: Path) -> None:
    done = CliRunner().invoke(analyse, ["--form", str(folder / "form"), "--out", str(folder / "out")])
    assert done.exit_code == 2


def test_a_folder_that_cannot_be_written_ends_with_one(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "report.html").mkdir()
    done = run(folder)
    assert done.exit_code == 1
    assert "nothing there was changed" in " ".join(done.output.replace("│", " ").split())
    assert [path.name for path in (folder / "out").iterdir()] == ["report.html"]


def test_a_reason_lets_another_window_pass_and_is_in_the_release(folder: Path) -> None:
    path = folder / "0581.answers"
    _, plan = read_form(folder / "form")
    made = random_set(SMALL, plan, "0581", SIZES, seed=9)
    path.write_bytes(write(renamed(made, access_mode="code_by_mail")))
    refused(run(folder), "the access mode differs")
    refused(run(folder, "--not-equivalent", " "), "only for a reason")
    assert run(folder, "--not-equivalent", "letters came late").exit_code == 0
    release = from_bytes((folder / "out" / "release.json").read_bytes())
    assert (release.not_equivalent, release.override) == (("access mode",), "letters came late")


def test_an_earlier_release_that_is_none_is_refused_by_name(folder: Path) -> None:
    refused(run(folder, "--earlier", str(folder / "0580.answers")), "give the release.json of the earlier wave")


def test_an_earlier_release_is_refused_where_the_plan_compares_no_waves(folder: Path) -> None:
    assert run(folder).exit_code == 0
    refused(run(folder, "--earlier", str(folder / "out" / "release.json")), "no comparison of waves")
