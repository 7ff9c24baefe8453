"""Every file of reference values beside what we make of it, one row a file.

`GOLDEN=folder ./run test tests/analysis/test_golden.py` asks the same of another folder of the same layout: each file
that is there is run whole. The definitions and tolerances stand in tests/reference/statistics/README.md, the readers,
with each file's methods, in tests/analysis/golden/. suppression.json is tested in tests/analysis/disclosure.
"""

import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.analysis.golden import counts, silent, stratified, survey, weighted
from tests.analysis.golden.case import Case

OURS = Path(__file__).parents[1] / "reference" / "statistics"
FOLDER = Path(os.environ.get("GOLDEN") or OURS)

TABLE: dict[str, Callable[[Path], Iterator[Case]]] = {
    "single_proportion.csv": counts.share,
    "finite_population.csv": counts.finite,
    "difference.csv": counts.difference,
    "finite_population_difference.csv": counts.finite_difference,
    "risk_ratio.csv": counts.ratio,
    "odds_ratio.csv": counts.odds,
    "published.json": counts.published,
    "stratified.json": stratified.digits,
    "contingency.json": stratified.contingency,
    "engine.json": weighted.engine,
    "mover.json": weighted.mover,
    "survey_cells_fpc.csv": survey.cells,
    "survey_weighted.json": survey.by_weights,
    "survey_api.json": survey.api,
    "nonresponse_bounds.json": silent.nonresponse,
    "sensitive_questions.json": silent.sensitive,
}


def agrees(case: Case) -> bool:
    """Equal, both undefined, or within the tolerance; a number never agrees with what is undefined."""
    if case.found is None or case.expected is None:
        return case.found is case.expected
    if math.isnan(case.found) or math.isnan(case.expected):
        return math.isnan(case.found) and math.isnan(case.expected)
    off = abs(case.found - case.expected) if case.found != case.expected else 0.0
    return off <= case.absolute or off <= case.relative * abs(case.expected) < math.inf


@pytest.mark.parametrize("name", [name for name in TABLE if (FOLDER / name).exists()])
def test_every_value_of_the_file_is_met(name: str) -> None:
    cases = list(TABLE[name](FOLDER))
    missed = [case for case in cases if not agrees(case)]
    assert cases
    assert not missed, f"{len(missed)} of {len(cases)} differ, the first: {missed[:5]}"


def test_our_own_folder_holds_every_file_of_the_table() -> None:
    assert [name for name in TABLE if not (OURS / name).exists()] == []


@pytest.mark.parametrize(
    "case",
    [
        Case("too far", 0.5, 0.5001, 1e-5),
        Case("too far in proportion", 2.0, 2.001, 0.0, 1e-4),
        Case("undefined", math.nan, 0.5, 1.0, 1.0),
        Case("made up", 0.5, math.nan, 1.0, 1.0),
        Case("missing", None, 0.5, 1.0, 1.0),
        Case("no limit", 1e300, math.inf, 1.0, 1.0),
    ],
)
def test_a_value_that_is_missed_is_seen(case: Case) -> None:
    assert not agrees(case)
