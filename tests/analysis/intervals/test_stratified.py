import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from analysis.errors import CountError
from analysis.intervals.mantel_haenszel import (
    common_difference,
    common_odds_ratio,
    common_risk_ratio,
    klingenberg,
    sato,
    stratified_miettinen_nurminen,
    tables,
    weighted_sum,
)
from analysis.intervals.miettinen_nurminen import miettinen_nurminen
from analysis.intervals.stratified import breslow_day, cochran_mantel_haenszel, cochran_q

Strata = list[tuple[int, int, int, int]]


@st.composite
def strata(draw: st.DrawFn, least: int = 1) -> Strata:
    found = []
    for _ in range(draw(st.integers(least, 5))):
        answered, answered_b = draw(st.integers(2, 40)), draw(st.integers(2, 200))
        exposed, exposed_b = draw(st.integers(1, answered - 1)), draw(st.integers(1, answered_b - 1))
        found.append((exposed, answered, exposed_b, answered_b))
    return found


def columns(rows: Strata) -> tuple[list[int], list[int], list[int], list[int]]:
    k, n, k_b, n_b = (list(column) for column in zip(*rows, strict=True))
    return k, n, k_b, n_b


def statsmodels(rows: Strata) -> StratifiedTable:
    return StratifiedTable([np.array([[k, n - k], [k_b, n_b - k_b]], dtype=float) for k, n, k_b, n_b in rows])


@given(strata(least=2))
def test_statsmodels_agrees(rows: Strata) -> None:
    theirs = statsmodels(rows)
    ours = cochran_mantel_haenszel(*columns(rows), exact=False)
    assert ours.statistic == pytest.approx(theirs.test_null_odds(correction=False).statistic, rel=1e-9, abs=1e-9)
    assert common_odds_ratio(tables(*columns(rows))).estimate == pytest.approx(theirs.oddsratio_pooled)
    assert common_risk_ratio(tables(*columns(rows))).estimate == pytest.approx(theirs.riskratio_pooled)
    if abs(theirs.oddsratio_pooled - 1) > 1e-3:  # at 1 theirs divides by 0
        equal = breslow_day(*columns(rows))
        assert equal.statistic == pytest.approx(theirs.test_equal_odds(adjust=True).statistic, rel=1e-6, abs=1e-6)


@given(strata())
def test_one_telling_stratum_exact_is_fishers_test(rows: Strata) -> None:
    k, n, k_b, n_b = rows[0]
    ours = cochran_mantel_haenszel([k, 0], [n, 7], [k_b, 0], [n_b, 9], exact=True)
    assert ours.p == pytest.approx(stats.fisher_exact(np.array([[k, n - k], [k_b, n_b - k_b]])).pvalue, rel=1e-7)


@given(strata(), st.permutations(range(5)))
def test_the_order_of_the_strata_changes_nothing(rows: Strata, order: list[int]) -> None:
    mixed = [rows[place] for place in order if place < len(rows)]
    for test in (cochran_mantel_haenszel, breslow_day, cochran_q):
        one, other = test(*columns(rows)), test(*columns(mixed))
        assert (one.p is None) == (other.p is None)
        assert one.p is None or one.p == pytest.approx(other.p, abs=1e-12)


@given(strata())
def test_counting_the_unexposed_instead_changes_no_test(rows: Strata) -> None:
    turned = [(n - k, n, n_b - k_b, n_b) for k, n, k_b, n_b in rows]
    for test in (cochran_mantel_haenszel, breslow_day, cochran_q):
        one, other = test(*columns(rows)), test(*columns(turned))
        assert one.reason == other.reason
        assert one.method == other.method
        assert one.p is None or one.p == pytest.approx(other.p, rel=1e-6, abs=1e-9)


def test_few_exposed_are_tested_exactly() -> None:
    assert cochran_mantel_haenszel([1, 2], [30, 40], [4, 3], [50, 60]).method == "cochran_mantel_haenszel_exact"
    assert cochran_mantel_haenszel([11, 2], [30, 40], [14, 3], [50, 60]).method == "cochran_mantel_haenszel"


