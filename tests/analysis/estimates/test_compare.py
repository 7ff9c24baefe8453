import math

import pytest

from analysis.counting.counts import count
from analysis.estimates.compare import compare
from analysis.estimates.families import Family
from analysis.estimates.rates import rates
from analysis.intervals.difference import half_step, newcombe, newcombe_fpc
from analysis.intervals.pvalue import half_step_p, newcombe_fpc_p, newcombe_p
from analysis.intervals.ratio import mover_r
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
SINGLE = rates(
    count(counted(TABLE, dict.fromkeys(TABLE, 600), FORM, plan_for(FORM)), FORM, plan_for(FORM)), 0.95, "risk"
)


def plan(*comparisons: Comparison) -> Plan:
    return Plan(0.95, Targets("risk", "risk"), ("i1", "i2"), comparisons)


def family(comparison: Comparison) -> Family:
    return compare(plan(comparison), SINGLE)[0]


GROUPS_FIRST = Comparison("groups", "groups_within_municipality", words("g"), GROUPS, ("i1",))
PLACES_FIRST = Comparison("places", "municipalities_within_group", words("p"), ("elected",), ("i1", "i2"))


def sides(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [
        (
            test.first.indicator,
            f"{test.first.municipality}/{test.first.group}",
            f"{test.second.municipality}/{test.second.group}",
        )
        for test in family(comparison).tests
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
    assert compare(plan(), SINGLE) == ()


def test_a_difference_is_the_first_minus_the_second_under_both_targets() -> None:
    found = family(GROUPS_FIRST)
    assert found.difference[0] == 12 / 55 - 20 / 300
    headline, other = found.readings.headline(0), found.readings.other(0)
    assert other is not None
    assert (headline.target, headline.interval, headline.p) == (
        "risk",
        newcombe(12, 55, 20, 300),
        newcombe_p(12, 55, 20, 300),
    )
    assert (other.target, other.interval) == ("population", newcombe_fpc(12, 55, 600, 20, 300, 600))
    assert other.p == newcombe_fpc_p(12, 55, 600, 20, 300, 600)
    assert (found.bounds[0][0], found.bounds[1][0]) == (12 / 600 - 320 / 600, 557 / 600 - 20 / 600)


def test_the_ratio_stands_beside_the_difference() -> None:
    found = family(GROUPS_FIRST)
    assert found.ratio[0] == pytest.approx((12 / 55) / (20 / 300), abs=1e-15)
    assert found.ratios.headline(0).interval == mover_r(12, 55, 20, 300)


def test_the_tipping_point_is_the_share_of_the_silent_at_which_the_difference_is_gone() -> None:
    # 12 + x of 600 invited must be 20/300 of them: x = 28 of the 545 who did not answer.
    assert family(GROUPS_FIRST).tipping[0] == pytest.approx(28 / 545, abs=1e-12)


def test_a_side_without_answers_gives_no_difference() -> None:
    found = family(Comparison("groups", "groups_within_municipality", words("g"), GROUPS, ("i2",)))
    assert found.tests[1].second.municipality == "0581"
    assert math.isnan(found.difference[1])
    assert math.isnan(found.ratio[1])
    assert math.isnan(found.readings.headline(1).p)
    assert found.readings.headline(1).interval.status == "no_answers"


def test_a_frame_of_sixty_persons_or_fewer_has_limits_half_a_person_out() -> None:
    invited = {"0580/elected": 60, "0580/staff": 600, "0581/elected": 61, "0581/staff": 600, "1480/elected": 600}
    single = rates(count(counted(TABLE, invited, FORM, plan_for(FORM)), FORM, plan_for(FORM)), 0.95, "risk")
    found = compare(plan(GROUPS_FIRST), single)[0].readings
    small, large = found.other(0), found.other(1)
    assert small is not None
    assert large is not None
    assert (small.interval, small.p) == (half_step(12, 55, 60, 20, 300, 600), half_step_p(12, 55, 60, 20, 300, 600))
    assert large.interval == newcombe_fpc(20, 59, 61, 40, 280, 600)
    assert large.p == newcombe_fpc_p(20, 59, 61, 40, 280, 600)


def test_the_other_side_tips_it_too_and_both_together_sooner() -> None:
    found = family(GROUPS_FIRST)
    # 20 + x of 600 must be 12/55 of them: x = 110.9 of the 300 who did not answer.
    assert found.tipping_second[0] == pytest.approx((12 / 55 * 600 - 20) / 300, abs=1e-12)
    first, second, shift = 12 / 55, 20 / 300, found.shift[0]
    silent, silent_second = 545 / 600, 300 / 600
    assert first - shift * silent == pytest.approx(second + shift * silent_second, abs=1e-12)
