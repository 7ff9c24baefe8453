"""What must hold of every interval for a difference, a ratio or odds of two groups, whatever the method."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import CountError, LevelError
from analysis.intervals.difference import half_step, newcombe, newcombe_fpc
from analysis.intervals.miettinen_nurminen import mee, miettinen_nurminen
from analysis.intervals.odds import cornfield, score_odds, woolf
from analysis.intervals.ratio import mover_r, mover_r_fpc
from analysis.intervals.score_ratio import koopman, miettinen_nurminen_ratio
from tests.analysis.intervals.shares import LEVELS, framed

Cell = tuple[int, int, int]
Method = Callable[..., Any]


def without_frames(method: Method) -> Method:
    return lambda k, n, _frame, k_b, n_b, _frame_b, level=0.95: method(k, n, k_b, n_b, level)


DIFFERENCES: dict[str, Method] = {
    "newcombe": without_frames(newcombe),
    "miettinen_nurminen": without_frames(miettinen_nurminen),
    "mee": without_frames(mee),
    "newcombe_fpc": newcombe_fpc,
    "half_step": half_step,
}
RATIOS: dict[str, Method] = {
    "mover_r": without_frames(mover_r),
    "mover_r_fpc": mover_r_fpc,
    "koopman": without_frames(koopman),
    "miettinen_nurminen_ratio": without_frames(miettinen_nurminen_ratio),
}
ODDS: dict[str, Method] = {
    "score_odds": without_frames(score_odds),
    "score_odds_uncorrected": without_frames(partial(score_odds, correct=False)),
    "woolf": without_frames(woolf),
    "gart": without_frames(partial(woolf, added=0.5)),
}
ALL = DIFFERENCES | RATIOS | ODDS
FRAMED = {name: ALL[name] for name in ("newcombe_fpc", "half_step", "mover_r_fpc")}

#: The methods are many: together they are tried often enough.
few = settings(max_examples=15)
differences = pytest.mark.parametrize("method", DIFFERENCES)
quotients = pytest.mark.parametrize("method", RATIOS | ODDS)
every = pytest.mark.parametrize("method", ALL)
with_frames = pytest.mark.parametrize("method", FRAMED)


def share(cell: Cell) -> float:
    return cell[0] / cell[1]


def inverse(value: float) -> float:
    return 1 / value if value else math.inf


@differences
@few
@given(first=framed(), second=framed(), level=LEVELS)
def test_a_difference_is_held_within_minus_1_and_1(method: str, first: Cell, second: Cell, level: float) -> None:
    found = ALL[method](*first, *second, level)
    assert -1 <= found.low <= share(first) - share(second) <= found.high <= 1
    assert (found.low == found.high) == (found.status == "census")


@differences
@few
@given(first=framed(), second=framed(), level=LEVELS)
def test_swapping_the_groups_turns_the_sign(method: str, first: Cell, second: Cell, level: float) -> None:
    there, back = ALL[method](*first, *second, level), ALL[method](*second, *first, level)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-14)


@differences
@few
@given(first=framed(), second=framed(), level=LEVELS)
def test_counting_the_unexposed_instead_turns_the_sign(method: str, first: Cell, second: Cell, level: float) -> None:
    unexposed, unexposed_b = ((n - k, n, frame) for k, n, frame in (first, second))
    there, back = ALL[method](*first, *second, level), ALL[method](*unexposed, *unexposed_b, level)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-12)


@quotients
@few
@given(first=framed(), second=framed(), level=LEVELS)
def test_swapping_the_groups_turns_a_quotient_over(method: str, first: Cell, second: Cell, level: float) -> None:
    there, back = ALL[method](*first, *second, level), ALL[method](*second, *first, level)
    assert (there.low, there.high) == pytest.approx((inverse(back.high), inverse(back.low)), rel=1e-11)


@pytest.mark.parametrize("method", RATIOS)
@few
@given(first=framed(), second=framed(), level=LEVELS)
def test_a_ratio_is_held_and_open_where_nobody_is_exposed(method: str, first: Cell, second: Cell, level: float) -> None:
    found = RATIOS[method](*first, *second, level)
    assert 0 <= found.low <= found.high
    assert (found.low == 0) == (first[0] == 0)
    assert (found.high == math.inf) == (second[0] == 0)
    if second[0]:
        ratio = share(first) / share(second)
        assert found.low <= ratio * (1 + 1e-12)
        assert ratio <= found.high * (1 + 1e-12)


@every
@few
@given(first=framed(), second=framed())
def test_a_higher_level_is_never_narrower(method: str, first: Cell, second: Cell) -> None:
    narrow, wide = ALL[method](*first, *second, 0.9), ALL[method](*first, *second, 0.99)
    assert wide.low <= narrow.low <= narrow.high <= wide.high


@every
@few
@given(pairs=st.lists(st.tuples(framed(), framed()), min_size=2, max_size=6), order=st.randoms(use_true_random=False))
def test_arrays_in_any_order_give_what_single_cells_give(method: str, pairs: list[Any], order: Any) -> None:
    places = list(range(len(pairs)))
    order.shuffle(places)
    columns = [np.array(column) for column in zip(*([*first, *second] for first, second in pairs), strict=True)]
    many, moved = ALL[method](*columns), ALL[method](*(column[places] for column in columns))
    assert [many[place] for place in places] == [moved[place] for place in range(len(places))]
    assert many[0] == ALL[method](*pairs[0][0], *pairs[0][1])


@with_frames
@few
@given(first=framed(), second=framed(), level=LEVELS)
def test_two_groups_that_all_answered_give_a_point(method: str, first: Cell, second: Cell, level: float) -> None:
    (k, n, _), (k_b, n_b, _) = first, second
    found = FRAMED[method](max(k, 1), n, n, max(k_b, 1), n_b, n_b, level)
    assert found.status == "census"
    assert found.low == pytest.approx(found.high, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize(
    ("framed_method", "open_method"), [(newcombe_fpc, newcombe), (mover_r_fpc, mover_r)], ids=["newcombe", "mover_r"]
)
@few
@given(first=framed(), second=framed(), level=LEVELS)
def test_boundless_frames_make_it_the_interval_of_the_risk(
    framed_method: Method, open_method: Method, first: Cell, second: Cell, level: float
) -> None:
    (k, n, _), (k_b, n_b, _) = first, second
    finite = framed_method(k, n, n * 10**9, k_b, n_b, n_b * 10**9, level)
    risk = open_method(k, n, k_b, n_b, level)
    assert (finite.low, finite.high) == pytest.approx((risk.low, risk.high), rel=1e-6, abs=1e-6)


@differences
def test_both_groups_at_0_give_a_difference_about_0(method: str) -> None:
    found = ALL[method](0, 20, 50, 0, 30, 90)
    assert found.low < 0 < found.high


@every
def test_a_side_without_answers_leaves_everything_possible(method: str) -> None:
    least, most = (-1.0, 1.0) if method in DIFFERENCES else (0.0, math.inf)
    for found in (ALL[method](0, 0, 9, 3, 10, 20), ALL[method](3, 10, 20, 0, 0, 9)):
        assert (found.low, found.high, found.status) == (least, most, "no_answers")


@with_frames
def test_a_group_that_does_not_exist_is_not_applicable(method: str) -> None:
    assert FRAMED[method](0, 0, 0, 3, 10, 20).status == "not_applicable"
    assert FRAMED[method](3, 10, 20, 0, 0, 0).status == "not_applicable"


@every
def test_what_cannot_be_is_refused_on_either_side(method: str) -> None:
    with pytest.raises(CountError, match="4 exposed of 3"):
        ALL[method](4, 3, 9, 1, 2, 9)
    with pytest.raises(CountError, match="4 exposed of 3"):
        ALL[method](1, 2, 9, 4, 3, 9)
    with pytest.raises(LevelError):
        ALL[method](1, 2, 9, 1, 3, 9, 95)


@with_frames
def test_more_answers_than_people_are_refused_on_either_side(method: str) -> None:
    with pytest.raises(CountError, match="3 answered of a frame of 2"):
        FRAMED[method](1, 3, 2, 1, 2, 9)
    with pytest.raises(CountError, match="3 answered of a frame of 2"):
        FRAMED[method](1, 2, 9, 1, 3, 2)


@pytest.mark.parametrize("mid_p", [True, False])
@few
@given(first=framed(), second=framed())
def test_cornfields_limits_are_inverse_when_swapped_and_open_at_the_edges(
    mid_p: bool, first: Cell, second: Cell
) -> None:
    (k, n), (k_b, n_b) = ((each[0] % 40, each[0] % 40 + each[1] % 40 + 1) for each in (first, second))
    there, back = cornfield(k, n, k_b, n_b, mid_p=mid_p), cornfield(k_b, n_b, k, n, mid_p=mid_p)
    assert (there.low, there.high) == pytest.approx((inverse(float(back.high)), inverse(float(back.low))), rel=1e-9)
    assert (there.low == 0) == (k == 0 or k_b == n_b)
    assert (there.high == math.inf) == (k_b == 0 or k == n)


def test_cornfields_exact_limits_are_those_that_fishers_test_just_does_not_reject() -> None:
    # Fisher's noncentral hypergeometric in scipy: the tail at each limit is one fortieth.
    found = cornfield(12, 20, 5, 25, mid_p=False)
    assert stats.nchypergeom_fisher.sf(11, 45, 20, 17, found.low) == pytest.approx(0.025, abs=1e-9)
    assert stats.nchypergeom_fisher.cdf(12, 45, 20, 17, found.high) == pytest.approx(0.025, abs=1e-9)
