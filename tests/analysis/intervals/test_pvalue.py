import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intervals.difference import half_step, newcombe, newcombe_fpc
from analysis.intervals.pvalue import half_step_p, newcombe_fpc_p, newcombe_p
from tests.analysis.intervals.shares import framed
from tests.analysis.intervals.test_difference import pairs


@given(pairs())
def test_the_interval_at_its_alpha_just_touches_0(pair: tuple[int, int, int, int]) -> None:
    p = newcombe_p(*pair)
    assert 0 <= p <= 1
    if 1e-9 < p < 1:  # below that, 1 - p has too few digits left to ask with
        touching = newcombe(*pair, 1 - p)
        assert min(abs(touching.low), abs(touching.high)) < 1e-6


@given(pairs(), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_table_and_test_never_contradict_each_other(pair: tuple[int, int, int, int], level: float) -> None:
    assert newcombe(*pair, level).excludes(0.0) == (newcombe_p(*pair) < 1 - level)


@given(pairs())
def test_swapping_the_sides_changes_nothing(pair: tuple[int, int, int, int]) -> None:
    assert newcombe_p(*pair) == pytest.approx(newcombe_p(*pair[2:], *pair[:2]), abs=1e-12)


def test_equal_shares_have_p_1() -> None:
    assert newcombe_p(3, 10, 6, 20) == pytest.approx(1.0)
    assert newcombe_p(0, 10, 0, 20) == 1.0


def test_a_side_without_answers_has_no_p() -> None:
    assert math.isnan(newcombe_p(0, 0, 3, 10))


def test_a_million_against_none_is_0_and_not_an_error() -> None:
    assert newcombe_p(10**6, 10**6, 0, 10**6) == 0.0


def test_arrays_give_what_single_cells_give() -> None:
    many = newcombe_p(np.array([56, 0]), np.array([70, 5]), np.array([48, 0]), np.array([80, 0]))
    assert many[0] == newcombe_p(56, 70, 48, 80)
    assert math.isnan(many[1])


@settings(max_examples=40)
@given(framed(), framed(), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_with_frames_table_and_test_never_contradict_each_other(
    first: tuple[int, int, int], second: tuple[int, int, int], level: float
) -> None:
    p = newcombe_fpc_p(*first, *second)
    assert 0 <= p <= 1
    assert newcombe_fpc(*first, *second, level).excludes(0.0) == (p < 1 - level)


def test_a_census_whose_shares_differ_has_p_0_and_one_whose_shares_do_not_has_p_1() -> None:
    assert newcombe_fpc_p(4, 9, 9, 5, 9, 9) == 0.0
    assert newcombe_fpc_p(1, 3, 3, 10, 30, 30) == 1.0


def test_one_side_that_all_answered_leaves_the_doubt_of_the_other() -> None:
    assert newcombe_fpc_p(0, 61, 61, 40, 900, 2400) == 0.0  # that the other side has exposed people is sure
    assert 0 < newcombe_fpc_p(3, 61, 61, 40, 900, 2400) < 1


def test_a_missing_side_has_no_p_with_frames_either() -> None:
    many = newcombe_fpc_p(*(np.array(column) for column in ([3, 0], [5, 0], [9, 0], [2, 1], [5, 5], [9, 9])))
    assert 0 < many[0] <= 1
    assert math.isnan(many[1])


def test_half_a_person_out_table_and_test_agree_in_every_outcome_of_two_small_councils() -> None:
    exposed, other = np.indices((28, 21)).reshape(2, -1)
    cells = (exposed, np.full_like(exposed, 27), np.full_like(exposed, 31))
    cells_b = (other, np.full_like(other, 20), np.full_like(other, 35))
    p = half_step_p(*cells, *cells_b)
    for level in (0.9, 0.95, 0.99):
        found = half_step(*cells, *cells_b, level)
        assert (((found.low > 0) | (found.high < 0)) == (p < 1 - level)).all()
    assert p[np.argmax((exposed == 27) & (other == 0))] == 0.0  # 27 of 31 against at most 15 of 35
    assert p[0] == pytest.approx(1.0, abs=1e-6)
    assert half_step_p(5, 27, 31, 9, 20, 35) == pytest.approx(half_step_p(9, 20, 35, 5, 27, 31), abs=1e-6)
    assert math.isnan(half_step_p(0, 0, 31, 9, 20, 35))
