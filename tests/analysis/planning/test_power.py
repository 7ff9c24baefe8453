"""Power, checked in ways that share nothing with it but the interval: tables of p-values, draws, statsmodels."""

from math import comb

import numpy as np
import pytest
from statsmodels.stats.proportion import power_proportions_2indep

from analysis.intervals.difference import newcombe, newcombe_fpc
from analysis.intervals.pvalue import newcombe_p
from analysis.planning.chances import Side
from analysis.planning.power import CHANCE, decision, power, smallest_difference


def binomial(n: int, rate: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(n + 1)])


def power_of_the_p_value(n: int, n_b: int, high: float, low: float, alpha: float) -> float:
    """The probability that the project's p-value is below *alpha* and the first side is higher, over every pair."""
    k, j = (each.ravel() for each in np.meshgrid(np.arange(n + 1), np.arange(n_b + 1), indexing="ij"))
    p = newcombe_p(k, np.full(len(k), n), j, np.full(len(j), n_b))
    found = ((p < alpha) & (k * n_b > j * n)).reshape(n + 1, n_b + 1)
    return float(binomial(n, high) @ found @ binomial(n_b, low))


@pytest.mark.parametrize("rate", [0.05, 0.25])
@pytest.mark.parametrize("tests", [1, 10])
def test_79_against_85_agrees_with_a_table_of_all_p_values(rate: float, tests: int) -> None:
    decided = decision(Side(79), Side(85), 1 - 0.05 / tests)
    smallest = smallest_difference(decided, rate)
    assert smallest is not None
    alpha = 0.05 / tests
    ways = [(79, 85), (85, 79)]
    at, below = (
        [power_of_the_p_value(n, n_b, rate + smallest - step, rate, alpha) for n, n_b in ways] for step in (0.0, 0.0005)
    )
    assert min(at) >= CHANCE > min(below)
    assert power(decided, rate + smallest, rate) == pytest.approx(at[0], abs=1e-9)
    assert power(decided, rate, rate + smallest) == pytest.approx(at[1], abs=1e-9)


def test_79_against_85_elected_can_show_only_differences_of_20_points_and_more() -> None:
    if_all_answer = smallest_difference(decision(Side(79), Side(85), 0.95), 0.25)
    assert if_all_answer == pytest.approx(0.207, abs=5e-4)
    assert power(decision(Side(79), Side(85), 0.95), 0.35, 0.25) < 0.3


@pytest.mark.parametrize("frames", [(None, None), (15, 30), (12, 17)])
def test_the_decision_is_that_of_the_interval_for_every_pair(frames: tuple[int | None, int | None]) -> None:
    decided = decision(Side(12, frames[0]), Side(17, frames[1]), 0.9)
    for k in range(13):
        for j in range(18):
            if frames[0] is None or frames[1] is None:
                interval = newcombe(k, 12, j, 17, 0.9)
            else:
                interval = newcombe_fpc(k, 12, frames[0], j, 17, frames[1], 0.9)
            assert (j < decided.below[k]) == (interval.low > 0), (k, j)
            assert (j >= decided.above[k]) == (interval.high < 0), (k, j)


def test_power_agrees_with_draws() -> None:
    draw = np.random.default_rng(1)
    k, j = draw.binomial(72, 0.45, 40_000), draw.binomial(77, 0.25, 40_000)
    found = newcombe(k, np.full(len(k), 72), j, np.full(len(j), 77)).low > 0
    # The standard error of the draws is 0.0022.
    assert power(decision(Side(72), Side(77), 0.95), 0.45, 0.25) == pytest.approx(found.mean(), abs=0.008)


@pytest.mark.parametrize(("size", "low", "high"), [(500, 0.25, 0.33), (2000, 0.05, 0.07), (1000, 0.5, 0.56)])
def test_in_large_groups_power_agrees_with_statsmodels(size: int, low: float, high: float) -> None:
    theirs = power_proportions_2indep(high - low, low, size, return_results=False)  # a normal approximation
    assert power(decision(Side(size), Side(size), 0.95), high, low) == pytest.approx(theirs, abs=0.02)


def test_more_answers_find_smaller_differences() -> None:
    found = [smallest_difference(decision(Side(n), Side(n), 0.95), 0.25) for n in (20, 40, 80, 160, 320, 640)]
    assert all(each is not None for each in found)
    assert found == sorted(found, reverse=True, key=lambda each: each or 0.0)


def test_more_tests_demand_larger_differences() -> None:
    found = [smallest_difference(decision(Side(79), Side(85), 1 - 0.05 / m), 0.25) or 1.0 for m in (1, 2, 5, 10, 30)]
    assert found == sorted(found)


def test_about_these_persons_smaller_differences_are_found_than_about_the_risk() -> None:
    persons = smallest_difference(decision(Side(47, 79), Side(51, 85), 0.95), 0.25)
    risk = smallest_difference(decision(Side(47), Side(51), 0.95), 0.25)
    assert persons is not None
    assert risk is not None
    assert persons < risk


def test_when_all_answer_one_person_more_is_found() -> None:
    assert smallest_difference(decision(Side(80, 80), Side(80, 80), 0.95), 0.25) == pytest.approx(1 / 80)


def test_three_against_three_find_nothing() -> None:
    assert smallest_difference(decision(Side(3), Side(3), 0.95), 0.25) is None


def test_equal_rates_are_never_found_to_differ() -> None:
    assert power(decision(Side(79), Side(85), 0.95), 0.25, 0.25) == 0.0


def test_a_false_alarm_is_as_rare_as_the_level_says() -> None:
    either = sum(
        power(decision(a, b, 0.95), 0.25 + 1e-12, 0.25) for a, b in ((Side(79), Side(85)), (Side(85), Side(79)))
    )
    assert either == pytest.approx(0.05, abs=0.01)
