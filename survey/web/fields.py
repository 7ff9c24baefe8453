"""A question becomes a field: what a template needs to draw it, and nothing else.

A frozen struct for each kind, with the wording already chosen for the language, the group and the answers so far.
Templates see these and no questionnaire, so a page can be rendered in a test from ten lines of data.
"""

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from questionnaires.items import options_of
from questionnaires.model import (
    AgreementScale,
    Battery,
    Confirm,
    FrequencyScale,
    MultipleChoice,
    Option,
    Question,
    Questionnaire,
    SingleChoice,
    Text,
)
from questionnaires.wordings import fill

#: An item's name in the form, so that no item can be mistaken for one of the form's own fields.
PREFIX = "a-"


class Choice(msgspec.Struct, frozen=True):
    """One option. *alone*: it excludes the others; *aside*: it is no answer in substance ("don't know")."""

    code: str
    text: str
    alone: bool
    aside: bool


class Tick(msgspec.Struct, frozen=True):
    """One box that must be ticked to go on."""

    kind: ClassVar[str] = "tick"
    item: str
    text: str
    hint: str
    choices: tuple[Choice, ...]
    fault: str


class Radios(msgspec.Struct, frozen=True):
    """One of several. *scale*: the options are steps, and stand in a row where there is room."""

    kind: ClassVar[str] = "radios"
    item: str
    text: str
    hint: str
    choices: tuple[Choice, ...]
    scale: bool
    fault: str


class Boxes(msgspec.Struct, frozen=True):
    """Any of several."""

    kind: ClassVar[str] = "boxes"
    item: str
    text: str
    hint: str
    choices: tuple[Choice, ...]
    fault: str


class Line(msgspec.Struct, frozen=True):
    """One statement of a battery."""

    item: str
    text: str
    fault: str


class Statements(msgspec.Struct, frozen=True):
    """A battery: a stem said once, and statements answered each by itself on the same choices."""

    kind: ClassVar[str] = "statements"
    item: str
    text: str
    hint: str
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...]


Field = Tick | Radios | Boxes | Statements


class Wording(msgspec.Struct, frozen=True):
    """How to word a questionnaire for one group: the language, and what fills `{period}` and the form's terms."""

    language: str
    terms: Mapping[str, str]

    def of(self, text: Text | None) -> str:
        """*text* in this language, its placeholders filled; nothing for no text."""
        return "" if text is None else fill(text[self.language], self.terms)


def _choices(options: tuple[Option, ...], words: Wording) -> tuple[Choice, ...]:
    return tuple(
        Choice(option.code, words.of(option.text), option.exclusive, bool(option.missing)) for option in options
    )


def field(
    questionnaire: Questionnaire, question: Question, text: str, words: Wording, faults: Mapping[str, str]
) -> Field:
    """The field for *question*, asked as *text*. *faults*: item -> the code of what is wrong with it."""
    item, fault, hint = question.id, faults.get(question.id, ""), words.of(question.hint)
    choices = _choices(options_of(questionnaire, question), words)
    match question:
        case Confirm():
            return Tick(item, text, hint, choices, fault)
        case SingleChoice():
            return Radios(item, text, hint, choices, scale=False, fault=fault)
        case FrequencyScale() | AgreementScale():
            return Radios(item, text, hint, choices, scale=True, fault=fault)
        case MultipleChoice():
            return Boxes(item, text, hint, choices, fault)
        case Battery():
            lines = tuple(
                Line(statement.id, words.of(statement.text), faults.get(statement.id, ""))
                for statement in question.statements
            )
            return Statements(item, text, hint, lines, choices)
