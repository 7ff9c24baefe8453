"""The rows of comparisons, with nothing hidden: so that the edges can be seen that no release shows."""

import msgspec
import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from analysis.counting.counts import count
from analysis.disclosure.comparing import adjusted, comparisons
from analysis.disclosure.hiding import Hidden
from analysis.disclosure.release import Comparison as Row
from analysis.disclosure.rules import Rules
from analysis.estimates.compare import compare
from analysis.estimates.families import Family
from analysis.estimates.rates import rates
from questionnaires.plans import Comparison, Plan, Targets
from tests.analysis.answers import GROUPS, counted, form_of, words

FORM = form_of(2)
PLAN = Plan(
    0.95,
    Targets("population", "risk"),
    ("i1", "i2"),
    (Comparison("groups", "groups_within_municipality", words("g"), GROUPS, ("i1", "i2")),),
)
OPEN = Hidden(Rules(10, 5), frozenset(), ())


def family(elected: tuple[int, int], staff: tuple[int, int], invited: tuple[int, int]) -> Family:
    """The family of two tests: i1 as given, i2 without a difference."""
    table = {
        "0580/elected": [elected, (elected[1] // 2, elected[1])],
        "0580/staff": [staff, (staff[1] // 2, staff[1])],
    }
    sets = counted(table, {"0580/elected": invited[0], "0580/staff": invited[1]}, FORM, PLAN)
    return compare(PLAN, rates(count(sets, FORM, PLAN), 0.95, "population"))[0]


def row(elected: tuple[int, int], staff: tuple[int, int], invited: tuple[int, int] = (80, 900)) -> Row:
    return comparisons(family(elected, staff, invited), OPEN)[0]


def test_a_ratio_to_nobody_has_a_lower_limit_and_no_upper() -> None:
    found = row((8, 40), (0, 200))
    assert (found.ratio, found.ratio_high) == (None, None)
    assert found.ratio_low is not None
    assert found.ratio_low > 1


def test_a_ratio_of_nobody_to_nobody_has_no_estimate_and_no_limits_above_0() -> None:
    found = row((0, 40), (0, 200))
    assert (found.ratio, found.ratio_low, found.ratio_high) == (None, 0.0, None)
    assert (found.difference, found.p) == (0.0, 1.0)
    assert (found.low or 0) < 0 < (found.high or 0)


def test_the_targets_disagree_where_only_one_of_them_shows_a_difference() -> None:
    found = row((13, 60), (36, 250), (62, 260))  # nearly all answered: these persons are known, the risk is not
    assert found.other is not None
    assert (found.low or 0) <= 0 <= (found.high or 0)
    assert found.other.low > 0
    assert found.targets_disagree


def test_the_targets_agree_where_both_show_it_or_neither() -> None:
    assert not row((30, 55), (30, 300)).targets_disagree
    assert not row((10, 55), (50, 300)).targets_disagree


def test_an_interval_that_leaves_0_out_shows_nothing_that_the_family_does_not() -> None:
    made = family((13, 60), (36, 250), (100, 900))  # for these persons p is 0.046, and 0.09 as one of two tests
    found = comparisons(made, OPEN)[0]
    assert found.other is not None
    assert found.other.low > 0
    assert (found.other.p or 1) < 0.05 < 2 * (found.other.p or 0)
    assert not found.targets_disagree


def test_a_hidden_test_takes_every_number_with_it_and_counts_as_if_its_p_were_1() -> None:
    made = family((16, 60), (36, 250), (80, 900))
    hidden = msgspec.structs.replace(OPEN, cells=frozenset(made.tests[0].parts[:1]))
    first, second = comparisons(made, hidden)
    numbers = ("difference", "low", "high", "p", "p_adjusted", "ratio", "ratio_low", "tipping", "other", "bounds_low")
    assert {getattr(first, name) for name in numbers} == {None}
    assert (first.status, first.targets_disagree) == ("hidden", False)
    assert second.p is not None
    assert second.p_adjusted == min(2 * second.p, 1.0)
    assert first.family_size == second.family_size == 2


@pytest.mark.parametrize(("adjust", "method"), [("holm", "holm"), ("benjamini_hochberg", "fdr_bh")])
def test_p_values_are_adjusted_among_the_shown_by_the_declared_size(adjust: str, method: str) -> None:
    p = np.array([0.001, 0.2, 0.03, 0.0005])
    shown = np.array([True, True, True, False])
    expected = multipletests([0.001, 0.2, 0.03, 1.0], method=method)[1][:3]
    found = adjusted(p, shown, adjust)
    assert found[:3] == pytest.approx(expected, abs=1e-15)
    assert np.isnan(found[3])
