import msgspec
import numpy as np
import pytest

from analysis.counting.counts import count
from analysis.counting.frames import UNKNOWN
from analysis.estimates.families import Family
from analysis.estimates.pooling import pooled_family
from analysis.estimates.rates import Cell, Rates, rates
from analysis.intervals.interval import Shares
from questionnaires.plans import Comparison
from tests.analysis.answers import GROUPS, counted, form_of, plan_for, words

FORM = form_of(1)
PLANNED = Comparison("pooled", "groups_pooled", words("p"), GROUPS, ("i1",))
TABLE = {
    "0580/elected": [(12, 55)],
    "0580/staff": [(60, 300)],
    "0581/elected": [(20, 59)],
    "0581/staff": [(90, 280)],
    "1480/elected": [(16, 61)],
    "1480/staff": [(150, 500)],
}
INVITED = {
    "0580/elected": 100,
    "0580/staff": 900,
    "0581/elected": 120,
    "0581/staff": 800,
    "1480/elected": 150,
    "1480/staff": 2000,
}


def single(*unknown: str) -> Rates:
    """The rates, with the frame of the strata named *unknown* not known."""
    plan = plan_for(FORM)
    counts = count(counted(TABLE, INVITED, FORM, plan), FORM, plan)
    eligible = counts.eligible.copy()
    eligible[:, [str(stratum) in unknown for stratum in counts.strata]] = UNKNOWN
    return rates(msgspec.structs.replace(counts, eligible=eligible), 0.95, "population")


def made(*unknown: str) -> Family:
    return pooled_family(PLANNED, single(*unknown), "population")


def weights() -> Shares:
    n, n_b = np.array([55, 59, 61]), np.array([300, 280, 500])
    found: Shares = n * n_b / (n + n_b)
    shares: Shares = found / found.sum()
    return shares


def test_its_parts_are_the_rates_of_every_municipality() -> None:
    (test,) = made().tests
    assert (test.first, test.second) == (Cell("i1", None, "elected"), Cell("i1", None, "staff"))
    assert set(test.parts) == {Cell("i1", code, group) for code in ("0580", "0581", "1480") for group in GROUPS}


def test_at_the_tipping_point_the_standardised_shares_are_equal() -> None:
    found = made().tipping[0]
    k, n, size = np.array([12, 20, 16]), np.array([55, 59, 61]), np.array([100, 120, 150])
    completed = (weights() * (k + found * (size - n)) / size).sum()
    assert completed == pytest.approx((weights() * np.array([60 / 300, 90 / 280, 150 / 500])).sum(), abs=1e-12)


def test_the_bounds_are_those_of_each_municipality_in_the_same_weights() -> None:
    found = made()
    low, high = 0.0, 0.0
    for weight, code in zip(weights(), ("0580", "0581", "1480"), strict=True):
        (k, n), (k_b, n_b) = TABLE[f"{code}/elected"][0], TABLE[f"{code}/staff"][0]
        size, size_b = INVITED[f"{code}/elected"], INVITED[f"{code}/staff"]
        low += weight * (k / size - (k_b + size_b - n_b) / size_b)
        high += weight * ((k + size - n) / size - k_b / size_b)
    assert (found.bounds[0][0], found.bounds[1][0]) == pytest.approx((low, high), abs=1e-12)


def test_one_unknown_frame_leaves_only_the_risk() -> None:
    found = made("0581/staff")
    assert found.readings.headline(0).target == "risk"
    assert found.readings.other(0) is None
    assert np.isnan([found.tipping[0], found.bounds[0][0]]).all()
    assert found.difference[0] == made().difference[0]


def test_the_population_reading_is_narrower_and_a_census_is_a_point() -> None:
    found = made()
    headline, other = found.readings.headline(0), found.readings.other(0)
    assert other is not None
    assert (
        other.interval.low < headline.interval.low < found.difference[0] < headline.interval.high < other.interval.high
    )
    all_of_them = msgspec.structs.replace(single(), frame=single().answered)
    whole = pooled_family(PLANNED, all_of_them, "population").readings.headline(0)
    assert (whole.interval.status, whole.interval.low) == ("census", whole.interval.high)
