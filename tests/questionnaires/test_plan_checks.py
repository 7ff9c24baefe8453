"""Faults of a plan's comparisons, weights, references and pools: each is one line that names its place and mend."""

import pytest

from questionnaires.plan_checks import plan_problems
from questionnaires.plans import Breakdown, Plan, Weighting
from tests.questionnaires.forms import made, small, spoiled
from tests.questionnaires.planned import (
    BOTH,
    GROUPS,
    OPTIONS,
    PLAN,
    POOL,
    POOLED,
    REFERENCE,
    SCALES,
    WAVES,
    change,
    comparing,
    words,
)


def test_a_plan_with_every_kind_of_table_and_comparison_is_sound() -> None:
    assert plan_problems(PLAN, small()) == ()


FAULTS = [
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
    (
        change(
            PLAN, pools=(change(POOL, only_together=True), change(POOL, id="more", municipalities=("0513", "0514")))
        ),
        (
            "pool neighbours: 0513 is reported only together with these, so it cannot stand in the pool more; "
            "take it away there"
        ),
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


@pytest.mark.parametrize(("plan", "line"), FAULTS)
def test_a_fault_is_one_line_with_its_place_and_mend(plan: Plan, line: str) -> None:
    assert line in plan_problems(plan, small())


def test_a_reference_must_be_about_its_group() -> None:
    form = made(spoiled({"indicators/0/groups": ["staff"], "indicators/1/groups": ["staff"]}))
    assert "reference 1: the indicator exposed_any is not about elected; take it or the group away" in plan_problems(
        PLAN, form
    )


def test_a_pool_may_name_municipalities_that_the_form_cannot_know() -> None:
    assert plan_problems(change(PLAN, pools=(change(POOL, municipalities=("9998", "9999")),)), small()) == ()
