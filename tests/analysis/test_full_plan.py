"""A plan with every table and comparison, all its numbers worked out again from the sheets by other means.

The counts are made here one sheet at a time; the intervals come from statsmodels, scipy or the formula written out.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis import analyse
from analysis.disclosure.release import Comparison, Estimate, Release, Subset, to_bytes
from questionnaires.answersets import AnswerSet
from questionnaires.sheets import decode
from tests.analysis.full import FORM, SIZES, plan, study

PLAN = plan()
Sheet = dict[str, tuple[str, ...]]
Z = float(stats.norm.ppf(0.975))


@lru_cache
def sets() -> tuple[AnswerSet, ...]:
    return tuple(study(PLAN))


@lru_cache
def release() -> Release:
    return analyse(sets(), FORM, PLAN)


@lru_cache
def sheets(municipality: str, group: str) -> list[Sheet]:
    answers = next(each for each in sets() if each.header.municipality.code == municipality)
    return [decode(FORM, group, row) for row in answers.rows[group]]


#: (who is in the base, who counts) of each rate, by hand
RATES: dict[str, tuple[Callable[[Sheet], bool], Callable[[Sheet], bool]]] = {
    "met": (lambda sheet: "I1" in sheet, lambda sheet: sheet.get("I1") == ("yes",)),
    "second": (lambda sheet: "I2" in sheet, lambda sheet: sheet.get("I2") == ("yes",)),
    "reported": (lambda sheet: "R1" in sheet, lambda sheet: sheet.get("R1") == ("yes",)),
}
KNOWN = {"criminal": {"criminal"}, "known": {"citizen", "colleague"}}
STEPS = ("never", "seldom", "often", "daily")


def counted(each: Estimate, municipality: str) -> tuple[int, int]:
    """(exposed, answered) of an estimate in one municipality, a sheet at a time."""
    given = sheets(municipality, each.group)
    if each.subset is not None:
        given = [sheet for sheet in given if sheet.get(each.subset.item) == (each.subset.code,)]
    if each.indicator in RATES:
        base, counts = RATES[each.indicator]
        asked = [sheet for sheet in given if base(sheet)]
        return sum(counts(sheet) for sheet in asked), len(asked)
    if each.indicator.startswith("F1>="):
        high = STEPS[STEPS.index(each.indicator.removeprefix("F1>=")) :]
        asked = [sheet for sheet in given if "F1" in sheet]
        return sum(sheet["F1"][0] in high for sheet in asked), len(asked)
    named = [set(sheet["D1"]) for sheet in given if sheet.get("I1") == ("yes",) and "D1" in sheet]
    some = {name: sum(bool(codes & chosen) for chosen in named) for name, codes in KNOWN.items()}
    category = each.indicator.removeprefix("who/")
    if each.denominator == "mentions":
        return some[category], sum(some.values())
    if each.denominator == "exposed":
        return some[category], len(named)
    return some[category], len(named) + sum(sheet.get("I1") == ("no",) for sheet in given)


def shown(estimates: tuple[Estimate, ...]) -> list[Estimate]:
    found = [each for each in estimates if each.status == "shown"]
    assert found
    return found


def test_every_table_is_there_and_little_of_it_is_hidden() -> None:
    tables = {each.table for each in shown(release().estimates)} | {each.table for each in shown(release().pooled)}
    assert tables == {"rates", "breakdowns", "splits", "distributions", "pools"}
    assert {each.denominator for each in shown(release().estimates)} == {"", "exposed", "answered", "mentions"}


def test_every_count_is_what_the_sheets_say() -> None:
    for each in shown(release().estimates):
        assert (each.exposed, each.answered) == counted(each, str(each.municipality))
        assert each.share == counted(each, str(each.municipality))[0] / (each.answered or 0)


def test_sums_are_over_all_municipalities_or_those_of_a_pool() -> None:
    for each in shown(release().pooled):
        codes = ("0580", "0581") if each.pool else ("0580", "0581", "1480")
        parts = [counted(each, code) for code in codes]
        assert (each.exposed, each.answered) == tuple(map(sum, zip(*parts, strict=True)))


def hypergeometric(k: int, n: int, frame: int, level: float = 0.95) -> tuple[float, float]:
    """The mid-P limits by trying every number of exposed people, with the hull of k/n."""
    people = np.arange(k, frame - n + k + 1)
    upper = stats.hypergeom.sf(k - 1, frame, people, n) - 0.5 * stats.hypergeom.pmf(k, frame, people, n)
    lower = stats.hypergeom.cdf(k, frame, people, n) - 0.5 * stats.hypergeom.pmf(k, frame, people, n)
    alpha = (1 - level) / 2 + 1e-12
    kept = people[(upper > alpha) & (lower > alpha)]
    return min(kept[0] / frame, k / n), max(kept[-1] / frame, k / n)


def frame_of(each: Estimate, municipality: str) -> int | None:
    """The invited without those who were rightly not asked, where they are enough to be told."""
    if each.subset is not None:
        return None
    invited = SIZES[f"{municipality}/{each.group}"][1]
    aside = 0
    if each.indicator == "reported" or each.denominator == "exposed":
        aside = sum(sheet.get("I1") == ("no",) for sheet in sheets(municipality, each.group))
    return invited - aside if aside >= 5 else invited


def test_both_readings_of_every_rate_agree_with_other_programs() -> None:
    for each in shown(release().estimates):
        if each.denominator == "mentions":
            assert (each.method, each.low, each.high, each.other) == ("none", None, None, None)
            continue
        k, n, frame = each.exposed or 0, each.answered or 0, frame_of(each, str(each.municipality))
        assert each.frame == frame
        wilson = proportion_confint(k, n, 0.05, "wilson")
        if frame is None:
            assert (each.target, each.other, each.bounds_low) == ("risk", None, None)
            assert each.assumption == "missing_at_random_within_stratum_frame_unknown"
            assert (each.low, each.high) == pytest.approx(wilson, abs=1e-9)
            continue
        assert each.other is not None
        assert (each.target, each.method, each.other.target) == ("population", "hypergeometric_mid_p", "risk")
        assert (each.other.low, each.other.high) == pytest.approx(wilson, abs=1e-9)
        assert (each.low, each.high) == pytest.approx(hypergeometric(k, n, frame), abs=1e-12)
        assert (each.bounds_low, each.bounds_high) == pytest.approx((k / frame, (k + frame - n) / frame), abs=1e-12)


def sides(each: Comparison) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """(exposed, answered, frame) of both sides, from the estimates shown."""
    by_cell = {
        (one.indicator, one.municipality, one.group, one.subset): one
        for one in release().estimates
        if one.table in {"rates", "breakdowns"}
    }
    found = [by_cell[each.indicator, s.municipality, s.group, s.subset] for s in (each.first, each.second)]
    first, second = ((one.exposed or 0, one.answered or 0, one.frame or 0) for one in found)
    return first, second


def family(name: str) -> list[Comparison]:
    found = [each for each in release().comparisons if each.family == name and each.status == "shown"]
    assert found
    return found


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


def strata(indicator: str) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], ...]:
    codes = ("0580", "0581", "1480")
    one = next(each for each in release().estimates if each.indicator == indicator)
    rows = []
    for group in ("elected", "staff"):
        each = msgspec.structs.replace(one, group=group)
        rows += list(zip(*(counted(each, code) for code in codes), strict=True))
    return tuple(np.array(row, dtype=float) for row in rows)


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


def test_the_words_of_every_table_come_along() -> None:
    made = release()
    assert [words.item for words in made.breakdowns] == ["B4", "B5"]
    assert [category.code for category in made.splits[0].categories] == ["criminal", "known"]
    scale = made.scales[0]
    assert (scale.measure, scale.cuts) == ("frequency", ("seldom", "often"))
    assert [step["sv"] for step in scale.steps] == ["never", "seldom", "often / daily"]
    assert [pool.municipalities for pool in made.pools] == [("0580", "0581")]
    assert made.references == PLAN.references
    assert all(len(words.comparability) == 64 for words in made.indicators)


def shuffled(draw: np.random.Generator) -> Iterator[AnswerSet]:
    for each in draw.permutation(np.array(sets(), dtype=object)):
        rows: dict[str, Sequence[bytes]] = {
            group: tuple(draw.permutation(np.array(own)).tolist()) for group, own in each.rows.items()
        }
        turned = msgspec.structs.replace(each.header, strata=tuple(reversed(each.header.strata)))
        yield AnswerSet(turned, rows)


def test_the_order_of_rows_files_and_strata_changes_no_byte() -> None:
    draw = np.random.default_rng(5)
    assert to_bytes(analyse(list(shuffled(draw)), FORM, PLAN)) == to_bytes(release())


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
