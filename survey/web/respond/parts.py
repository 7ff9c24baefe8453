"""The parts of a form: what is asked on one page, and which page comes next.

A part is a section, or a piece of one: where a question depends on an answer earlier in its own section, a new part
begins, so that no page has to change under its reader. Parts are the same for everyone of a group; which of them are
shown follows from the answers.
"""

from collections.abc import Mapping, Sequence

import msgspec

from questionnaires.conditions import Answers, IndicatorHolds, holds, leaves
from questionnaires.items import items
from questionnaires.model import Confirm, Question, Questionnaire, Section
from questionnaires.sheets import is_shown, substantive

#: How a question stands on a page: not shown, in its own wording, or in the wording of its variant 0, 1, ...
NOT_SHOWN = -2
OWN_WORDING = -1

#: One such number for each question of a part: all that decides how the page looks before it is answered.
State = tuple[int, ...]


class Part(msgspec.Struct, frozen=True):
    """One page of the form. *number* is that of its section among the group's, from 1; *total* how many they are."""

    section: Section
    number: int
    total: int
    questions: tuple[Question, ...]
    items: tuple[str, ...]

    @property
    def skips(self) -> bool:
        """Whether any of it may be skipped: all but a box that must be ticked."""
        return not all(isinstance(question, Confirm) for question in self.questions)


def parts(questionnaire: Questionnaire, group: str) -> tuple[Part, ...]:
    """Every part that someone of *group* may meet, in order."""
    mine = [
        (section, asked)
        for section in questionnaire.sections
        if (asked := tuple(q for q in section.questions if group in (q.groups or questionnaire.groups)))
    ]
    by_question: dict[str, tuple[str, ...]] = {}
    for item in items(questionnaire):
        by_question[item.question] = (*by_question.get(item.question, ()), item.id)
    return tuple(
        Part(section, number, len(mine), piece, tuple(name for q in piece for name in by_question[q.id]))
        for number, (section, asked) in enumerate(mine, start=1)
        for piece in _pieces(asked, by_question)
    )


def _pieces(asked: Sequence[Question], by_question: Mapping[str, tuple[str, ...]]) -> list[tuple[Question, ...]]:
    pieces: list[tuple[Question, ...]] = [()]
    here: set[str] = set()
    for question in asked:
        if here & _needed(question):
            pieces.append(())
            here = set()
        pieces[-1] = (*pieces[-1], question)
        here.update(by_question[question.id])
    return pieces


def _needed(question: Question) -> set[str]:
    """The items that decide whether, or in which wording, the question is shown."""
    conditions = [variant.shown_if for variant in question.variants]
    if question.shown_if is not None:
        conditions.append(question.shown_if)
    return {
        item
        for condition in conditions
        for leaf in leaves(condition)
        if not isinstance(leaf, IndicatorHolds)
        for item in leaf.items
    }


def state(questionnaire: Questionnaire, part: Part, group: str, sheet: Answers) -> State:
    """How each question of *part* stands for someone of *group* with the clean answers *sheet*."""
    return tuple(_stand(questionnaire, question, group, sheet) for question in part.questions)


def _stand(questionnaire: Questionnaire, question: Question, group: str, sheet: Answers) -> int:
    if not is_shown(questionnaire, question, group, sheet):
        return NOT_SHOWN
    for number, variant in enumerate(question.variants):
        if holds(variant.shown_if, sheet, lambda item, code: substantive(questionnaire, item, code)):
            return number
    return OWN_WORDING


def is_met(questionnaire: Questionnaire, part: Part, group: str, sheet: Answers) -> bool:
    """Whether someone with *sheet* is shown anything on this page."""
    return any(is_shown(questionnaire, question, group, sheet) for question in part.questions)


def following(questionnaire: Questionnaire, ordered: Sequence[Part], group: str, sheet: Answers, place: int) -> int:
    """The place of the next part that is met after *place*; `len(ordered)`, the page that sends, when there is none."""
    return next(
        (later for later in range(place + 1, len(ordered)) if is_met(questionnaire, ordered[later], group, sheet)),
        len(ordered),
    )


def preceding(
    questionnaire: Questionnaire, ordered: Sequence[Part], group: str, sheet: Answers, place: int
) -> int | None:
    """The place of the last part that is met before *place*, or None on the first."""
    return next(
        (before for before in range(place - 1, -1, -1) if is_met(questionnaire, ordered[before], group, sheet)), None
    )
