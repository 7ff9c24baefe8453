"""The parts of a form, and the way through them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.items import items
from questionnaires.reading import read_questionnaire
from questionnaires.sheets import clean, is_shown
from survey.web.respond.parts import NOT_SHOWN, OWN_WORDING, following, parts, preceding, state
from tests.builders import SMALL_FORM
from tests.strategies import sheets

SMALL = read_questionnaire(SMALL_FORM)
STANDARD = read_questionnaire(
    Path(__file__).parents[4] / "questionnaires" / "otillaten-paverkan" / "questionnaire.toml"
)


def test_a_section_is_cut_where_a_question_depends_on_it() -> None:
    assert [(part.section.id, part.number, part.items) for part in parts(SMALL, "elected")] == [
        ("start", 1, ("A1", "B1")),
        ("events", 2, ("C1", "C2")),
        ("events", 2, ("C3",)),
        ("who", 3, ("D1",)),
        ("views", 4, ("G1", "I1")),
    ]
    assert next(part.items for part in parts(SMALL, "staff")) == ("A1",)


def test_the_standard_form_has_a_part_for_each_section() -> None:
    for group in STANDARD.groups:
        assert [part.section for part in parts(STANDARD, group)] == list(STANDARD.sections)
        assert {part.total for part in parts(STANDARD, group)} == {len(STANDARD.sections)}


def test_a_part_with_nothing_but_consent_has_nothing_to_skip() -> None:
    assert [part.skips for part in parts(SMALL, "staff")] == [False, True, True, True, True]
    assert all(part.skips for part in parts(SMALL, "elected"))


def test_how_questions_stand_follows_the_answers() -> None:
    who = parts(SMALL, "staff")[3]
    assert state(SMALL, who, "staff", {}) == (NOT_SHOWN,)
    assert state(SMALL, who, "staff", {"C1": ("once",)}) == (OWN_WORDING,)
    assert state(SMALL, who, "staff", {"C1": ("once",), "C3": ("yes",)}) == (0,)


def test_the_way_skips_what_is_not_met_in_both_directions() -> None:
    ordered = parts(SMALL, "staff")
    assert following(SMALL, ordered, "staff", {}, 1) == 4
    assert preceding(SMALL, ordered, "staff", {}, 4) == 1
    assert following(SMALL, ordered, "staff", {"C1": ("once",)}, 1) == 2
    assert following(SMALL, ordered, "staff", {}, 4) == len(ordered)
    assert preceding(SMALL, ordered, "staff", {}, 0) is None


@pytest.mark.parametrize("form", [SMALL, STANDARD], ids=lambda form: form.id)
@given(draw=st.data())
def test_walking_through_meets_every_item_that_is_shown_once_and_no_other(form: object, draw: st.DataObject) -> None:
    assert form is SMALL or form is STANDARD
    questionnaire = SMALL if form is SMALL else STANDARD
    group = draw.draw(st.sampled_from(questionnaire.groups))
    sheet = draw.draw(sheets(questionnaire, group))
    ordered = parts(questionnaire, group)
    met: list[str] = []
    so_far: dict[str, tuple[str, ...]] = {}
    place = following(questionnaire, ordered, group, {}, -1)
    while place < len(ordered):
        for question, stand in zip(
            ordered[place].questions, state(questionnaire, ordered[place], group, so_far), strict=True
        ):
            if stand != NOT_SHOWN:
                met += [item.id for item in items(questionnaire) if item.question == question.id]
        so_far |= {item: sheet[item] for item in ordered[place].items if item in sheet}
        so_far = clean(questionnaire, group, so_far).sheet
        place = following(questionnaire, ordered, group, so_far, place)
    assert so_far == sheet
    assert met == [item.id for item in items(questionnaire) if is_shown(questionnaire, item, group, sheet)]
