import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CountError
from analysis.intervals.holm import holm

REFERENCE = Path(__file__).parents[2] / "reference" / "statistics" / "contingency.json"
VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def listed(value: Any) -> list[float]:
    """R writes a vector of one as a number, and a missing value as null."""
    several = value if isinstance(value, list) else [value]
    return [math.nan if each is None else float(each) for each in several]


@pytest.mark.parametrize("name", json.loads(REFERENCE.read_text(encoding="utf-8"))["p_adjust"])
def test_r_agrees(name: str) -> None:
    vector = json.loads(REFERENCE.read_text(encoding="utf-8"))["p_adjust"][name]
    assert holm(listed(vector["p"])).tolist() == pytest.approx(listed(vector["holm"]), abs=1e-8, nan_ok=True)


@given(VALUES)
def test_an_adjusted_p_is_never_smaller_and_keeps_its_order(values: list[float]) -> None:
    adjusted = holm(values)
    assert (adjusted >= np.array(values)).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(values, kind="stable")]) >= 0).all()


@given(VALUES, st.permutations(range(12)))
def test_the_order_they_come_in_changes_nothing(values: list[float], order: list[int]) -> None:
    places = [place for place in order if place < len(values)]
    assert holm([values[place] for place in places]).tolist() == holm(values)[places].tolist()


@given(VALUES, st.integers(0, 5), st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_a_hidden_test_counts_in_the_family_and_never_shines_through(
    values: list[float], hidden: int, secrets: list[float]
) -> None:
    shown = [*values, *[math.nan] * hidden]
    adjusted = holm(shown, tests=len(shown))[: len(values)]
    # Whatever the hidden p-values are, the shown ones are what they would be if those were all 1 ...
    assert adjusted.tolist() == holm([*values, *[1.0] * hidden])[: len(values)].tolist()
    # ... and so never smaller than in a family where all are known.
    assert (adjusted >= holm([*values, *secrets[:hidden]])[: len(values)] - 1e-12).all()


def test_a_family_smaller_than_its_tests_is_refused() -> None:
    with pytest.raises(CountError, match="a family of 2 tests"):
        holm([0.1, 0.2, 0.3], tests=2)


@pytest.mark.parametrize("p", [-0.1, 1.1])
def test_what_is_no_p_value_is_refused(p: float) -> None:
    with pytest.raises(CountError):
        holm([0.5, p])


def test_no_tests_give_no_values() -> None:
    assert holm([]).tolist() == []
