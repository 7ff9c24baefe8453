import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.release import Comparison
from analysis.report.findings import verdict
from tests.analysis.report import releases

SHOWN = next(each for each in releases.release().comparisons if each.status == "shown")


def comparison(low: float, high: float, p_adjusted: float) -> Comparison:
    return msgspec.structs.replace(SHOWN, low=low, high=high, difference=(low + high) / 2, p_adjusted=p_adjusted)


@pytest.mark.parametrize(
    ("low", "high", "adjusted", "expected"),
    [
        (0.01, 0.2, 0.03, "higher"),
        (-0.2, -0.01, 0.03, "lower"),
        (0.01, 0.2, 0.06, "higher_alone"),
        (-0.2, -0.01, 0.05, "lower_alone"),
        (-0.004, 0.066, 0.4, "unclear"),
        (0.0, 0.2, 0.05, "unclear"),
    ],
)
def test_the_verdict_follows_the_interval_and_the_family(
    low: float, high: float, adjusted: float, expected: str
) -> None:
    assert verdict(comparison(low, high, adjusted)) == expected


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1))
def test_it_is_never_stronger_than_the_interval(one: float, other: float, p_adjusted: float) -> None:
    low, high = sorted((one, other))
    found = verdict(comparison(low, high, p_adjusted))
    if low <= 0 <= high or p_adjusted >= 0.05:
        assert found not in {"higher", "lower"}
    if found.startswith("higher"):
        assert low > 0
    if found.startswith("lower"):
        assert high < 0


def test_what_is_hidden_has_no_verdict() -> None:
    hidden = next(each for each in releases.release().comparisons if each.suppressed)
    assert verdict(hidden) == "hidden"
    empty = next(each for each in releases.with_empty_stratum().comparisons if each.status == "no_answers")
    assert verdict(empty) == "no_answers"
