"""Faults of a plan's tables and comparisons beyond the plain rates: each is one line that names its place and mend."""

import msgspec
import pytest

from questionnaires.plan_checks import plan_problems
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
from tests.questionnaires.forms import made, small, spoiled

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


def test_a_plan_with_every_kind_of_table_and_comparison_is_sound() -> None:
    assert plan_problems(PLAN, small()) == ()


COMPARISONS = [
    (
        comparing(POOLED, groups=("elected",)),
        "comparison pooled: two groups are compared; name exactly two in groups",
    ),
    (comparing(POOLED, indicators=()), "comparison pooled: it compares nothing; name groups and indicators"),
    (
        comparing(POOLED, scales=("G1",)),
        "comparison pooled: scales means nothing to the kind groups_pooled; take the key away or change the kind",
    ),
    (
        comparing(WAVES, item="B1", options=("council", "other")),
        "comparison waves: item means nothing to the kind waves_within_stratum; take the key away or change the kind",
    ),
    (
        comparing(OPTIONS, item=""),
        "comparison offices: two options of a background item are compared; name the item, and exactly two in options",
    ),
    (
        comparing(OPTIONS, options=("council",)),
        "comparison offices: two options of a background item are compared; name the item, and exactly two in options",
    ),
    (
        comparing(OPTIONS, item="B9"),
        "comparison offices: the questionnaire has no item 'B9'; mend the id",
    ),
    (
        comparing(OPTIONS, item="D1", options=("criminal", "citizen")),
        ("comparison offices: the item D1 is no single choice, so nobody belongs to one option of it; name another"),
    ),
    (
        comparing(OPTIONS, options=("council", "mayor")),
        "comparison offices: the item B1 has no option mayor; it has council, other",
    ),
    (
        comparing(OPTIONS, options=("council", "council")),
        "comparison offices: the option council is named twice; name it once",
    ),
    (
        change(PLAN, breakdowns=(Breakdown("B1", BOTH, ("council",)),)),
        "comparison offices: exposed_any is not broken down by B1 = other; add it to the breakdowns",
    ),
    (
        comparing(OPTIONS, groups=GROUPS),
        "comparison offices: the item B1 is not asked of staff; take the group away",
    ),
    (comparing(SCALES, scales=()), "comparison scales: it compares nothing; name groups and scales"),
    (
        comparing(SCALES, indicators=BOTH),
        (
            "comparison scales: indicators means nothing to the kind scales_between_groups; "
            "take the key away or change the kind"
        ),
    ),
    (
        comparing(SCALES, scales=("G1", "C3")),
        "comparison scales: the scale C3 is in no distribution; add it there or mend the id",
    ),
    (
        comparing(SCALES, scales=("G1", "G1")),
        "comparison scales: one scale is named twice and would be tested twice; name each once",
    ),
    (comparing(POOLED, id="a b"), "comparisons: 'a b' is no id; begin with a letter, and write letters, digits and _"),
]

