"""Coded answers as CSV: how answers on paper, or another system's data, become an answer set, and back.

One line a sheet. The first column is `group`; then a column for each item, in the order of the form, with the
option's code; several codes are separated by a space; an empty cell is no answer. Nothing else may be there: a
column with a name, a date or a number of the sheet is refused, so that it cannot come in by habit.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from questionnaires.answersets import AnswerSet, Header, assemble
from questionnaires.conditions import Condition, IndicatorHolds, holds, leaves
from questionnaires.errors import AnswerSetError
from questionnaires.items import Item, item_index, items
from questionnaires.model import Questionnaire
from questionnaires.sheets import NOT_SHOWN, clean, decode, encode, shown_symbols, substantive

GROUP = "group"


def to_csv(answers: AnswerSet, questionnaire: Questionnaire) -> str:
    """The answer set as coded CSV (comma, CRLF, UTF-8), in its own sorted order.

    Codes are letters, digits and _, so no cell can be taken for a formula.
    """
    names = [item.id for item in items(questionnaire)]
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([GROUP, *names])
    for group, rows in answers.rows.items():
        for row in rows:
            sheet = decode(questionnaire, group, row)
            table.writerow([group, *(" ".join(sheet.get(name, ())) for name in names)])
    return out.getvalue()


def decoded(file: bytes) -> str:
    """The text of a CSV *file*. Raises AnswerSetError naming the line that is not UTF-8."""
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.count(b"\n", 0, error.start) + 1
        raise AnswerSetError(
            f"line {line}: the byte {file[error.start]:#04x} is not UTF-8; save the table as CSV in UTF-8"
        ) from error


def from_csv(text: str, header: Header, questionnaire: Questionnaire) -> AnswerSet:
    """The answer set of the coded CSV *text*, for the study and municipality in *header*.

    Comma or semicolon separates. Raises AnswerSetError naming the line, the stratum and the column of the first fault:
    an unknown column, code or group, or answers that the routing does not allow.
    """
    lines = _lines(text.removeprefix("\ufeff"))
    columns = [name.strip() for name in next(lines, (1, []))[1]]
    _columns(columns, questionnaire)
    groups = {stratum.group: Compiled(questionnaire, stratum.group) for stratum in header.strata}
    rows: dict[str, list[bytes]] = {group: [] for group in groups}
    named, places = columns.index(GROUP), [columns.index(item.id) for item in items(questionnaire)]
    for number, line in lines:
        if not any(line) or not any(cell.strip() for cell in line):
            continue
        if len(line) != len(columns):
            raise AnswerSetError(f"line {number}: {len(line)} cells under {len(columns)} columns; mend the line")
        group = line[named].strip()
        if group not in groups:
            raise AnswerSetError(
                f"line {number}, {header.municipality.code}, column group: {group!r} is none of {', '.join(rows)}; "
                "mend the code"
            )
        cells = [line[place] for place in places]
        row = groups[group].row(cells)
        rows[group].append(
            row or _row(f"line {number}, {header.municipality.code}/{group}", group, cells, questionnaire)
        )
    return assemble(header, rows)


def _physical(text: str) -> Iterator[str]:
    """The lines of *text* with their ends, one at a time: a copy of a million of them would take gigabytes."""
    end, start = "\n" if "\n" in text else "\r", 0
    while start < len(text):
        stop = text.find(end, start) + 1 or len(text)
        yield text[start:stop]
        start = stop


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line, with the number of the line."""
    first = text[: text.find("\n")]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(_physical(text), delimiter=delimiter, strict=True)
    try:
        for line in reader:
            yield reader.line_num, line
    except csv.Error as error:
        raise AnswerSetError(f"line {reader.line_num}: not CSV ({error}); save the table as CSV in UTF-8") from error


def _columns(columns: Sequence[str], questionnaire: Questionnaire) -> None:
    if GROUP not in columns:
        raise AnswerSetError("line 1: there is no column 'group'; add it with the group of each sheet")
    for name in columns:
        if columns.count(name) > 1:
            raise AnswerSetError(f"line 1: the column {name!r} stands twice; keep one")
        if name != GROUP and name not in item_index(questionnaire):
            raise AnswerSetError(f"line 1: {name!r} is no item of the questionnaire; take the column away")
    absent = [item.id for item in items(questionnaire) if item.id not in columns]
    if absent:
        raise AnswerSetError(
            f"line 1: there is no column {', '.join(absent)}; add it, with empty cells for those who did not answer"
        )


