import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.errors import CountError
from analysis.intervals.difference import newcombe
from analysis.intervals.interval import Interval

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@st.composite
def pairs(draw: st.DrawFn, least: int = 0) -> tuple[int, int, int, int]:
    sizes = [draw(st.integers(1 + 2 * least, 60) | st.integers(1 + 2 * least, 10**7)) for _ in range(2)]
    counts = [draw(st.integers(least, size - least)) for size in sizes]
    return counts[0], sizes[0], counts[1], sizes[1]


@given(pairs(least=1), LEVELS)
def test_statsmodels_agrees_where_it_is_sound(pair: tuple[int, int, int, int], level: float) -> None:
    found = newcombe(*pair, level)
    theirs = confint_proportions_2indep(*pair, method="newcomb", compare="diff", alpha=1 - level)
    assert (found.low, found.high) == pytest.approx(theirs, abs=1e-9)


@given(pairs(), LEVELS)
def test_it_holds_the_difference_within_minus_1_and_1(pair: tuple[int, int, int, int], level: float) -> None:
    found = newcombe(*pair, level)
    assert -1 <= found.low <= pair[0] / pair[1] - pair[2] / pair[3] <= found.high <= 1
    assert found.low < found.high


@given(pairs(), LEVELS)
def test_swapping_the_sides_turns_its_sign(pair: tuple[int, int, int, int], level: float) -> None:
    there, back = newcombe(*pair, level), newcombe(*pair[2:], *pair[:2], level)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-15)


@given(pairs(), LEVELS)
def test_counting_the_unexposed_instead_turns_its_sign(pair: tuple[int, int, int, int], level: float) -> None:
    k, n, k_b, n_b = pair
    there, back = newcombe(*pair, level), newcombe(n - k, n, n_b - k_b, n_b, level)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-14)


@given(pairs())
def test_a_higher_level_is_wider(pair: tuple[int, int, int, int]) -> None:
    narrow, wide = newcombe(*pair, 0.9), newcombe(*pair, 0.99)
    assert wide.low <= narrow.low < narrow.high <= wide.high


@given(pairs())
def test_arrays_give_what_single_cells_give(pair: tuple[int, int, int, int]) -> None:
    k, n, k_b, n_b = (np.array([number, number]) for number in pair)
    many = newcombe(k, n, k_b, n_b)
    assert many[0] == many[1] == newcombe(*pair)


def test_its_coverage_over_two_binomials_is_near_its_level() -> None:
    # Exact, for the council of one municipality and a part of the staff of another. Known: mean 0.952 to 0.963.
    sizes = (55, 59)
    k, k_b = (axis.ravel() for axis in np.meshgrid(*(np.arange(size + 1) for size in sizes), indexing="ij"))
    many = newcombe(k, np.full_like(k, sizes[0]), k_b, np.full_like(k_b, sizes[1]))
    coverage = []
    for rate in np.linspace(0.02, 0.98, 25):
        for other in np.linspace(0.02, 0.98, 25):
            chance = stats.binom.pmf(k, sizes[0], rate) * stats.binom.pmf(k_b, sizes[1], other)
            coverage.append(chance[(many.low <= rate - other) & (rate - other <= many.high)].sum())
    assert 0.945 < np.mean(coverage) < 0.965
    assert min(coverage) > 0.88


def test_a_side_without_answers_gives_no_difference() -> None:
    assert newcombe(0, 0, 3, 10) == Interval(-1.0, 1.0, 0.95, "newcombe", "no_answers")
    assert newcombe(3, 10, 0, 0).status == "no_answers"


def test_both_groups_at_0_give_an_interval_about_0() -> None:
    found = newcombe(0, 20, 0, 30)
    assert found.low < 0 < found.high


def test_counts_that_cannot_be_are_refused_on_either_side() -> None:
    with pytest.raises(CountError, match="4 exposed of 3"):
        newcombe(1, 2, 4, 3)
