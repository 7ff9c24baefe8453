"""When is a number too small to show? The thresholds, and which cells fall to them by themselves.

A cell is hidden when fewer than *min_answered* answered it; when fewer than *min_exposed* of them are exposed, or fewer
than that are not; and where it says the same of everybody. "All were exposed" is always hidden: it tells what each one
answered. "Nobody was exposed" is hidden where fewer than 30 were invited; in a larger group it is shown, since it
points to nobody and is what the reader most needs to know. The study sets the thresholds, never below 5. Why, and
what this does not promise: docs/method.md.
"""

import msgspec

from analysis.intervals.interval import Counts, Flags
from questionnaires.answersets import Disclosure

FLOOR = 5
SMALL_GROUP = 30


class Rules(msgspec.Struct, frozen=True):
    """The thresholds in force: fewest answers, fewest exposed (and unexposed), and the size of a small group."""

    min_answered: int
    min_exposed: int
    small_group: int = SMALL_GROUP


def in_force(*agreed: Disclosure) -> Rules:
    """The strictest of the thresholds *agreed*, and never below the floor."""
    return Rules(
        max(FLOOR, *(each.min_answered for each in agreed)), max(FLOOR, *(each.min_exposed for each in agreed))
    )


def too_small(exposed: Counts, answered: Counts, invited: Counts, sheets: Counts, rules: Rules) -> Flags:
    """Which cells are hidden by themselves: *exposed* of *answered*, in strata of *invited* and *sheets*; all (cells,).

    A stratum without a single sheet has nothing to hide.
    """
    few = answered < rules.min_answered
    some = (exposed > 0) & (exposed < rules.min_exposed)
    nobody = (exposed == 0) & (invited < rules.small_group)
    nearly_all = answered - exposed < rules.min_exposed
    hidden: Flags = (few | some | nobody | nearly_all) & (sheets > 0)
    return hidden
