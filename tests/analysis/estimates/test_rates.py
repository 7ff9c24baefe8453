import math

from analysis.counting.counts import count
from analysis.estimates.rates import Cell, Rates, pooled, rates
from analysis.intervals.wilson import wilson
from tests.analysis.answers import counted, form_of, plan_for

FORM = form_of(2)
TABLE = {
    "0580/elected": [(3, 20), (0, 0)],
    "0580/staff": [(10, 300), (30, 290)],
    "0581/elected": [(7, 25), (2, 25)],
    "0581/staff": [(0, 0), (0, 0)],
}
INVITED = {"0580/elected": 61, "0580/staff": 700, "0581/elected": 30, "0581/staff": 9}


def made(level: float = 0.95) -> Rates:
    return rates(count(counted(TABLE, INVITED, FORM, plan_for(FORM)), FORM, plan_for(FORM)), level)


def place(found: Rates, *cell: str | None) -> int:
    return found.cells.index(Cell(*cell))  # type: ignore[arg-type]  # the second may be None


def test_a_rate_is_the_exposed_among_those_who_answered_with_wilsons_interval() -> None:
    found = made(0.9)
    here = place(found, "i1", "0580", "staff")
    assert found.share[here] == 10 / 300
    assert found.interval[here] == wilson(10, 300, 0.9)
    assert (found.bounds[0][here], found.bounds[1][here]) == (10 / 700, 410 / 700)
    assert found.stratum_answered[here] == 300


def test_cells_go_indicator_by_indicator_then_by_stratum() -> None:
    assert [(cell.indicator, cell.municipality, cell.group) for cell in made().cells[:5]] == [
        ("i1", "0580", "elected"),
        ("i1", "0580", "staff"),
        ("i1", "0581", "elected"),
        ("i1", "0581", "staff"),
        ("i2", "0580", "elected"),
    ]


def test_no_answers_have_no_share_and_an_open_interval() -> None:
    found = made()
    here = place(found, "i1", "0581", "staff")
    assert math.isnan(found.share[here])
    assert found.interval[here].status == "no_answers"
    assert (found.interval.low[here], found.interval.high[here]) == (0.0, 1.0)


def test_the_municipalities_together_are_the_sum_of_their_answers() -> None:
    total = pooled(made(), 0.95)
    here = place(total, "i1", None, "elected")
    assert (total.exposed[here], total.answered[here], total.invited[here]) == (10, 45, 91)
    assert total.interval[here] == wilson(10, 45)


def test_a_group_of_one_municipality_has_no_total() -> None:
    form = form_of(1)
    table = {"0580/elected": [(3, 20)], "0580/staff": [(3, 20)], "0581/staff": [(3, 20)]}
    single = rates(count(counted(table, dict.fromkeys(table, 40), form, plan_for(form)), form, plan_for(form)), 0.95)
    assert [cell.group for cell in pooled(single, 0.95).cells] == ["staff"]