TABLES = [
    (
        change(PLAN, breakdowns=(Breakdown("B7", BOTH),)),
        "breakdown by B7: the questionnaire has no item 'B7'; mend the id",
    ),
    (change(PLAN, breakdowns=(Breakdown("B1", ()),)), "breakdown by B1: it breaks nothing down; name indicators"),
    (
        change(PLAN, breakdowns=(BREAKDOWN, Breakdown("C3", ("ui_criminal",)))),
        "breakdown by C3: ui_criminal is not among the plan's indicators; add it there or mend the id",
    ),
    (
        change(PLAN, breakdowns=(BREAKDOWN, Breakdown("C3", BOTH, ("dont_know",)))),
        "breakdown by C3: the option dont_know of C3 is no answer in substance; take it away",
    ),
    (
        change(PLAN, breakdowns=(BREAKDOWN, Breakdown("A1", BOTH))),
        "breakdown by A1: the item A1 is no single choice, so nobody belongs to one option of it; name another",
    ),
    (
        change(PLAN, breakdowns=(BREAKDOWN, BREAKDOWN)),
        "breakdowns: undue_influence by B1 is named twice; name it once",
    ),
    (change(PLAN, splits=(SPLIT, SPLIT)), "splits: an id is used twice; give each its own"),
    (
        change(PLAN, splits=(change(SPLIT, of="repeated"),)),
        "split who: repeated is not among the plan's indicators; add it there or mend the id",
    ),
    (
        change(PLAN, splits=(change(SPLIT, item="C3"),)),
        "split who: the item C3 is no multiple choice; break down by it instead",
    ),
    (
        change(PLAN, splits=(change(SPLIT, item="D9"),)),
        "split who: the questionnaire has no item 'D9'; mend the id",
    ),
    (
        change(PLAN, splits=(change(SPLIT, categories=()),)),
        "split who: it has no categories; name some codes in each of at least one",
    ),
    (
        change(PLAN, splits=(change(SPLIT, categories=(*SPLIT.categories, SPLIT.categories[0])),)),
        "split who: a category's id is used twice; give each its own",
    ),
    (
        change(PLAN, splits=(change(SPLIT, categories=(*SPLIT.categories, Category("x", words("x"), ("citizen",)))),)),
        "split who: the option citizen is in the categories citizen and x; leave it in one",
    ),
    (category(codes=()), "split who, category criminal: it has no codes; name some or take it away"),
    (
        category(codes=("gangster",)),
        "split who, category criminal: the item D1 has no option gangster; it has criminal, citizen",
    ),
    (
        category(codes=("decline",)),
        "split who, category criminal: the option decline of D1 is no answer in substance; take it away",
    ),
    (
        category(label={"sv": "Kriminell"}),
        (
            "split who, category criminal, label: the wording in 'en' is missing; "
            "write it, or take the language out of languages"
        ),
    ),
    (
        category(id="by/whom"),
        "split who: 'by/whom' is no id of a category; begin with a letter, and write letters, digits and _",
    ),
    (
        change(PLAN, distributions=(AGREEING, Distribution((), ("once",)), OFTEN)),
        "distribution 2: it shows nothing; name items and cuts",
    ),
    (
        change(PLAN, distributions=(AGREEING, OFTEN, Distribution(("C3",), ("yes",)))),
        "distribution 3: nothing orders the options of C3; name items on a frequency or agreement scale",
    ),
    (
        change(PLAN, distributions=(AGREEING, OFTEN, Distribution(("D1",), ("citizen",)))),
        "distribution 3: nothing orders the options of D1; name items on a frequency or agreement scale",
    ),
    (
        change(PLAN, distributions=(AGREEING, OFTEN, Distribution(("Z1",), ("citizen",)))),
        "distribution 3: the questionnaire has no item 'Z1'; mend the id",
    ),
    (
        change(PLAN, distributions=(Distribution(("I1", "G1"), ("once",)),)),
        "distribution 1: G1 is on another scale than I1; give it a distribution of its own",
    ),
    (
        change(PLAN, distributions=(AGREEING, Distribution(("I1",), ("no", "once")))),
        "distribution 2: the lowest option is no cut, since everybody is at it or above; take it away",
    ),
    (
        change(PLAN, distributions=(AGREEING, Distribution(("I1",), ("more", "once")))),
        "distribution 2: the cuts more, once are not in the order of the scale; write the lowest first",
    ),
    (
        change(PLAN, distributions=(AGREEING, Distribution(("I1",), ("decline",)))),
        "distribution 2: the option decline of I1 is no answer in substance; take it away",
    ),
    (
        change(PLAN, distributions=(AGREEING, Distribution(("I1",), ("once", "once")))),
        "distribution 2: the option once is named twice; name it once",
    ),
    (
        change(PLAN, distributions=(AGREEING, OFTEN, Distribution(("I1",), ("more",)))),
        "distributions: the item I1 is named twice; name it once",
    ),
]

