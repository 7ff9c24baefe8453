import numpy as np
import pytest

from analysis.counting.responses import responses
from analysis.errors import InputError
from questionnaires.answersets import AnswerSet
from questionnaires.items import row_width
from tests.analysis.answers import SMALL, plan_for, random_set


@pytest.fixture
def answers() -> AnswerSet:
    return random_set(SMALL, plan_for(SMALL), "0580", {"elected": 7, "staff": 30}, seed=1)


def test_a_column_is_one_place_of_every_row(answers: AnswerSet) -> None:
    elected, staff = responses(answers, SMALL)
    assert (elected.stratum, elected.sheets, elected.invited) == ("0580/elected", 7, 14)
    assert staff.symbols.shape == (row_width(SMALL), 30)
    assert [bytes(column) for column in staff.symbols.T] == list(answers.rows["staff"])
    assert staff.symbols.dtype == np.uint8


def test_a_stratum_without_answers_has_no_columns(answers: AnswerSet) -> None:
    empty = AnswerSet(answers.header, {"elected": (), "staff": ()})
    assert [made.sheets for made in responses(empty, SMALL)] == [0, 0]


def test_a_row_of_another_width_is_refused(answers: AnswerSet) -> None:
    wide = (*answers.rows["staff"][:-1], answers.rows["staff"][-1] + b"a")
    with pytest.raises(InputError, match="0580/staff: a row has not"):
        responses(AnswerSet(answers.header, {**answers.rows, "staff": wide}), SMALL)


def test_two_wrong_widths_that_make_up_for_each_other_are_refused(answers: AnswerSet) -> None:
    rows = list(answers.rows["staff"])
    rows[0], rows[1] = rows[0] + b"a", rows[1][:-1]
    with pytest.raises(InputError, match="0580/staff"):
        responses(AnswerSet(answers.header, {**answers.rows, "staff": tuple(rows)}), SMALL)


def test_a_symbol_that_no_option_has_is_refused_by_row_and_item(answers: AnswerSet) -> None:
    bad = b"z" + answers.rows["staff"][0][1:]
    with pytest.raises(InputError, match=r"0580/staff, row 1, item A1: b'z'"):
        responses(AnswerSet(answers.header, {**answers.rows, "staff": (bad, *answers.rows["staff"][1:])}), SMALL)
