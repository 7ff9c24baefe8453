import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import CountError
from analysis.intervals.trend import trend


@st.composite
def groups(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    answered = draw(st.lists(st.integers(2, 300), min_size=2, max_size=6))
    return [draw(st.integers(1, n - 1)) for n in answered], answered


@given(groups())
def test_turning_the_scores_turns_the_sign(counts: tuple[list[int], list[int]]) -> None:
    scores = list(range(len(counts[0])))
    there, back = trend(*counts, scores), trend(*counts, scores[::-1])
    assert (there.slope, there.z) == pytest.approx((-back.slope, -back.z), abs=1e-9)


@given(groups(), st.floats(0.01, 100), st.floats(-1000, 1000))
def test_other_units_of_the_score_change_no_test(
    counts: tuple[list[int], list[int]], times: float, start: float
) -> None:
    scores = np.arange(len(counts[0]))
    there, other = trend(*counts, scores), trend(*counts, scores * times + start)
    assert there.z == pytest.approx(other.z, abs=1e-6)


@given(groups())
def test_mantels_is_the_correlation_over_persons(counts: tuple[list[int], list[int]]) -> None:
    k, n = counts
    x = np.repeat(np.arange(len(n)), n)
    y = np.concatenate([np.arange(size) < yes for yes, size in zip(k, n, strict=True)])
    expected = stats.pearsonr(x, y).statistic * math.sqrt(sum(n) - 1)
    assert trend(k, n, range(len(n))).z == pytest.approx(expected, abs=1e-9)


def test_two_groups_are_the_n_minus_1_chi_square() -> None:
    found = trend([8, 147], [34, 1117], [1, 0])
    assert found.z**2 == pytest.approx(3.04176835361232)  # R, contingency.json, pearson_n_minus_1_chi2


@pytest.mark.parametrize(
    ("exposed", "answered", "scores"),
    [([0, 0], [4, 5], [1, 2]), ([4, 5], [4, 5], [1, 2]), ([2, 0], [4, 0], [1, 2]), ([1, 2], [4, 5], [3, 3])],
)
def test_where_there_is_nothing_to_test_there_is_no_number(
    exposed: list[int], answered: list[int], scores: list[int]
) -> None:
    found = trend(exposed, answered, scores)
    assert all(math.isnan(value) for value in (found.slope, found.z, found.p, found.z_cochran, found.p_cochran))


def test_scores_must_be_declared_one_a_group() -> None:
    with pytest.raises(CountError, match="3 scores for 2 groups"):
        trend([1, 2], [4, 5], [1, 2, 3])
    with pytest.raises(CountError, match="a score is missing"):
        trend([1, 2], [4, 5], [1, math.nan])
