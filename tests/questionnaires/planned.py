"""A plan with every kind of table and comparison for the small form, to be spoilt in one place."""

import msgspec

from questionnaires.plans import (
    Breakdown,
    Category,
    Comparison,
    Distribution,
    Plan,
    Pool,
    Reference,
    Split,
    Targets,
    Weighting,
)

GROUPS = ("elected", "staff")
BOTH = ("undue_influence", "exposed_any")


def words(text: str) -> dict[str, str]:
    return {"sv": text, "en": text}


POOLED = Comparison("pooled", "groups_pooled", words("Alla"), GROUPS, BOTH)
OPTIONS = Comparison(
    "offices", "options_within_stratum", words("Uppdrag"), ("elected",), BOTH, item="B1", options=("council", "other")
)
SCALES = Comparison("scales", "scales_between_groups", words("Skalor"), GROUPS, scales=("G1", "I1"))
WAVES = Comparison("waves", "waves_within_stratum", words("Omgångar"), GROUPS, BOTH)
BREAKDOWN = Breakdown("B1", BOTH)
SPLIT = Split(
    "who",
    words("Vem"),
    "undue_influence",
    "D1",
    (Category("criminal", words("Kriminell"), ("criminal",)), Category("citizen", words("Medborgare"), ("citizen",))),
)
AGREEING, OFTEN = Distribution(("G1",), ("agree",)), Distribution(("I1", "C1", "C2"), ("once", "more"))
WEIGHTING = Weighting(("C3",), BOTH, (("yes", "no"),))
REFERENCE = Reference("exposed_any", "elected", 0.29, words("PTU"), words("ledamöter"), words("2022"), "Brå 2023")
POOL = Pool("neighbours", words("Grannar"), ("0512", "0513"))
PLAN = Plan(
    level=0.95,
    targets=Targets("population", "risk"),
    indicators=BOTH,
    comparisons=(POOLED, OPTIONS, SCALES, WAVES),
    breakdowns=(BREAKDOWN,),
    splits=(SPLIT,),
    distributions=(AGREEING, OFTEN),
    weighting=WEIGHTING,
    references=(REFERENCE,),
    pools=(POOL,),
    bands=(0.05, 0.15, 0.3),
)
change = msgspec.structs.replace


def comparing(comparison: Comparison, **changes: object) -> Plan:
    return change(PLAN, comparisons=(change(comparison, **changes),))


def category(**changes: object) -> Plan:
    return change(PLAN, splits=(change(SPLIT, categories=(change(SPLIT.categories[0], **changes),)),))
