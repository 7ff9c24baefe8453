from pathlib import Path

import pytest

from analysis.errors import InputError
from analysis.planning.frames import Frames, Invited, checked, given_frames, read_study
from questionnaires.answersets import Disclosure
from questionnaires.reading import read_questionnaire
from tests.analysis.planning.planned import FORM

QUESTIONNAIRE = read_questionnaire(FORM / "questionnaire.toml")
EXAMPLE = FORM.parents[1] / "studies" / "linkoping-norrkoping" / "study.toml"


def test_the_example_study_is_read_with_its_numbers_and_thresholds() -> None:
    found = checked(read_study(EXAMPLE), QUESTIONNAIRE)
    assert [(str(each), each.name) for each in found.strata] == [
        ("0580/elected", "Linköping"),
        ("0580/staff", "Linköping"),
        ("0581/elected", "Norrköping"),
        ("0581/staff", "Norrköping"),
    ]
    assert found.disclosure == Disclosure(10, 5)


def test_frames_given_by_hand_are_put_in_order() -> None:
    found = checked(given_frames(["0581/elected=85", "0580/staff=900", "0580/elected=79"]), QUESTIONNAIRE)
    assert [(str(each), each.persons) for each in found.strata] == [
        ("0580/elected", 79),
        ("0580/staff", 900),
        ("0581/elected", 85),
    ]


@pytest.mark.parametrize("word", ["0580=79", "0580/elected", "0580/elected=many", "/elected=79", "0580/elected=-1"])
def test_a_frame_that_is_none_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="0580/elected=79"):
        given_frames([word])


@pytest.mark.parametrize(
    ("word", "said"),
    [("580/elected=79", "580: a municipality code has four digits"), ("0580/elected=0", "nobody is invited")],
)
def test_a_frame_of_no_municipality_or_of_nobody_is_refused(word: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        given_frames([word])


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        (Frames((), Disclosure(10, 5)), "nobody to invite"),
        (
            Frames((Invited("0580", "L", "board", 7),), Disclosure(10, 5)),
            "0580/board: the questionnaire has the groups",
        ),
        (Frames((Invited("0580", "L", "staff", 7),) * 2, Disclosure(10, 5)), "0580/staff: given twice"),
        (Frames((Invited("0580", "L", "staff", -7),), Disclosure(10, 5)), "-7 invited"),
        (Frames((Invited("0580", "L", "staff", 7),), Disclosure(10, 4)), "none may be under 5"),
    ],
)
def test_frames_that_cannot_be_planned_for_are_refused(frames: Frames, words: str) -> None:
    with pytest.raises(InputError, match=words):
        checked(frames, QUESTIONNAIRE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("municipalities = 3", "municipalities"),
        ("municipalities = [", "not valid TOML"),
        (
            'municipalities = [{ code = "0580", name = "L", strata = [{ group = "staff", invited = "many" }] }]',
            "invited",
        ),
    ],
)
def test_a_study_that_cannot_be_read_is_refused_with_the_place(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "study.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words) as refused:
        read_study(file)
    assert "\n" not in str(refused.value)


def test_a_study_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="mend the path"):
        read_study(tmp_path / "none.toml")
