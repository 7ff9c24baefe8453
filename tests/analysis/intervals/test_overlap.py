import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from analysis.errors import CountError, LevelError
from analysis.intervals.overlap import overlap_level


@given(st.floats(0.05, 20), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_intervals_that_just_touch_are_a_difference_that_just_shows(ratio: float, level: float) -> None:
    z = special.ndtri((1 + overlap_level(ratio, level)) / 2)
    apart = z * (1 + ratio)  # standard errors 1 and ratio, intervals touching
    assert apart / math.hypot(1, ratio) == pytest.approx(special.ndtri((1 + level) / 2), rel=1e-9)


@given(st.floats(0.05, 20))
def test_which_of_the_two_is_wider_does_not_matter(ratio: float) -> None:
    assert overlap_level(ratio) == pytest.approx(overlap_level(1 / ratio), abs=1e-12)


def test_equal_widths_give_83_per_cent() -> None:
    assert overlap_level() == pytest.approx(0.834, abs=5e-4)


@pytest.mark.parametrize("ratio", [0.0, -1.0, math.inf, math.nan])
def test_a_census_has_no_width_to_compare(ratio: float) -> None:
    with pytest.raises(CountError, match="above 0"):
        overlap_level(ratio)
    with pytest.raises(LevelError):
        overlap_level(1.0, 95)
