"""From TOML to a checked Questionnaire or Plan. A fault names file, place and mend.

This is the only door: what comes out has passed every check, and battery ids in conditions have been replaced by
their statements'. Reading is strict: an unknown key is a fault, never ignored.
"""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from questionnaires.checks import problems
from questionnaires.conditions import Condition, with_items
from questionnaires.errors import FormError
from questionnaires.model import Battery, Indicator, Question, Questionnaire, Section, Variant, questions
from questionnaires.plan_checks import plan_problems
from questionnaires.plans import Plan

Shape = TypeVar("Shape")

_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<place>[^`]*)`)?$")


def from_toml(path: Path, shape: type[Shape]) -> Shape:
    """The TOML file at *path* as *shape*, strictly. Raises FormError with the place of the first fault."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FormError(str(path), ("the file does not exist; mend the path",)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormError(str(path), (f"not valid TOML in UTF-8: {error}; mend that line",)) from error
    except OSError as error:
        raise FormError(str(path), (f"cannot be read: {error.strerror}; mend the path or its rights",)) from error
    return from_table(str(path), table, shape)


def from_table(file: str, table: object, shape: type[Shape]) -> Shape:
    """*table* (what JSON or TOML gave) as *shape*, strictly; *file* names it in the FormError."""
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        found = _PLACE.match(str(error))
        place = found["place"] if found and found["place"] else "$"
        what = found["what"] if found else str(error)
        raise FormError(
            file, (f"{place.removeprefix('$.')}: {what[0].lower() + what[1:]}; mend the key or value",)
        ) from error


def expand(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with battery ids in conditions replaced by the ids of their statements."""
    batteries = {
        question.id: tuple(statement.id for statement in question.statements)
        for _, question in questions(questionnaire)
        if isinstance(question, Battery)
    }

    def spell(condition: Condition) -> Condition:
        return with_items(condition, lambda name: batteries.get(name, (name,)))

    def in_question(question: Question) -> Question:
        return msgspec.structs.replace(
            question,
            shown_if=None if question.shown_if is None else spell(question.shown_if),
            variants=tuple(Variant(spell(variant.shown_if), variant.text) for variant in question.variants),
        )

    def in_indicator(indicator: Indicator) -> Indicator:
        return msgspec.structs.replace(indicator, base=spell(indicator.base), counts=spell(indicator.counts))

    def in_section(section: Section) -> Section:
        return msgspec.structs.replace(section, questions=tuple(in_question(q) for q in section.questions))

    return msgspec.structs.replace(
        questionnaire,
        sections=tuple(in_section(section) for section in questionnaire.sections),
        indicators=tuple(in_indicator(indicator) for indicator in questionnaire.indicators),
    )


def checked(file: str, questionnaire: Questionnaire) -> Questionnaire:
    """*questionnaire* expanded, if nothing is wrong with it; else FormError with every fault."""
    expanded = expand(questionnaire)
    found = problems(expanded)
    if found:
        raise FormError(file, found)
    return expanded


def read_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in the TOML file at *path*, checked. Raises FormError with every fault found."""
    return checked(str(path), from_toml(path, Questionnaire))


def read_plan(path: Path, questionnaire: Questionnaire) -> Plan:
    """The plan in the TOML file at *path*, checked against *questionnaire*. Raises FormError with every fault."""
    plan = from_toml(path, Plan)
    found = plan_problems(plan, questionnaire)
    if found:
        raise FormError(str(path), found)
    return plan
