import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from analysis.errors import CountError
from analysis.intervals.benjamini_hochberg import benjamini_hochberg
from analysis.intervals.holm import holm

VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(VALUES)
def test_statsmodels_agrees(values: list[float]) -> None:
    theirs = multipletests(values, method="fdr_bh")[1]
    assert benjamini_hochberg(values).tolist() == pytest.approx(theirs.tolist(), abs=1e-12)


@given(VALUES)
def test_it_asks_for_no_more_than_holm(values: list[float]) -> None:
    assert (benjamini_hochberg(values) <= holm(values) + 1e-12).all()


@given(VALUES, st.permutations(range(12)))
def test_the_order_they_come_in_changes_nothing(values: list[float], order: list[int]) -> None:
    places = [place for place in order if place < len(values)]
    mixed = benjamini_hochberg([values[place] for place in places])
    assert mixed.tolist() == benjamini_hochberg(values)[places].tolist()


@given(VALUES, st.integers(0, 5))
def test_a_hidden_test_counts_in_the_family_as_if_its_p_were_1(values: list[float], hidden: int) -> None:
    shown = [*values, *[math.nan] * hidden]
    adjusted = benjamini_hochberg(shown, tests=len(shown))
    assert np.isnan(adjusted[len(values) :]).all()
    full = benjamini_hochberg([*values, *[1.0] * hidden])
    assert adjusted[: len(values)].tolist() == pytest.approx(full[: len(values)].tolist(), abs=1e-15)


def test_a_missing_p_is_skipped_and_not_counted() -> None:
    assert benjamini_hochberg([0.01, math.nan, 0.03])[[0, 2]].tolist() == pytest.approx([0.02, 0.03])


def test_what_is_no_family_is_refused_naming_the_method() -> None:
    with pytest.raises(CountError, match="a family of 2 tests"):
        benjamini_hochberg([0.1, 0.2, 0.3], tests=2)
    with pytest.raises(CountError, match="given to benjamini_hochberg"):
        benjamini_hochberg([1.5])