@pytest.mark.parametrize(
    "rows",
    [
        ([0, 5], [10, 5], [0, 9], [20, 9]),  # nobody in one, everybody in the other
        ([3], [10], [0], [0]),
        ([], [], [], []),
    ],
)
def test_strata_all_one_sided_have_no_test_but_a_reason(rows: tuple[list[int], ...]) -> None:
    counts = tuple(np.array(column, dtype=np.int64) for column in rows)
    for test in (cochran_mantel_haenszel, breslow_day):
        found = test(*counts)
        assert found.p is None
        assert found.statistic is None
        assert found.reason == "one_sided"


def test_one_stratum_alone_has_no_stratified_test() -> None:
    found = cochran_mantel_haenszel([3, 0], [10, 0], [4, 2], [20, 9])
    assert (found.p, found.statistic, found.reason) == (None, None, "one_stratum")
    assert common_difference(tables([3, 0], [10, 0], [4, 2], [20, 9])) == pytest.approx(0.3 - 0.2)


def test_one_telling_stratum_cannot_show_a_difference_between_strata() -> None:
    assert breslow_day([3, 0], [10, 10], [4, 0], [20, 20]).reason == "one_stratum"
    assert cochran_q([3], [10], [4], [20]).reason == "one_stratum"


def test_no_common_odds_ratio_leaves_its_test_out() -> None:
    assert breslow_day([3, 2], [10, 10], [0, 0], [20, 20]).reason == "no_common_ratio"


def test_an_empty_cell_does_not_count_as_known_without_error() -> None:
    rows = ([0, 20, 19], [40, 50, 48], [0, 40, 41], [90, 100, 110])
    found, bare = cochran_q(*rows), cochran_q(*rows, floored=False)
    assert found.strata == 3
    assert bare.strata == 2  # the stratum of no variance, which would weigh without end, falls away
    assert found.p is not None
    assert found.p > 0.05


def test_nobody_exposed_anywhere_has_no_variance() -> None:
    assert cochran_q([0, 0], [4, 5], [0, 0], [6, 7]).reason == "no_variance"


def test_a_stratum_without_answers_in_a_group_says_nothing() -> None:
    with_it, without = ([3, 5, 2], [10, 30, 7], [4, 9, 0], [20, 31, 0]), ([3, 5], [10, 30], [4, 9], [20, 31])
    for test in (cochran_mantel_haenszel, breslow_day, cochran_q):
        assert test(*with_it) == test(*without)


def test_strata_that_cannot_be_paired_are_refused() -> None:
    with pytest.raises(CountError, match="cannot be paired"):
        cochran_mantel_haenszel([1], [2], [1, 1], [2, 2])
    with pytest.raises(CountError, match="nothing to pool"):
        tables([1, 0], [2, 0], [0, 1], [0, 2])


@settings(max_examples=15)
@given(strata())
def test_one_stratum_by_the_score_is_miettinen_and_nurminen(rows: Strata) -> None:
    table = tables(*columns(rows[:1]))
    found, alone = stratified_miettinen_nurminen(table).interval, miettinen_nurminen(*rows[0])
    assert (found.low, found.high) == pytest.approx((alone.low, alone.high), abs=1e-9)


def test_a_ratio_against_nobody_has_no_logarithm_and_everything_is_possible() -> None:
    table = tables([3, 2], [10, 10], [0, 0], [20, 20])
    for found in (common_odds_ratio(table), common_risk_ratio(table)):
        assert found.estimate == np.inf
        assert (found.interval.low, found.interval.high) == (0.0, np.inf)
    assert np.isnan(common_odds_ratio(tables([0], [10], [0], [20])).estimate)


@settings(max_examples=15)
@given(strata())
def test_every_interval_of_the_difference_holds_it(rows: Strata) -> None:
    table = tables(*columns(rows))
    for method in (sato, klingenberg, stratified_miettinen_nurminen):
        found = method(table)
        assert found.interval.low <= common_difference(table) + 1e-12
        assert common_difference(table) - 1e-12 <= found.interval.high


def test_a_weighted_sum_takes_the_other_limit_for_a_negative_weight() -> None:
    limits = np.array([0.1, 0.2]), np.array([0.4, 0.6])
    estimate, low, high = weighted_sum([1.0, -1.0], np.array([0.2, 0.3]), limits)
    assert estimate == pytest.approx(-0.1)
    assert low == pytest.approx(-0.1 - np.hypot(0.1, 0.3))
    assert high == pytest.approx(-0.1 + np.hypot(0.2, 0.1))
