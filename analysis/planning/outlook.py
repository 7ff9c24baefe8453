"""What a plan can show, as frozen data: the strata, the comparisons, and what will probably be hidden.

Widths and differences are shares (0-1). None stands where there is no such number: no frame is known for a part of a
group, so nothing is said about these very persons; or no difference at all would be found surely enough.
"""

import msgspec

from analysis.disclosure.rules import Rules
from analysis.planning.assumptions import Assumptions
from questionnaires.plans import Kind, Target, Targets


class Who(msgspec.Struct, frozen=True):
    """Whom a number is about. *municipality* None: all together. *item* and *option*: only those who chose it.

    *earlier*: the same persons' municipality and group in an earlier wave.
    """

    municipality: str | None
    name: str
    group: str
    item: str = ""
    option: str = ""
    earlier: bool = False


class RateOutlook(msgspec.Struct, frozen=True):
    """One rate if *rate* is the truth: expected widths of its intervals, and the probability that it is hidden."""

    rate: float
    population: float
    risk: float
    hidden: float


class StratumOutlook(msgspec.Struct, frozen=True):
    """One stratum. *bounds* is the width of what is possible whoever did not answer: the share that did not."""

    who: Who
    invited: int
    answers: int
    bounds: float
    rates: tuple[RateOutlook, ...]


class Reading(msgspec.Struct, frozen=True):
    """One comparison under one target: half the expected width, and the smallest true differences that would be found.

    *single*: by its own interval, at the plan's level. *first_step*: after Holm's adjustment, whatever the family's
    other tests show; what will be found in fact lies between the two.
    """

    target: Target
    half_width: float
    single: float | None
    first_step: float | None


class ComparisonOutlook(msgspec.Struct, frozen=True):
    """One pair that a family compares, if the lower rate is *rate*: the same for each indicator with that base.

    *exposed*: of those exposed only. *tests* is the size of the family. The headline reading stands first.
    """

    family: str
    kind: Kind
    tests: int
    exposed: bool
    first: Who
    second: Who
    answers: tuple[int, int]
    rate: float
    readings: tuple[Reading, ...]


class CellOutlook(msgspec.Struct, frozen=True):
    """One number of a finer table. *id*: the item, split or pool; *answers*: its expected base.

    *width* is the expected width of its interval about the risk, with that base.
    """

    table: str
    id: str
    who: Who
    answers: int
    rate: float
    width: float
    hidden: float


class Outlook(msgspec.Struct, frozen=True):
    """All of it, and what it rests on. *chance* is how surely a difference shall be found."""

    form: str
    level: float
    chance: float
    targets: Targets
    rules: Rules
    assumptions: Assumptions
    strata: tuple[StratumOutlook, ...]
    comparisons: tuple[ComparisonOutlook, ...]
    cells: tuple[CellOutlook, ...]
