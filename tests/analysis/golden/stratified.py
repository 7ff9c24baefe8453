"""Many two-by-two tables and ordered scales: stratified.json (50 digits) and contingency.json (R)."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from analysis.intervals.benjamini_hochberg import benjamini_hochberg
from analysis.intervals.holm import holm
from analysis.intervals.mantel_haenszel import (
    Common,
    Table,
    common_difference,
    common_odds_ratio,
    common_risk_ratio,
    greenland_robins_difference,
    klingenberg,
    sato,
    stratified_miettinen_nurminen,
    tables,
    weighted_sum,
)
from analysis.intervals.stratified import breslow_day, cochran_mantel_haenszel, cochran_q
from analysis.intervals.superiority import superiority
from analysis.intervals.trend import trend
from analysis.intervals.wilson import wilson
from tests.analysis.golden.case import Case, number, read_json, several
from tests.analysis.golden.weighted import ends

Counts = tuple[list[int], list[int], list[int], list[int]]
EXACT, R = 1e-9, 1e-8


def counts(rows: list[dict[str, Any]]) -> Counts:
    k, n, k_b, n_b = ([row[name] for row in rows] for name in ("k1", "n1", "k2", "n2"))
    return k, n, k_b, n_b


def digits(folder: Path) -> Iterator[Case]:
    """stratified.json"""
    for name, content in read_json(folder, "stratified.json").items():
        if name.startswith("_"):
            continue
        strata = counts(content["table"])
        for level, expected in content.items():
            if level.startswith("conf_"):
                yield from common(f"{name} {level}", strata, float(level.removeprefix("conf_")), expected)


def common(name: str, strata: Counts, level: float, expected: dict[str, Any]) -> Iterator[Case]:
    table = tables(*strata)
    yield Case(f"{name} mh_rd", common_difference(table), expected["mh_rd"], EXACT)
    found: dict[str, Common] = {
        "mh_rd_sato": sato(table, level),
        "mh_rd_greenland_robins": greenland_robins_difference(table, level),
        "mh_rd_klingenberg": klingenberg(table, level),
        "mh_rd_stratified_miettinen_nurminen": stratified_miettinen_nurminen(table, level),
        "mh_or_rbg": common_odds_ratio(table, level),
        "mh_rr_greenland_robins": common_risk_ratio(table, level),
    }
    for key, ours in found.items():
        if math.isfinite(ours.variance):  # a ratio that is 0, infinite or undefined has no logarithm to compare
            yield from several(f"{name} {key}", ends(ours.interval), expected[key], EXACT, EXACT)
    for key, method in (
        ("mh_rd_sato_var", "mh_rd_sato"),
        ("mh_rd_greenland_robins_var", "mh_rd_greenland_robins"),
        ("weighted_wald_var", "mh_rd_greenland_robins"),
        ("log_or_var", "mh_or_rbg"),
        ("log_rr_var", "mh_rr_greenland_robins"),
    ):
        if math.isfinite(found[method].variance):
            yield Case(f"{name} {key}", found[method].variance, number(expected[key]), EXACT, EXACT)
    yield Case(f"{name} mh_or", found["mh_or_rbg"].estimate, number(expected["mh_or"]), EXACT, EXACT)
    yield Case(f"{name} mh_rr", found["mh_rr_greenland_robins"].estimate, number(expected["mh_rr"]), EXACT, EXACT)
    yield from several(f"{name} mover", summed(table, level), expected["mh_rd_mover_wilson"], EXACT)
    yield from tests_of(name, strata, expected)


def tests_of(name: str, strata: Counts, expected: dict[str, Any]) -> Iterator[Case]:
    """Where ours has a reason and no number (one stratum, all one-sided) there is nothing to compare."""
    for key, test in (
        ("cmh_chi2 cmh_p", cochran_mantel_haenszel(*strata, exact=False)),
        ("cmh_cc_chi2 cmh_cc_p", cochran_mantel_haenszel(*strata, exact=False, corrected=True)),
        ("breslow_day breslow_day_p", breslow_day(*strata, tarone=False)),
        ("breslow_day_tarone breslow_day_tarone_p", breslow_day(*strata)),
    ):
        if not test.reason:
            statistic, p = key.split()
            yield Case(f"{name} {statistic}", test.statistic, number(expected[statistic]), EXACT, EXACT)
            yield Case(f"{name} {p}", test.p, number(expected[p]), EXACT, EXACT)
    equal = breslow_day(*strata)
    if not equal.reason:
        yield Case(f"{name} freedom", equal.freedom, expected["breslow_day_df"])


def summed(table: Table, level: float) -> tuple[float, float]:
    """The square-and-add of Wilson's limits over all strata, with weights of either sign."""
    k, n, k_b, n_b = (values.astype(np.int64) for values in table)
    weights = n * n_b / (n + n_b)
    weights = weights / weights.sum()
    first, second = wilson(k, n, level), wilson(k_b, n_b, level)
    limits = np.concatenate([first.low, second.low]), np.concatenate([first.high, second.high])
    shares = np.concatenate([k / n, k_b / n_b])
    return weighted_sum(np.concatenate([weights, -weights]), shares, limits)[1:]


