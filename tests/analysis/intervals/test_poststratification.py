import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CountError
from analysis.intervals.domains import domain_rate
from analysis.intervals.poststratification import post_stratified, standardised
from analysis.intervals.sample import sample


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(2, 20), st.integers(0, 40)), min_size=1, max_size=5))
def test_the_weights_meet_every_cell(rows: list[tuple[int, int, int]]) -> None:
    answered, frame = np.array([n for _, n, _ in rows]), np.array([n + silent for _, n, silent in rows])
    cells = np.repeat(np.arange(len(rows)), answered)
    found = post_stratified(sample(np.zeros(len(cells), dtype=np.int64), [frame.sum()]), cells, frame)
    assert np.bincount(cells, found.sample.person_weights()).tolist() == pytest.approx(frame.tolist())
    assert found.thin == tuple(np.flatnonzero(answered < 5).tolist())
    assert found.kish >= 1 - 1e-12


def test_cells_and_persons_give_the_same_estimate() -> None:
    k, n, frame = [3, 20, 0], [31, 80, 12], [61, 120, 31]
    by_cell = standardised(k, n, frame)
    cells = np.repeat([0, 1, 2], n)
    yes = np.concatenate([np.arange(size) < hits for hits, size in zip(k, n, strict=True)])
    design = post_stratified(sample(np.zeros(len(cells), dtype=np.int64), [212]), cells, frame)
    by_person = domain_rate(design.sample, yes, np.ones(len(cells), dtype=np.bool_))
    assert by_person.estimate == pytest.approx(by_cell.rate.estimate, abs=1e-14)
    assert by_person.standard_error is not None
    # One stratum of all cells: the correction is that of the whole, so the variances are near and not the same.
    assert by_person.standard_error**2 == pytest.approx(by_cell.rate.variance, rel=0.2)


def test_a_common_standard_makes_frames_alike() -> None:
    here = standardised([5, 10], [10, 40], [20, 80], standard=[1, 1], corrected=False)
    assert here.rate.estimate == pytest.approx((0.5 + 0.25) / 2)
    assert standardised([5, 10], [10, 40], [20, 80]).rate.estimate == pytest.approx(0.2 * 0.5 + 0.8 * 0.25)


def test_an_empty_cell_is_an_error_that_names_it() -> None:
    with pytest.raises(CountError, match=r"nobody answered in cell 1, 3 \(12 persons\): declare an order of merging"):
        standardised([3, 0, 5, 0], [9, 0, 9, 0], [20, 5, 20, 7])
    with pytest.raises(CountError, match=r"nobody answered in cell woman 18-29 \(5 persons\)"):
        post_stratified(sample([0, 0], [25]), [0, 0], [20, 5], names=("man 18-29", "woman 18-29"))


def test_a_declared_order_merges_empty_cells_only_and_says_so() -> None:
    order = [(0, 1), (1, 2), (3, 1), (1, 0)]
    found = standardised([3, 0, 5, 0], [9, 0, 9, 0], [20, 5, 20, 7], collapse=order)
    assert found.collapsed == ((1, 2), (3, 1))  # 0 has answers; 3 goes where 1 went, which is 2
    assert found.rate.estimate == pytest.approx((20 * 3 / 9 + 32 * 5 / 9) / 52)
    design = sample(np.zeros(18, dtype=np.int64), [52])
    cells = np.repeat([0, 2], 9)
    again = post_stratified(design, cells, [20, 5, 20, 7], collapse=order)
    assert again.collapsed == found.collapsed
    assert np.bincount(cells, again.sample.person_weights()).tolist() == pytest.approx([20, 0, 32])


def test_an_order_that_leads_nowhere_is_still_an_error() -> None:
    with pytest.raises(CountError, match="nobody answered in cell 1, 2"):
        standardised([3, 0, 0], [9, 0, 0], [20, 5, 7], collapse=[(1, 2)])
    with pytest.raises(CountError, match="there are 3 cells"):
        standardised([3, 0, 0], [9, 0, 0], [20, 5, 7], collapse=[(1, 3)])


def test_answers_where_the_frame_has_nobody_are_a_wrong_frame_or_coding() -> None:
    with pytest.raises(CountError, match="4 answers in cell 1 with nobody in the frame"):
        standardised([3, 1], [9, 4], [20, 0])


def test_a_frame_smaller_than_its_answers_is_refused_with_both_numbers() -> None:
    with pytest.raises(CountError, match="cell 1: 4 answered of 3"):
        standardised([3, 1], [9, 4], [20, 3])


def test_cells_that_are_not_the_frame_are_refused_unless_the_rest_is_declared() -> None:
    design = sample([0, 0, 0], [30])
    with pytest.raises(CountError, match="the cells hold 25 persons and the frame 30"):
        post_stratified(design, [0, 0, 1], [20, 5])
    assert post_stratified(design, [0, 0, 1], [20, 5], left_out=5).sample.person_weights().sum() == pytest.approx(25)


def test_a_cell_that_nobody_is_in_weighs_nothing() -> None:
    found = standardised([3, 0, 2], [9, 0, 8], [20, 0, 10])
    assert found.rate.estimate == pytest.approx((20 * 3 / 9 + 10 * 2 / 8) / 30)
    assert found.thin == ()


def test_numbers_of_another_length_are_refused() -> None:
    with pytest.raises(CountError, match="2 counts, 3 numbers of persons and 3 weights"):
        standardised([1, 2], [3, 4], [5, 6, 7])
