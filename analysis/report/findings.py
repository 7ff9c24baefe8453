"""What a comparison may be said to show: a verdict that is never stronger than its interval.

A difference is called one only if "no difference" lies outside the interval and stays unlikely when the whole family of
planned tests is counted. Where only the single interval leaves it out, that is said, and that it is not enough.
"""

from typing import Literal

from analysis.disclosure.release import Comparison, Superiority

Verdict = Literal["higher", "lower", "higher_alone", "lower_alone", "unclear", "hidden", "no_answers", "not_applicable"]


def verdict(found: Comparison | Superiority) -> Verdict:
    """What *found* shows about its first side against its second."""
    if found.status != "shown":
        return found.status
    none = 0.5 if isinstance(found, Superiority) else 0.0
    low, high, adjusted = found.low, found.high, found.p_adjusted
    if low is None or high is None or adjusted is None or low <= none <= high:
        return "unclear"
    holds = adjusted < round(1 - found.level, 12)  # 1 - 0.95 is a little more than 0.05
    if low > none:
        return "higher" if holds else "higher_alone"
    return "lower" if holds else "lower_alone"


def is_clear(found: Comparison | Superiority) -> bool:
    """Whether it may be called a difference."""
    return verdict(found) in {"higher", "lower"}
