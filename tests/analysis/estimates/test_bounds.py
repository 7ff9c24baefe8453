import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CountError
from analysis.estimates.bounds import bounds, difference_bounds

REFERENCE = Path(__file__).parents[2] / "reference" / "statistics" / "nonresponse_bounds.json"


@pytest.mark.parametrize("case", json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"])
def test_the_exact_values_are_met(case: dict[str, Any]) -> None:
    first = bounds(case["k1"], case["n1"], case["N1"])
    second = bounds(case["k2"], case["n2"], case["N2"])
    assert [float(end) for end in first] == pytest.approx(case["manski_1"], abs=1e-12)
    assert [float(end) for end in second] == pytest.approx(case["manski_2"], abs=1e-12)
    assert [float(end) for end in difference_bounds(first, second)] == pytest.approx(case["manski_diff"], abs=1e-12)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50))
def test_they_hold_the_share_whatever_those_who_did_not_answer_would_have_said(k: int, no: int, missing: int) -> None:
    invited = k + no + missing
    low, high = bounds(k, k + no, invited)
    for exposed in range(missing + 1):
        assert low <= (k + exposed) / invited <= high


def test_when_all_answered_nothing_is_left_open() -> None:
    low, high = bounds(3, 12, 12)
    assert low == high == 0.25


def test_no_answers_leave_everything_open() -> None:
    assert [float(end) for end in bounds(0, 0, 31)] == [0.0, 1.0]


def test_a_group_that_nobody_was_invited_from_has_no_bounds() -> None:
    assert np.isnan(bounds(0, 0, 0)).all()


def test_more_answers_than_invited_are_refused_with_both_numbers() -> None:
    with pytest.raises(CountError, match="13 answered of 12 invited"):
        bounds(np.array([1, 3]), np.array([5, 13]), np.array([20, 12]))
