"""Those who did not answer, and those who answered a random device: nonresponse_bounds and sensitive_questions.json."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.estimates.bounds import bounds, difference_bounds
from analysis.estimates.tipping import TippingPoint, odds_shifted, shifted, tipping
from analysis.intervals.sensitive import item_count, randomised
from tests.analysis.golden.case import Case, number, read_json, several
from tests.analysis.golden.weighted import ends


def nonresponse(folder: Path) -> Iterator[Case]:
    for place, case in enumerate(read_json(folder, "nonresponse_bounds.json")["cases"]):
        first, second = ((case[f"k{group}"], case[f"n{group}"], case[f"N{group}"]) for group in (1, 2))
        low, low_b = bounds(*first), bounds(*second)
        for key, found in (("1", low), ("2", low_b), ("diff", difference_bounds(low, low_b))):
            yield from several(f"{place} manski {key}", [float(end) for end in found], case[f"manski_{key}"], 1e-12)
        for shift in case["delta"]:
            for group, cell in ((1, first), (2, second)):
                ours = float(shifted(*cell, float(shift["delta"])))
                yield Case(f"{place} delta {shift['delta']} {group}", ours, shift[f"p{group}"], 1e-12)
        for shift in case["odds"]:
            for group, cell in ((1, first), (2, second)):
                ours = float(odds_shifted(*cell, float(shift["psi"])))
                yield Case(f"{place} odds {shift['psi']} {group}", ours, shift[f"p{group}"], 1e-12)
        point = tipping(*first, *second)
        assert isinstance(point, TippingPoint)
        yield Case(f"{place} tipping", point.rate, case["tipping_rate_nonrespondents_group1"], 1e-12)


def sensitive(folder: Path) -> Iterator[Case]:
    content = read_json(folder, "sensitive_questions.json")
    for place, case in enumerate(content["randomized"]):
        yield from device(f"{place} {case['design']}", case)
    for place, case in enumerate(content["item_count"]):
        lists = item_count(case["control"], case["treatment"])
        numbers = (lists.estimate, lists.standard_error, lists.freedom, *ends(lists.interval))
        expected = (case["estimate"], case["se"], case["welch_df"], *case["normal"])
        yield from several(f"list {place}", numbers, expected, 1e-10, 1e-12)


def device(name: str, case: dict[str, Any]) -> Iterator[Case]:
    other = case["p_forced_yes"] or case["q_unrelated"] or 0
    numbers = (case["k"], case["n"], float(case["p"]))
    found = randomised(case["design"], *numbers, other=float(other), level=float(case["conf"]))
    yield Case(f"{name} raw", found.raw, case["pi"], 1e-10)
    yield Case(f"{name} estimate", found.estimate, case["pi_truncated"], 1e-10)
    yield Case(f"{name} variance", found.variance, number(case["var_n1"]), 1e-10)
    yield from several(name, ends(found.interval), case["wilson_mapped"], 1e-10)
