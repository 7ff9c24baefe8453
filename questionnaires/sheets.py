"""A sheet: one respondent's cleaned answers, and the row of bytes it becomes.

`clean` is the only way from what a form posted to a sheet: it drops answers to questions that the routing does
not show, and returns faults as values, never exceptions. A row has the same width for every respondent, so the
length of an envelope tells nothing. Nothing here knows who answered, or when.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from questionnaires.conditions import Answers, holds
from questionnaires.errors import SheetError
from questionnaires.items import LETTERS, Item, item_index, items, row_width
from questionnaires.model import Question, Questionnaire, Section, Text, questions

UNANSWERED = "."
NOT_SHOWN = "-"

FaultCode = Literal["required", "exclusive", "several", "unknown_option", "unknown_item"]


class Fault(msgspec.Struct, frozen=True):
    """A mistake in one item.

    `required`; `exclusive`, an exclusive option beside another; and, only from a tampered form, `several` of a single
    choice, `unknown_option` and `unknown_item`.
    """

    item: str
    code: FaultCode


class Cleaned(msgspec.Struct, frozen=True):
    """A sheet, and what is wrong with it. A sheet with faults is never sealed."""

    sheet: dict[str, tuple[str, ...]]
    faults: tuple[Fault, ...]


def substantive(questionnaire: Questionnaire, item: str, code: str) -> bool:
    """Whether *code* answers *item* in substance (not "don't know", refused or not applicable)."""
    found = item_index(questionnaire).get(item)
    return found is not None and found.substantive(code)


def is_shown(questionnaire: Questionnaire, question: Question | Item, group: str, answers: Answers) -> bool:
    """Whether someone of *group* with *answers* so far is asked the question."""
    groups = question.groups or questionnaire.groups
    if group not in groups:
        return False
    if question.shown_if is None:
        return True
    return holds(question.shown_if, answers, lambda item, code: substantive(questionnaire, item, code))


def wording(questionnaire: Questionnaire, question: Question, answers: Answers) -> Text:
    """The question's text for *answers* so far: its first variant that holds, else its own."""
    for variant in question.variants:
        if holds(variant.shown_if, answers, lambda item, code: substantive(questionnaire, item, code)):
            return variant.text
    return question.text


def shown_sections(questionnaire: Questionnaire, group: str, answers: Answers) -> tuple[Section, ...]:
    """The sections with at least one question for this respondent, in order."""
    return tuple(
        section
        for section in questionnaire.sections
        if any(is_shown(questionnaire, question, group, answers) for question in section.questions)
    )


def _one(item: Item, chosen: Sequence[str]) -> tuple[tuple[str, ...], Fault | None]:
    if not chosen:
        return (), Fault(item.id, "required") if item.required else None
    codes = item.codes()
    if len(chosen) == 1 and chosen[0] in codes:  # nearly always, and what follows takes five times as long
        return (chosen[0],), None
    unknown = [code for code in chosen if code not in codes]
    picked = tuple(code for code in codes if code in chosen)
    if unknown:
        return picked, Fault(item.id, "unknown_option")
    if not item.multiple and len(picked) > 1:
        return picked, Fault(item.id, "several")
    alone = [option.code for option in item.options if option.exclusive and option.code in picked]
    if item.multiple and alone and len(picked) > 1:
        return picked, Fault(item.id, "exclusive")
    return picked, None


def _routing(questionnaire: Questionnaire, group: str, sheet: Answers) -> Callable[[Item], bool]:
    """Whether an item is shown, asked of the items in the order of the form.

    The caller fills *sheet* as it goes, so that routing sees the answers before the question and no others. A condition
    asks only about earlier items, so its answer stands from the first time it is worked out.
    """
    known: dict[int, bool] = {id(None): True}

    def shown(item: Item) -> bool:
        if group not in item.groups:
            return False
        found = known.get(id(item.shown_if))
        if found is None:
            found = known[id(item.shown_if)] = is_shown(questionnaire, item, group, sheet)
        return found

    return shown


def _in_turn(questionnaire: Questionnaire, group: str, sheet: Answers) -> Iterator[tuple[Item, bool]]:
    """Each item in the order of the form, and whether it is shown; the caller fills *sheet* as it goes."""
    shown = _routing(questionnaire, group, sheet)
    for item in items(questionnaire):
        yield item, shown(item)


