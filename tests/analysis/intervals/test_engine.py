import math
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import CountError, LevelError
from analysis.intervals.engine import effective_interval, weighted, weighted_many
from analysis.intervals.interval import Interval
from analysis.intervals.wilson import wilson

Cells = list[tuple[int, int, int, int]]  # weight, exposed, answered, frame


@st.composite
def cells(draw: st.DrawFn, least: int = 1) -> Cells:
    found = []
    for _ in range(draw(st.integers(least, 6))):
        answered = draw(st.integers(1, 60) | st.integers(1, 10**6))
        frame = answered + draw(st.integers(0, 40) | st.integers(0, 10**6))
        found.append((draw(st.integers(1, 10**4)), draw(st.integers(0, answered)), answered, frame))
    return found


def columns(rows: Cells) -> tuple[list[int], list[int], list[int], list[int]]:
    weights, exposed, answered, frame = (list(column) for column in zip(*rows, strict=True))
    return weights, exposed, answered, frame


@given(cells(), st.sampled_from([0.5, 0.9, 0.95, 0.999]), st.booleans())
def test_it_holds_the_estimate_within_0_and_1(rows: Cells, level: float, framed: bool) -> None:
    weights, exposed, answered, frame = columns(rows)
    found = weighted(weights, exposed, answered, frame if framed else None, level)
    slack = 1e-15
    assert 0 <= found.interval.low <= found.estimate + slack
    assert found.estimate - slack <= found.interval.high <= 1
    if found.interval.status == "census":
        assert framed
        assert answered == frame
    else:
        assert found.interval.low < found.interval.high


@given(cells(), st.floats(1e-6, 1e6))
def test_weights_times_a_constant_change_nothing(rows: Cells, times: float) -> None:
    weights, exposed, answered, frame = columns(rows)
    one, other = (weighted(np.array(weights) * by, exposed, answered, frame).interval for by in (1.0, times))
    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-12)


@given(cells(least=2), st.randoms(use_true_random=False))
def test_the_order_of_the_cells_changes_nothing(rows: Cells, order: random.Random) -> None:
    mixed = list(rows)
    order.shuffle(mixed)
    one, other = (weighted(*columns(cells_)).interval for cells_ in (rows, mixed))
    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-12)


@given(cells(least=2))
def test_counting_the_unexposed_instead_mirrors_it(rows: Cells) -> None:
    weights, exposed, answered, frame = columns(rows)
    there = weighted(weights, exposed, answered, frame).interval
    spared = [n - k for k, n in zip(exposed, answered, strict=True)]
    back = weighted(weights, spared, answered, frame).interval
    assert (there.low, there.high) == pytest.approx((1 - back.high, 1 - back.low), abs=1e-12)


@given(st.integers(0, 20), st.integers(1, 20), st.lists(st.integers(1, 30), min_size=2, max_size=5))
def test_strata_of_one_rate_give_that_rate_however_they_are_merged(k: int, more: int, sizes: list[int]) -> None:
    exposed, answered = [k * size for size in sizes], [(k + more) * size for size in sizes]
    found = weighted(answered, exposed, answered)
    merged = weighted([1], [sum(exposed)], [sum(answered)])
    assert found.estimate == pytest.approx(merged.estimate, abs=1e-14)


@given(st.integers(0, 400), st.integers(2, 400), st.integers(0, 500))
def test_one_cell_is_wilson_on_one_answer_less(k: int, n: int, silent: int) -> None:
    k, size = min(k, n), n + silent
    if 0 < k < n:
        plain, framed = weighted([1], [k], [n]), weighted([1], [k], [n], [size])
        assert plain.effective == pytest.approx(n - 1, rel=1e-12)
        assert framed.effective == pytest.approx((n - 1) / (1 - n / size) if silent else math.inf, rel=1e-12)
        assert plain.interval.low < wilson(k, n).low
    elif k == 0:
        found = weighted([1], [k], [n]).interval
        assert (found.low, found.high) == pytest.approx((0.0, wilson(0, n).high), abs=1e-14)


@given(cells())
def test_a_frame_without_end_is_no_frame(rows: Cells) -> None:
    weights, exposed, answered, _ = columns(rows)
    framed = weighted(weights, exposed, answered, [10**9 * n for n in answered]).interval
    plain = weighted(weights, exposed, answered).interval
    assert (framed.low, framed.high) == pytest.approx((plain.low, plain.high), abs=1e-6)


@given(cells(), st.lists(cells(), min_size=1, max_size=3))
def test_many_at_once_padded_give_what_each_gives_alone(rows: Cells, others: list[Cells]) -> None:
    every = [rows, *others]
    width = max(len(each) for each in every)
    padded = [each + [(0, 0, 0, 0)] * (width - len(each)) for each in every]
    weights, exposed, answered, frame = np.moveaxis(np.array(padded), -1, 0)
    many = weighted_many(weights, exposed, answered, frame)
    for place, each in enumerate(every):
        alone = weighted(*columns(each))
        assert many[place].estimate == pytest.approx(alone.estimate, abs=1e-14)
        assert many[place].interval.low == pytest.approx(alone.interval.low, abs=1e-12)
        assert many[place].interval.high == pytest.approx(alone.interval.high, abs=1e-12)
        assert many[place].interval.status == alone.interval.status


