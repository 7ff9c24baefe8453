"""One file of vectors, two engines: what is asked of whom is the same on the server and in the browser."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.conditions import All, Answer, Answered, Condition, Either, IndicatorHolds, Not, leaves
from questionnaires.errors import SheetError
from questionnaires.model import Question, Questionnaire, questions
from questionnaires.sheets import encode
from survey.web.respond.parts import NOT_SHOWN, parts
from tests.builders import World
from tests.strategies import GROUPS, postings, small_forms
from tests.survey.web.browser.routes import VECTORS, questionnaires, routed
from tests.survey.web.browser.scripts import block_of, run_node

CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]
RESULTS = ("sheet", "faults", "standing", "path", "back", "row")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("routing")
    made = World(folder, f"sqlite:///{folder}/samtidig.sqlite")
    made.define()
    yield made
    made.close()


def expected(case: dict[str, Any]) -> dict[str, Any]:
    return {result: case[result] for result in RESULTS}


def named(case: dict[str, Any]) -> str:
    return f"{case['form']}/{case['group']}: {case['name']}"


def test_python_routes_as_the_vectors_say() -> None:
    found = {named(case): routed(questionnaires()[case["form"]], case["group"], case["given"]) for case in CASES}
    assert found == {named(case): expected(case) for case in CASES}


def test_the_browser_routes_as_the_vectors_say(world: World) -> None:
    blocks = {name: block_of(world, form) for name, form in questionnaires().items()}
    found = run_node("route.mjs", {"blocks": blocks, "cases": CASES})
    assert dict(zip(map(named, CASES), found, strict=True)) == {named(case): expected(case) for case in CASES}


#: Each breaks one rule of a clean sheet of the winding form; the first breaks none.
SHEETS: list[tuple[str, dict[str, list[str]]]] = [
    ("elected", {"A1": ["yes"], "B1": ["x"], "B2": ["p", "q"]}),
    ("elected", {"B1": ["x"]}),  # the required is missing
    ("elected", {"A1": ["yes"], "B1": ["x", "y"]}),
    ("elected", {"A1": ["yes"], "B2": ["p", "none"]}),
    ("elected", {"A1": ["yes"], "B1": ["z"]}),
    ("elected", {"A1": ["yes"], "B2": ["q", "p"]}),  # not in the order of the form
    ("elected", {"A1": ["yes"], "D1": ["once"]}),  # not shown
    ("elected", {"A1": ["yes"], "E1": ["r"]}),  # the other group's
    ("elected", {"A1": ["yes"], "Z1": ["r"]}),
    ("elected", {"A1": ["yes"], "B1": []}),
    ("mayors", {"A1": ["yes"]}),
]


def python_row(group: str, sheet: dict[str, list[str]]) -> str | None:
    try:
        form = questionnaires()["winding"]
        return encode(form, group, {item: tuple(codes) for item, codes in sheet.items()}).decode("ascii")
    except SheetError:
        return None


def test_what_is_no_clean_sheet_is_no_row_in_either(world: World) -> None:
    sheets = [{"group": group, "sheet": sheet} for group, sheet in SHEETS]
    found = run_node("encode.mjs", {"block": block_of(world, questionnaires()["winding"]), "sheets": sheets})
    assert found == ["aa1100...-----", *[None] * (len(SHEETS) - 1)]
    assert found == [python_row(group, sheet) for group, sheet in SHEETS]


asked = small_forms().flatmap(lambda drawn: st.tuples(st.just(drawn[0]), st.sampled_from(GROUPS), postings(drawn[0])))


@settings(max_examples=12)
@given(drawn=st.lists(asked, min_size=1, max_size=40))
def test_both_route_alike_in_forms_and_answers_at_random(
    world: World, drawn: list[tuple[Questionnaire, str, Mapping[str, tuple[str, ...]]]]
) -> None:
    blocks = {str(number): block_of(world, form) for number, (form, _, _) in enumerate(drawn)}
    cases = [
        {"form": str(number), "group": group, "given": answers} for number, (_, group, answers) in enumerate(drawn)
    ]
    found = run_node("route.mjs", {"blocks": blocks, "cases": cases})
    assert found == [routed(form, group, answers) for form, group, answers in drawn]


# ---- the vectors leave nothing out ------------------------------------------------------------------------------


def kinds(condition: Condition) -> set[str]:
    """The names of the conditions in the tree."""
    match condition:
        case All(of=inner) | Either(of=inner):
            below = set[str]().union(*map(kinds, inner))
        case Not(of=one):
            below = kinds(one)
        case _:
            below = set()
    return below | {str(condition.__struct_config__.tag)}


def routing(form: Questionnaire) -> Iterator[Condition]:
    for _, question in questions(form):
        if question.shown_if is not None:
            yield question.shown_if
        for variant in question.variants:
            yield variant.shown_if


def test_the_vectors_route_by_every_kind_of_condition_counted_and_nested() -> None:
    conditions = [condition for form in questionnaires().values() for condition in routing(form)]
    assert set[str]().union(*map(kinds, conditions)) == {"answer", "answered", "all", "either", "not"}
    counted = [leaf for one in conditions for leaf in leaves(one) if not isinstance(leaf, IndicatorHolds)]
    assert {type(leaf) for leaf in counted if leaf.at_least > 1} == {Answer, Answered}


def test_the_vectors_ask_every_kind_of_question_and_meet_every_fault() -> None:
    asked = {type(question) for form in questionnaires().values() for _, question in questions(form)}
    assert asked == set(get_args(Question))
    faults = {fault for case in CASES for _, fault in case["faults"]}
    assert faults == {"required", "exclusive", "several", "unknown_option", "unknown_item"}


@pytest.mark.parametrize("name", questionnaires())
def test_every_question_is_met_in_each_of_its_wordings_and_passed(name: str) -> None:
    form = questionnaires()[name]
    stood = {
        (question.id, standing)
        for case in CASES
        if case["form"] == name
        for part, stands in zip(parts(form, case["group"]), case["standing"], strict=True)
        for question, standing in zip(part.questions, stands, strict=True)
    }
    wordings = {(question.id, n) for _, question in questions(form) for n in range(-1, len(question.variants))}
    assert stood == wordings | {(q.id, NOT_SHOWN) for _, q in questions(form) if q.shown_if is not None}


def test_some_vectors_of_each_group_are_worked_out_by_hand() -> None:
    by_hand = {(case["form"], case["group"]) for case in CASES if case["by_hand"]}
    assert by_hand == {(form, group) for form in ("small", "winding") for group in ("elected", "staff")}
