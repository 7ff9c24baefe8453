"""One full study and its release, and its counts made again one sheet at a time: what the tests of both stand on."""

from collections.abc import Callable
from functools import lru_cache

import msgspec
import numpy as np
from scipy import stats

from analysis import analyse
from analysis.disclosure.release import Comparison, Estimate, Release
from questionnaires.answersets import AnswerSet
from questionnaires.sheets import decode
from tests.analysis.full import FORM, plan, study

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


def strata(indicator: str) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], ...]:
    codes = ("0580", "0581", "1480")
    one = next(each for each in release().estimates if each.indicator == indicator)
    rows = []
    for group in ("elected", "staff"):
        each = msgspec.structs.replace(one, group=group)
        rows += list(zip(*(counted(each, code) for code in codes), strict=True))
    return tuple(np.array(row, dtype=float) for row in rows)