REST = [
    (change(PLAN, weighting=Weighting((), BOTH)), "weighting: it weights nothing; name items and indicators"),
    (
        change(PLAN, weighting=Weighting(("D1",), BOTH)),
        "weighting: the item D1 is no single choice, so nobody belongs to one option of it; name another",
    ),
    (change(PLAN, weighting=Weighting(("B1", "B1"), BOTH)), "weighting: the item B1 is named twice; name it once"),
    (
        change(PLAN, weighting=Weighting(("B1",), ("repeated",))),
        "weighting: repeated is not among the plan's indicators; add it there or mend the id",
    ),
    (
        change(PLAN, weighting=Weighting(("C3",), BOTH, (("yes", "maybe"),))),
        "weighting, collapse: the item C3 has no option maybe; it has yes, no",
    ),
    (
        change(PLAN, weighting=Weighting(("C3",), BOTH, (("yes",),))),
        "weighting, collapse: one option alone is not taken together with another; name two or more",
    ),
    (
        change(PLAN, references=(change(REFERENCE, indicator="ptu_like"),)),
        "reference 1: ptu_like is not among the plan's indicators; add it there or mend the id",
    ),
    (
        change(PLAN, references=(change(REFERENCE, group="voters"),)),
        "reference 1: the questionnaire has no group voters; mend the name",
    ),
    (
        change(PLAN, references=(REFERENCE, change(REFERENCE, share=29.0))),
        "reference 2: the share 29 is not between 0 and 1; write 0.29 for 29 %",
    ),
    (
        change(PLAN, references=(change(REFERENCE, source=" "),)),
        "reference 1: its source is missing; name who published it, and when",
    ),
    (
        change(PLAN, references=(change(REFERENCE, population={"en": "members"}),)),
        ("reference 1, population: the wording in 'sv' is missing; write it, or take the language out of languages"),
    ),
    (
        change(PLAN, references=(change(REFERENCE, period={**words("2022"), "fi": "2022"}),)),
        "reference 1, period: it is worded in 'fi', which is not declared; add it to languages or take it away",
    ),
    (
        change(PLAN, pools=(change(POOL, municipalities=("0512", "0512", "0513")),)),
        "pool neighbours: the municipality 0512 is named twice; name it once",
    ),
    (
        change(PLAN, pools=(change(POOL, municipalities=("0512",)),)),
        "pool neighbours: a pool takes municipalities together; name two or more",
    ),
    (
        change(PLAN, pools=(change(POOL, municipalities=("512", "0513")),)),
        "pool neighbours: '512' is no municipality's code; write four digits in quotes, as '0580'",
    ),
    (change(PLAN, pools=(POOL, POOL)), "pools: an id is used twice; give each its own"),
    (
        change(PLAN, bands=(0.15, 0.05)),
        "bands: 0.15, 0.05 are not rising shares between 0 and 1; write 0.15 for 15 %, the lowest first",
    ),
    (
        change(PLAN, bands=(5, 15)),
        "bands: 5, 15 are not rising shares between 0 and 1; write 0.15 for 15 %, the lowest first",
    ),
]


@pytest.mark.parametrize(("plan", "line"), [*COMPARISONS, *TABLES, *REST])
def test_a_fault_is_one_line_with_its_place_and_mend(plan: Plan, line: str) -> None:
    assert line in plan_problems(plan, small())


def test_what_only_one_group_is_asked_cannot_be_broken_down_by_what_only_the_other_is() -> None:
    form = made(spoiled({"indicators/1/groups": ["staff"]}))
    assert "breakdown by B1: no group is asked both for undue_influence and B1; take one of them away" in plan_problems(
        PLAN, form
    )


def test_a_reference_must_be_about_its_group() -> None:
    form = made(spoiled({"indicators/0/groups": ["staff"], "indicators/1/groups": ["staff"]}))
    assert "reference 1: the indicator exposed_any is not about elected; take it or the group away" in plan_problems(
        PLAN, form
    )


def test_a_pool_may_name_municipalities_that_the_form_cannot_know() -> None:
    assert plan_problems(change(PLAN, pools=(change(POOL, municipalities=("9998", "9999")),)), small()) == ()
