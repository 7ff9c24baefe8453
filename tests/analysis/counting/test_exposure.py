from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.exposure import Exposure
from analysis.counting.responses import columns
from questionnaires.conditions import All, Condition, Either, holds
from questionnaires.items import row_width
from questionnaires.model import Indicator, Questionnaire
from questionnaires.reading import read_questionnaire
from questionnaires.sheets import encode, substantive
from tests.analysis.answers import SMALL
from tests.strategies import sheets, small_forms

STANDARD = read_questionnaire(
    Path(__file__).parents[3] / "questionnaires" / "otillaten-paverkan" / "questionnaire.toml"
)


def one_by_one(form: Questionnaire, condition: Condition, sheet: dict[str, tuple[str, ...]]) -> bool:
    """What the ground says of one sheet."""
    others = {indicator.id: indicator for indicator in form.indicators}

    def counts(name: str) -> bool:
        return one_by_one(form, All((others[name].base, others[name].counts)), sheet)

    return holds(condition, sheet, lambda item, code: substantive(form, item, code), counts)


@given(st.data(), small_forms(), st.sampled_from(["elected", "staff"]))
def test_any_condition_holds_where_the_ground_says_so(
    data: st.DataObject, drawn: tuple[Questionnaire, Condition], group: str
) -> None:
    form, condition = drawn
    found = data.draw(st.lists(sheets(form, group), max_size=5))
    symbols = columns([encode(form, group, sheet) for sheet in found], row_width(form), "test")
    assert Exposure(form, symbols).holds(condition).tolist() == [one_by_one(form, condition, sheet) for sheet in found]


@pytest.mark.parametrize("form", [SMALL, STANDARD], ids=["small", "standard"])
@settings(max_examples=30)
@given(data=st.data(), group=st.sampled_from(["elected", "staff"]))
def test_every_indicator_counts_whom_the_ground_counts(form: Questionnaire, data: st.DataObject, group: str) -> None:
    found = data.draw(st.lists(sheets(form, group), min_size=1, max_size=4))
    exposure = Exposure(form, columns([encode(form, group, sheet) for sheet in found], row_width(form), "test"))
    for indicator in form.indicators:
        assert exposure.in_base(indicator).tolist() == [one_by_one(form, indicator.base, sheet) for sheet in found]
        assert exposure.exposed(indicator).tolist() == [
            one_by_one(form, All((indicator.base, indicator.counts)), sheet) for sheet in found
        ]


def test_a_condition_of_no_parts_holds_as_an_empty_all_and_not_as_an_empty_either() -> None:
    symbols = columns([b"a" * row_width(SMALL)] * 2, row_width(SMALL), "test")
    exposure = Exposure(SMALL, symbols)
    assert exposure.holds(All(())).all()
    assert not exposure.holds(Either(())).any()


def test_what_is_kept_is_not_changed_by_what_builds_on_it() -> None:
    indicator: Indicator = SMALL.indicators[0]
    symbols = columns([b"aa" + b"b" * (row_width(SMALL) - 2)] * 3, row_width(SMALL), "test")
    exposure = Exposure(SMALL, symbols)
    before = exposure.holds(indicator.counts).copy()
    exposure.holds(All((indicator.counts, indicator.base)))
    exposure.holds(Either((indicator.counts, indicator.base)))
    assert np.array_equal(exposure.holds(indicator.counts), before)
