import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.model import Questionnaire
from questionnaires.wordings import PLACEHOLDER, fill, terms_for, texts
from tests.questionnaires.forms import made, small, spoiled, standard

PERIOD = "1 april 2021–31 mars 2022"


def test_each_group_has_its_own_words() -> None:
    text = "Har du under {period} i {duty} varit med om detta?"
    assert fill(text, terms_for(small(), "elected", "sv", PERIOD)) == (
        "Har du under 1 april 2021–31 mars 2022 i ditt uppdrag varit med om detta?"
    )
    assert fill("in {duty}", terms_for(small(), "staff", "en", PERIOD)) == "in your work"


def test_a_name_without_a_word_is_an_error_and_never_shown_to_a_reader() -> None:
    with pytest.raises(KeyError, match="times"):
        fill("{times} gånger", terms_for(small(), "staff", "sv", PERIOD))


@given(st.text(), st.text())
def test_filling_changes_the_placeholders_and_nothing_else(before: str, word: str) -> None:
    plain = before.replace("{", "").replace("}", "")
    assert fill(plain, {}) == plain
    assert fill(f"{plain}{{duty}}{plain}", {"duty": word}) == plain + word + plain


@pytest.mark.parametrize("form", [small(), standard()], ids=["small", "standard"])
def test_every_wording_can_be_filled_for_every_group_in_every_language(form: Questionnaire) -> None:
    for group in form.groups:
        for language in form.languages:
            words = terms_for(form, group, language, PERIOD)
            for place, text in texts(form):
                filled = fill(text[language], words)
                assert filled.strip(), place
                assert not PLACEHOLDER.search(filled), place


def test_an_indicator_may_name_the_period_and_its_finding_the_groups_own_words() -> None:
    words = {"sv": "under {period}", "en": "during {period}"}
    finding = {"sv": "uppger hot i {duty} under {period}", "en": "say threats in {duty} during {period}"}
    changes = {"indicators/0/label": words, "indicators/0/denominator": words, "indicators/0/finding": finding}
    assert made(spoiled(changes)).indicators[0].finding == finding


def test_no_wording_is_forgotten() -> None:
    places = [place for place, _ in texts(small())]
    assert len(places) == len(set(places))
    # 1 title; 7 options of scales; 4 section titles; A1 2, B1 3, C 3, C3 4, D1 5, G1 1, I1 1; 2 indicators of 3.
    assert len(places) == 1 + 7 + 4 + 2 + 3 + 3 + 4 + 5 + 1 + 1 + 6
