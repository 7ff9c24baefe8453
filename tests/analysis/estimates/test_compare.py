import math

from analysis.counting.counts import count
from analysis.estimates.compare import compare, planned
from analysis.estimates.rates import rates
from analysis.intervals.difference import newcombe
from analysis.intervals.pvalue import newcombe_p
from questionnaires.plans import Comparison, Plan, Targets
from tests.analysis.answers import GROUPS, counted, form_of, plan_for, words

FORM = form_of(2)
TABLE = {
    "0580/elected": [(12, 55), (9, 50)],
    "0580/staff": [(20, 300), (30, 290)],
    "0581/elected": [(20, 59), (8, 59)],
    "0581/staff": [(40, 280), (0, 0)],
    "1480/elected": [(6, 31), (7, 30)],
}
SINGLE = rates(count(counted(TABLE, dict.fromkeys(TABLE, 600), FORM, plan_for(FORM)), FORM, plan_for(FORM)), 0.95)


def plan(*comparisons: Comparison) -> Plan:
    return Plan(0.95, Targets("risk", "risk"), ("i1", "i2"), comparisons)


GROUPS_FIRST = Comparison("groups", "groups_within_municipality", words("g"), GROUPS, ("i1",))
PLACES_FIRST = Comparison("places", "municipalities_within_group", words("p"), ("elected",), ("i1", "i2"))


def sides(*comparisons: Comparison) -> list[tuple[str, str, str]]:
    return [
        (
            test.first.indicator,
            f"{test.first.municipality}/{test.first.group}",
            f"{test.second.municipality}/{test.second.group}",
        )
        for test in planned(plan(*comparisons), SINGLE)
    ]


def test_groups_are_compared_in_each_municipality_that_has_both() -> None:
    assert sides(GROUPS_FIRST) == [
        ("i1", "0580/elected", "0580/staff"),
        ("i1", "0581/elected", "0581/staff"),
    ]


def test_each_pair_of_municipalities_is_compared_in_each_group_that_is_named() -> None:
    assert sides(PLACES_FIRST) == [
        (name, f"{first}/elected", f"{second}/elected")
        for name in ("i1", "i2")
        for first, second in (("0580", "0581"), ("0580", "1480"), ("0581", "1480"))
    ]


def test_nothing_is_compared_that_was_not_planned() -> None:
    assert planned(plan(), SINGLE) == ()
    found = compare((), SINGLE, 0.95)
    assert len(found.difference) == 0


def test_a_difference_is_the_first_minus_the_second_with_newcombes_interval() -> None:
    found = compare(planned(plan(GROUPS_FIRST), SINGLE), SINGLE, 0.95)
    assert found.difference[0] == 12 / 55 - 20 / 300
    assert found.interval[0] == newcombe(12, 55, 20, 300)
    assert found.p[0] == newcombe_p(12, 55, 20, 300)
    assert found.bounds[0][0] == 12 / 600 - 320 / 600
    assert found.bounds[1][0] == 557 / 600 - 20 / 600


def test_a_side_without_answers_gives_no_difference() -> None:
    both = Comparison("groups", "groups_within_municipality", words("g"), GROUPS, ("i2",))
    found = compare(planned(plan(both), SINGLE), SINGLE, 0.95)
    assert found.tests[1].second.municipality == "0581"
    assert math.isnan(found.difference[1])
    assert math.isnan(found.p[1])
    assert found.interval[1].status == "no_answers"
