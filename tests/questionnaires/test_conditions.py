from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.conditions import (
    All,
    Answer,
    Answered,
    Condition,
    Either,
    IndicatorHolds,
    Not,
    holds,
    leaves,
    spelled_out,
    with_items,
)
from questionnaires.items import items
from questionnaires.sheets import substantive
from tests.questionnaires.forms import small
from tests.strategies import conditions, sheets

SHEET = {"A1": ("yes",), "C1": ("once",), "C2": ("decline",), "C3": ("dont_know",), "D1": ("criminal", "citizen")}


def told(item: str, code: str) -> bool:
    return substantive(small(), item, code)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Answer(("C1",), ("once", "more")), True),
        (Answer(("C1",), ("more",)), False),
        (Answer(("C1", "C2"), ("once", "decline"), at_least=2), True),
        (Answer(("C1", "C2"), ("once",), at_least=2), False),
        (Answer(("D1",), ("citizen",)), True),  # one of several
        (Answer(("D1",), ("criminal", "citizen"), at_least=1), True),
        (Answer(("G1",), ("agree",)), False),  # not answered
        (Answer(("C3",), ("dont_know",)), True),  # chosen, though it says nothing
        (Answered(("C1",)), True),
        (Answered(("C2",)), False),  # refused
        (Answered(("C3",)), False),  # "don't know"
        (Answered(("G1",)), False),  # skipped
        (Answered(("C1", "C2", "D1"), at_least=2), True),
        (Answered(("C1", "C2", "D1"), at_least=3), False),
        (Not(Answered(("C2",))), True),
        (All((Answered(("C1",)), Answered(("C2",)))), False),
        (Either((Answered(("C1",)), Answered(("C2",)))), True),
        (Not(Either((Answered(("C2",)), Answered(("C3",))))), True),
    ],
)
def test_conditions_by_hand(condition: Condition, expected: bool) -> None:
    assert holds(condition, SHEET, told) is expected


def test_an_indicator_is_resolved_by_the_caller_and_never_by_routing() -> None:
    asked = Not(IndicatorHolds("exposed_any"))
    assert holds(asked, {}, told, {"exposed_any": False}.__getitem__)
    assert not holds(asked, {}, told, {"exposed_any": True}.__getitem__)
    with pytest.raises(ValueError, match="may not ask for the indicator 'exposed_any'"):
        holds(asked, {}, told)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_not_all_is_either_not_and_the_other_way_round(data: st.DataObject) -> None:
    sheet = data.draw(sheets(small(), "elected"))
    one, other = (data.draw(conditions(items(small()))) for _ in range(2))

    def met(condition: Condition) -> bool:
        return holds(condition, sheet, told)

    assert met(Not(All((one, other)))) == met(Either((Not(one), Not(other)))) == (not (met(one) and met(other)))
    assert met(Not(Either((one, other)))) == met(All((Not(one), Not(other))))
    assert met(Not(Not(one))) == met(one)


@settings(max_examples=100, deadline=None)
@given(conditions(items(small()), depth=3))
def test_a_condition_comes_back_from_json_as_it_was(condition: Condition) -> None:
    assert msgspec.json.decode(msgspec.json.encode(condition), type=Condition) == condition


@settings(max_examples=100, deadline=None)
@given(conditions(items(small()), depth=3))
def test_replacing_items_by_themselves_and_spelling_out_no_indicator_change_nothing(condition: Condition) -> None:
    itself: Callable[[str], tuple[str, ...]] = lambda name: (name,)  # noqa: E731
    assert with_items(condition, itself) == condition
    assert spelled_out(condition, {}) == condition


def test_a_battery_is_replaced_by_its_statements_wherever_it_is_named() -> None:
    condition = All((Not(Answered(("C", "G1"), 2)), Either((Answer(("C",), ("once",)), IndicatorHolds("x")))))
    found = with_items(condition, lambda name: ("C1", "C2") if name == "C" else (name,))
    assert list(leaves(found)) == [
        Answered(("C1", "C2", "G1"), 2),
        Answer(("C1", "C2"), ("once",)),
        IndicatorHolds("x"),
    ]


def test_an_indicator_is_spelled_out_wherever_it_is_named() -> None:
    meaning = Answered(("C1",))
    condition = All((Not(IndicatorHolds("x")), Either((IndicatorHolds("x"), Answered(("G1",))))))
    assert list(leaves(spelled_out(condition, {"x": meaning}))) == [meaning, meaning, Answered(("G1",))]
