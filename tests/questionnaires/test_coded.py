import csv
import io
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.answersets import AnswerSet, assemble
from questionnaires.coded import decoded, from_csv, to_csv
from questionnaires.errors import AnswerSetError
from tests.questionnaires.forms import small, standard
from tests.questionnaires.test_answersets import answers, header
from tests.strategies import rows

HEAD = "group,A1,B1,C1,C2,C3,D1,G1,I1"


def imported(*lines: str, head: str = HEAD) -> AnswerSet:
    return from_csv("\n".join([head, *lines]) + "\n", header(small()), small())


def test_a_table_by_hand() -> None:
    assert to_csv(answers(), small()).split("\r\n") == [
        HEAD,
        "elected,yes,council,once,,yes,criminal citizen,,",
        "elected,yes,council,once,,yes,criminal citizen,,",
        "elected,yes,other,,,,,,",
        "staff,yes,,,,,,,",
        "staff,yes,,once,,yes,,dont_know,no",
        "",
    ]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_import_gives_back_what_was_exported(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from([small(), standard()]))
    arrived = {group: data.draw(st.lists(rows(form, group), max_size=5)) for group in ("elected", "staff")}
    written = assemble(header(form), arrived)
    assert from_csv(to_csv(written, form), header(form), form) == written


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_lines_and_columns_may_stand_in_any_order(data: st.DataObject) -> None:
    first, *lines = list(csv.reader(io.StringIO(to_csv(answers(), small()), newline="")))
    places = data.draw(st.permutations(range(len(first))))
    moved = [first, *data.draw(st.permutations(lines))]
    text = "\n".join(",".join(line[place] for place in places) for line in moved)
    assert from_csv(text, header(small()), small()) == answers()


@pytest.mark.parametrize(
    "spelling",
    [
        lambda text: text.replace(",", ";"),
        lambda text: "\ufeff" + text,
        lambda text: "\ufeff" + text.replace(",", ";"),
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace("\r\n", "\r\n\r\n"),
        lambda text: text + ",,,,,,,,\r\n",
        lambda text: text.replace(",", " , "),
        lambda text: re.sub(r"([^,\r\n]+)", r'"\1"', text),
        lambda text: text.replace("criminal citizen", "citizen  criminal"),
        lambda text: text.rstrip(),
    ],
)
def test_what_a_spreadsheet_makes_of_the_table_is_read_alike(spelling: Callable[[str], str]) -> None:
    assert from_csv(spelling(to_csv(answers(), small())), header(small()), small()) == answers()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("staff,yes,,,", "line 3: 5 cells under 9 columns; mend the line"),
        ("voters,yes,,,,,,,", "line 3, 0580, column group: 'voters' is none of elected, staff; mend the code"),
        (",yes,,,,,,,", "line 3, 0580, column group: '' is none of elected, staff; mend the code"),
        ("staff,,,once,,,,,", "line 3, 0580/staff, column A1: empty: it must be answered for the sheet to count"),
        ("staff,yes,,twice,,,,,", "line 3, 0580/staff, column C1: twice: the codes are no, once, more, decline"),
        ("staff,yes,,once more,,,,,", "line 3, 0580/staff, column C1: once more: only one answer is allowed"),
        (
            "staff,yes,,once,,,criminal decline,,",
            "line 3, 0580/staff, column D1: criminal decline: an option that stands alone",
        ),
        ("staff,yes,,no,,yes,,,", "line 3, 0580/staff, column C3: this respondent was not to be asked it"),
        ("staff,yes,council,,,,,,", "line 3, 0580/staff, column B1: this respondent was not to be asked it"),
    ],
)
def test_a_fault_names_its_line_and_column(line: str, says: str) -> None:
    with pytest.raises(AnswerSetError, match="^" + re.escape(says)):
        imported("staff,yes,,,,,,,", line)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("A1,B1,C1,C2,C3,D1,G1,I1", "line 1: there is no column 'group'"),
        (HEAD + ",name", "line 1: 'name' is no item of the questionnaire; take the column away"),
        (HEAD + ",", "line 1: '' is no item of the questionnaire; take the column away"),
        (HEAD + ",G1", "line 1: the column 'G1' stands twice; keep one"),
        (HEAD.replace(",C2", ""), "line 1: there is no column C2; add it"),
    ],
)
def test_the_columns_are_the_items_and_nothing_else(head: str, says: str) -> None:
    with pytest.raises(AnswerSetError, match="^" + re.escape(says)):
        imported(head=head)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(AnswerSetError, match="there is no column 'group'"):
        from_csv("", header(small()), small())


def test_what_is_not_csv_is_refused_with_its_line() -> None:
    with pytest.raises(AnswerSetError, match=r"^line 2: not CSV \(.*\); save the table as CSV in UTF-8"):
        imported('"staff"x,yes,,,,,,,')
    with pytest.raises(AnswerSetError, match=r"^line 3: not CSV"):
        imported("staff,yes,,,,,,,", '"staff,yes,,,,,,,')


def test_more_sheets_than_invited_are_refused() -> None:
    with pytest.raises(AnswerSetError, match="0580/staff: 2 answers from 1 invited"):
        from_csv(f"{HEAD}\nstaff,yes,,,,,,,\nstaff,yes,,,,,,,\n", header(small(), invited=1), small())


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (f"{HEAD}\nstaff,yes,,,,,,,\nanställd,yes,,,,,,,\n".encode("cp1252"), "line 3: the byte 0xe4 is not UTF-8"),
        (f"{HEAD}\nstaff,yes,,,,,,,\n".encode("utf-16"), "line 1: the byte 0xff is not UTF-8"),
    ],
)
def test_another_encoding_is_refused_with_its_line(file: bytes, says: str) -> None:
    with pytest.raises(AnswerSetError, match=re.escape(says) + "; save the table as CSV in UTF-8"):
        decoded(file)
    assert decoded(HEAD.encode("utf-8-sig")) == HEAD


def test_lines_of_an_old_spreadsheet_that_end_in_a_carriage_return_are_read() -> None:
    assert from_csv(to_csv(answers(), small()).replace("\r\n", "\r"), header(small()), small()) == answers()


def test_a_battery_that_was_not_touched_is_missing_and_its_followers_are_not_asked() -> None:
    untouched = imported("staff,yes,,,,,,agree,").rows["staff"][0]
    refused = imported("staff,yes,,decline,decline,,,agree,").rows["staff"][0]
    assert (untouched, refused) == (b"a-..----b.", b"a-dd----b.")


def test_contradictory_answers_are_refused() -> None:
    # Nothing happened, and yet somebody was behind it.
    with pytest.raises(AnswerSetError, match="line 2, 0580/staff, column D1: this respondent was not to be asked it"):
        imported("staff,yes,,no,no,,criminal,,")


MANY = 20_000


def test_many_sheets_are_read_and_a_fault_in_the_last_is_found() -> None:
    line = "staff,yes,,once,no,yes,criminal citizen,agree,more"
    lines = [line.replace("once", ("once", "more")[number % 2]) for number in range(MANY)]
    roomy = header(small(), invited=MANY + 1)
    found = from_csv("\n".join([HEAD, *lines]), roomy, small())
    assert len(found.rows["staff"]) == MANY
    with pytest.raises(AnswerSetError, match=f"line {MANY + 2}, 0580/staff, column I1: ofta: the codes are no, once"):
        from_csv("\n".join([HEAD, *lines, line.replace("agree,more", "agree,ofta")]), roomy, small())
