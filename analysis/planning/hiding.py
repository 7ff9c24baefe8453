"""How probable it is that a number is hidden for being too small: the thresholds, tried on every outcome.

Only what is hidden by itself. More goes with it, so that it cannot be worked out; how much depends on the answers.
"""

import numpy as np
from scipy import special

from analysis.disclosure.rules import Rules
from analysis.intervals.interval import Shares
from analysis.planning.chances import Side, chances


def chance_hidden(answered: int, rate: float, rules: Rules, part: float = 1.0) -> float:
    """The probability that a number about *answered* persons is hidden, if the share *rate* of them is exposed.

    If only the share *part* of them is in its base (those of one gender, or those exposed), the base is binomial too.

    >>> round(chance_hidden(40, 0.05, Rules(10, 5)), 3)
    0.952
    """
    if part >= 1.0:
        return float(1.0 - _shown(np.array([float(answered)]), rate, rules)[0])
    base = chances(Side(answered), part)
    return float(1.0 - base.weights @ _shown(base.exposed, rate, rules))


def _shown(base: Shares, rate: float, rules: Rules) -> Shares:
    """P(min_exposed <= k <= base - min_exposed) for k binomial of *base*, and 0 where the base itself is too small."""
    most, least = base - rules.min_exposed, rules.min_exposed - 1.0
    able = (base >= rules.min_answered) & (most > least)
    size = np.maximum(base, least + 1.0).astype(np.int64)
    inside = special.bdtr(np.where(able, most, least), size, rate) - special.bdtr(least, size, rate)
    return np.where(able, inside, 0.0)
