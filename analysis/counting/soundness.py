"""Could these rows have been given to this form? The routing of every sheet, checked over whole columns.

A question that the routing shows must not bear the symbol of one that was not shown, and the other way round; a box
that must be ticked is ticked; an option that stands alone stands alone. What passes here, `decode` of
`questionnaires.sheets` would also accept; this takes a hundredth of the time.
"""

import numpy as np

from analysis.counting.exposure import Exposure
from analysis.counting.responses import Responses
from analysis.errors import InputError
from analysis.intervals.interval import Flags
from questionnaires.items import Item, items
from questionnaires.model import Questionnaire
from questionnaires.sheets import NOT_SHOWN, UNANSWERED

_NOT_SHOWN, _UNANSWERED, _TICKED, _PLAIN = np.frombuffer(f"{NOT_SHOWN}{UNANSWERED}10".encode("ascii"), dtype=np.uint8)


def check_rows(questionnaire: Questionnaire, given: Responses, exposure: Exposure) -> None:
    """Raises InputError naming the stratum, row and item of the first sheet that the form cannot have given."""
    for item in items(questionnaire):
        wrong = _contradicts(item, given, exposure)
        if wrong.any():
            raise InputError(
                f"{given.stratum}, row {int(np.argmax(wrong)) + 1}, item {item.id}: the symbol contradicts the form; "
                "the answer set was not made with it"
            )


def _contradicts(item: Item, given: Responses, exposure: Exposure) -> Flags:
    if given.group not in item.groups:
        shown = np.zeros(given.sheets, dtype=np.bool_)
    elif item.shown_if is None:
        shown = np.ones(given.sheets, dtype=np.bool_)
    else:
        shown = exposure.holds(item.shown_if)
    if item.multiple:
        return _untidy(item, given, shown)
    column = given.symbols[item.offset]
    wrong: Flags = shown == (column == _NOT_SHOWN)
    if item.required:
        wrong |= shown & (column == _UNANSWERED)
    return wrong


def _untidy(item: Item, given: Responses, shown: Flags) -> Flags:
    """Several choices: all places bear one mark, or are 0 and 1 with a 1 among them, an exclusive option alone.

    The symbols at all places, joined bit by bit, are one of the two marks or a 1 only where that is so.
    """
    block = given.symbols[item.offset : item.offset + item.width]
    joined = np.bitwise_or.reduce(block, axis=0)
    answered = joined == _TICKED
    untidy: Flags = np.where(shown, ~answered & (joined != _UNANSWERED), joined != _NOT_SHOWN)
    alone = [place for place, option in enumerate(item.options) if option.exclusive]
    if alone:
        ticks = np.add.reduce(block - _PLAIN, axis=0, dtype=np.uint8)
        untidy |= answered & (ticks > 1) & (block[alone] == _TICKED).any(axis=0)
    return untidy