def clean(
    questionnaire: Questionnaire,
    group: str,
    answers: Mapping[str, Sequence[str]],
    only_section: str | None = None,
) -> Cleaned:
    """The sheet that *answers* (item id -> codes as posted) make for someone of *group*.

    Items are taken in the order of the form, so that routing sees cleaned answers; what is not shown is dropped
    without a fault, since a changed earlier answer makes later ones void. With *only_section*, faults are reported
    for that section alone (a page at a time), and items of other sections are cleaned all the same.
    """
    index = item_index(questionnaire)
    sheet: dict[str, tuple[str, ...]] = {}
    faults = [Fault(name, "unknown_item") for name in sorted(answers) if name not in index]
    shown = _routing(questionnaire, group, sheet)
    for item in items(questionnaire):
        chosen = answers.get(item.id, ())
        if not (chosen or item.required) or not shown(item):
            continue
        picked, fault = _one(item, chosen)
        if picked:
            sheet[item.id] = picked
        if fault and only_section in (None, item.section):
            faults.append(fault)
    return Cleaned(sheet, tuple(faults))


def encode(questionnaire: Questionnaire, group: str, sheet: Answers) -> bytes:
    """The row of *sheet*: ASCII, `row_width` bytes, items in the order of the form.

    A single item is one symbol: the letter of the option (`a` the first), `.` shown and not answered, `-` not
    shown. An item of several choices has one symbol an option, `1` or `0`; all `.` when none is ticked, all `-`
    when not shown. The sheet must come from `clean` without faults; anything else raises SheetError.
    """
    _known_group(questionnaire, group)
    symbols: list[str] = []
    taken: dict[str, tuple[str, ...]] = {}
    for item, shown in _in_turn(questionnaire, group, taken):
        if not shown:
            symbols.append(NOT_SHOWN * item.width)
            continue
        chosen = sheet.get(item.id, ())
        picked, fault = _one(item, chosen)
        if fault:
            raise SheetError(f"item {item.id}: {fault.code}; clean the answers before encoding")
        if picked:
            taken[item.id] = picked
        symbols.append(_symbols(item, picked))
    if taken != sheet:
        raise SheetError("these answers are not a clean sheet; clean them before encoding")
    return "".join(symbols).encode("ascii")


def _known_group(questionnaire: Questionnaire, group: str) -> None:
    if group not in questionnaire.groups:
        raise SheetError(f"the questionnaire has no group {group!r}; it has {', '.join(questionnaire.groups)}")


def _symbols(item: Item, picked: tuple[str, ...]) -> str:
    if not picked:
        return UNANSWERED * item.width
    if item.multiple:
        return "".join("1" if code in picked else "0" for code in item.codes())
    return LETTERS[item.codes().index(picked[0])]


def shown_symbols(item: Item, chosen: Sequence[str]) -> str | None:
    """The symbols of an *item* that is shown and of which *chosen* were chosen; None if that is a fault."""
    picked, fault = _one(item, chosen)
    return None if fault else _symbols(item, picked)


def _chosen(item: Item, symbols: str) -> tuple[str, ...]:
    """The codes that *symbols* stand for, of an item that is shown."""
    if symbols == UNANSWERED * item.width:
        return ()
    codes = item.codes()
    if item.multiple:
        if not set(symbols) <= {"0", "1"}:
            raise SheetError(f"item {item.id}: {symbols!r} is not a row of 0 and 1")
        return tuple(code for code, symbol in zip(codes, symbols, strict=True) if symbol == "1")
    place = LETTERS.find(symbols)
    if not 0 <= place < len(codes):
        raise SheetError(f"item {item.id}: no option has the symbol {symbols!r}")
    return (codes[place],)


def decode(questionnaire: Questionnaire, group: str, row: bytes) -> dict[str, tuple[str, ...]]:
    """The sheet that *row* was made from.

    Raises SheetError for a row that `encode` cannot have made: wrong width, unknown symbol, an answer to a question
    that was not shown, a required item missing. So a row that decodes is one that a respondent could have given.
    """
    _known_group(questionnaire, group)
    try:
        text = row.decode("ascii")
    except UnicodeDecodeError as error:
        raise SheetError("a row holds other than ASCII symbols; the file is damaged") from error
    width = row_width(questionnaire)
    if len(text) != width:
        raise SheetError(f"a row is {len(text)} symbols wide; this questionnaire needs {width}")
    sheet: dict[str, tuple[str, ...]] = {}
    for item, shown in _in_turn(questionnaire, group, sheet):
        symbols = text[item.offset : item.offset + item.width]
        if (symbols != NOT_SHOWN * item.width) != shown:
            raise SheetError(
                f"item {item.id}: a row contradicts the routing of this questionnaire; it was not made by it"
            )
        if not shown:
            continue
        chosen = _chosen(item, symbols)
        _, fault = _one(item, chosen)
        if fault or _symbols(item, chosen) != symbols:
            raise SheetError(
                f"item {item.id}: no respondent can have answered {symbols!r}; the row was not made by this form"
            )
        if chosen:
            sheet[item.id] = chosen
    return sheet


def question_of(questionnaire: Questionnaire, question_id: str) -> Question:
    """The question with this id; KeyError if there is none."""
    for _, question in questions(questionnaire):
        if question.id == question_id:
            return question
    raise KeyError(question_id)