def _row(place: str, group: str, written: Sequence[str], questionnaire: Questionnaire) -> bytes:
    """The row of a sheet, worked out by the rules of `sheets`; its first fault raises AnswerSetError."""
    cells = zip(items(questionnaire), written, strict=True)
    answers = {item.id: tuple(cell.split()) for item, cell in cells if cell.strip()}
    cleaned = clean(questionnaire, group, answers)
    for fault in cleaned.faults:
        offered = ", ".join(item_index(questionnaire)[fault.item].codes())
        mends = {
            "required": "it must be answered for the sheet to count; leave the sheet out if it is not",
            "exclusive": "an option that stands alone is beside another; keep what the sheet shows",
            "several": "only one answer is allowed; keep one or leave the cell empty",
        }
        mend = mends.get(fault.code, f"the codes are {offered}")
        raise AnswerSetError(f"{place}, column {fault.item}: {' '.join(answers.get(fault.item, ('empty',)))}: {mend}")
    dropped = sorted(set(answers) - set(cleaned.sheet))
    if dropped:
        raise AnswerSetError(
            f"{place}, column {dropped[0]}: this respondent was not to be asked it after the other answers; "
            "leave the cell empty, or mend the answer that decides"
        )
    return encode(questionnaire, group, cleaned.sheet)


class _Symbols(dict[str, str]):
    """What a cell of one item becomes, learnt as cells are met; None for a fault, which is not kept."""

    def __init__(self, item: Item, asked: bool) -> None:
        self.item, self.asked = item, asked

    def __missing__(self, cell: str) -> str:
        chosen = cell.split()
        symbols = shown_symbols(self.item, chosen) if self.asked else None if chosen else NOT_SHOWN * self.item.width
        if symbols is None:
            raise KeyError(cell)
        self[cell] = symbols
        return symbols


class Compiled:
    """The form for one group, made ready for very many sheets: the same rows as `clean` and `encode`, far faster.

    It knows no faults: a sheet that it does not take is left to them, which say what is wrong. What a condition is
    asked about seldom differs between two sheets, so its answers are kept.
    """

    def __init__(self, questionnaire: Questionnaire, group: str) -> None:
        self._form, self._group = questionnaire, group
        asked = items(questionnaire)
        place = {item.id: number for number, item in enumerate(asked)}
        self._symbols = [_Symbols(item, group in item.groups) for item in asked]
        routed: dict[Condition, list[Item]] = {}
        for item in asked:
            if item.shown_if is not None and group in item.groups:
                routed.setdefault(item.shown_if, []).append(item)
        self._routes = [
            (
                condition,
                [
                    place[name]
                    for leaf in leaves(condition)
                    if not isinstance(leaf, IndicatorHolds)
                    for name in leaf.items
                ],
                [(place[item.id], NOT_SHOWN * item.width) for item in routed[condition]],
            )
            for condition in routed
        ]
        self._known: list[dict[tuple[str, ...], bool]] = [{} for _ in self._routes]

    def row(self, cells: Sequence[str]) -> bytes | None:
        """The row of a sheet with a cell for each item in the order of the form; None if anything is amiss."""
        try:
            symbols = [known[cell] for known, cell in zip(self._symbols, cells, strict=True)]
        except KeyError:
            return None
        for known, (condition, deciding, hidden) in zip(self._known, self._routes, strict=True):
            key = tuple([cells[place] for place in deciding])
            shown = known.get(key)
            if shown is None:
                shown = known[key] = self._shown(condition, deciding, cells)
            if not shown:
                for place, mark in hidden:
                    if cells[place].strip():
                        return None
                    symbols[place] = mark
        return "".join(symbols).encode("ascii")

    def _shown(self, condition: Condition, deciding: Sequence[int], cells: Sequence[str]) -> bool:
        answers = {self._symbols[place].item.id: tuple(cells[place].split()) for place in deciding}
        return holds(condition, answers, lambda item, code: substantive(self._form, item, code))
