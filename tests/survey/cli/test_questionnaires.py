"""`samtidig questionnaires`: what it says of the standard form, and whether the form's README says the same."""

from pathlib import Path

import pytest

from survey.cli import main as cli

FOLDER = Path(__file__).parents[3] / "questionnaires" / "otillaten-paverkan"


def test_the_table_of_times_is_the_one_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["questionnaires", "time", str(FOLDER)]) == 0
    said = capsys.readouterr().out
    assert len(said.splitlines()) == 2 + 4 * 2 * 2
    assert said in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_an_unknown_indicator_is_refused_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["questionnaires", "time", str(FOLDER), "--exposed-by", "afraid"]) == 1
    said = capsys.readouterr().err
    assert "it has no indicator 'afraid'; name one of exposed_any, undue_influence, " in said
    assert len(said.splitlines()) == 1


def test_the_check_names_the_languages_and_how_many_are_asked_what(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["questionnaires", "check", str(FOLDER)]) == 0
    said = capsys.readouterr().out
    assert "sv, sv-simple, en, fi; elected at most 45 items, staff at most 45 items; 28 indicators" in said
