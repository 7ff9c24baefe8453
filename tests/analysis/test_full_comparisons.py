"""A plan with every comparison there is, each worked out again by statsmodels, scipy or the formula written out."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis.disclosure.release import Subset
from tests.analysis.byhand import STEPS, Z, family, release, sheets, sides, strata


def test_differences_are_newcombes() -> None:
    for each in [*family("groups"), *family("places"), *family("gender")]:
        (k, n, _), (k_b, n_b, _) = sides(each)
        expected = confint_proportions_2indep(k, n, k_b, n_b, method="newcomb", compare="diff")
        assert each.difference == pytest.approx(k / n - k_b / n_b, abs=1e-12)
        assert (each.low, each.high) == pytest.approx(expected, abs=1e-9)
        assert (each.target, each.method) == ("risk", "newcombe")


def wilson_fpc(k: int, n: int, frame: int, z: float = Z) -> tuple[float, float]:
    if n == frame:
        return k / n, k / n
    size = n * (frame - 1) / (frame - n)
    middle, half = k / n + z * z / (2 * size), z * np.sqrt(k / n * (1 - k / n) / size + z * z / (4 * size**2))
    return (middle - half) / (1 + z * z / size), (middle + half) / (1 + z * z / size)


def newcombe_fpc(a: tuple[int, int, int], b: tuple[int, int, int], z: float = Z) -> tuple[float, float]:
    (low, high), (low_b, high_b) = wilson_fpc(*a, z), wilson_fpc(*b, z)
    p, q = a[0] / a[1], b[0] / b[1]
    return p - q - np.hypot(p - low, high_b - q), p - q + np.hypot(high - p, q - low_b)


def test_the_population_reading_of_a_difference_is_newcombes_with_the_frames() -> None:
    for each in [*family("groups"), *family("places")]:
        assert each.other is not None
        a, b = sides(each)
        assert (each.other.low, each.other.high) == pytest.approx(newcombe_fpc(a, b), abs=1e-10)
        assert each.other.target == "population"


def test_a_breakdown_without_frame_counts_is_read_as_risk_only() -> None:
    assert {each.other for each in family("gender")} == {None}
    assert {(each.first.subset, each.second.subset) for each in family("gender")} == {
        (Subset("B4", "woman"), Subset("B4", "man"))
    }


def limit_at_zero(limits: Callable[[float], tuple[float, float]]) -> float:
    """The alpha at which an interval just excludes 0, by halving the quantile."""
    low, high = 0.0, 40.0
    for _ in range(200):
        middle = (low + high) / 2
        ends = limits(middle)
        low, high = (middle, high) if ends[0] > 0 or ends[1] < 0 else (low, middle)
    return float(2 * stats.norm.sf(high))


def test_p_is_the_alpha_at_which_the_printed_interval_excludes_no_difference() -> None:
    for each in family("groups"):
        (k, n, frame), (k_b, n_b, frame_b) = sides(each)
        huge = 10**13

        def risk(
            z: float, a: tuple[int, int, int] = (k, n, huge), b: tuple[int, int, int] = (k_b, n_b, huge)
        ) -> tuple[float, float]:
            return newcombe_fpc(a, b, z)

        def population(
            z: float, a: tuple[int, int, int] = (k, n, frame), b: tuple[int, int, int] = (k_b, n_b, frame_b)
        ) -> tuple[float, float]:
            return newcombe_fpc(a, b, z)

        assert each.other is not None
        assert each.p == pytest.approx(limit_at_zero(risk), rel=1e-6)
        assert each.other.p == pytest.approx(limit_at_zero(population), rel=1e-6)


@pytest.mark.parametrize(("name", "method"), [("groups", "holm"), ("places", "fdr_bh"), ("gender", "holm")])
def test_p_values_are_adjusted_in_their_family_by_the_declared_method(name: str, method: str) -> None:
    ours = [each for each in release().comparisons if each.family == name]
    expected = multipletests([1.0 if each.p is None else each.p for each in ours], method=method)[1]
    assert {each.family_size for each in ours} == {len(ours)}
    for each, adjusted in zip(ours, expected, strict=True):
        assert each.p_adjusted is None or each.p_adjusted == pytest.approx(adjusted, rel=1e-12)


def test_the_ratio_has_donner_and_zous_limits() -> None:
    for each in family("groups"):
        (k, n, _), (k_b, n_b, _) = sides(each)
        p, q = k / n, k_b / n_b
        (low, high), (low_b, high_b) = (proportion_confint(*pair, 0.05, "wilson") for pair in ((k, n), (k_b, n_b)))
        down = (p * q - np.sqrt((p * q) ** 2 - low * high_b * (2 * p - low) * (2 * q - high_b))) / (
            high_b * (2 * q - high_b)
        )
        up = (p * q + np.sqrt((p * q) ** 2 - high * low_b * (2 * p - high) * (2 * q - low_b))) / (
            low_b * (2 * q - low_b)
        )
        assert (each.ratio, each.ratio_low, each.ratio_high) == pytest.approx((p / q, down, up), rel=1e-9)


def test_the_tipping_point_makes_the_two_completed_shares_equal() -> None:
    for each in family("groups"):
        (k, n, frame), (k_b, n_b, _) = sides(each)
        if each.tipping is not None:
            assert (k + each.tipping * (frame - n)) / frame == pytest.approx(k_b / n_b, abs=1e-12)
    assert any(each.tipping is not None for each in family("groups"))
    assert any(each.tipping is None for each in family("groups"))  # in 0581 all of the elected answered


def test_a_pooled_difference_weighs_both_groups_alike_and_agrees_with_the_formula() -> None:
    for each in family("pooled"):
        k, n, k_b, n_b = strata(each.indicator)
        weights = n * n_b / (n + n_b)
        weights /= weights.sum()
        ends = []
        for yes, size in ((k, n), (k_b, n_b)):
            p = yes / size
            rate = (weights * p).sum()
            variance = max((weights**2 * p * (1 - p) / (size - 1)).sum(), rate * (1 - rate) * (weights**2 / size).sum())
            effective = rate * (1 - rate) / variance
            ends.append((rate, *wilson_fpc_at(rate, effective)))
        (p, low, high), (q, low_b, high_b) = ends
        assert each.difference == pytest.approx(p - q, abs=1e-12)
        assert each.low == pytest.approx(p - q - np.hypot(p - low, high_b - q), abs=1e-10)
        assert each.high == pytest.approx(p - q + np.hypot(high - p, q - low_b), abs=1e-10)
        assert (each.first.municipality, each.second.municipality, each.left_out) == (None, None, ())
        assert each.other is not None
        assert each.other.high - each.other.low < (each.high or 0) - (each.low or 0)


def wilson_fpc_at(p: float, size: float) -> tuple[float, float]:
    middle, half = p + Z * Z / (2 * size), Z * np.sqrt(p * (1 - p) / size + Z * Z / (4 * size**2))
    return (middle - half) / (1 + Z * Z / size), (middle + half) / (1 + Z * Z / size)


def test_homogeneity_agrees_with_statsmodels() -> None:
    for each in family("pooled"):
        k, n, k_b, n_b = strata(each.indicator)
        tables = [np.array([[a, b - a], [c, d - c]]) for a, b, c, d in zip(k, n, k_b, n_b, strict=True)]
        table = StratifiedTable(tables)
        assert each.homogeneity is not None
        assert each.homogeneity.cmh_p == pytest.approx(table.test_null_odds(correction=False).pvalue, rel=1e-9)
        assert each.homogeneity.breslow_day_p == pytest.approx(table.test_equal_odds(adjust=True).pvalue, rel=1e-6)
        assert each.homogeneity.q_p is not None


def test_a_scale_is_compared_by_the_published_steps() -> None:
    assert release().superiorities
    for each in release().superiorities:
        assert each.status == "shown"
        answers = [
            [
                int(np.searchsorted([1, 2], STEPS.index(sheet["F1"][0]), side="right"))
                for sheet in sheets(str(side.municipality), side.group)
                if "F1" in sheet
            ]
            for side in (each.first, each.second)
        ]
        above = stats.mannwhitneyu(answers[0], answers[1]).statistic / (len(answers[0]) * len(answers[1]))
        assert each.probability == pytest.approx(above, abs=1e-12)
        assert (each.low or 0) < above < (each.high or 0)
        assert (each.p_adjusted or 0) >= (each.p or 0)
        assert each.family_size == 3
        assert each.other is not None
        assert (each.target, each.other.target) == ("risk", "population")
        assert (each.low or 0) <= each.other.low < above < each.other.high <= (each.high or 0)


def test_verdicts_that_differ_between_the_targets_are_marked() -> None:
    for each in release().comparisons:
        if each.status != "shown" or each.other is None:
            assert not each.targets_disagree
    ours = family("groups")
    others = multipletests([each.other.p for each in ours if each.other is not None], method="holm")[1]
    for each, adjusted in zip(ours, others, strict=True):
        assert each.other is not None
        headline = (each.p_adjusted or 0) < 0.05 and not (each.low or 0) <= 0 <= (each.high or 0)
        other = adjusted < 0.05 and not each.other.low <= 0 <= each.other.high
        assert each.targets_disagree == (headline != other)


def test_pairs_of_municipalities_are_in_order() -> None:
    pairs = [(each.first.municipality, each.second.municipality) for each in family("places")]
    assert all(str(first) < str(second) for first, second in pairs)
    assert all(before <= after for before, after in pairwise(each.indicator for each in family("places")))
