import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.errors import SheetError
from questionnaires.items import items, row_width
from questionnaires.model import questions
from questionnaires.sheets import Cleaned, Fault, clean, decode, encode, shown_sections, wording
from tests.questionnaires.forms import small, standard
from tests.strategies import Chosen, every_sheet, postings, sheets

EXPOSED: dict[str, Chosen] = {"A1": ("yes",), "C1": ("once",), "C3": ("yes",)}
FORMS = st.sampled_from([small(), standard()])
GROUPS = st.sampled_from(["elected", "staff"])


# ---- cleaning ---------------------------------------------------------------------------------------------------


def test_codes_come_back_in_the_order_of_the_form_whatever_the_order_posted() -> None:
    posted = {**EXPOSED, "D1": ["citizen", "criminal"]}
    assert clean(small(), "staff", posted) == Cleaned({**EXPOSED, "D1": ("criminal", "citizen")}, ())


def test_an_answer_to_a_question_that_is_not_shown_is_dropped_without_a_fault() -> None:
    posted = {"A1": ("yes",), "C1": ("no",), "C3": ("yes",), "D1": ("criminal", "decline")}
    assert clean(small(), "staff", posted) == Cleaned({"A1": ("yes",), "C1": ("no",)}, ())


def test_an_answer_of_the_other_group_is_dropped() -> None:
    posted = {"A1": ("yes",), "B1": ("council",)}
    assert clean(small(), "staff", posted).sheet == {"A1": ("yes",)}
    assert clean(small(), "elected", posted).sheet == posted


def test_routing_sees_cleaned_answers_and_not_posted_ones() -> None:
    # C3 itself falls away with C1, so D1's other wording, which asks for C3, has nothing to hold on to.
    cleaned = clean(small(), "staff", {"A1": ("yes",), "C1": ("no",), "C3": ("yes",)}).sheet
    d1 = next(question for _, question in questions(small()) if question.id == "D1")
    assert wording(small(), d1, cleaned)["en"] == "Who was behind it?"
    assert wording(small(), d1, EXPOSED)["en"] == "Who tried to influence you?"


@pytest.mark.parametrize(
    ("posted", "fault"),
    [
        ({}, Fault("A1", "required")),
        ({**EXPOSED, "D1": ("criminal", "decline")}, Fault("D1", "exclusive")),
        ({**EXPOSED, "G1": ("agree", "disagree")}, Fault("G1", "several")),
        ({**EXPOSED, "G1": ("maybe",)}, Fault("G1", "unknown_option")),
        ({**EXPOSED, "Z9": ("yes",)}, Fault("Z9", "unknown_item")),
    ],
)
def test_a_mistake_is_a_value_that_names_its_item(posted: Mapping[str, Chosen], fault: Fault) -> None:
    assert clean(small(), "staff", posted).faults == (fault,)


def test_a_page_reports_only_its_own_faults_but_all_is_cleaned() -> None:
    posted = {"C1": ("once",), "D1": ("criminal", "decline")}
    page = clean(small(), "staff", posted, only_section="who")
    assert page.faults == (Fault("D1", "exclusive"),)
    assert clean(small(), "staff", posted, only_section="views").faults == ()
    assert clean(small(), "staff", posted).faults == (Fault("A1", "required"), Fault("D1", "exclusive"))


def test_sections_without_a_question_for_the_respondent_are_left_out() -> None:
    assert [s.id for s in shown_sections(small(), "staff", {"A1": ("yes",)})] == ["start", "events", "views"]
    assert [s.id for s in shown_sections(small(), "staff", EXPOSED)] == ["start", "events", "who", "views"]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_cleaning_takes_anything_and_cleaning_again_changes_nothing(data: st.DataObject) -> None:
    form, group = data.draw(FORMS), data.draw(GROUPS)
    once = clean(form, group, data.draw(postings(form)))
    assert clean(form, group, once.sheet).sheet == once.sheet