def test_nobody_exposed_begins_at_exactly_0_and_everybody_ends_at_exactly_1() -> None:
    weights, answered = [0.1, 0.7, 0.2], [3, 49, 35]
    nobody, everybody = weighted(weights, [0, 0, 0], answered), weighted(weights, answered, answered)
    assert (nobody.estimate, nobody.interval.low) == (0.0, 0.0)
    assert (everybody.estimate, everybody.interval.high) == (1.0, 1.0)
    assert nobody.interval.high == pytest.approx(1 - everybody.interval.low, abs=1e-14)


def test_cells_without_variance_are_floored_as_if_all_had_one_rate() -> None:
    found = weighted([1, 1], [10, 0], [10, 20])  # 100 % and 0 %: each alone would claim to know
    assert found.variance == 0
    assert found.effective == pytest.approx(1 / (0.25 / 10 + 0.25 / 20))


def test_a_cell_of_one_answer_is_told_and_carries_no_zero_variance() -> None:
    found = weighted([0.1, 0.9], [1, 1], [1, 1], [4, 9])
    assert found.lone == 2
    assert found.interval.low == pytest.approx(0.26352813150774146, abs=1e-12)


def test_a_census_is_a_point_for_these_persons_and_an_interval_for_the_risk() -> None:
    these = weighted([6, 4], [4, 9], [10, 20], [10, 20])
    assert these.interval == Interval(these.estimate, these.estimate, 0.95, "weighted", "census")
    risk = weighted([6, 4], [4, 9], [10, 20])
    assert risk.interval.status == "ok"
    assert risk.interval.low < these.estimate < risk.interval.high


def test_no_weight_at_all_is_no_answers() -> None:
    found = weighted([0, 0], [0, 0], [0, 0])
    assert math.isnan(found.estimate)
    assert found.interval == Interval(0.0, 1.0, 0.95, "weighted", "no_answers")


def test_counts_above_two_to_the_31_keep_their_digits() -> None:
    found = weighted([1, 1], [3 * 10**9, 10**9], [10**10, 10**10])
    assert found.estimate == pytest.approx(0.2, abs=1e-15)
    assert found.interval.high - found.interval.low < 1e-4


@pytest.mark.parametrize(
    ("cells_", "words"),
    [
        (([1, 1], [0, 3], [0, 9], None), "nobody answered in cell 0"),
        (([1, -1], [0, 3], [2, 9], None), "a weight of -1"),
        (([1, math.nan], [0, 3], [2, 9], None), "a weight of nan"),
        (([1, 1, 1], [0, 3], [2, 9], None), "give one a cell"),
        (([1, 1], [0, 3], [2, 9], [5, 8]), "9 answered in a frame of 8"),
        (([1, 1], [0, 3], [2, 9], [5]), None),
        (([1, 1], [0, 3], [2, 9], [5, 8, 9]), "give one a cell"),
        (([1, 1], [0, 10], [2, 9], None), "10 exposed of 9 answered"),
        (([1], 3, 9, None), "one list of cells"),
        (([[1]], [[3]], [[9]], None), "weighted_many"),
    ],
)
def test_what_cannot_be_is_refused_in_words(cells_: tuple[Any, Any, Any, Any], words: str | None) -> None:
    with pytest.raises(CountError, match=words):
        weighted(*cells_)


def test_a_level_in_per_cent_is_refused_with_the_hint() -> None:
    with pytest.raises(LevelError, match=r"write 0\.95 for 95 %"):
        weighted([1], [1], [2], level=95)


def test_an_effective_number_gives_the_same_interval_as_its_cells() -> None:
    found = weighted([0.5, 0.3, 0.2], [3, 20, 0], [31, 80, 12], [61, 120, 31])
    again = effective_interval(found.estimate, found.effective)
    assert (again.low, again.high) == pytest.approx((found.interval.low, found.interval.high), abs=1e-15)
    assert effective_interval(0.3, 0.0).status == "no_answers"
    assert effective_interval(0.3, math.inf) == Interval(0.3, 0.3, 0.95, "weighted", "census")
    assert len(effective_interval(np.array([0.1, 0.2]), np.array([10.0, 20.0]))) == 2
    with pytest.raises(CountError, match="between 0 and 1"):
        effective_interval(1.3, 10.0)


@pytest.mark.parametrize("framed", [False, True])
def test_its_coverage_over_two_cells_is_near_its_level(framed: bool) -> None:
    # Exact: a council of which half answered, and a small department, each counted in full.
    frame, answered = (61, 45), (34, 20)
    k, k_b = (axis.ravel() for axis in np.meshgrid(*(np.arange(n + 1) for n in answered), indexing="ij"))
    exposed = np.stack([k, k_b], axis=-1)
    many = weighted_many(frame, exposed, np.broadcast_to(answered, exposed.shape), frame if framed else None).interval
    coverage = []
    for rate in (0.03, 0.05, 0.08, 0.12, 0.18, 0.25, 0.35, 0.5, 0.6):
        for rate_b in (0.6 * rate, 0.8 * rate, rate, 1.25 * rate, 1.6 * rate):
            yes, yes_b = round(61 * rate), round(45 * rate_b)
            if framed:
                chance = stats.hypergeom.pmf(k, 61, yes, 34) * stats.hypergeom.pmf(k_b, 45, yes_b, 20)
            else:
                chance = stats.binom.pmf(k, 34, yes / 61) * stats.binom.pmf(k_b, 20, yes_b / 45)
            truth = (yes + yes_b) / 106
            coverage.append(chance[(many.low <= truth + 1e-12) & (truth - 1e-12 <= many.high)].sum())
    assert 0.945 <= np.mean(coverage) <= 0.965
    assert min(coverage) > 0.88
