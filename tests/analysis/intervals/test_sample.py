import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CountError
from analysis.intervals.engine import effective_interval, weighted
from analysis.intervals.sample import Sample, domain_difference, domain_rate, domain_total, kish, sample

Strata = list[tuple[int, int, int]]  # exposed, answered, frame


@st.composite
def strata(draw: st.DrawFn) -> Strata:
    found = []
    for _ in range(draw(st.integers(1, 4))):
        answered = draw(st.integers(1, 30))
        found.append((draw(st.integers(0, answered)), answered, answered + draw(st.integers(0, 60))))
    return found


def people(rows: Strata) -> tuple[Sample, np.ndarray, np.ndarray]:
    codes = np.repeat(np.arange(len(rows)), [n for _, n, _ in rows])
    yes = np.concatenate([np.arange(n) < k for k, n, _ in rows])
    return sample(codes, [size for _, _, size in rows]), yes, np.ones(len(codes), dtype=np.bool_)


@given(strata())
def test_persons_and_cells_give_the_same_rate_variance_and_interval(rows: Strata) -> None:
    design, yes, everybody = people(rows)
    by_person = domain_rate(design, yes, everybody)
    k, n, size = ([row[place] for row in rows] for place in range(3))
    by_cell = weighted(size, k, n, size)
    assert by_person.estimate == pytest.approx(by_cell.estimate, abs=1e-12)
    if by_person.standard_error is not None:
        assert by_person.standard_error**2 == pytest.approx(by_cell.variance, abs=1e-14)
    assert by_person.effective == pytest.approx(by_cell.effective, rel=1e-8)
    one = effective_interval(by_person.estimate, by_person.effective)
    assert (one.low, one.high) == pytest.approx((by_cell.interval.low, by_cell.interval.high), abs=1e-9)


@given(strata(), st.randoms(use_true_random=False))
def test_the_order_of_the_persons_changes_nothing(rows: Strata, order: random.Random) -> None:
    design, yes, everybody = people(rows)
    places = list(range(len(yes)))
    order.shuffle(places)
    mixed = sample(design.strata[places], design.frame, design.weights[places])
    one, other = domain_rate(design, yes, everybody), domain_rate(mixed, yes[places], everybody)
    assert one.estimate == pytest.approx(other.estimate, abs=1e-13)
    assert one.effective == pytest.approx(other.effective, rel=1e-9)


def test_a_domain_of_one_answer_has_no_standard_error_and_still_an_interval() -> None:
    design, yes, _ = people([(3, 9, 30), (1, 1, 12)])
    found = domain_rate(design, yes, design.strata == 1)
    assert found.standard_error is None
    assert found.lone
    interval = effective_interval(found.estimate, found.effective)
    assert 0 < interval.low < interval.high == 1.0


def test_the_floor_holds_where_the_variance_is_0() -> None:
    design, yes, everybody = people([(0, 10, 40), (8, 8, 30)])  # one stratum all, one none
    found = domain_rate(design, yes, everybody)
    assert found.standard_error == 0
    assert math.isfinite(found.effective)
    interval = effective_interval(found.estimate, found.effective)
    assert interval.low < found.estimate < interval.high


def test_all_exposed_is_exactly_1() -> None:
    design, yes, everybody = people([(7, 7, 9), (3, 3, 11), (5, 5, 13)])
    found = domain_rate(design, yes, everybody)
    assert found.estimate == 1.0
    assert effective_interval(found.estimate, found.effective).high == 1.0


def test_a_census_is_a_point_unless_the_target_is_the_risk() -> None:
    codes, yes, everybody = np.zeros(10, dtype=np.int64), np.arange(10) < 4, np.ones(10, dtype=np.bool_)
    assert domain_rate(sample(codes, [10]), yes, everybody).effective == math.inf
    risk = domain_rate(sample(codes, [10], corrected=False), yes, everybody)
    assert risk.effective == pytest.approx(9)


def test_an_empty_domain_is_no_answers_and_not_0() -> None:
    design, yes, everybody = people([(3, 9, 30)])
    found = domain_rate(design, yes, ~everybody)
    assert math.isnan(found.estimate)
    assert (found.answered, found.effective, found.standard_error) == (0, 0.0, None)
    assert effective_interval(found.estimate, found.effective).status == "no_answers"
    assert all(math.isnan(value) for value in domain_difference(design, yes, everybody, ~everybody))


def test_the_parts_of_a_stratum_add_up() -> None:
    design, yes, everybody = people([(3, 9, 30), (4, 7, 12)])
    halves = np.arange(len(yes)) % 2 == 0
    total, _ = domain_total(design, yes, everybody)
    assert total == pytest.approx(domain_total(design, yes, halves)[0] + domain_total(design, yes, ~halves)[0])
    difference, _ = domain_difference(design, yes, halves, ~halves)
    assert difference == pytest.approx(
        domain_rate(design, yes, halves).estimate - domain_rate(design, yes, ~halves).estimate
    )


def test_a_simple_sample_has_the_design_effect_1_and_equal_weights_cost_nothing() -> None:
    design, yes, everybody = people([(3, 9, 30)])
    assert domain_rate(design, yes, everybody).design_effect == pytest.approx(1)
    assert kish(design.weights) == pytest.approx(1)
    assert kish([1, 3]) == pytest.approx(1.25)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([1.0, 2.0, -1.0], "1 of 3 weights are negative or missing, the first -1"),
        ([1.0, 2.0, math.nan], "1 of 3 weights are negative or missing, the first nan"),
        ([1.0, 2.0], "2 weights for 3 answers"),
        ([3.0, 3.0, 3.1], "sum to 9.100000 and the frame to 9"),
    ],
)
def test_weights_that_do_not_fit_are_refused_and_never_mended(weights: list[float], words: str) -> None:
    with pytest.raises(CountError, match=words):
        sample([0, 0, 0], [9], weights)


@pytest.mark.parametrize(
    ("strata_", "frame", "words"),
    [
        ([0, 0, 0], [2], "stratum 0: 3 answered in a frame of 2"),
        ([0, 0], [2, 5], "stratum 1: nobody answered"),
        ([0, 2], [2, 5], "stratum: code 2 is outside 0 to 1"),
        ([0.5], [2], "codes are one whole number"),
        ([0], [2.5], "frame: 2.5 is no number of persons"),
    ],
)
def test_strata_that_do_not_fit_their_frame_are_refused(strata_: list[float], frame: list[float], words: str) -> None:
    with pytest.raises(CountError, match=words):
        sample(strata_, frame)


def test_flags_of_another_kind_or_length_are_refused() -> None:
    design, yes, everybody = people([(3, 9, 30)])
    with pytest.raises(CountError, match="domain: bool of the shape"):
        domain_rate(design, yes, everybody[:5])
    with pytest.raises(CountError, match="exposed: int64"):
        domain_rate(design, yes.astype(np.int64), everybody)


def test_a_weight_of_0_means_out_of_the_domain() -> None:
    design = sample([0, 0, 0], [9], [4.5, 4.5, 0.0])
    yes = np.array([True, False, True])
    assert domain_rate(design, yes, np.array([True, True, False])).estimate == 0.5
    with pytest.raises(CountError, match="1 answers of the domain have the weight 0"):
        domain_rate(design, yes, np.ones(3, dtype=np.bool_))