# ---- rows -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "sheet", "row"),
    [
        #          A1 B1 C1 C2 C3 D1 (3) G1 I1
        ("staff", {"A1": ("yes",)}, b"a-..----.."),
        ("elected", {"A1": ("yes",), "B1": ("other",)}, b"ab..----.."),
        ("staff", {**EXPOSED, "D1": ("criminal", "citizen")}, b"a-b.a110.."),
        ("staff", {**EXPOSED, "D1": ("decline",), "G1": ("dont_know",), "I1": ("no",)}, b"a-b.a001ca"),
        ("staff", EXPOSED, b"a-b.a....."),
    ],
)
def test_a_row_by_hand(group: str, sheet: dict[str, Chosen], row: bytes) -> None:
    assert encode(small(), group, sheet) == row
    assert decode(small(), group, row) == sheet


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_decoding_gives_the_sheet_back_and_every_row_is_as_wide(data: st.DataObject) -> None:
    form, group = data.draw(FORMS), data.draw(GROUPS)
    sheet = data.draw(sheets(form, group))
    row = encode(form, group, sheet)
    assert len(row) == row_width(form)
    assert decode(form, group, row) == sheet


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_row_that_decodes_is_one_that_could_be_encoded(data: st.DataObject) -> None:
    form, group = data.draw(FORMS), data.draw(GROUPS)
    row = bytearray(encode(form, group, data.draw(sheets(form, group))))
    for _ in range(data.draw(st.integers(1, 3))):
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(st.sampled_from(b"abcdefgh01.-"))
    try:
        sheet = decode(form, group, bytes(row))
    except SheetError:
        return
    assert encode(form, group, sheet) == bytes(row)


def test_the_rows_of_the_small_form_are_just_those_that_somebody_can_hand_in() -> None:
    # Every row of ten symbols that differs from a true one in one place is a true one itself, or refused.
    true = {encode(small(), "staff", sheet) for sheet in every_sheet(small(), "staff")}
    # Two statements of 5 answers: 9 of the 25 pairs tell of no event; else C3 has 4 answers, D1 5; then G1 4, I1 5.
    assert len(true) == (9 + 16 * 4 * 5) * 4 * 5
    for row in sorted(true)[::97]:
        for place in range(len(row)):
            for symbol in b"abcd01.-":
                near = row[:place] + bytes([symbol]) + row[place + 1 :]
                if near not in true:
                    with pytest.raises(SheetError):
                        decode(small(), "staff", near)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b"a-..----.", "a row is 9 symbols wide; this questionnaire needs 10"),
        (b"a-..----...", "a row is 11 symbols wide; this questionnaire needs 10"),
        (b"", "a row is 0 symbols wide"),
        ("å-..----.".encode(), "other than ASCII"),
        (b".-..----..", "item A1: no respondent can have answered '.'"),
        (b"b-..----..", "item A1: no option has the symbol 'b'"),
        (b"aa..----..", "item B1: a row contradicts the routing"),
        (b"a-..-110..", "item D1: a row contradicts the routing"),
        (b"a-b.-110..", "item C3: a row contradicts the routing"),
        (b"a-b.a000..", "item D1: no respondent can have answered '000'"),
        (b"a-b.a101..", "item D1: no respondent can have answered '101'"),
        (b"a-b.a1x0..", "item D1: '1x0' is not a row of 0 and 1"),
        (b"a-b.a11-..", "item D1: '11-' is not a row of 0 and 1"),
        (b"a-e.a110..", "item C1: no option has the symbol 'e'"),
        (b"a-B.a110..", "item C1: no option has the symbol 'B'"),
    ],
)
def test_a_row_that_nobody_can_have_given_is_refused(row: bytes, says: str) -> None:
    with pytest.raises(SheetError, match=re.escape(says)):
        decode(small(), "staff", row)


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ({}, "item A1: required"),
        ({"A1": ("yes",), "C3": ("yes",)}, "not a clean sheet"),
        ({"A1": ("yes",), "B1": ("council",)}, "not a clean sheet"),
        ({**EXPOSED, "D1": ("citizen", "criminal")}, "not a clean sheet"),
        ({**EXPOSED, "D1": ("criminal", "decline")}, "item D1: exclusive"),
        ({"A1": ("yes",), "Z9": ("yes",)}, "not a clean sheet"),
    ],
)
def test_only_a_clean_sheet_becomes_a_row(sheet: dict[str, Chosen], says: str) -> None:
    with pytest.raises(SheetError, match=says):
        encode(small(), "staff", sheet)


def test_a_group_that_the_form_does_not_have_is_refused_both_ways() -> None:
    with pytest.raises(SheetError, match="no group 'councillors'; it has elected, staff"):
        encode(small(), "councillors", {})
    with pytest.raises(SheetError, match="no group 'councillors'"):
        decode(small(), "councillors", b"----------")


def test_items_tile_the_row_without_gap_or_overlap() -> None:
    for form in (small(), standard()):
        ends = [item.offset + item.width for item in items(form)]
        assert [item.offset for item in items(form)] == [0, *ends[:-1]]
        assert row_width(form) == ends[-1]
