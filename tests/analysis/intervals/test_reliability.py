import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CountError, LevelError
from analysis.intervals.clopper_pearson import clopper_pearson
from analysis.intervals.reliability import korn_graubard, logit_interval, reliability


@given(st.integers(0, 60), st.integers(2, 60), st.sampled_from([0.5, 0.9, 0.95]))
def test_on_the_answers_themselves_it_is_clopper_and_pearson(k: int, n: int, level: float) -> None:
    k = min(k, n)
    found, exact = korn_graubard(k / n, n, n, n - 1, level), clopper_pearson(k, n, level)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-9)


@given(st.floats(0, 1), st.floats(0.5, 5000), st.integers(1, 500), st.integers(0, 500))
def test_it_holds_the_share_whatever_the_numbers(share: float, effective: float, answered: int, freedom: int) -> None:
    found = korn_graubard(share, effective, answered, freedom)
    assert 0 <= found.low <= share + 1e-12
    assert share - 1e-12 <= found.high <= 1


# R survey_cells_fpc.csv, rows marked degenerate: 0 of 54 and 55 of 55 get NaN there, and a census [0.5, 0.5].
def test_where_r_has_no_interval_there_is_one() -> None:
    nobody, everybody = korn_graubard(0.0, 54.0, 54, 53), korn_graubard(1.0, 55.0, 55, 54)
    assert nobody.low == 0.0
    assert 0 < nobody.high < 0.1
    assert everybody.high == 1.0
    assert 0.9 < everybody.low < 1
    census = korn_graubard(0.755, math.inf, 49, 48)
    assert (census.low, census.high, census.status) == (0.755, 0.755, "census")
    assert korn_graubard(math.nan, 0.0, 0, 0).status == "no_answers"


def test_the_logit_is_refused_where_it_has_none() -> None:
    for share, error, freedom in ((0.0, 0.0, 9), (1.0, 0.0, 9), (0.5, 0.0, 9), (0.5, 0.1, 0)):
        with pytest.raises(CountError, match="has no interval"):
            logit_interval(share, error, freedom)
    with pytest.raises(LevelError):
        logit_interval(0.5, 0.1, 9, 95)


@pytest.mark.parametrize(
    ("share", "effective", "answered", "nchs", "municipal"),
    [
        (0.2, 29.0, 40, "suppress", "uncertain"),  # few effective answers
        (0.2, 40.0, 29, "suppress", "uncertain"),  # few answers
        (0.5, 40.0, 40, "suppress", "uncertain"),  # 0.32 wide
        (0.02, 300.0, 300, "reliable", "reliable"),  # 0.04 wide, twice the share
        (0.03, 150.0, 150, "suppress", "uncertain"),  # 0.07 wide, more than 130 % of the share
        (0.3, 400.0, 400, "reliable", "reliable"),
        (0.0, 400.0, 400, "review", "uncertain"),
        (math.nan, 0.0, 0, "suppress", "suppress"),
    ],
)
def test_the_rule_and_its_municipal_reading(
    share: float, effective: float, answered: int, nchs: str, municipal: str
) -> None:
    assert reliability(share, effective, answered, max(answered - 1, 0), "nchs") == nchs
    assert reliability(share, effective, answered, max(answered - 1, 0)) == municipal


def test_few_degrees_of_freedom_are_for_review_and_a_council_all_of_whom_answered_is_reliable() -> None:
    assert reliability(0.3, 4000.0, 400, 7, "nchs") == "review"
    assert reliability(0.3, math.inf, 31, 30) == "reliable"
