"""What a comparison may be said to show: a verdict that is never stronger than its interval.

A difference is called one only if 0 lies outside the interval and stays unlikely when the whole family of planned tests
is counted. Where only the single interval leaves 0 out, that is said, and that it is not enough.
"""

from typing import Literal

from analysis.disclosure.release import Comparison

Verdict = Literal["higher", "lower", "higher_alone", "lower_alone", "unclear", "hidden", "no_answers", "not_applicable"]


def verdict(comparison: Comparison) -> Verdict:
    """What *comparison* shows about its first side against its second."""
    if comparison.status != "shown":
        return comparison.status
    low, high, adjusted = comparison.low, comparison.high, comparison.p_adjusted
    if low is None or high is None or adjusted is None or low <= 0 <= high:
        return "unclear"
    holds = adjusted < round(1 - comparison.level, 12)  # 1 - 0.95 is a little more than 0.05
    if low > 0:
        return "higher" if holds else "higher_alone"
    return "lower" if holds else "lower_alone"
