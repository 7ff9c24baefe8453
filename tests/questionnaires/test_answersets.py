import hashlib
import re
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.answersets import (
    AnswerSet,
    Disclosure,
    FormMark,
    FrameCount,
    Header,
    Period,
    Place,
    StratumCount,
    Window,
    assemble,
    read,
    verify_rows,
    write,
)
from questionnaires.digest import canonical_bytes, digest
from questionnaires.errors import AnswerSetError
from questionnaires.model import Questionnaire
from tests.questionnaires.forms import made, small, spoiled, standard
from tests.strategies import rows

ELECTED = (b"ab..----..", b"aab.a110..", b"aab.a110..")
STAFF = (b"a-b.a...ca", b"a-..----..")


def header(form: Questionnaire, invited: int = 40) -> Header:
    return Header(
        fingerprint="ab" * 32,
        study="linkoping-norrkoping",
        wave=1,
        municipality=Place("0580", "Linköping"),
        form=FormMark(form.id, form.version, digest(form)),
        plan_digest="cd" * 32,
        languages=("sv", "en"),
        period=Period("2021-04-01", "2022-03-31"),
        window=Window("2022-04-25T06:00:00Z", "2022-05-16T06:00:00Z"),
        access_mode="code_on_paper",
        disclosure=Disclosure(10, 5),
        strata=tuple(StratumCount(group, {"sv": "alla", "en": "all"}, invited, 0) for group in ("elected", "staff")),
    )


def answers(elected: Sequence[bytes] = ELECTED, staff: Sequence[bytes] = STAFF) -> AnswerSet:
    return assemble(header(small()), {"elected": elected, "staff": staff})


def signed(body: bytes) -> bytes:
    """*body* with a true last line: what a careful hand could make, not an accident."""
    return body + b"sha256 " + hashlib.sha256(body).hexdigest().encode() + b"\n"


def resigned(file: bytes, old: bytes, new: bytes) -> bytes:
    body = file[: file.rindex(b"sha256 ")]
    assert old in body
    return signed(body.replace(old, new, 1))


def test_the_file_is_the_header_and_the_sorted_rows_with_a_digest() -> None:
    file = write(answers())
    magic, head, *lines, last = file.decode().splitlines()
    assert magic == "samtidig answer set 1"
    assert head.encode() == canonical_bytes(answers().header)
    assert lines == [
        "elected aab.a110..",
        "elected aab.a110..",
        "elected ab..----..",
        "staff a-..----..",
        "staff a-b.a...ca",
    ]
    assert last == "sha256 " + hashlib.sha256(file[: file.rindex(b"sha256 ")]).hexdigest()


def test_reading_gives_back_what_was_written() -> None:
    assert read(write(answers()), small()) == answers()
    assert [stratum.answered for stratum in answers().header.strata] == [3, 2]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_bytes_are_the_same_whatever_the_order_of_arrival(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from([small(), standard()]))
    arrived = {group: data.draw(st.lists(rows(form, group), max_size=8)) for group in ("elected", "staff")}
    file = write(assemble(header(form), arrived))
    shuffled = {group: data.draw(st.permutations(came)) for group, came in reversed(arrived.items())}
    assert write(assemble(header(form), shuffled)) == file
    assert write(AnswerSet(header(form), {group: tuple(came) for group, came in shuffled.items()})) == file
    found = read(file, form)
    verify_rows(found, form)
    assert write(found) == file


def test_an_answer_set_without_an_answer_is_a_file_like_any_other() -> None:
    empty = assemble(header(small()), {})
    assert read(write(empty), small()) == empty
    assert empty.rows == {"elected": (), "staff": ()}


@given(st.integers(0, len(write(answers())) - 1))
def test_a_file_cut_off_anywhere_is_refused(length: int) -> None:
    with pytest.raises(AnswerSetError, match=r"cut off|no answer set|digest is wrong"):
        read(write(answers())[:length], small())


@given(st.integers(0, len(write(answers())) - 1), st.integers(1, 255))
def test_a_file_with_any_byte_altered_is_refused(place: int, change: int) -> None:
    file = bytearray(write(answers()))
    file[place] ^= change
    with pytest.raises(AnswerSetError):
        read(bytes(file), small())


