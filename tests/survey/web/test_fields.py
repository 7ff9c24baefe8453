"""Each kind of question becomes its field."""

from questionnaires.model import Question
from questionnaires.reading import read_questionnaire
from questionnaires.sheets import question_of
from questionnaires.wordings import terms_for
from survey.web.fields import Boxes, Choice, Field, Line, Radios, Statements, Tick, Wording, field
from tests.builders import SMALL_FORM

FORM = read_questionnaire(SMALL_FORM)
STAFF = Wording("en", terms_for(FORM, "staff", "en", "PERIOD"))


def drawn(item: str, faults: dict[str, str] | None = None) -> Field:
    question: Question = question_of(FORM, item)
    return field(FORM, question, STAFF.of(question.text), STAFF, faults or {})


def test_consent_is_one_box() -> None:
    assert drawn("A1", {"A1": "required"}) == Tick(
        "A1", "Will you take part?", "", (Choice("yes", "Yes, I will take part", alone=False, aside=False),), "required"
    )


def test_a_single_choice_stands_in_a_column_and_a_scale_in_a_row() -> None:
    one, scale = drawn("C3"), drawn("I1")
    assert isinstance(one, Radios)
    assert isinstance(scale, Radios)
    assert (one.scale, scale.scale) == (False, True)
    assert [(choice.code, choice.aside) for choice in one.choices] == [
        ("yes", False),
        ("no", False),
        ("dont_know", True),
    ]


def test_an_exclusive_option_is_marked() -> None:
    many = drawn("D1")
    assert isinstance(many, Boxes)
    assert [choice.alone for choice in many.choices] == [False, False, True]


def test_a_battery_says_its_stem_once_with_the_words_of_the_group() -> None:
    assert drawn("C", {"C2": "several", "G1": "several"}) == Statements(
        "C",
        "During PERIOD, in your work, has this happened?",
        "",
        (Line("C1", "threats", ""), Line("C2", "violence", "several")),
        drawn("I1").choices,
    )


def test_no_text_is_no_words() -> None:
    assert STAFF.of(None) == ""
