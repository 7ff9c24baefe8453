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

_NOT_SHOWN, _UNANSWERED, _TICKED, _PLAIN = ord(NOT_SHOWN), ord(UNANSWERED), ord("1"), ord("0")


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
    block = given.symbols[item.offset : item.offset + item.width]
    if given.group not in item.groups:
        shown = np.zeros(given.sheets, dtype=np.bool_)
    elif item.shown_if is None:
        shown = np.ones(given.sheets, dtype=np.bool_)
    else:
        shown = exposure.holds(item.shown_if)
    wrong: Flags = shown == (block[0] == _NOT_SHOWN)
    if item.required:
        wrong |= shown & (block[0] == _UNANSWERED)
    if item.multiple:
        wrong |= _untidy(item, given, shown)
    return wrong


def _untidy(item: Item, given: Responses, shown: Flags) -> Flags:
    """Several choices: all places bear one mark, or are 0 and 1 with a 1 among them, an exclusive option alone."""
    block = given.symbols[item.offset : item.offset + item.width]
    ticked: Flags = block == _TICKED
    several: Flags = np.count_nonzero(ticked, axis=0) > 1
    answered = np.all(ticked | (block == _PLAIN), axis=0) & np.any(ticked, axis=0)
    blank = np.all(block == np.where(shown, _UNANSWERED, _NOT_SHOWN), axis=0)
    alone = [place for place, option in enumerate(item.options) if option.exclusive]
    crowded = np.any(ticked[alone], axis=0) & several
    untidy: Flags = ~(answered & shown | blank) | crowded
    return untidy