def test_a_file_with_something_after_its_end_is_refused() -> None:
    with pytest.raises(AnswerSetError, match="cut off"):
        read(write(answers()) + b"staff a-..----..\n", small())
    with pytest.raises(AnswerSetError, match="digest is wrong"):
        read(write(answers()) * 2, small())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"elected aab.a110..\n", b"", "0580/elected: the answer set's header counts 3 answers, but there are 2 rows"),
        (
            b"staff a-..----..\nstaff a-b.a...ca\n",
            b"staff a-b.a...ca\nstaff a-..----..\n",
            "0580: the answer set's rows are not in sorted order",
        ),
        (b"elected ab..----..\n", b"voters ab..----..\n", "0580: the answer set has a row of the group 'voters'"),
        (b"ab..----..", b"ab..----.", "0580/elected: a row of 9 symbols, where this questionnaire makes 10"),
        (b'"wave":1', b'"wave": 1', "not as samtidig writes it"),
        (b'"wave":1', b'"wave":"1"', "header cannot be read: Expected `int`"),
        (b'"wave":1', b'"wave":1,"who":2', "header cannot be read: Object contains unknown field `who`"),
        (b'"wave":1', b'"wave":1,', "header cannot be read: JSON is malformed"),
        ("Linköping".encode(), "Linköping".encode("latin-1"), "header cannot be read"),
        (
            b'"answered":3,',
            b'"answered":4,',
            "0580/elected: the answer set's header counts 4 answers, but there are 3 rows",
        ),
        (b'"invited":40}', b'"invited":1}', "0580/elected: 3 answers from 1 invited"),
        (b'"group":"staff"', b'"group":"elected"', "not as samtidig writes it"),
    ],
)
def test_a_changed_file_is_refused_even_when_its_digest_is_made_anew(old: bytes, new: bytes, says: str) -> None:
    answered = write(answers())
    changed = resigned(answered, old, new)
    with pytest.raises(AnswerSetError, match=re.escape(says)):
        read(changed, small())


def test_what_is_no_answer_set_is_refused() -> None:
    for file in (b"", b"samtidig answer set 2\n", b"PK\x03\x04", write(answers()).replace(b"\n", b"\r\n")):
        with pytest.raises(AnswerSetError, match="its first line should be 'samtidig answer set 1'"):
            read(file)
    with pytest.raises(AnswerSetError, match="header cannot be read"):
        read(signed(b"samtidig answer set 1\n"))


def test_an_answer_set_of_another_wording_is_refused() -> None:
    other = made(spoiled({"sections/1/questions/0/statements/0/text/sv": "hotelser"}))
    with pytest.raises(
        AnswerSetError,
        match=r"^0580: the answer set was made with another text of small \(1\); use the very questionnaire",
    ):
        read(write(answers()), other)


def test_a_group_that_the_form_does_not_have_is_refused() -> None:
    strangers = msgspec.structs.replace(
        header(small()), strata=(StratumCount("voters", {"sv": "väljare", "en": "voters"}, 9, 0),)
    )
    with pytest.raises(AnswerSetError, match="the group voters, which the questionnaire has not"):
        read(write(assemble(strangers, {})), small())


def test_more_answers_than_invited_are_refused() -> None:
    with pytest.raises(AnswerSetError, match="0580/elected: 3 answers from 2 invited; correct the number of invited"):
        assemble(header(small(), invited=2), {"elected": ELECTED})


def test_answers_without_a_stratum_are_refused() -> None:
    with pytest.raises(AnswerSetError, match="answers from voters, but the study has only elected, staff"):
        assemble(header(small()), {"voters": [b"a"]})


def test_rows_read_from_a_file_are_a_sequence_like_any_other() -> None:
    found = read(write(answers())).rows["elected"]
    expected = tuple(sorted(ELECTED))
    assert len(found) == 3
    assert (found[0], found[-1], found[1:], found[::-1]) == (expected[0], expected[-1], expected[1:], expected[::-1])
    assert tuple(found) == expected
    assert found == expected
    assert found != expected[:2]
    other: object = b"".join(expected)
    assert found != other
    assert expected[1] in found
    with pytest.raises(IndexError):
        found[3]


def test_rows_of_two_widths_are_refused_also_without_a_questionnaire() -> None:
    changed = resigned(write(answers()), b"aab.a110..\nelected aab.a110..", b"aab.a110.\nelected aab.a110..")
    with pytest.raises(AnswerSetError, match="0580/elected: the rows are not all of one width"):
        read(changed)


def test_a_frame_goes_into_the_header_and_back() -> None:
    framed = msgspec.structs.replace(
        header(small()),
        strata=(StratumCount("staff", {"sv": "alla", "en": "all"}, 40, 0, (FrameCount({"C3": "yes"}, 40),)),),
    )
    made = assemble(framed, {"staff": STAFF})
    assert read(write(made), small()) == made
    assert made.header.strata[0].frame == (FrameCount({"C3": "yes"}, 40),)


def test_without_a_frame_the_header_says_nothing_of_it() -> None:
    assert b"frame" not in write(answers())


def test_a_row_that_nobody_can_have_given_is_found_with_its_place() -> None:
    damaged = answers(staff=[b"a-..----..", b"a-..-110.."])
    with pytest.raises(AnswerSetError, match="staff, row 2: item D1: a row contradicts the routing"):
        verify_rows(read(write(damaged), small()), small())
