"""What an analyst imports: everything that is named is there, and the lines of the module's top run as they stand."""

from pathlib import Path

import numpy as np
import pytest

import analysis
from questionnaires.answersets import write
from tests.analysis.answers import random_set
from tests.builders import SMALL_FORM, SMALL_PLAN


def test_every_name_is_there_and_documented() -> None:
    assert sorted(analysis.__all__) == analysis.__all__
    for name in analysis.__all__:
        assert getattr(analysis, name).__doc__


def test_the_steps_of_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "form").mkdir()
    (tmp_path / "form" / "questionnaire.toml").write_bytes(SMALL_FORM.read_bytes())
    (tmp_path / "form" / "analysis.toml").write_text(SMALL_PLAN, encoding="utf-8")
    questionnaire, plan = analysis.read_form(tmp_path / "form")
    for code in ("0580", "0581"):
        made = random_set(questionnaire, plan, code, {"elected": 60, "staff": 150}, seed=9)
        (tmp_path / f"{code}.answers").write_bytes(write(made))
    answer_sets = [analysis.read_answer_set(path, questionnaire) for path in sorted(tmp_path.glob("*.answers"))]
    release = analysis.analyse(answer_sets, questionnaire, plan)
    written = analysis.write_files(release, tmp_path / "out")
    assert analysis.read_release(next(path for path in written if path.name == "release.json")) == release
    assert {each.status for each in release.estimates} <= {"shown", "hidden"}


def test_the_intervals_take_one_cell_or_many() -> None:
    assert analysis.wilson(18, 240).rounded(4) == analysis.Interval(0.048, 0.1154, 0.95, "wilson")
    assert len(analysis.wilson(np.array([18, 3]), np.array([240, 31]))) == 2
    assert analysis.hypergeometric(18, 240, 400).low > analysis.wilson(18, 240).low
    assert analysis.newcombe(18, 240, 40, 260).excludes(0) == (analysis.newcombe_p(18, 240, 40, 260) < 0.05)
    assert analysis.mover_r(18, 240, 40, 260).high < 1
    assert analysis.holm([0.01, 0.04, 0.03]).tolist() == [0.03, 0.06, 0.06]


def test_an_impossible_count_is_an_error_of_values_too() -> None:
    with pytest.raises(ValueError, match="more exposed than answers"):
        analysis.wilson(20, 10)


def test_a_release_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "release.json").write_bytes(b"{}")
    with pytest.raises(analysis.InputError, match=r"release\.json: this is no release"):
        analysis.read_release(tmp_path / "release.json")
    with pytest.raises(analysis.InputError, match="cannot be read"):
        analysis.read_release(tmp_path / "nowhere.json")
