import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.errors import CountError
from analysis.estimates.tipping import odds_shifted, shifted, tipping

Group = tuple[int, int, int]


@st.composite
def groups(draw: st.DrawFn) -> Group:
    answered = draw(st.integers(1, 80))
    return draw(st.integers(0, answered)), answered, answered + draw(st.integers(0, 80))


@given(groups(), groups())
def test_at_the_rate_the_completed_shares_are_equal(first: Group, second: Group) -> None:
    point = tipping(*first, *second)
    k, n, size = first
    if point.rate is not None:
        assert 0 <= point.rate <= 1
        assert point.persons == pytest.approx(point.rate * (size - n), abs=1e-9)
        assert (k + (size - n) * point.rate) / size == pytest.approx(second[0] / second[1], abs=1e-12)
    else:
        # No rate does it: all silent or none of them exposed leave the share on one side.
        ends = k / size - second[0] / second[1], (k + size - n) / size - second[0] / second[1]
        assert size == n or ends[0] > 0 or ends[1] < 0


@given(groups(), groups())
def test_at_the_joint_shift_the_completed_shares_are_equal(first: Group, second: Group) -> None:
    higher, lower = sorted([first, second], key=lambda group: group[0] / group[1], reverse=True)
    assume(higher[0] / higher[1] - lower[0] / lower[1] > 1e-9)
    shift = tipping(*first, *second).shift
    assert shift == tipping(*second, *first).shift
    if shift is not None:
        assert float(shifted(*higher, -shift)) == pytest.approx(float(shifted(*lower, shift)), abs=1e-12)
    else:
        assert float(shifted(*higher, -1.0)) > float(shifted(*lower, 1.0)) - 1e-12


@given(groups(), st.floats(-1, 1), st.floats(0.01, 100))
def test_a_shift_never_leaves_the_bounds(group: Group, by: float, times: float) -> None:
    k, n, size = group
    for share in (shifted(*group, by), odds_shifted(*group, times)):
        assert k / size - 1e-12 <= float(share) <= (k + size - n) / size + 1e-12


@given(groups())
def test_no_shift_leaves_the_share_of_the_answers(group: Group) -> None:
    assert float(shifted(*group, 0.0)) == pytest.approx(group[0] / group[1])
    assert float(odds_shifted(*group, 1.0)) == pytest.approx(group[0] / group[1])


def test_a_finding_that_everybody_answered_for_cannot_be_tipped() -> None:
    point = tipping(21, 49, 49, 76, 372, 372)
    assert (point.rate, point.persons, point.shift) == (None, None, None)


def test_equal_shares_are_no_finding_to_tip() -> None:
    assert tipping(2, 10, 20, 4, 20, 30).shift is None


def test_a_group_without_answers_has_no_tipping_point() -> None:
    point = tipping(0, 0, 31, 4, 20, 30)
    assert (point.rate, point.shift) == (None, None)
    assert np.isnan(shifted(0, 0, 31, 0.1))


def test_arrays_give_what_single_groups_give() -> None:
    first = np.array([8, 0, 21]), np.array([34, 12, 49]), np.array([61, 31, 49])
    second = np.array([147, 40, 76]), np.array([1117, 300, 372]), np.array([2400, 900, 900])
    many = tipping(*first, *second)
    assert many[0] == tipping(8, 34, 61, 147, 1117, 2400)
    assert many[1] == tipping(0, 12, 31, 40, 300, 900)
    assert many[2] == tipping(21, 49, 49, 76, 372, 900)


def test_certain_odds_stay_certain_and_less_than_none_are_refused() -> None:
    assert float(odds_shifted(10, 10, 20, 0.0)) == 1.0
    assert float(odds_shifted(5, 10, 20, 0.0)) == 0.25
    with pytest.raises(CountError, match="never less"):
        odds_shifted(5, 10, 20, -1.0)


def test_more_answers_than_invited_are_refused_with_both_numbers() -> None:
    with pytest.raises(CountError, match="34 answered of 33 invited"):
        tipping(8, 34, 33, 147, 1117, 2400)
