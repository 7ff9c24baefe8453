"""What must hold of every interval for a share, whatever the method: no reference needed, only sense."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import CountError, LevelError
from tests.analysis.intervals.shares import ALL, FRAMED, LEVELS, OPEN, columns, framed

#: The methods are many: together they are tried often enough.
few = settings(max_examples=50)
every = pytest.mark.parametrize("method", ALL)
with_frame = pytest.mark.parametrize("method", FRAMED)
without_frame = pytest.mark.parametrize("method", OPEN)
Cell = tuple[int, int, int]


@every
@few
@given(cell=framed(), level=LEVELS)
def test_it_lies_within_0_and_1_and_holds_the_share(method: str, cell: Cell, level: float) -> None:
    found = ALL[method](*cell, level)
    assert 0 <= found.low <= cell[0] / cell[1] <= found.high <= 1
    assert (found.low == found.high) == (found.status == "census")
    assert (found.level, found.method) == (level, method)


@every
@few
@given(cell=framed(), level=LEVELS)
def test_counting_the_unexposed_instead_mirrors_it(method: str, cell: Cell, level: float) -> None:
    k, n, frame = cell
    found, mirrored = ALL[method](k, n, frame, level), ALL[method](n - k, n, frame, level)
    assert (found.low, found.high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-14)


@every
@few
@given(cell=framed(), level=LEVELS)
def test_nobody_gives_exactly_0_and_all_exactly_1(method: str, cell: Cell, level: float) -> None:
    _, n, frame = cell
    assert ALL[method](0, n, frame, level).low == 0.0
    assert ALL[method](n, n, frame, level).high == 1.0


@every
@few
@given(cell=framed().filter(lambda cell: cell[0] < cell[1]), level=LEVELS)
def test_one_more_exposed_never_moves_it_down(method: str, cell: Cell, level: float) -> None:
    k, n, frame = cell
    before, after = ALL[method](k, n, frame, level), ALL[method](k + 1, n, frame, level)
    assert before.low <= after.low + 1e-15
    assert before.high <= after.high + 1e-15


@every
@few
@given(cell=framed())
def test_a_higher_level_is_never_narrower(method: str, cell: Cell) -> None:
    narrow, wide = ALL[method](*cell, 0.9), ALL[method](*cell, 0.99)
    assert wide.low <= narrow.low <= narrow.high <= wide.high


@every
@few
@given(cells=st.lists(framed(), min_size=2, max_size=8), order=st.randoms(use_true_random=False))
def test_arrays_in_any_order_give_what_single_cells_give(method: str, cells: list[Cell], order: Any) -> None:
    places = list(range(len(cells)))
    order.shuffle(places)
    exposed, answered, frame = columns(cells)
    many = ALL[method](exposed, answered, frame, 0.95)
    moved = ALL[method](exposed[places], answered[places], frame[places], 0.95)
    assert [many[place] for place in places] == [moved[place] for place in range(len(cells))]
    assert many[0] == ALL[method](*cells[0], 0.95)


@with_frame
@few
@given(cell=framed(), level=LEVELS)
def test_when_all_answered_it_is_the_share_itself(method: str, cell: Cell, level: float) -> None:
    found = FRAMED[method](cell[0], cell[1], cell[1], level)
    assert (found.low, found.high, found.status) == (cell[0] / cell[1], cell[0] / cell[1], "census")


@pytest.mark.parametrize(
    ("framed_method", "open_method"),
    [("wilson_fpc", "wilson"), ("hypergeometric_mid_p", "mid_p"), ("hypergeometric_exact", "clopper_pearson")],
)
@few
@given(answered=st.integers(1, 300), share=st.floats(0, 1), level=LEVELS)
def test_a_boundless_frame_makes_it_the_interval_of_the_risk(
    framed_method: str, open_method: str, answered: int, share: float, level: float
) -> None:
    k = round(share * answered)
    finite = FRAMED[framed_method](k, answered, answered * 10**9, level)
    risk = OPEN[open_method](k, answered, None, level)
    assert (finite.low, finite.high) == pytest.approx((risk.low, risk.high), abs=1e-6)


@with_frame
def test_no_answers_leave_everything_possible(method: str) -> None:
    found = FRAMED[method](0, 0, 61, 0.95)
    assert (found.low, found.high, found.status) == (0.0, 1.0, "no_answers")


@with_frame
def test_a_group_that_does_not_exist_is_not_applicable(method: str) -> None:
    many = FRAMED[method](np.array([0, 0, 2, 2]), np.array([0, 0, 5, 5]), np.array([0, 7, 5, 9]), 0.95)
    assert [many[place].status for place in range(4)] == ["not_applicable", "no_answers", "census", "ok"]
    assert (many[0].low, many[0].high) == (0.0, 1.0)


@without_frame
def test_no_answers_are_not_a_share_of_0(method: str) -> None:
    found = OPEN[method](0, 0, None, 0.95)
    assert (found.low, found.high, found.status) == (0.0, 1.0, "no_answers")


@every
@pytest.mark.parametrize("counts", [(3, 2, 9), (-1, 5, 9), (1.5, 3, 9), (math.nan, 3, 9), (True, 3, 9)])
def test_counts_that_cannot_be_are_refused(method: str, counts: tuple[Any, Any, Any]) -> None:
    with pytest.raises(CountError):
        ALL[method](*counts, 0.95)


@every
@pytest.mark.parametrize("level", [0, 1, 95, math.nan])
def test_a_level_that_is_none_is_refused(method: str, level: float) -> None:
    with pytest.raises(LevelError):
        ALL[method](1, 2, 3, level)


@with_frame
def test_more_answers_than_people_are_refused_with_both_numbers(method: str) -> None:
    with pytest.raises(CountError, match=r"62 answered of a frame of 61: .* give the frame of the day"):
        FRAMED[method](3, 62, 61, 0.95)


@with_frame
def test_frames_of_another_length_are_refused(method: str) -> None:
    with pytest.raises(CountError, match="one number of each"):
        FRAMED[method](np.array([1, 2]), np.array([3, 4]), np.array([5, 6, 7]), 0.95)
