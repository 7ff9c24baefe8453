"""The variables that a form's answers become in a statistics program: what the codebook describes and microdata hold.

One variable an item, and one an option where several may be chosen. A scale's steps have their scores as numbers, other
options their places from 1; what is no answer in substance has a number from 95 up, the same in every variable.
"""

from typing import Literal

import msgspec

from analysis.exports.catalogue import nearest, words
from questionnaires.items import Item, item_index, items
from questionnaires.model import Battery, Option, Questionnaire, Text, questions
from questionnaires.wordings import fill, terms_for

NOT_ASKED, NO_ANSWER = 95, 96
_CHOSEN = ("not_chosen", "chosen")
_MISSING = {"dont_know": 97, "decline": 98, "not_applicable": 99}
#: Numbers that are no answer in substance.
NO_SUBSTANCE = (NOT_ASKED, NO_ANSWER, *_MISSING.values())


class Category(msgspec.Struct, frozen=True):
    """One number of a variable. *code* is the form's own; empty for what the form has no option for."""

    number: int
    code: str
    label: Text
    missing: bool


class FormVariable(msgspec.Struct, frozen=True):
    """*option*: of a multiple choice, the code that this variable is about (1 chosen, 0 not); else empty."""

    name: str
    item: Item
    option: str
    text: Text
    categories: tuple[Category, ...]
    measure: Literal["nominal", "ordinal"]


def form_variables(questionnaire: Questionnaire) -> tuple[FormVariable, ...]:
    """Every variable, in the order of the form."""
    found: list[FormVariable] = []
    languages = questionnaire.languages
    stems = {each.id: each.text for _, each in questions(questionnaire) if isinstance(each, Battery)}
    for item in items(questionnaire):
        text = _joined(stems.get(item.question), item.text, languages)
        rest = tuple(_special(number, languages) for number in (NOT_ASKED, NO_ANSWER))
        if item.multiple:
            both = tuple(_yes_no(number, languages) for number in (0, 1))
            found.extend(
                FormVariable(
                    f"{item.id}_{option.code}", item, option.code, _joined(text, option.text, languages),
                    (*both, *rest), "nominal",
                )
                for option in item.options
            )  # fmt: skip
        else:
            ordered = _is_scored(item)
            categories = (*_categories(item, scored=ordered), *rest)
            found.append(FormVariable(item.id, item, "", text, categories, "ordinal" if ordered else "nominal"))
    return tuple(found)


def filled(text: Text, form: Questionnaire, groups: tuple[str, ...], period: str) -> Text:
    """*text* with its terms filled in as *groups* read them; where they read different words, all of those."""
    made = {}
    for language, wording in text.items():
        read = [terms_for(form, group, language, period) for group in groups]
        made[language] = fill(
            wording, {name: " / ".join(dict.fromkeys(each[name] for each in read)) for name in read[0]}
        )
    return made


def background(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The items of the section `background`, consent aside: what others may know of a person. Empty without it."""
    return tuple(item.id for item in items(questionnaire) if item.section == "background" and not item.required)


def unknown_items(names: tuple[str, ...], questionnaire: Questionnaire) -> tuple[str, ...]:
    """Which of *names* are no items of the form."""
    return tuple(name for name in names if name not in item_index(questionnaire))


def _is_scored(item: Item) -> bool:
    scores = [option.score for option in item.options if not option.missing]
    return None not in scores and len(set(scores)) == len(scores)


def _categories(item: Item, *, scored: bool) -> tuple[Category, ...]:
    made: dict[int, Category] = {}
    for place, option in enumerate(item.options, 1):
        number = _number(option, place, scored=scored)
        if number in made:  # two options of one item that are no answer in the same way
            number = 100 + place
        made[number] = Category(number, option.code, option.text, bool(option.missing))
    return tuple(made.values())


def _number(option: Option, place: int, *, scored: bool) -> int:
    if option.missing:
        return _MISSING[option.missing]
    return option.score if scored and option.score is not None else place


def _special(number: int, languages: tuple[str, ...]) -> Category:
    key = {NOT_ASKED: "category.not_asked", NO_ANSWER: "category.no_answer"}[number]
    return Category(number, "", in_words(key, languages), missing=True)


def _yes_no(number: int, languages: tuple[str, ...]) -> Category:
    return Category(number, "", in_words(f"category.{_CHOSEN[number]}", languages), missing=False)


def in_words(key: str, languages: tuple[str, ...]) -> Text:
    """In every language of the form, as near as the exports have words."""
    return {language: words(nearest(language))(key) for language in languages}


def _joined(stem: Text | None, text: Text, languages: tuple[str, ...]) -> Text:
    if stem is None:
        return {language: text[language] for language in languages}
    return {language: f"{stem[language]} – {text[language]}" for language in languages}
