"""The codebook, parsed and held against the form. DDI's schema is in no registry, so the structure is checked here."""

from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import msgspec
import pytest

from analysis.disclosure.release import Release
from analysis.errors import InputError
from analysis.exports.catalogue import nearest, words
from analysis.exports.codebook import codebook
from analysis.exports.routing import formula
from analysis.exports.variables import in_words
from questionnaires.answersets import FormMark
from questionnaires.digest import digest
from questionnaires.items import item_index, items
from questionnaires.model import Questionnaire
from questionnaires.reading import read_questionnaire
from tests.analysis.exports import published

ROOT = Path(__file__).parents[3]
FORM = read_questionnaire(ROOT / "questionnaires" / "otillaten-paverkan" / "questionnaire.toml")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: What DDI Codebook 2.5 has inside a `var`, in its order, of what is used here.
ORDER = ["labl", "qstn", "universe", "txt", "catgry", "varFormat"]


def about(form: Questionnaire) -> Release:
    mark = FormMark(form.id, form.version, digest(form))
    return published.release(wave=msgspec.structs.replace(published.WAVE, form=mark))


@lru_cache
def root() -> Element:
    return fromstring(codebook(about(FORM), FORM))  # noqa: S314 - our own file, of a moment ago


def all_of(element: Element, path: str) -> list[Element]:
    return element.findall("/".join(f"{{ddi:codebook:2_5}}{name}" for name in path.split("/")))


def variables() -> dict[str, Element]:
    return {str(element.get("name")): element for element in all_of(root(), "dataDscr/var")}


def said(element: Element, path: str, language: str) -> list[str]:
    return [each.text or "" for each in all_of(element, path) if each.get(LANG) == language]


def test_whom_a_group_is_stands_with_its_name() -> None:
    found = said(root(), "stdyDscr/stdyInfo/sumDscr/universe", "sv")
    assert found[0] == "Linköping, förtroendevalda: Ledamöter och ersättare"


def test_every_item_is_a_variable_and_every_option_of_a_multiple_choice() -> None:
    names = []
    for item in items(FORM):
        names.extend([f"{item.id}_{code}" for code in item.codes()] if item.multiple else [item.id])
    assert list(variables()) == names


def test_the_question_stands_as_each_group_read_it_in_every_language() -> None:
    asked = all_of(variables()["C7"], "qstn")
    assert [each.get("ID") for each in asked] == ["Q_C7_elected", "Q_C7_staff"]
    assert "eller ditt parti" in said(asked[0], "qstnLit", "sv")[0]
    assert "din arbetsplats" in said(asked[1], "qstnLit", "sv")[0]
    assert "your workplace" in said(asked[1], "qstnLit", "en")[0]
    assert len(all_of(variables()["B4"], "qstn")) == 1


@pytest.mark.parametrize("language", FORM.languages)
def test_every_option_has_its_words_its_code_and_its_number(language: str) -> None:
    for name, element in variables().items():
        numbers = [each.text for each in all_of(element, "catgry/catValu")]
        assert len(set(numbers)) == len(numbers), name
        if name in item_index(FORM):
            for option in item_index(FORM)[name].options:
                (entry,) = [e for e in all_of(element, "catgry") if [t.text for t in all_of(e, "txt")] == [option.code]]
                assert (entry.get("missing") == "Y") == bool(option.missing)
                assert len(said(entry, "labl", language)) == 1
        assert len(said(element, "labl", language)) == 1


def test_no_placeholder_is_left() -> None:
    assert not [element.tag for element in root().iter() if element.text and "{" in element.text]


def test_routing_groups_and_missing_codes_are_there() -> None:
    found = [each.text for each in all_of(variables()["C7"], "universe")]
    assert found == ["groups: elected, staff", "asked if: not (B3 = none)"]
    missing = [all_of(e, "catValu")[0].text for e in all_of(variables()["C7"], "catgry") if e.get("missing")]
    assert missing == ["97", "98", "95", "96"]


def test_the_fingerprint_and_the_digest_of_the_form_are_there() -> None:
    marks = {each.get("agency"): each.text for each in root().iter("{ddi:codebook:2_5}IDNo")}
    assert marks["samtidig form SHA-256"] == digest(FORM)
    assert marks["samtidig fingerprint SHA-256"] == published.WAVE.fingerprint


def test_the_structure_is_that_of_ddi_codebook() -> None:
    assert (root().tag, root().get("version")) == ("{ddi:codebook:2_5}codeBook", "2.5")
    assert [element.tag.partition("}")[2] for element in root()] == ["docDscr", "stdyDscr", "dataDscr"]
    for name, element in variables().items():
        inner = [ORDER.index(child.tag.partition("}")[2]) for child in element]
        assert inner == sorted(inner), name
    marks = [element.get("ID") for element in root().iter() if element.get("ID")]
    assert len(set(marks)) == len(marks)
    known = {element.get("ID") for element in variables().values()}
    assert all(set(str(group.get("var")).split()) <= known for group in all_of(root(), "dataDscr/varGrp"))


def test_another_text_of_the_form_is_refused() -> None:
    with pytest.raises(InputError, match="use the form that was approved"):
        codebook(published.release(), FORM)


def test_the_same_form_gives_the_same_bytes() -> None:
    assert codebook(about(FORM), FORM) == codebook(about(FORM), FORM)


def test_a_formula_says_all_kinds_of_conditions() -> None:
    shown = {formula(item.shown_if) for item in items(FORM) if item.shown_if is not None}
    assert len(shown) > 3
    assert all(text.count("(") == text.count(")") for text in shown)


def test_a_language_without_words_of_the_exports_is_read_by_its_nearest() -> None:
    assert {language: nearest(language) for language in ("sv", "sv-simple", "en", "fi")} == {
        "sv": "sv", "sv-simple": "sv", "en": "en", "fi": "en",
    }  # fmt: skip
    assert in_words("category.no_answer", ("sv-simple", "fi")) == {
        "sv-simple": words("sv")("category.no_answer"), "fi": words("en")("category.no_answer"),
    }  # fmt: skip
