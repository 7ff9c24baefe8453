import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CountError
from analysis.intervals.difference import newcombe
from analysis.intervals.finite import wilson_fpc
from analysis.intervals.waves import change
from analysis.intervals.wilson import wilson


@st.composite
def pairs(draw: st.DrawFn) -> tuple[int, int, int, int]:
    sizes = [draw(st.integers(1, 500)) for _ in range(2)]
    return draw(st.integers(0, sizes[0])), sizes[0], draw(st.integers(0, sizes[1])), sizes[1]


def limits(pair: tuple[int, int, int, int], rho: float) -> tuple[float, float]:
    first, second = wilson(*pair[:2]), wilson(*pair[2:])
    one, other = ((np.asarray(each.low), np.asarray(each.high)) for each in (first, second))
    low, high = change(np.asarray(pair[0] / pair[1]), one, np.asarray(pair[2] / pair[3]), other, rho)
    return float(low), float(high)


@given(pairs())
def test_independent_waves_are_newcombes_difference(pair: tuple[int, int, int, int]) -> None:
    k, n, k_b, n_b = pair
    found = newcombe(k_b, n_b, k, n)
    assert limits(pair, 0.0) == pytest.approx((found.low, found.high), abs=1e-14)


@given(pairs(), st.floats(-1, 1), st.floats(-1, 1))
def test_waves_that_go_together_more_tell_more(pair: tuple[int, int, int, int], one: float, other: float) -> None:
    loose, tight = limits(pair, min(one, other)), limits(pair, max(one, other))
    assert -1 <= loose[0] <= tight[0] + 1e-12
    assert tight[1] - 1e-12 <= loose[1] <= 1
    assert tight[0] <= pair[2] / pair[3] - pair[0] / pair[1] + 1e-12


@given(pairs())
def test_the_worst_case_is_the_sum_of_both_doubts(pair: tuple[int, int, int, int]) -> None:
    first, second = wilson(*pair[:2]), wilson(*pair[2:])
    assert limits(pair, -1.0) == pytest.approx((second.low - first.high, second.high - first.low), abs=1e-12)


def test_two_censuses_differ_by_exactly_this() -> None:
    one, other = wilson_fpc(21, 49, 49), wilson_fpc(30, 49, 49)
    ends = ((np.asarray(each.low), np.asarray(each.high)) for each in (one, other))
    low, high = change(np.asarray(21 / 49), next(ends), np.asarray(30 / 49), next(ends))
    assert float(low) == float(high) == pytest.approx(9 / 49)


def test_arrays_take_a_correlation_each() -> None:
    share, zero, half = np.array([0.2, 0.2]), np.array([0.1, 0.1]), np.array([0.5, 0.5])
    low, _ = change(share, (zero, half), share, (zero, half), np.array([0.0, -1.0]))
    assert low[1] < low[0]


@pytest.mark.parametrize("rho", [1.01, -2.0, float("nan")])
def test_a_correlation_beyond_1_is_refused(rho: float) -> None:
    with pytest.raises(CountError, match="between -1 and 1"):
        limits((1, 2, 1, 2), rho)
