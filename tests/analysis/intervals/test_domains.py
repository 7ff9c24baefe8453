import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CountError
from analysis.intervals.domains import counted_rate, domain_difference, domain_rate, linearised, tallied
from analysis.intervals.engine import effective_interval, weighted
from analysis.intervals.poststratification import post_stratified
from analysis.intervals.raking import Margin, raked
from analysis.intervals.sample import Sample, sample

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


@given(st.randoms(use_true_random=False), st.integers(5, 60))
def test_the_order_of_the_persons_changes_no_digit(order: random.Random, size: int) -> None:
    strata_, sex, age, yes = (np.array([order.randrange(2) for _ in range(size)]) for _ in range(4))
    strata_[:2], sex[:4], age[:4] = [0, 1], [0, 0, 1, 1], [0, 1, 0, 1]
    frame = np.bincount(strata_) * np.array([7, 3])
    places = order.sample(range(size), size)
    found = []
    for way in (list(range(size)), places):
        design = sample(strata_[way], frame)
        counts = np.bincount(sex) * frame.sum() // size
        counts[0] += frame.sum() - counts.sum()
        ages = np.bincount(age) * frame.sum() // size
        ages[0] += frame.sum() - ages.sum()
        margins = Margin("sex", sex[way], counts), Margin("age", age[way], ages)
        designs = design, post_stratified(design, sex[way], counts).sample, raked(design, margins).sample
        found += [repr(domain_rate(each, yes[way] == 1, age[way] == 1)) for each in designs]
    assert found[:3] == found[3:]


def test_a_domain_of_one_answer_has_no_standard_error_and_still_an_interval() -> None:
    design, yes, _ = people([(3, 9, 30), (1, 1, 12)])
    found = domain_rate(design, yes, design.strata[design.kinds] == 1)
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
    whole, half, other = (domain_rate(design, yes, domain).total for domain in (everybody, halves, ~halves))
    assert whole == pytest.approx(half + other)
    difference, _ = domain_difference(design, yes, halves, ~halves)
    assert difference == pytest.approx(
        domain_rate(design, yes, halves).estimate - domain_rate(design, yes, ~halves).estimate
    )


def test_a_simple_sample_has_the_design_effect_1() -> None:
    design, yes, everybody = people([(3, 9, 30)])
    assert domain_rate(design, yes, everybody).design_effect == pytest.approx(1)


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


def test_numbers_by_kind_are_all_that_is_needed() -> None:
    design, yes, everybody = people([(3, 9, 30), (4, 7, 12)])
    assert counted_rate(design, *tallied(design, yes, everybody)) == domain_rate(design, yes, everybody)
    assert counted_rate(design, [3, 4], [9, 7]) == domain_rate(design, yes, everybody)


def test_numbers_that_cannot_be_are_refused() -> None:
    design, yes, everybody = people([(3, 9, 30), (4, 7, 12)])
    with pytest.raises(CountError, match="2 kinds of persons"):
        counted_rate(design, [3], [9])
    with pytest.raises(CountError, match="kind 1: 8 answered the item of 7"):
        counted_rate(design, [3, 4], [9, 8])
    with pytest.raises(CountError, match="in both domains"):
        domain_difference(design, yes, everybody, everybody)


def test_the_variance_is_that_of_the_definition() -> None:
    # Two strata written out: sum of (1 - n/N) n/(n - 1) times the squares about the stratum's mean.
    design, _, _ = people([(1, 3, 30), (1, 2, 4)])
    parts = np.array([[2.0, 5.0]])  # one of the first stratum brings 2, one of the second 5
    found, lone = linearised(design, parts, np.array([[1, 1]]))
    first = (1 - 3 / 30) * 3 / 2 * (2 * (0 - 2 / 3) ** 2 + (2 - 2 / 3) ** 2)
    second = (1 - 2 / 4) * 2 / 1 * (2 * 2.5**2)
    assert found == pytest.approx(first + second)
    assert not lone
