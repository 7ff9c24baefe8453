import pytest

from analysis.errors import InputError
from analysis.planning.assumptions import assumptions, given_shares
from analysis.planning.frames import Frames, Invited, given_frames
from questionnaires.answersets import FrameCount
from questionnaires.reading import read_questionnaire
from tests.analysis.planning.planned import EVERYTHING, FORM

QUESTIONNAIRE = read_questionnaire(FORM / "questionnaire.toml")

FRAMES = given_frames(["0580/elected=79", "0581/elected=85"])


def test_a_group_has_its_response_and_a_stratum_can_have_its_own() -> None:
    found = assumptions("elected=0.6,0581/elected=0.4", "0.25,0.05", {}, None, FRAMES)
    assert [found.answers(each) for each in FRAMES.strata] == [47, 34]
    assert found.rates == (0.05, 0.25)
    assert found.exposed == 0.25


@pytest.mark.parametrize(
    ("response", "rates", "words"),
    [
        ("0581/elected=0.6", "0.25", "add --response elected=0.5"),
        ("elected=60", "0.25", "write 0.6 for 60 %"),
        ("elected=most", "0.25", "'most' is no number"),
        ("elected", "0.25", "write a name and a share"),
        ("elected=0.6,elected=0.7", "0.25", "given twice"),
        ("elected=0.6,staff=0.5", "0.25", "nobody of that name is invited"),
        ("elected=0.6", "25", "write 0.25 for 25 %"),
        ("elected=nan", "0.25", "not between 0 and 1"),
    ],
)
def test_an_assumption_that_is_none_is_refused(response: str, rates: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        assumptions(response, rates, {}, None, FRAMES)


def test_the_shares_of_one_item_are_kept() -> None:
    words = ["B4.woman=0.5,B4.man=0.5"]
    assert given_shares(words, FRAMES, QUESTIONNAIRE, EVERYTHING) == {"B4.woman": 0.5, "B4.man": 0.5}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["B4.woman=2"], "--share B4.woman: 2 is not between 0 and 1"),
        (["X9.a=0.3"], "the plan divides nobody by X9; it has B4"),
        (["B2.social=0.3"], "the plan divides nobody by B2"),
        (["B4.women=0.3"], "B4 has the options woman, man, other; mend the option"),
        (["B4.woman=0.7", "B4.man=0.4"], "the shares of B4 sum to more than 1"),
    ],
)
def test_a_share_that_nothing_is_reckoned_with_is_refused(words: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        given_shares(words, FRAMES, QUESTIONNAIRE, EVERYTHING)


def test_a_share_that_the_study_says_already_is_refused() -> None:
    counted = Invited("0580", "L", "elected", 79, (FrameCount({"B4": "woman"}, 40), FrameCount({"B4": "man"}, 39)))
    with pytest.raises(InputError, match="the study says how many chose it in B4; take --share away"):
        given_shares(["B4.woman=0.7"], Frames((counted,), FRAMES.disclosure), QUESTIONNAIRE, EVERYTHING)


def test_half_a_person_is_rounded_up() -> None:
    found = assumptions("elected=0.5", "0.25", {}, None, FRAMES)
    assert found.answers(Invited("0580", "L", "elected", 79)) == 40
