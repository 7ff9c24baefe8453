"""Faults of a plan's breakdowns, splits and distributions: each is one line that names its place and mend."""

import pytest

from questionnaires.plan_checks import plan_problems
from questionnaires.plans import Breakdown, Category, Distribution, Plan
from tests.questionnaires.forms import made, small, spoiled
from tests.questionnaires.planned import AGREEING, BOTH, BREAKDOWN, OFTEN, PLAN, SPLIT, category, change, words

FAULTS = [
    (
        change(PLAN, breakdowns=(Breakdown("B7", BOTH),)),
        "breakdown by B7: the questionnaire has no item 'B7'; mend the id",
    ),
    (
        change(PLAN, breakdowns=(BREAKDOWN, Breakdown("C3", BOTH, ("yes",), {"sv": "Övriga"}))),
        "breakdown by C3, rest: the wording in 'en' is missing; write it, or take the language out of languages",
    ),
    (
        change(PLAN, breakdowns=(BREAKDOWN, Breakdown("C3", BOTH, ("yes", "no"), words("Övriga")))),
        "breakdown by C3: the rest of all options is nobody; name some of them in options, or take rest away",
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


@pytest.mark.parametrize(("plan", "line"), FAULTS)
def test_a_fault_is_one_line_with_its_place_and_mend(plan: Plan, line: str) -> None:
    assert line in plan_problems(plan, small())


def test_what_only_one_group_is_asked_cannot_be_broken_down_by_what_only_the_other_is() -> None:
    form = made(spoiled({"indicators/1/groups": ["staff"]}))
    assert "breakdown by B1: no group is asked both for undue_influence and B1; take one of them away" in plan_problems(
        PLAN, form
    )
