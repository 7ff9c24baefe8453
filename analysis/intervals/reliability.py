"""Is a weighted share worth printing? Korn and Graubard's interval, and the rule that NCHS builds on it.

A flag, not disclosure control: whether a number may be told is decided elsewhere, before this. NCHS's rule asks for 30
answers, which a council of 31 never has; the municipal profile shows such a share with the word "uncertain" instead.
"""

from typing import Literal

import numpy as np
from scipy import special

from analysis.errors import CountError
from analysis.intervals.interval import Interval, normal_quantile

Flag = Literal["reliable", "uncertain", "review", "suppress"]
Profile = Literal["nchs", "municipal"]


def korn_graubard(estimate: float, effective: float, answered: int, freedom: int, level: float = 0.95) -> Interval:
    """The exact binomial interval at the effective number of answers, for a domain of *answered* answers.

    *freedom* are the degrees of freedom of the variance (answers less strata); with none, or an infinite number
    (a census), the effective number is taken as it is, and in a census the interval is the estimate.

    References
    ----------
    Korn & Graubard (1998), Surv. Methodol. 24, 193-201.

    >>> korn_graubard(0.2, 35.5, 30, 29).rounded(4)
    Interval(low=0.0851, high=0.368, level=0.95, method='korn_graubard')
    """
    tail = (1 - level) / 2
    normal_quantile(level)
    if answered == 0 or np.isnan(estimate):
        return Interval(0.0, 1.0, level, "korn_graubard", "no_answers")
    if np.isinf(effective):
        return Interval(estimate, estimate, level, "korn_graubard", "census")
    ratio = _student(tail, answered - 1) / _student(tail, freedom) if freedom > 0 and answered > 1 else 1.0
    size = effective * ratio**2
    yes, no = size * estimate, size * (1 - estimate)
    low = float(special.betaincinv(yes, no + 1, tail)) if yes > 0 else 0.0
    high = float(special.betainccinv(yes + 1, no, tail)) if no > 0 else 1.0
    # The incomplete beta's inverse is rough for shares that are 0 but for rounding.
    return Interval(min(low, estimate), max(high, estimate), level, "korn_graubard")


def logit_interval(estimate: float, standard_error: float, freedom: int, level: float = 0.95) -> Interval:
    """The interval of the log odds, turned back: what R's `svyciprop(method = "xlogit")` prints. For comparing.

    Raises CountError where it has none: at 0 and 1, in a census, and without degrees of freedom.
    """
    normal_quantile(level)
    if not (0 < estimate < 1 and standard_error > 0 and freedom > 0):
        raise CountError(
            f"the logit of {estimate:g} with {freedom} degrees of freedom has no interval; take the engine's"
        )
    half = -_student((1 - level) / 2, freedom) * standard_error / (estimate * (1 - estimate))
    middle = float(special.logit(estimate))
    return Interval(float(special.expit(middle - half)), float(special.expit(middle + half)), level, "xlogit")


def reliability(estimate: float, effective: float, answered: int, freedom: int, profile: Profile = "municipal") -> Flag:
    """How far a share may be trusted, by NCHS's rule or by its municipal reading.

    NCHS, on the 95 % interval of `korn_graubard`: `suppress` under 30 answers or effective answers, or if it is 0.30
    wide or more; show it if at most 0.05 wide; else `suppress` if wider than 130 % of the share. What is to be shown
    is for `review` with under 8 degrees of freedom, or at 0 and 1. The municipal profile says `uncertain` in the place
    of both, and `suppress` only where nobody answered. A census is reliable in that profile.

    References
    ----------
    Parker et al. (2017), Vital Health Stat. 2(175).

    >>> reliability(0.24, 34, 34, 33, "nchs"), reliability(0.02, 40, 40, 39), reliability(0.15, 2000, 2000, 1999)
    ('suppress', 'uncertain', 'reliable')
    """
    strict = _nchs(estimate, effective, answered, freedom)
    if profile == "nchs" or answered == 0:
        return strict
    if np.isinf(effective) or strict == "reliable":
        return "reliable"
    return "uncertain"


def _nchs(estimate: float, effective: float, answered: int, freedom: int) -> Flag:
    interval = korn_graubard(estimate, effective, answered, freedom)
    width = interval.high - interval.low
    few = answered < 30 or effective < 30
    if few or width >= 0.30 or (width > 0.05 and width > 1.3 * estimate):
        return "suppress"
    return "review" if freedom < 8 or estimate in {0.0, 1.0} else "reliable"


def _student(tail: float, freedom: int) -> float:
    return float(special.stdtrit(freedom, tail))
