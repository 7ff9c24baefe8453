"""What the tests of planning share: the standard form, and a plan with every kind of comparison."""

from pathlib import Path

from questionnaires.plans import Breakdown, Category, Comparison, Plan, Pool, Split, Targets

FORM = Path(__file__).parents[3] / "questionnaires" / "otillaten-paverkan"
GROUPS = ("elected", "staff")
_TEXT = {"sv": "något", "en": "something"}


def _family(kind: str, **more: object) -> Comparison:
    return Comparison(kind, kind, _TEXT, GROUPS, **({"indicators": ("undue_influence",)} | more))  # type: ignore[arg-type]


EVERYTHING = Plan(
    level=0.95,
    targets=Targets("population", "risk"),
    indicators=("undue_influence", "reported_any"),
    comparisons=(
        _family("groups_within_municipality", indicators=("undue_influence", "reported_any")),
        _family("groups_pooled"),
        _family("municipalities_within_group"),
        _family("options_within_stratum", item="B4", options=("woman", "man")),
        _family("scales_between_groups", indicators=(), scales=("C1",)),
        _family("waves_within_stratum"),
    ),
    breakdowns=(Breakdown("B4", ("undue_influence",)),),
    splits=(Split("who", _TEXT, "undue_influence", "D1", (Category("criminal", _TEXT, ("criminal_network",)),)),),
    pools=(Pool("east", _TEXT, ("0580", "0581")),),
)
