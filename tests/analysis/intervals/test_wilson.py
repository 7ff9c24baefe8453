import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analysis.errors import CountError, LevelError
from analysis.intervals.interval import Interval
from analysis.intervals.wilson import wilson

LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
MANY = st.integers(1, 10**9)


@st.composite
def cells(draw: st.DrawFn) -> tuple[int, int]:
    answered = draw(MANY | st.integers(1, 40))
    return draw(st.integers(0, answered)), answered


def test_arrays_give_what_single_cells_give() -> None:
    k, n = np.array([0, 3, 7, 45, 10]), np.array([5, 3, 100, 46, 0])
    k = np.minimum(k, n)
    many = wilson(k, n)
    assert [many[place] for place in range(len(many))] == [wilson(int(a), int(b)) for a, b in zip(k, n, strict=True)]


@given(cells(), LEVELS)
def test_statsmodels_agrees(cell: tuple[int, int], level: float) -> None:
    found = wilson(*cell, level)
    low, high = proportion_confint(*cell, alpha=1 - level, method="wilson")
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


@given(cells(), LEVELS)
def test_the_interval_holds_the_share_and_is_never_empty(cell: tuple[int, int], level: float) -> None:
    found = wilson(*cell, level)
    assert 0 <= found.low <= cell[0] / cell[1] <= found.high <= 1
    assert found.low < found.high


@given(cells(), LEVELS)
def test_swapping_exposed_and_unexposed_mirrors_it(cell: tuple[int, int], level: float) -> None:
    found, mirrored = wilson(*cell, level), wilson(cell[1] - cell[0], cell[1], level)
    assert (found.low, found.high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-15)


@given(MANY, LEVELS)
def test_nobody_gives_exactly_0_and_all_exactly_1(answered: int, level: float) -> None:
    assert wilson(0, answered, level).low == 0.0
    assert wilson(answered, answered, level).high == 1.0


@given(cells().filter(lambda cell: cell[0] < cell[1]), LEVELS)
def test_one_more_exposed_moves_it_up(cell: tuple[int, int], level: float) -> None:
    before, after = wilson(*cell, level), wilson(cell[0] + 1, cell[1], level)
    assert before.low <= after.low
    assert before.high <= after.high


@given(cells())
def test_a_higher_level_is_wider(cell: tuple[int, int]) -> None:
    narrow, wide = wilson(*cell, 0.9), wilson(*cell, 0.99)
    assert wide.low <= narrow.low < narrow.high <= wide.high


@given(st.integers(1, 50), st.integers(1, 50), LEVELS)
def test_ten_times_as_many_answers_narrow_it(exposed: int, more: int, level: float) -> None:
    few, many = wilson(exposed, exposed + more, level), wilson(10 * exposed, 10 * (exposed + more), level)
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize("answered", [10, 30, 61, 240])
def test_its_coverage_over_the_binomial_is_near_its_level(answered: int) -> None:
    # Exact: for each true rate the binomial chance of a count whose interval holds it. Bars: Wilson's known behaviour,
    # mean 0.947 to 0.953 and never under 0.83 (Brown, Cai & DasGupta 2001).
    counts = np.arange(answered + 1)
    many = wilson(counts, np.full_like(counts, answered))
    rates = np.linspace(0.0005, 0.9995, 2000)
    inside = (many.low[:, None] <= rates) & (rates <= many.high[:, None])
    coverage = (stats.binom.pmf(counts[:, None], answered, rates) * inside).sum(axis=0)
    assert 0.945 < coverage.mean() < 0.960
    assert coverage.min() > 0.83


def test_no_answers_are_not_a_rate_of_zero() -> None:
    assert wilson(0, 0) == Interval(0.0, 1.0, 0.95, "wilson", "no_answers")
    many = wilson(np.array([0, 3]), np.array([0, 10]))
    assert [many[place].status for place in range(2)] == ["no_answers", "ok"]


@pytest.mark.parametrize(
    "counts", [(3, 2), (-1, 5), (1, -1), (1.5, 3), (math.nan, 3), (1, math.inf), (True, 3), ("1", 3)]
)
def test_counts_that_cannot_be_are_refused(counts: tuple[Any, Any]) -> None:
    with pytest.raises(CountError):
        wilson(*counts)


def test_too_many_exposed_are_refused_with_both_numbers() -> None:
    with pytest.raises(CountError, match=r"7 exposed of 6 answered"):
        wilson(np.array([1, 7]), np.array([3, 6]))


def test_arrays_of_different_length_are_refused() -> None:
    with pytest.raises(CountError, match="one number of each"):
        wilson(np.array([1, 2]), np.array([3, 4, 5]))


@pytest.mark.parametrize("level", [0, 1, -0.5, 1.5, math.nan])
def test_a_level_outside_0_and_1_is_refused(level: float) -> None:
    with pytest.raises(LevelError):
        wilson(1, 2, level)


def test_95_instead_of_0_95_is_refused_with_the_hint() -> None:
    with pytest.raises(LevelError, match=r"write 0\.95 for 95 %"):
        wilson(1, 2, 95)


def test_large_counts_do_not_overflow() -> None:
    found = wilson(np.array([2**40], dtype=np.int64), np.array([2**41], dtype=np.int64))
    assert found.low[0] < 0.5 < found.high[0]
