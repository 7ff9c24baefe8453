"""What happens at the edges, seen in the release: a group that is missing, a census, a ratio without an upper limit."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import pytest

from analysis import analyse
from analysis.counting.counts import Counts, Stratum, count
from analysis.counting.frames import UNKNOWN
from analysis.disclosure.release import Comparison as Row
from analysis.disclosure.release import Estimate, Release
from analysis.estimates.compare import compare
from analysis.estimates.families import Family
from analysis.estimates.rates import Rates, pooled, rates
from analysis.intervals.wilson import wilson
from questionnaires.answersets import Place
from questionnaires.plans import Comparison, Plan, Targets
from tests.analysis.answers import GROUPS, counted, form_of, words

FORM = form_of(2)
PLAN = Plan(
    0.95,
    Targets("population", "risk"),
    ("i1", "i2"),
    (
        Comparison("groups", "groups_within_municipality", words("g"), GROUPS, ("i1",)),
        Comparison("pooled", "groups_pooled", words("p"), GROUPS, ("i1",)),
    ),
)
TABLE = {
    "0580/elected": [(12, 25), (6, 25)],
    "0580/staff": [(60, 300), (30, 290)],
    "0581/elected": [(20, 59), (8, 59)],
    "0581/staff": [(40, 280), (50, 280)],
    "1480/elected": [(16, 61), (9, 60)],
    "1480/staff": [(90, 500), (70, 480)],
}
INVITED = {
    "0580/elected": 31,
    "0580/staff": 700,
    "0581/elected": 59,
    "0581/staff": 900,
    "1480/elected": 81,
    "1480/staff": 5000,
}
Table = Mapping[str, Sequence[tuple[int, int]]]


def release(table: Table = TABLE, invited: Mapping[str, int] = INVITED, plan: Plan = PLAN) -> Release:
    return analyse(counted(table, invited, FORM, plan), FORM, plan)


def estimate(made: Release, indicator: str, municipality: str | None, group: str) -> Estimate:
    found = made.pooled if municipality is None else made.estimates
    return next(e for e in found if (e.indicator, e.municipality, e.group) == (indicator, municipality, group))


def pooled_row(made: Release) -> Row:
    return next(each for each in made.comparisons if each.kind == "groups_pooled")


NONE = {"0581/elected": [(0, 0), (0, 0)]}


def test_a_group_that_does_not_exist_prints_nothing_and_is_named_where_it_is_left_out() -> None:
    made = release({**TABLE, **NONE}, {**INVITED, "0581/elected": 0})
    gone = estimate(made, "i1", "0581", "elected")
    assert (gone.status, gone.suppressed) == ("not_applicable", False)
    numbers = (gone.exposed, gone.answered, gone.share, gone.low, gone.high, gone.bounds_low, gone.bounds_high)
    assert {*numbers, gone.frame, gone.other} == {None}
    assert estimate(made, "i1", None, "elected").left_out == ("0581",)
    assert pooled_row(made).left_out == ("0581",)
    assert pooled_row(made).status == "shown"


def test_a_municipality_without_answers_is_left_out_of_the_pooled_difference_and_named() -> None:
    made = release({**TABLE, **NONE})
    silent = estimate(made, "i1", "0581", "elected")
    assert (silent.status, silent.share, silent.low, silent.high) == ("no_answers", None, 0.0, 1.0)
    assert (silent.bounds_low, silent.bounds_high) == (0.0, 1.0)
    assert pooled_row(made).left_out == ("0581",)
    without = release({stratum: cells for stratum, cells in TABLE.items() if not stratum.startswith("0581")})
    assert (pooled_row(made).low, pooled_row(made).high) == (pooled_row(without).low, pooled_row(without).high)
    together = estimate(made, "i1", None, "elected")
    assert (together.left_out, together.frame) == (("0581",), 112)
    assert together.bounds_high == pytest.approx((28 + 171 - 86) / 171)  # the bounds are about all of them


def test_one_hidden_rate_hides_the_pooled_comparison_and_the_sum() -> None:
    made = release({**TABLE, "0581/elected": [(3, 59), (8, 59)]})
    assert pooled_row(made).status == "hidden"
    assert pooled_row(made).homogeneity is None
    assert estimate(made, "i1", None, "elected").status == "hidden"
    assert estimate(made, "i1", None, "staff").status == "shown"


def test_a_hidden_rate_hides_the_pooled_comparison_even_where_its_municipality_is_left_out() -> None:
    made = release({**TABLE, **NONE, "0581/staff": [(3, 280), (50, 280)]})
    assert (pooled_row(made).status, pooled_row(made).left_out) == ("hidden", ())


def test_one_municipality_left_gives_a_difference_but_no_test_over_municipalities() -> None:
    table = {**TABLE, **NONE, "1480/elected": [(0, 0), (0, 0)]}
    found = pooled_row(release(table))
    assert found.left_out == ("0581", "1480")
    assert found.difference == pytest.approx(12 / 25 - 60 / 300)
    assert found.homogeneity is not None
    assert (found.homogeneity.breslow_day_p, found.homogeneity.q_p) == (None, None)
    assert "one_stratum" in found.homogeneity.reason


def test_a_census_is_a_point_for_these_persons_and_an_interval_for_the_risk() -> None:
    found = estimate(release(), "i1", "0581", "elected")
    share = 20 / 59
    assert (found.target, found.low, found.high) == ("population", share, share)
    assert found.other is not None
    risk = wilson(20, 59)
    assert (found.other.target, found.other.low, found.other.high) == ("risk", risk.low, risk.high)
    assert (found.bounds_low, found.bounds_high) == (share, share)


def test_a_census_headline_is_marked_in_the_other_reading_when_the_risk_is_declared() -> None:
    plan = msgspec.structs.replace(PLAN, targets=Targets("risk", "risk"))
    found = estimate(release(plan=plan), "i1", "0581", "elected")
    assert found.other is not None
    assert (found.target, found.other.status, found.other.low) == ("risk", "census", 20 / 59)


def test_a_council_of_25_answers_is_shown_as_uncertain_and_a_large_staff_is_not() -> None:
    made = release()
    assert estimate(made, "i1", "0580", "elected").reliability == "uncertain"
    assert estimate(made, "i1", "0581", "elected").reliability == ""  # all answered
    assert estimate(made, "i1", "1480", "staff").reliability == ""


def family(k: int, n: int, k_b: int, n_b: int) -> Family:
    """The difference of elected and staff before anything is hidden, so that 0 can be seen."""
    table = {"0580/elected": [(k, n), (0, n)], "0580/staff": [(k_b, n_b), (0, n_b)]}
    invited = {"0580/elected": 2 * n, "0580/staff": 2 * n_b}
    counts = count(counted(table, invited, FORM, PLAN), FORM, PLAN)
    return compare(PLAN, rates(counts, 0.95, "risk"))[0]


def test_nobody_exposed_in_both_groups_is_a_difference_as_wide_as_both_upper_limits() -> None:
    found = family(0, 40, 0, 200)
    interval, ratio = found.readings.headline(0).interval, found.ratios.headline(0).interval
    assert (found.difference[0], found.readings.headline(0).p) == (0.0, 1.0)
    assert (interval.low, interval.high) == pytest.approx((-wilson(0, 200).high, wilson(0, 40).high), abs=1e-15)
    assert np.isnan(found.ratio[0])
    assert (ratio.low, ratio.high) == (0.0, float("inf"))


def test_nobody_exposed_in_the_second_group_is_a_ratio_without_an_upper_limit() -> None:
    found = family(8, 40, 0, 200)
    assert found.ratio[0] == float("inf")
    assert found.ratios.headline(0).interval.high == float("inf")
    assert found.ratios.headline(0).interval.low > 0


def test_counts_beyond_two_to_the_31_are_whole() -> None:
    base = count(counted(TABLE, INVITED, FORM, PLAN), FORM, PLAN)
    times = 10**9
    strata = tuple(
        msgspec.structs.replace(each, invited=each.invited * times, answered=each.answered * times)
        for each in base.strata
    )
    huge: Counts = msgspec.structs.replace(
        base,
        strata=strata,
        exposed=base.exposed * times,
        answered=base.answered * times,
        eligible=base.eligible * times,
    )
    found = rates(huge, 0.95, "risk")
    assert found.exposed[0] == 12 * times
    assert found.share[0] == 12 / 25
    low, high = found.readings.headline(0).interval.low, found.readings.headline(0).interval.high
    assert 0 < high - low < 1e-4


def test_one_municipality_alone_has_no_pooled_comparison() -> None:
    alone = release({stratum: cells for stratum, cells in TABLE.items() if stratum.startswith("0580")})
    assert not [each for each in alone.comparisons if each.kind == "groups_pooled"]
    assert {each.id: each.size for each in alone.families} == {"groups": 1, "pooled": 0}


def test_a_sum_with_a_part_of_unknown_size_has_the_reading_of_those_who_answered_and_no_bounds() -> None:
    made = pooled(frames_of((25, 300, 30), (0, 200, UNKNOWN)))
    assert (made.frame[0], made.left_out[0]) == (30, ("0581",))
    assert made.readings.population.known[0]
    assert np.isnan(made.bounds[0][0])


def test_a_part_of_a_group_that_does_not_exist_is_nobody() -> None:
    made = frames_of((25, 300, 30), (0, 0, UNKNOWN))
    assert made.frame.tolist() == [30, 0]


def frames_of(*cells: tuple[int, int, int]) -> Rates:
    """Rates of one indicator in strata of (answered, invited, eligible)."""
    strata = tuple(
        Stratum(Place(f"058{place}", "x"), "elected", invited, answered)
        for place, (answered, invited, _) in enumerate(cells)
    )
    base = count(counted(TABLE, INVITED, FORM, PLAN), FORM, PLAN)
    answered, _, eligible = np.array(cells, dtype=np.int64).T[:, np.newaxis]
    made: Counts = msgspec.structs.replace(
        base,
        quantities=base.quantities[:1],
        strata=strata,
        exposed=answered // 3,
        answered=answered,
        eligible=eligible,
        applies=np.ones((1, len(cells)), dtype=np.bool_),
    )
    return rates(made, 0.95, "population")
