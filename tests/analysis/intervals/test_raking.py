import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CountError
from analysis.intervals import raking
from analysis.intervals.domains import domain_rate
from analysis.intervals.poststratification import post_stratified
from analysis.intervals.raking import Margin, raked, trimmed
from analysis.intervals.sample import Sample, sample


def of(answered: int, frame: int) -> Sample:
    return sample(np.zeros(answered, dtype=np.int64), [frame])


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Answers and persons by two margins; everybody's cell has an answer, so the rounds converge."""
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    numbers = st.integers(1, 15)
    answered = np.array([[draw(numbers) for _ in range(columns)] for _ in range(rows)])
    return answered, answered + np.array([[draw(st.integers(0, 30)) for _ in range(columns)] for _ in range(rows)])


@given(tables())
def test_the_weights_meet_every_margin_to_a_part_in_10_to_the_10(table: tuple[np.ndarray, np.ndarray]) -> None:
    answered, frame = table
    places = np.repeat(np.arange(answered.size), answered.ravel())
    row, column = np.divmod(places, answered.shape[1])
    margins = Margin("sex", row, frame.sum(axis=1)), Margin("age", column, frame.sum(axis=0))
    found = raked(of(len(places), int(frame.sum())), margins)
    for codes, counts in ((row, frame.sum(axis=1)), (column, frame.sum(axis=0))):
        assert np.abs(np.bincount(codes, found.sample.person_weights()) - counts).max() <= 1e-10 * frame.sum()
    assert found.sample.person_weights().sum() == pytest.approx(frame.sum())
    turned = raked(of(len(places), int(frame.sum())), margins[::-1])
    assert turned.sample.person_weights().tolist() == pytest.approx(found.sample.person_weights().tolist(), rel=1e-6)


def test_one_margin_is_post_stratification() -> None:
    codes, yes = np.repeat([0, 1, 2], [9, 4, 20]), np.arange(33) % 3 == 0
    everybody, counts = np.ones(33, dtype=np.bool_), [30, 25, 45]
    one = raked(of(33, 100), (Margin("age", codes, counts),))
    other = post_stratified(of(33, 100), codes, counts)
    assert one.rounds == 1
    assert one.sample.person_weights().tolist() == pytest.approx(other.sample.person_weights().tolist())
    first, second = (domain_rate(each.sample, yes, everybody) for each in (one, other))
    assert first.standard_error == pytest.approx(second.standard_error, abs=1e-14)


@pytest.mark.parametrize(
    ("codes", "counts", "words"),
    [
        ([0, 0, 1], [10, 19], "margin age sums to 29 and the frame to 30"),
        ([0, 0, 1], [10, 0, 20], r"margin age, category young \(1 answered of 0\): answers but nobody in the frame"),
        ([0, 0, 1], [10, 10, 10], r"margin age, category old \(0 answered of 10\): persons but no answers"),
        ([0, 0, 1], [1, 29], r"margin age, category child \(2 answered of 1\): more answers than persons"),
        ([0, 0, 4], [10, 20], "age: code 4 is outside 0 to 1"),
    ],
)
def test_a_margin_that_cannot_be_met_is_an_error_that_names_it(codes: list[int], counts: list[int], words: str) -> None:
    with pytest.raises(CountError, match=words):
        raked(of(3, 30), (Margin("age", np.array(codes), counts, ("child", "young", "old")),))


def test_margins_that_contradict_the_answers_name_the_worst_and_its_gap() -> None:
    # All answers lie on the diagonal, so both margins would have to be alike.
    codes = np.repeat([0, 1], [5, 5])
    with pytest.raises(CountError, match=r"did not converge in 500 rounds: sex is still 20 persons off"):
        raked(of(10, 100), (Margin("sex", codes, [40, 60]), Margin("age", codes, [60, 40])))


def test_raking_without_a_margin_is_refused() -> None:
    with pytest.raises(CountError, match="needs a margin"):
        raked(of(3, 30), ())


def test_it_stops_as_soon_as_all_fit() -> None:
    assert raking.ROUNDS == 500
    codes = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    found = raked(of(4, 40), (Margin("sex", codes[0], [10, 30]), Margin("age", codes[1], [20, 20])))
    assert found.rounds == 1
    assert found.sample.person_weights().tolist() == pytest.approx([5, 5, 15, 15])


def test_the_largest_weights_are_cut_and_the_sum_is_kept() -> None:
    weights = [1.0] * 18 + [9.0, 40.0]
    found = trimmed(sample(np.zeros(20, dtype=np.int64), [67], weights))
    assert found.limit == 5
    assert found.trimmed == 2
    assert found.sample.person_weights().max() == 5
    assert found.sample.person_weights().sum() == pytest.approx(67)
    assert found.kish < found.kish_before


def test_weights_within_the_limit_are_left_as_they_are() -> None:
    found = trimmed(sample([0, 0, 0], [9], [2.0, 3.0, 4.0]))
    assert found.trimmed == 0
    assert found.sample.person_weights().tolist() == [2.0, 3.0, 4.0]
    with pytest.raises(CountError, match=r"cut at 0\.5 times"):
        trimmed(found.sample, 0.5)
