import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.counting.exposure import Exposure
from analysis.counting.responses import Responses, columns, responses
from analysis.counting.soundness import check_rows
from analysis.errors import InputError
from questionnaires.answersets import AnswerSet, Place
from questionnaires.errors import SheetError
from questionnaires.items import row_width
from questionnaires.sheets import decode
from tests.analysis.answers import SMALL, plan_for, random_set
from tests.strategies import rows

SYMBOLS = st.sampled_from(b"abcd01.-")


def passes(row: bytes, group: str) -> bool:
    """Whether the vectorised check lets this one row pass."""
    symbols = columns([row], row_width(SMALL), "test")
    try:
        check_rows(SMALL, Responses(Place("0580", "Linköping"), group, 1, symbols), Exposure(SMALL, symbols))
    except InputError:
        return False
    return True


def legal(row: bytes) -> bool:
    """Whether each symbol could stand at its place (`responses` sees to that before)."""
    answers = random_set(SMALL, plan_for(SMALL), "0580", {"elected": 1, "staff": 1}, seed=1)
    try:
        responses(AnswerSet(answers.header, {"elected": (row,), "staff": ()}), SMALL)
    except InputError:
        return False
    return True


def decodes(row: bytes, group: str) -> bool:
    try:
        decode(SMALL, group, row)
    except SheetError:
        return False
    return True


@given(st.data(), st.sampled_from(["elected", "staff"]))
def test_a_row_with_one_symbol_changed_passes_only_if_the_ground_can_decode_it(data: st.DataObject, group: str) -> None:
    row = bytearray(data.draw(rows(SMALL, group)))
    row[data.draw(st.integers(0, len(row) - 1))] = data.draw(SYMBOLS)
    assume(legal(bytes(row)))
    assert passes(bytes(row), group) == decodes(bytes(row), group)


@given(st.sampled_from(["elected", "staff"]), st.binary(min_size=0, max_size=0), st.data())
def test_a_row_that_was_made_by_the_form_passes(group: str, nothing: bytes, data: st.DataObject) -> None:
    assert passes(data.draw(rows(SMALL, group)) + nothing, group)


def test_a_row_against_the_routing_is_refused_by_stratum_row_and_item() -> None:
    answers = random_set(SMALL, plan_for(SMALL), "0580", {"elected": 5, "staff": 5}, seed=2)
    made = responses(answers, SMALL)[1]
    made.symbols[1, 2] = ord("a")  # B1 is asked of elected representatives only
    with pytest.raises(InputError, match=r"0580/staff, row 3, item B1"):
        check_rows(SMALL, made, Exposure(SMALL, made.symbols))
