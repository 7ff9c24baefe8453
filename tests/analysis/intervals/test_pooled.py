import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import CountError
from analysis.intervals.difference import square_and_add
from analysis.intervals.engine import weighted
from analysis.intervals.interval import Interval, normal_quantile
from analysis.intervals.pooled import compared, pooled_difference, pooled_differences, pooled_rates

Strata = list[tuple[int, int, int, int, int, int]]  # k, n, N of each group


@st.composite
def strata(draw: st.DrawFn, least: int = 1) -> Strata:
    def group() -> tuple[int, int, int]:
        answered = draw(st.integers(1, 50) | st.integers(1, 5000))
        return draw(st.integers(0, answered)), answered, answered + draw(st.integers(0, 200))

    return [(*group(), *group()) for _ in range(draw(st.integers(least, 6)))]


def columns(rows: Strata) -> tuple[list[int], list[int], list[int], list[int], list[int], list[int]]:
    k, n, size, k_b, n_b, size_b = (list(column) for column in zip(*rows, strict=True))
    return k, n, k_b, n_b, size, size_b


MUNICIPALITIES: Strata = [
    (8, 35, 61, 147, 1117, 2400),
    (21, 49, 49, 76, 372, 900),
    (1, 3, 31, 32, 182, 310),
    (12, 48, 81, 331, 2220, 4100),
]


@settings(max_examples=40)
@given(strata(), st.booleans(), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_table_and_test_never_contradict_each_other(rows: Strata, framed: bool, level: float) -> None:
    k, n, k_b, n_b, size, size_b = columns(rows)
    frames = {"frame": size, "frame_b": size_b} if framed else {}
    found = pooled_difference(k, n, k_b, n_b, level, **frames)
    assert -1 <= found.difference.low <= found.estimate + 1e-15
    assert found.estimate - 1e-15 <= found.difference.high <= 1
    if abs(found.p - (1 - level)) > 1e-9:
        assert found.difference.excludes(0.0) == (found.p < 1 - level)
    if found.quotient > 0 and found.difference.status == "ok":
        assert found.ratio.low <= found.quotient * (1 + 1e-12)
        assert found.quotient <= found.ratio.high * (1 + 1e-12)


@settings(max_examples=40)
@given(strata())
def test_swapping_the_groups_turns_the_sign_and_the_ratio(rows: Strata) -> None:
    k, n, k_b, n_b, size, size_b = columns(rows)
    there = pooled_difference(k, n, k_b, n_b, frame=size, frame_b=size_b)
    back = pooled_difference(k_b, n_b, k, n, frame=size_b, frame_b=size)
    assert there.difference.low == pytest.approx(-back.difference.high, abs=1e-12)
    assert there.p == pytest.approx(back.p, abs=1e-9)
    if back.ratio.high < 1e6 and there.ratio.low > 0:
        assert there.ratio.low == pytest.approx(1 / back.ratio.high, rel=1e-8)


@settings(max_examples=40)
@given(strata(least=2), st.permutations(range(6)))
def test_the_order_of_the_strata_changes_nothing(rows: Strata, order: list[int]) -> None:
    mixed = [rows[place] for place in order if place < len(rows)]
    one, other = (pooled_difference(*columns(each)[:4]) for each in (rows, mixed))
    assert (one.difference.low, one.difference.high) == pytest.approx(
        (other.difference.low, other.difference.high), abs=1e-12
    )


def test_one_stratum_is_the_square_and_add_of_the_engine() -> None:
    found = pooled_difference([8], [35], [147], [1117], frame=[61], frame_b=[2400])
    first, second = weighted([1], [8], [35], [61]), weighted([1], [147], [1117], [2400])
    ends = ((np.asarray(each.interval.low), np.asarray(each.interval.high)) for each in (first, second))
    low, high = square_and_add(np.asarray(8 / 35), next(ends), np.asarray(147 / 1117), next(ends))
    assert (found.difference.low, found.difference.high) == pytest.approx((float(low), float(high)), abs=1e-15)


def test_both_groups_are_weighed_alike() -> None:
    found = pooled_difference(*columns(MUNICIPALITIES)[:4])
    assert found.weights.sum() == pytest.approx(1)
    assert found.first.estimate == pytest.approx((found.weights * np.array([8 / 35, 21 / 49, 1 / 3, 0.25])).sum())


def test_a_municipality_without_answers_in_a_group_is_left_out_and_named() -> None:
    rows: Strata = [*MUNICIPALITIES, (0, 0, 25, 23, 140, 260), (3, 9, 20, 0, 0, 0)]
    found, without = (pooled_difference(*columns(each)[:4]) for each in (rows, MUNICIPALITIES))
    assert found.left_out == (4, 5)
    assert found.weights[4:].tolist() == [0.0, 0.0]
    assert (found.estimate, found.p) == pytest.approx((without.estimate, without.p), abs=1e-12)
    assert found.difference.low == pytest.approx(without.difference.low, abs=1e-14)


def test_a_group_that_does_not_exist_weighs_nothing_with_frames_too() -> None:
    rows: Strata = [*MUNICIPALITIES, (0, 0, 0, 23, 140, 260)]
    k, n, k_b, n_b, size, size_b = columns(rows)
    found = pooled_difference(k, n, k_b, n_b, frame=size, frame_b=size_b)
    assert found.left_out == (4,)
    assert found.difference.status == "ok"


def test_nothing_to_pool_is_no_answers() -> None:
    found = pooled_difference([0, 2], [0, 5], [1, 0], [9, 0])
    assert found.difference == Interval(-1.0, 1.0, 0.95, "pooled", "no_answers")
    assert found.ratio == Interval(0.0, math.inf, 0.95, "pooled_ratio", "no_answers")
    assert math.isnan(found.estimate)
    assert math.isnan(found.p)
    assert found.left_out == (0, 1)


def test_nobody_exposed_in_either_group_gives_an_interval_about_0_and_any_ratio() -> None:
    found = pooled_difference([0, 0], [20, 30], [0, 0], [40, 10])
    assert found.difference.low == pytest.approx(-found.second.interval.high)
    assert found.difference.high == pytest.approx(found.first.interval.high)
    assert (found.ratio.low, found.ratio.high) == (0.0, math.inf)
    assert math.isnan(found.quotient)
    assert found.p == pytest.approx(1.0)


def test_nobody_exposed_in_the_second_group_leaves_the_ratio_without_upper_limit() -> None:
    found = pooled_difference([3, 2], [20, 30], [0, 0], [40, 10])
    assert found.quotient == math.inf
    assert found.ratio.low > 0
    assert found.ratio.high == math.inf


def test_when_all_answered_these_persons_differ_by_exactly_this() -> None:
    found = pooled_difference([3, 4], [10, 20], [2, 9], [30, 40], frame=[10, 20], frame_b=[30, 40])
    assert found.difference.status == "census"
    assert found.difference.low == found.difference.high == found.estimate
    assert found.ratio.low == found.ratio.high == found.quotient
    assert found.p == 0.0
    risk = pooled_difference([3, 4], [10, 20], [2, 9], [30, 40])
    assert risk.difference.low < risk.estimate < risk.difference.high


@given(strata())
def test_a_census_is_a_point_whatever_the_rounding(rows: Strata) -> None:
    k, n, k_b, n_b, _, _ = columns(rows)
    found = pooled_difference(k, n, k_b, n_b, frame=n, frame_b=n_b)
    assert found.difference.low == found.difference.high == found.estimate
    if found.first.estimate > 0 or found.second.estimate > 0:
        assert found.ratio.low == found.ratio.high == found.quotient


def test_a_batch_gives_what_each_gives_alone() -> None:
    k, n, k_b, n_b, size, size_b = (np.array(column) for column in columns(MUNICIPALITIES))
    exposed = np.stack([k, np.zeros_like(k), n])
    many = pooled_differences(exposed, np.broadcast_to(n, exposed.shape), k_b, n_b, frame=size, frame_b=size_b)
    for place, row in enumerate(exposed):
        alone = pooled_difference(row, n, k_b, n_b, frame=size, frame_b=size_b)
        assert many[place].difference == alone.difference
        assert many[place].ratio == alone.ratio
        assert many[place].p == alone.p


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (([8], [35], [1, 2], [3, 4]), "cannot be paired"),
        ((8, 35, 1, 3), "one list of strata"),
        (([[8]], [[35]], [[1]], [[3]]), "pooled_differences"),
        (([8], [35], [5], [4]), "5 exposed of 4"),
    ],
)
def test_what_cannot_be_is_refused_in_words(rows: tuple[Any, Any, Any, Any], words: str) -> None:
    with pytest.raises(CountError, match=words):
        pooled_difference(*rows)


