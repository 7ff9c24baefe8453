"""The items of a questionnaire: what one respondent can answer, one by one, each with its place in a row.

A question is what is shown; an item is what is answered. A battery of eleven statements is one question and
eleven items. The place (`offset`, `width`) is where the item's symbols stand in the fixed-width row of a sheet.
"""

from functools import lru_cache

import msgspec

from questionnaires.conditions import Condition
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
    Statement,
    Text,
    questions,
)

#: A single item's answer is one of these letters, so no item has more options.
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Item(msgspec.Struct, frozen=True):
    """One thing to answer. *width* is 1, or the number of options where several may be chosen.

    *offered* and *said* are worked out from *options* once, since every row of every sheet asks for them: the codes
    in order, and those that are answers in substance.
    """

    id: str
    question: str
    section: str
    options: tuple[Option, ...]
    text: Text
    multiple: bool
    required: bool
    reversed: bool
    groups: tuple[str, ...]
    shown_if: Condition | None
    offset: int
    width: int
    offered: tuple[str, ...]
    said: frozenset[str]

    def codes(self) -> tuple[str, ...]:
        """The codes of the options, in order."""
        return self.offered

    def substantive(self, code: str) -> bool:
        """Whether *code* is an answer in substance: not "don't know", refused or not applicable."""
        return code in self.said


def options_of(questionnaire: Questionnaire, question: Question) -> tuple[Option, ...]:
    """The options that a question offers; for a battery, those of each statement."""
    match question:
        case SingleChoice() | MultipleChoice():
            return question.options
        case Confirm():
            return (Option(code="yes", text=question.label),)
        case FrequencyScale() | AgreementScale() | Battery():
            return questionnaire.scales[question.scale].options


def _lines(question: Question) -> tuple[Statement, ...]:
    if isinstance(question, Battery):
        return question.statements
    turned = isinstance(question, AgreementScale) and question.reversed
    return (Statement(id=question.id, text=question.text, reversed=turned),)


class ById:
    """Questionnaires hold dictionaries and so cannot be hashed; within a process one object is one form."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ById) and self.questionnaire is other.questionnaire


@lru_cache(maxsize=64)
def _items(key: ById) -> tuple[Item, ...]:
    found: list[Item] = []
    same: dict[Condition | None, Condition | None] = {}  # equal conditions become one object, worked out once a sheet
    offset = 0
    for section, question in questions(key.questionnaire):
        options = options_of(key.questionnaire, question)
        multiple = isinstance(question, MultipleChoice)
        width = len(options) if multiple else 1
        for line in _lines(question):
            found.append(
                Item(
                    id=line.id,
                    question=question.id,
                    section=section.id,
                    options=options,
                    text=line.text,
                    multiple=multiple,
                    required=isinstance(question, Confirm),
                    reversed=line.reversed,
                    groups=question.groups or key.questionnaire.groups,
                    shown_if=same.setdefault(question.shown_if, question.shown_if),
                    offset=offset,
                    width=width,
                    offered=tuple(option.code for option in options),
                    said=frozenset(option.code for option in options if not option.missing),
                )
            )
            offset += width
    return tuple(found)


def items(questionnaire: Questionnaire) -> tuple[Item, ...]:
    """Every item in the order of the form. Worked out once for each questionnaire object."""
    return _items(ById(questionnaire))


@lru_cache(maxsize=64)
def _index(key: ById) -> dict[str, Item]:
    return {item.id: item for item in items(key.questionnaire)}


def item_index(questionnaire: Questionnaire) -> dict[str, Item]:
    """Item id -> item. Read it, never change it: it is shared."""
    return _index(ById(questionnaire))


def row_width(questionnaire: Questionnaire) -> int:
    """Bytes in the row of one sheet: the same for every respondent and group."""
    last = items(questionnaire)[-1]
    return last.offset + last.width
