"""When is a number too small to show? The thresholds, and which cells fall to them by themselves.

A cell is hidden when fewer than *min_answered* answered it, when fewer than *min_exposed* of them are exposed, and when
fewer than that are not. Nobody is fewer, in a group of any size: "all were exposed" tells what each one answered, and
were "nobody was exposed" shown, every hidden number would be known to be somebody. The study sets the thresholds, never
below 5. Why, and what this does not promise: docs/method.md.
"""

import msgspec

from analysis.intervals.interval import Counts, Flags
from questionnaires.answersets import FLOOR, Disclosure


class Rules(msgspec.Struct, frozen=True):
    """The thresholds in force: fewest answers, and fewest exposed (and unexposed)."""

    min_answered: int
    min_exposed: int


def in_force(*agreed: Disclosure) -> Rules:
    """The strictest of the thresholds *agreed*, and never below the floor."""
    return Rules(
        max(FLOOR, *(each.min_answered for each in agreed)), max(FLOOR, *(each.min_exposed for each in agreed))
    )


def too_small(exposed: Counts, answered: Counts, sheets: Counts, rules: Rules) -> Flags:
    """Which cells are hidden by themselves: *exposed* of *answered*, in strata of so many *sheets*; all (cells,).

    A stratum without a single sheet has nothing to hide.
    """
    few = answered < rules.min_answered
    some = exposed < rules.min_exposed
    nearly_all = answered - exposed < rules.min_exposed
    hidden: Flags = (few | some | nearly_all) & (sheets > 0)
    return hidden
