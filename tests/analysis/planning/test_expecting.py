import pytest

from analysis.disclosure.rules import Rules
from analysis.planning.assumptions import Assumptions
from analysis.planning.expecting import outlook
from analysis.planning.frames import Frames, Invited
from analysis.planning.hiding import chance_hidden
from analysis.planning.outlook import ComparisonOutlook, Outlook
from questionnaires.answersets import Disclosure
from questionnaires.reading import read_questionnaire
from tests.analysis.planning.planned import EVERYTHING, FORM

QUESTIONNAIRE = read_questionnaire(FORM / "questionnaire.toml")
STRATA = tuple(
    Invited(code, name, group, persons)
    for code, name, sizes in (("0580", "Linköping", (79, 900)), ("0581", "Norrköping", (85, 1000)))
    for group, persons in zip(("elected", "staff"), sizes, strict=True)
)
FRAMES = Frames(STRATA, Disclosure(10, 5))
ASSUMED = Assumptions({"elected": 1.0, "staff": 0.5}, (0.05, 0.25), 0.25)


@pytest.fixture(scope="module")
def found() -> Outlook:
    return outlook(FRAMES, QUESTIONNAIRE, EVERYTHING, ASSUMED)


def of(found: Outlook, family: str, rate: float = 0.25) -> list[ComparisonOutlook]:
    return [each for each in found.comparisons if each.family == family and each.rate == rate]


def test_each_stratum_has_its_answers_and_what_is_possible_whoever_did_not(found: Outlook) -> None:
    assert [(each.invited, each.answers, each.bounds) for each in found.strata] == [
        (79, 79, 0.0),
        (900, 450, 0.5),
        (85, 85, 0.0),
        (1000, 500, 0.5),
    ]


def test_when_all_answer_these_persons_are_known_and_the_risk_is_not(found: Outlook) -> None:
    for rate in found.strata[0].rates:
        assert rate.population == 0.0
        assert rate.risk > 0.1


def test_a_family_is_as_large_as_its_indicators_and_places(found: Outlook) -> None:
    sizes = {each.family: each.tests for each in found.comparisons}
    assert sizes == {
        "groups_within_municipality": 4,
        "groups_pooled": 1,
        "municipalities_within_group": 2,
        "options_within_stratum": 4,
        "scales_between_groups": 2,
        "waves_within_stratum": 4,
    }


def test_two_councils_of_79_and_85_can_show_only_20_points_and_more(found: Outlook) -> None:
    councils = of(found, "municipalities_within_group")[0]
    assert councils.answers == (79, 85)
    risk, persons = councils.readings
    assert (risk.target, persons.target) == ("risk", "population")  # the declared one is the headline
    assert risk.single == pytest.approx(0.207, abs=1e-3)
    assert risk.first_step is not None
    assert risk.first_step > 0.207
    assert persons.single is not None
    assert persons.single < 0.02  # all have answered: nothing about these very persons is left to chance


def test_of_the_exposed_only_the_risk_is_told_and_with_fewer_answers(found: Outlook) -> None:
    within = of(found, "groups_within_municipality")
    assert [(each.exposed, each.answers) for each in within] == [
        (False, (79, 450)),
        (False, (85, 500)),
        (True, (20, 113)),
        (True, (21, 125)),
    ]
    assert [reading.target for reading in within[2].readings] == ["risk"]


def test_a_single_test_is_not_adjusted(found: Outlook) -> None:
    (pooled,) = of(found, "groups_pooled")
    assert pooled.readings[0].single == pooled.readings[0].first_step


def test_pooling_finds_smaller_differences_than_one_municipality(found: Outlook) -> None:
    pooled, alone = of(found, "groups_pooled")[0].readings[0], of(found, "groups_within_municipality")[0].readings[0]
    assert (pooled.single or 1) < (alone.single or 0)


def test_the_finer_tables_are_told_by_how_probably_they_are_hidden(found: Outlook) -> None:
    elected = [each for each in found.cells if each.rate == 0.25 and each.who.group == "elected"]
    cells = {(each.table, each.who.municipality, each.who.option): each for each in elected}
    rules = Rules(10, 5)
    assert cells["exposed", "0580", ""].hidden == chance_hidden(79, 0.25, rules, 0.25)
    assert cells["breakdowns", "0580", "woman"].hidden == chance_hidden(79, 0.25, rules, 1 / 3)
    assert cells["splits", "0581", ""].answers == 21
    assert [(each.id, each.answers, each.who.group) for each in found.cells if each.table == "pools"][::2] == [
        ("east", 164, "elected"),
        ("east", 950, "staff"),
    ]


def test_nobody_who_answers_shows_nothing() -> None:
    silent = Assumptions({"elected": 0.0, "staff": 0.5}, (0.25,), 0.25)
    found = outlook(FRAMES, QUESTIONNAIRE, EVERYTHING, silent)
    assert found.strata[0].rates[0].hidden == 1.0
    assert found.strata[0].bounds == 1.0
    assert {reading.single for reading in of(found, "groups_within_municipality")[0].readings} == {None}
    assert not of(found, "groups_pooled")


def test_a_group_that_does_not_exist_leaves_no_pair() -> None:
    found = outlook(Frames(STRATA[:3], Disclosure(10, 5)), QUESTIONNAIRE, EVERYTHING, ASSUMED)
    assert len(of(found, "municipalities_within_group")) == 1