def test_a_frame_smaller_than_its_answers_is_refused_with_both_numbers() -> None:
    with pytest.raises(CountError, match="35 answered in a frame of 34"):
        pooled_difference([8], [35], [1], [4], frame=[34], frame_b=[9])


@pytest.mark.parametrize("framed", [False, True])
def test_its_coverage_over_two_municipalities_is_near_its_level(framed: bool) -> None:
    # Exact, one of them with three elected who answered; the rates differ between municipalities and groups.
    answered, frame = (3, 14, 20, 24), (7, 25, 50, 60)
    axes = np.meshgrid(*(np.arange(n + 1) for n in answered), indexing="ij")
    k, k_b = (np.stack([axes[place].ravel(), axes[place + 1].ravel()], axis=-1) for place in (0, 2))
    sizes = (frame[:2], frame[2:]) if framed else (None, None)
    n, n_b = (np.broadcast_to(part, k.shape) for part in (answered[:2], answered[2:]))
    first, second, weights = pooled_rates((k, n, sizes[0]), (k_b, n_b, sizes[1]))
    low, high = compared(first, second, normal_quantile(0.95))
    coverage = []
    for rates in ((0.1, 0.15, 0.1, 0.15), (0.3, 0.2, 0.1, 0.1), (0.4, 0.4, 0.25, 0.3), (0.15, 0.5, 0.1, 0.4)):
        people = [round(rate * size) for rate, size in zip(rates, frame, strict=True)]
        chance = np.ones(1)
        for yes, size, n_here in zip(people, frame, answered, strict=True):
            counts = np.arange(n_here + 1)
            here = (
                stats.hypergeom.pmf(counts, size, yes, n_here)
                if framed
                else stats.binom.pmf(counts, n_here, yes / size)
            )
            chance = np.multiply.outer(chance, here).ravel()
        shares = [yes / size for yes, size in zip(people, frame, strict=True)]
        truth = (weights[0] * (np.array(shares[:2]) - np.array(shares[2:]))).sum()
        coverage.append(chance[(low <= truth + 1e-12) & (truth - 1e-12 <= high)].sum())
    assert 0.94 <= np.mean(coverage) <= 0.97
    assert min(coverage) > 0.92
