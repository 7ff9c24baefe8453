import numpy as np
import pytest

from analysis.disclosure.rules import Rules, in_force, too_small
from questionnaires.answersets import Disclosure

RULES = Rules(min_answered=10, min_exposed=5)


def hidden(exposed: int, answered: int, sheets: int = 100) -> bool:
    cell = [np.array([number]) for number in (exposed, answered, sheets)]
    return bool(too_small(cell[0], cell[1], cell[2], RULES)[0])


@pytest.mark.parametrize(("exposed", "answered"), [(5, 10), (5, 61), (56, 61), (4995, 5000)])
def test_what_is_large_enough_is_shown(exposed: int, answered: int) -> None:
    assert not hidden(exposed, answered)


@pytest.mark.parametrize("exposed", [0, 1, 2, 3, 4])
def test_fewer_than_five_exposed_are_hidden_in_the_largest_group_and_so_is_nobody(exposed: int) -> None:
    assert hidden(exposed, 5000, 5000)


@pytest.mark.parametrize("unexposed", [0, 1, 4])
def test_fewer_than_five_unexposed_are_hidden_and_so_is_everybody(unexposed: int) -> None:
    assert hidden(61 - unexposed, 61)


@pytest.mark.parametrize("exposed", [0, 4, 5, 9])
def test_fewer_than_ten_answers_are_hidden_whatever_they_say(exposed: int) -> None:
    assert hidden(exposed, 9)


def test_a_stratum_without_a_sheet_has_nothing_to_hide() -> None:
    assert not hidden(0, 0, 0)


def test_an_indicator_that_nobody_answered_is_hidden_where_sheets_came() -> None:
    assert hidden(0, 0, 12)


def test_the_strictest_thresholds_hold() -> None:
    assert in_force(Disclosure(10, 5), Disclosure(20, 7)) == Rules(20, 7)


def test_no_file_lowers_the_floor() -> None:
    assert in_force(Disclosure(1, 0)) == Rules(5, 5)
