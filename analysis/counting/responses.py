"""An answer set as columns of symbols: what the counting works on.

A row of an answer set is a fixed number of ASCII symbols, one place an item. Here the rows of one stratum become one
array, turned so that an item is a column that lies together in memory; a million sheets take a tenth of a second.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import InputError
from questionnaires.answersets import AnswerSet, FrameCount, Place
from questionnaires.items import LETTERS, Item, items, row_width
from questionnaires.model import Questionnaire
from questionnaires.rows import Rows
from questionnaires.sheets import NOT_SHOWN

Symbols = npt.NDArray[np.uint8]

_AT_A_TIME = 256
_FIRST_LETTER, _ZERO = np.uint8(ord(LETTERS[0])), np.uint8(ord("0"))
_NOT_SHOWN = np.uint8(ord(NOT_SHOWN))  # followed by the mark of what was not answered


class Responses(msgspec.Struct, frozen=True):
    """The sheets of one stratum. *symbols*: (row width, sheets) uint8, the ASCII symbol of each place of each sheet."""

    municipality: Place
    group: str
    invited: int
    symbols: Symbols
    frame: tuple[FrameCount, ...] = ()

    @property
    def sheets(self) -> int:
        """How many answered the survey, whatever they left out in it."""
        return int(self.symbols.shape[1])

    @property
    def stratum(self) -> str:
        """The stratum in the form "0580/elected"."""
        return f"{self.municipality.code}/{self.group}"


def responses(answers: AnswerSet, questionnaire: Questionnaire) -> tuple[Responses, ...]:
    """The strata of one answer set, in the order of its header.

    Raises InputError if a row has another width than the questionnaire's, or a symbol that no answer has.
    """
    width = row_width(questionnaire)
    found = []
    for stratum in answers.header.strata:
        rows = answers.rows[stratum.group]
        place = answers.header.municipality
        symbols = columns(rows, width, f"{place.code}/{stratum.group}")
        made = Responses(place, stratum.group, stratum.invited, symbols, stratum.frame)
        for item in items(questionnaire):
            _check_symbols(made, item)
        found.append(made)
    return tuple(found)


def columns(rows: Sequence[bytes], width: int, place: str) -> Symbols:
    """*rows* of *width* bytes each as an array (width, rows); *place* names them in the InputError."""
    if isinstance(rows, Rows) and rows.width == width:
        lines = np.frombuffer(rows.file, np.uint8, rows.many * rows.stride - (rows.stride - width), rows.start)
        lying: Symbols = np.lib.stride_tricks.as_strided(lines, (rows.many, width), (rows.stride, 1), writeable=False)
        return _turned(lying)
    if not set(map(len, rows)) <= {width}:
        raise InputError(
            f"{place}: a row has not the {width} symbols of this questionnaire; use the form that was asked"
        )
    return _turned(np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), width))


def _turned(lines: Symbols) -> Symbols:
    """*lines* with rows for columns, a few hundred at a time, so that they stay in the processor's cache."""
    found = np.empty(lines.shape[::-1], dtype=np.uint8)
    for place in range(0, len(lines), _AT_A_TIME):
        found[:, place : place + _AT_A_TIME] = lines[place : place + _AT_A_TIME].T
    return found


def _check_symbols(made: Responses, item: Item) -> None:
    block = made.symbols[item.offset : item.offset + item.width]
    first, many = (_ZERO, 2) if item.multiple else (_FIRST_LETTER, len(item.options))
    legal = (block - first < many) | (block - _NOT_SHOWN < 2)  # below the first wraps round to above
    if not legal.all():
        sheet = int(np.argmax(~legal.all(axis=0)))
        raise InputError(
            f"{made.stratum}, row {sheet + 1}, item {item.id}: {bytes(block[:, sheet])!r} is no answer to it; "
            "the answer set does not belong to this form"
        )
