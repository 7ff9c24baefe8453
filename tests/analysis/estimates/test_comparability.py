from pathlib import Path
from typing import Any

import msgspec
import pytest

from analysis.estimates.comparability import comparability
from questionnaires.conditions import Answer
from questionnaires.model import Option, Questionnaire, Section
from questionnaires.reading import read_questionnaire
from tests.analysis.answers import words
from tests.analysis.full import FORM

STANDARD = Path(__file__).parents[3] / "questionnaires" / "otillaten-paverkan" / "questionnaire.toml"


def digests(form: Questionnaire) -> dict[str, str]:
    return {each.id: comparability(form, each) for each in form.indicators}


def changed(item: str, **changes: Any) -> Questionnaire:
    """The form with *changes* of one question."""
    sections = tuple(
        Section(
            section.id,
            section.title,
            tuple(msgspec.structs.replace(q, **changes) if q.id == item else q for q in section.questions),
        )
        for section in FORM.sections
    )
    return msgspec.structs.replace(FORM, sections=sections)


def differing(form: Questionnaire) -> set[str]:
    before, now = digests(FORM), digests(form)
    return {name for name in before if before[name] != now[name]}


MORE = (
    Option("yes", words("Ja")),
    Option("no", words("Nej")),
    Option("unsure", words("Vet inte"), missing="dont_know"),
)


@pytest.mark.parametrize(
    ("item", "changes", "touched"),
    [
        ("I2", {"text": words("Har du ...?")}, {"second"}),
        ("I2", {"options": MORE}, {"second"}),
        ("I2", {"hint": words("Tänk på det senaste året.")}, {"second"}),
        ("I1", {"text": words("Har du ...?")}, {"met", "reported"}),  # R1 is asked by the answer to I1
        ("R1", {"shown_if": Answer(("I2",), ("yes",))}, {"reported"}),
        ("D1", {"text": words("Av vem?")}, set()),  # no indicator rests on it
    ],
)
def test_only_what_rests_on_a_changed_question_is_another(
    item: str, changes: dict[str, Any], touched: set[str]
) -> None:
    assert differing(changed(item, **changes)) == touched


def test_who_counts_is_in_it_and_what_the_indicator_is_called_is_not() -> None:
    met, *rest = FORM.indicators
    renamed = msgspec.structs.replace(met, label=words("Annat namn"), finding=words("svarar ja"))
    assert differing(msgspec.structs.replace(FORM, indicators=(renamed, *rest))) == set()
    other = msgspec.structs.replace(met, counts=Answer(("I1",), ("no",)))
    assert differing(msgspec.structs.replace(FORM, indicators=(other, *rest))) == {"met", "reported"}


def test_a_question_before_it_moves_its_place_and_changes_nothing() -> None:
    turned = msgspec.structs.replace(FORM, sections=FORM.sections[::-1])
    assert differing(turned) == set()


def test_the_words_that_fill_a_placeholder_are_in_it() -> None:
    form = read_questionnaire(STANDARD)
    term = next(iter(form.terms))
    groups = {group: dict.fromkeys(by_language, "något annat") for group, by_language in form.terms[term].items()}
    other = msgspec.structs.replace(form, terms={**form.terms, term: groups})
    before, now = digests(form), digests(other)
    assert {name for name in before if before[name] != now[name]}
    assert len(set(before.values())) == len(before)
