import pytest
from hypothesis import given, settings

from questionnaires import reachability
from questionnaires.conditions import All, Answer, Answered, Condition, Either, IndicatorHolds, Not, holds
from questionnaires.items import item_index
from questionnaires.model import Questionnaire, questions
from questionnaires.reachability import is_reachable
from questionnaires.sheets import is_shown, substantive
from tests.questionnaires.forms import standard
from tests.strategies import GROUPS, every_sheet, small_forms

EVENTS = tuple(f"C{number}" for number in range(1, 12))
EXPOSED = Answer(EVENTS, ("once", "two_to_five", "six_or_more"))


@settings(max_examples=150, deadline=None)
@given(small_forms())
def test_the_search_finds_just_what_trying_every_sheet_finds(drawn: tuple[Questionnaire, Condition]) -> None:
    form, condition = drawn
    for group in GROUPS:
        every = every_sheet(form, group)
        met = any(holds(condition, sheet, lambda item, code: substantive(form, item, code)) for sheet in every)
        assert is_reachable(condition, group, item_index(form)) == met
        for _, question in questions(form):
            asked = any(is_shown(form, question, group, sheet) for sheet in every)
            reachable = group in (question.groups or GROUPS) and is_reachable(
                question.shown_if, group, item_index(form)
            )
            assert reachable == asked


@pytest.mark.parametrize(
    ("condition", "reachable"),
    [
        (EXPOSED, True),
        (All((EXPOSED, Answer(EVENTS, ("no",), at_least=10))), True),
        (All((EXPOSED, Answer(EVENTS, ("no",), at_least=11))), False),
        (All((EXPOSED, Not(Answer(EVENTS, ("once", "two_to_five"))))), True),
        (All((EXPOSED, Not(Answered(EVENTS)))), False),
        (All((Answered(EVENTS, at_least=6), Not(Answered(EVENTS, at_least=6)))), False),
        (All((Answered(EVENTS, at_least=6), Not(Answered(EVENTS, at_least=7)))), True),
        # D1 comes up only after an event, so it cannot be answered by those who have met none.
        (All((Answer(("D1",), ("unknown",)), Not(EXPOSED))), False),
        # An option that stands alone cannot stand beside another.
        (All((Answer(("D1",), ("decline",)), Answer(("D1",), ("unknown",)))), False),
        (All((Answer(("D1",), ("business",)), Answer(("D1",), ("unknown",)))), True),
        # Consent must be given for a sheet to count.
        (Not(Answer(("A1",), ("yes",))), False),
        (Either((Not(Answer(("A1",), ("yes",))), Answer(("F4",), ("afraid",)))), True),
        # Whoever had no duty during the period is asked about no event.
        (All((Answer(("B3",), ("none",)), Answered(EVENTS))), False),
    ],
)
def test_conditions_on_the_standard_form(condition: Condition, reachable: bool) -> None:
    assert is_reachable(condition, "staff", item_index(standard())) is reachable


def test_an_item_of_the_other_group_cannot_be_met() -> None:
    condition = Answer(("B1s",), ("mainly",))
    assert is_reachable(condition, "staff", item_index(standard()))
    assert not is_reachable(condition, "elected", item_index(standard()))


def test_a_search_that_grows_too_long_takes_the_question_to_be_reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    never = All((Answered(EVENTS, at_least=6), Not(Answered(EVENTS, at_least=6))))
    monkeypatch.setattr(reachability, "LIMIT", 5)
    assert is_reachable(never, "staff", item_index(standard()))


def test_an_indicator_must_be_spelled_out_before_the_search() -> None:
    with pytest.raises(ValueError, match="'exposed_any' must be spelled out"):
        is_reachable(IndicatorHolds("exposed_any"), "staff", item_index(standard()))
