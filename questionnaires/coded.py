"""Coded answers as CSV: how answers on paper, or another system's data, become an answer set, and back.

One line a sheet. The first column is `group`; then a column for each item, in the order of the form, with the
option's code; several codes are separated by a space; an empty cell is no answer. Nothing else may be there: a
column with a name, a date or a number of the sheet is refused, so that it cannot come in by habit.
"""

import csv
import io
from collections.abc import Mapping, Sequence

from questionnaires.answersets import AnswerSet, Header, assemble
from questionnaires.errors import AnswerSetError
from questionnaires.items import item_index, items
from questionnaires.model import Questionnaire
from questionnaires.sheets import clean, decode, encode

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


def from_csv(text: str, header: Header, questionnaire: Questionnaire) -> AnswerSet:
    """The answer set of the coded CSV *text*, for the study and municipality in *header*.

    Comma or semicolon separates. Raises AnswerSetError naming the line and column of the first fault: an unknown
    column, code or group, or answers that the routing does not allow.
    """
    lines = _lines(text.removeprefix("\ufeff"))
    columns = [name.strip() for name in lines[0][1]] if lines else []
    _columns(columns, questionnaire)
    rows: dict[str, list[bytes]] = {stratum.group: [] for stratum in header.strata}
    for number, line in lines[1:]:
        if not any(cell.strip() for cell in line):
            continue
        place = f"line {number}"
        if len(line) != len(columns):
            raise AnswerSetError(f"{place}: {len(line)} cells under {len(columns)} columns; mend the line")
        cells = dict(zip(columns, (cell.strip() for cell in line), strict=True))
        group = cells.pop(GROUP)
        if group not in rows:
            raise AnswerSetError(f"{place}, column group: {group!r} is none of {', '.join(rows)}; mend the code")
        rows[group].append(_row(place, group, cells, questionnaire))
    return assemble(header, rows)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The cells of each line, with the number of the line."""
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(reader.line_num, line) for line in reader]
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


def _row(place: str, group: str, cells: Mapping[str, str], questionnaire: Questionnaire) -> bytes:
    answers = {name: tuple(cell.split()) for name, cell in cells.items() if cell}
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
