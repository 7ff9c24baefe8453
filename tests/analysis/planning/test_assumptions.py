import pytest

from analysis.errors import InputError
from analysis.planning.assumptions import assumptions
from analysis.planning.frames import Invited, given_frames

FRAMES = given_frames(["0580/elected=79", "0581/elected=85"])


def test_a_group_has_its_response_and_a_stratum_can_have_its_own() -> None:
    found = assumptions("elected=0.6,0581/elected=0.4", "0.25,0.05", [], None, FRAMES)
    assert [found.answers(each) for each in FRAMES.strata] == [47, 34]
    assert found.rates == (0.05, 0.25)
    assert found.exposed == 0.25


@pytest.mark.parametrize(
    ("response", "rates", "shares", "words"),
    [
        ("0581/elected=0.6", "0.25", [], "add --response elected=0.5"),
        ("elected=60", "0.25", [], "write 0.6 for 60 %"),
        ("elected=most", "0.25", [], "'most' is no number"),
        ("elected", "0.25", [], "write a name and a share"),
        ("elected=0.6,elected=0.7", "0.25", [], "given twice"),
        ("elected=0.6,staff=0.5", "0.25", [], "nobody of that name is invited"),
        ("elected=0.6", "25", [], "write 0.25 for 25 %"),
        ("elected=nan", "0.25", [], "not between 0 and 1"),
        ("elected=0.6", "0.25", ["B4.woman=2"], "--share B4.woman"),
    ],
)
def test_an_assumption_that_is_none_is_refused(response: str, rates: str, shares: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        assumptions(response, rates, shares, None, FRAMES)


def test_half_a_person_is_rounded_up() -> None:
    found = assumptions("elected=0.5", "0.25", [], None, FRAMES)
    assert found.answers(Invited("0580", "L", "elected", 79)) == 40
