import math

import msgspec
import numpy as np
import pytest

from analysis.counting.counts import Counts, count
from analysis.errors import CountError
from analysis.estimates.rates import Cell, Rates, pooled, rates
from analysis.intervals.engine import weighted
from analysis.intervals.finite import hypergeometric
from analysis.intervals.wilson import wilson
from questionnaires.plans import Pool, Target
from tests.analysis.answers import counted, form_of, plan_for, words

FORM = form_of(2)
TABLE = {
    "0580/elected": [(3, 20), (0, 0)],
    "0580/staff": [(10, 300), (30, 290)],
    "0581/elected": [(7, 25), (2, 25)],
    "0581/staff": [(0, 0), (0, 0)],
}
INVITED = {"0580/elected": 61, "0580/staff": 700, "0581/elected": 30, "0581/staff": 9}


def counts_of(invited: dict[str, int] | None = None) -> Counts:
    plan = plan_for(FORM)
    return count(counted(TABLE, invited or INVITED, FORM, plan), FORM, plan)


def made(level: float = 0.95, target: Target = "population", invited: dict[str, int] | None = None) -> Rates:
    return rates(counts_of(invited), level, target)


def place(found: Rates, *cell: str | None) -> int:
    return found.cells.index(Cell(*cell))  # type: ignore[arg-type]  # the second may be None


def test_a_rate_is_the_exposed_among_those_who_answered_under_both_targets() -> None:
    found = made(0.9)
    here = place(found, "i1", "0580", "staff")
    assert found.share[here] == 10 / 300
    headline, other = found.readings.headline(here), found.readings.other(here)
    assert other is not None
    assert (headline.target, headline.interval) == ("population", hypergeometric(10, 300, 700, 0.9))
    assert (other.target, other.interval) == ("risk", wilson(10, 300, 0.9))
    assert (found.bounds[0][here], found.bounds[1][here]) == (10 / 700, 410 / 700)
    assert found.stratum_answered[here] == 300


def test_the_declared_target_is_the_headline() -> None:
    found = made(target="risk")
    assert {found.readings.headline(here).target for here in range(len(found.cells))} == {"risk"}
    here = place(found, "i1", "0580", "staff")
    other = found.readings.other(here)
    assert other is not None
    assert (other.target, other.interval) == ("population", hypergeometric(10, 300, 700))


def test_cells_go_quantity_by_quantity_then_by_stratum() -> None:
    assert [(cell.indicator, cell.municipality, cell.group) for cell in made().cells[:5]] == [
        ("i1", "0580", "elected"),
        ("i1", "0580", "staff"),
        ("i1", "0581", "elected"),
        ("i1", "0581", "staff"),
        ("i2", "0580", "elected"),
    ]


def test_no_answers_have_no_share_an_open_interval_and_open_bounds() -> None:
    found = made()
    here = place(found, "i1", "0581", "staff")
    interval = found.readings.headline(here).interval
    assert math.isnan(found.share[here])
    assert (interval.status, interval.low, interval.high) == ("no_answers", 0.0, 1.0)
    assert (found.bounds[0][here], found.bounds[1][here]) == (0.0, 1.0)


def test_a_group_that_does_not_exist_has_no_rate_and_no_bounds() -> None:
    found = made(invited={**INVITED, "0581/staff": 0})
    here = place(found, "i1", "0581", "staff")
    assert found.readings.headline(here).interval.status == "not_applicable"
    assert np.isnan(found.bounds[0][here])


def test_when_all_answered_the_population_is_known_and_the_risk_is_not() -> None:
    found = made(invited={**INVITED, "0580/elected": 20})
    here = place(found, "i1", "0580", "elected")
    headline, other = found.readings.headline(here).interval, found.readings.other(here)
    assert other is not None
    assert (headline.status, headline.low, headline.high) == ("census", 3 / 20, 3 / 20)
    assert other.interval.low < 3 / 20 < other.interval.high


def test_in_the_municipalities_together_each_counts_by_its_invited() -> None:
    single = made()
    total = pooled(single)
    here = place(total, "i1", None, "elected")
    assert (total.exposed[here], total.answered[here], total.invited[here]) == (10, 45, 91)
    parts = [single.place[cell] for cell in total.parts[here]]
    k, n, size = (numbers[parts] for numbers in (single.exposed, single.answered, single.frame))
    sheets, invited = single.stratum_answered[parts], single.invited[parts]
    weights = invited / sheets * n
    assert total.share[here] == pytest.approx((invited / sheets * k).sum() / weights.sum(), abs=1e-12)
    found = weighted(weights, k, n, size).interval
    headline = total.readings.headline(here).interval
    assert (headline.low, headline.high, headline.method) == (found.low, found.high, "standardised_fpc")
    assert total.left_out[here] == ()
    assert total.parts[here] == (Cell("i1", "0580", "elected"), Cell("i1", "0581", "elected"))


def test_a_total_holds_the_truth_where_response_and_risk_both_differ() -> None:
    # Two municipalities of 1,000, rates .1 and .3, responses .8 and .4: the summed answers are .167, the truth .2.
    form = form_of(1)
    table = {"0580/elected": [(80, 800)], "0581/elected": [(120, 400)]}
    plan = plan_for(form)
    single = rates(count(counted(table, dict.fromkeys(table, 1000), form, plan), form, plan), 0.95, "population")
    total = pooled(single)
    assert total.share[0] == pytest.approx(0.2, abs=1e-12)
    interval = total.readings.headline(0).interval
    assert interval.low < 0.2 < interval.high


def test_a_sum_names_the_municipality_without_answers_and_is_not_about_its_people_but_the_bounds_are() -> None:
    total = pooled(made())
    here = place(total, "i1", None, "staff")
    assert total.left_out[here] == ("0581",)
    assert total.frame[here] == 700
    assert (total.bounds[0][here], total.bounds[1][here]) == (10 / 709, 419 / 709)


def test_a_group_of_one_municipality_has_no_total() -> None:
    form = form_of(1)
    table = {"0580/elected": [(3, 20)], "0580/staff": [(3, 20)], "0581/staff": [(3, 20)]}
    plan = plan_for(form)
    single = rates(count(counted(table, dict.fromkeys(table, 40), form, plan), form, plan), 0.95, "risk")
    assert [cell.group for cell in pooled(single).cells] == ["staff"]


def test_a_pool_sums_its_own_municipalities_and_one_alone_is_no_pool() -> None:
    pools = (Pool("both", words("b"), ("0580", "0581")), Pool("one", words("o"), ("0580", "1480")))
    total = pooled(made(), pools)
    assert {cell.pool for cell in total.cells} == {"", "both"}
    here, there = place(total, "i1", None, "elected"), place(total, "i1", None, "elected", "both")
    assert total.exposed[here] == total.exposed[there] == 10


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ((3, 62), "0580/elected, i1: 62 answered of the eligible 61"),
        ((21, 20), "0580/elected, i1: 21 exposed of the answered 20"),
        ((-1, 20), "0580/elected, i1: 0 exposed, fewer than -1"),
    ],
)
def test_impossible_counts_are_refused_by_name(numbers: tuple[int, int], message: str) -> None:
    counts = counts_of()
    exposed, answered = counts.exposed.copy(), counts.answered.copy()
    exposed[0, 0], answered[0, 0] = numbers
    wrong = msgspec.structs.replace(counts, exposed=exposed, answered=answered)
    with pytest.raises(CountError, match=message):
        rates(wrong, 0.95, "risk")
