import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CountError
from analysis.intervals.sensitive import Kind, item_count, randomised
from analysis.intervals.wilson import wilson


@given(st.sampled_from(get_args(Kind)), st.integers(0, 200), st.integers(1, 200), st.floats(0.55, 0.95))
def test_the_estimate_and_its_interval_are_shares(kind: Kind, yes: int, answered: int, chance: float) -> None:
    found = randomised(kind, min(yes, answered), answered, chance, other=0.05)
    assert 0 <= found.interval.low <= found.interval.high <= 1
    assert found.interval.low <= found.estimate <= found.interval.high
    assert found.estimate == min(max(found.raw, 0.0), 1.0)


def test_a_certain_sensitive_question_is_a_direct_one() -> None:
    found, direct = randomised("warner", 18, 240, 1.0), wilson(18, 240)
    assert found.raw == pytest.approx(18 / 240)
    assert (found.interval.low, found.interval.high) == pytest.approx((direct.low, direct.high))


def test_noise_costs_answers() -> None:
    assert randomised("warner", 100, 240, 0.6).variance > 10 * randomised("warner", 100, 240, 0.95).variance


def test_one_answer_has_no_variance() -> None:
    assert math.isnan(randomised("warner", 1, 1, 0.7).variance)


@pytest.mark.parametrize(
    ("kind", "chance", "other"),
    [
        ("warner", 0.5, 0.0),
        ("crosswise", 0.5, 0.0),
        ("forced", 0.0, 0.2),
        ("forced", 0.8, 0.3),
        ("unrelated", 0.0, 0.2),
    ],
)
def test_a_design_that_tells_nothing_is_refused(kind: Kind, chance: float, other: float) -> None:
    with pytest.raises(CountError, match="tells nothing"):
        randomised(kind, 3, 10, chance, other=other)


def test_chances_and_answers_that_cannot_be_are_refused() -> None:
    with pytest.raises(CountError, match="between 0 and 1"):
        randomised("warner", 3, 10, 1.2)
    with pytest.raises(CountError, match="no answers"):
        randomised("warner", 0, 0, 0.7)
    with pytest.raises(CountError, match="answered by 1 persons"):
        item_count([1, 0], [3, 4])


def test_lists_of_one_count_each_have_no_variance_but_a_difference() -> None:
    found = item_count([0, 5], [0, 0, 5])
    assert found.estimate == 1
    assert found.standard_error == 0
    assert math.isnan(found.freedom)