def contingency(folder: Path) -> Iterator[Case]:
    """contingency.json: its two-by-two tests (Fisher, chi-square) are R's and not offered here."""
    content = read_json(folder, "contingency.json")
    for name, case in content.get("stratified", {}).items():
        yield from by_r(name, counts(case["table"]), case)
    for name, case in content.get("trend", {}).items():
        found = trend(case["k"], case["n"], case["score"])
        yield Case(f"{name} chi2", found.z_cochran**2, case["prop_trend_chi2"], R, R)
        yield Case(f"{name} p", found.p_cochran, case["prop_trend_p"], 0, R)
        yield Case(f"{name} z", abs(found.z), abs(case["coin_z"]), R)
        yield Case(f"{name} Mantel's p", found.p, case["coin_p"], 0, R)
        yield Case(f"{name} slope", found.slope, case["slope"], R)
    if "ordinal" in content:
        yield from ordinal(content["ordinal"])
    for name, case in content["p_adjust"].items():
        p = listed(case["p"])
        for key, ours in (("holm", holm(p)), ("bh", benjamini_hochberg(p))):
            expected = [None if math.isnan(value) else value for value in listed(case[key])]
            found_p = [None if math.isnan(value) else value for value in ours.tolist()]
            yield from several(f"{name} {key}", found_p, expected, R)


def by_r(name: str, strata: Counts, case: dict[str, Any]) -> Iterator[Case]:
    table = tables(*strata)
    for key, corrected in (("cmh", False), ("cmh_cc", True)):
        test = cochran_mantel_haenszel(*strata, exact=False, corrected=corrected)
        if not test.reason:
            yield Case(f"{name} {key}", test.statistic, number(case[key]["chi2"]), R, R)
            yield Case(f"{name} {key} p", test.p, number(case[key]["p"]), 0, R)
    if "cmh_exact" in case and len(strata[0]) > 1:
        yield Case(f"{name} exact p", cochran_mantel_haenszel(*strata, exact=True).p, case["cmh_exact"]["p"], 0, R)
    difference, odds, risk = sato(table), common_odds_ratio(table), common_risk_ratio(table)
    yield from several(f"{name} RD", (difference.estimate, difference.variance**0.5), both(case["metafor_RD"]), R)
    for key, ratio in (("OR", odds), ("RR", risk)):
        if math.isfinite(ratio.variance):
            ours = math.log(ratio.estimate), ratio.variance**0.5
            yield from several(f"{name} {key}", ours, both(case[f"metafor_{key}"]), R)
    score = case.get("ratesci_stratified_mn_RD")
    if score:
        limits = ends(stratified_miettinen_nurminen(table).interval)
        yield from several(f"{name} score", limits, (score["lower"], score["upper"]), R)
    equal = breslow_day(*strata)
    if not equal.reason:
        yield Case(f"{name} Tarone", equal.statistic, number(case["metafor_OR"]["tarone"]), R, R)
    cells = [*zip(*strata, strict=True)]
    if len(cells) > 1 and all(
        0 < k < n and 0 < k_b < n_b for k, n, k_b, n_b in cells
    ):  # metafor adds halves to empty cells, we do not
        plain = cochran_q(*strata, floored=False)
        yield Case(f"{name} Q", plain.statistic, case["metafor_RD"]["q_homogeneity"], 0, R)
        yield Case(f"{name} Q p", plain.p, case["metafor_RD"]["q_p"], R, R)


def both(case: dict[str, float]) -> tuple[float, float]:
    return case["estimate"], case["se"]


def ordinal(case: dict[str, Any]) -> Iterator[Case]:
    first, second = case["counts"].values()
    found = superiority(first, second)
    yield Case("superiority", found.estimate, case["prob_superiority"], R)
    yield Case("rank test", found.rank_p, case["wilcoxon_p_no_cc"], 0, R)
    together = [k + n for k, n in zip(first, second, strict=True)]
    linear = trend(first, together, case["scores"])
    yield Case("linear by linear", abs(linear.z), abs(case["linear_by_linear_z"]), R)
    yield Case("linear by linear p", linear.p, number(case["linear_by_linear_p"]), 0, R)


def listed(value: Any) -> list[float]:
    """R writes a vector of one as a number, and a missing value as null."""
    return [math.nan if each is None else float(each) for each in (value if isinstance(value, list) else [value])]
