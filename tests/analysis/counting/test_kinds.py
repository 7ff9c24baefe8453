from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.exposure import Exposure
from analysis.counting.kinds import EXPOSED, OUTSIDE, Tied, clusters, drawn_sheets, kinds, with_drawn
from analysis.counting.quantities import Quantity, rate
from analysis.counting.responses import columns
from questionnaires.conditions import Answer, Answered
from questionnaires.items import row_width
from questionnaires.model import Indicator, Questionnaire
from questionnaires.reading import read_questionnaire
from questionnaires.sheets import decode
from tests.analysis.answers import SMALL, words
from tests.strategies import rows

STANDARD = read_questionnaire(
    Path(__file__).parents[3] / "questionnaires" / "otillaten-paverkan" / "questionnaire.toml"
)


def rates_of(indicators: tuple[Indicator, ...]) -> tuple[Quantity, ...]:
    return tuple(rate(indicator) for indicator in indicators)


def names(form: Questionnaire) -> list[tuple[str, ...]]:
    return [tuple(each.id for each in cluster) for cluster in clusters(form, rates_of(form.indicators))]


def test_indicators_that_read_the_same_answers_are_clustered() -> None:
    assert names(SMALL) == [("exposed_any", "undue_influence")]


def test_what_the_routing_reads_ties_too() -> None:
    # Whoever was asked F3 has answered C, and whoever had no duties in the period is asked neither C nor E.
    found = names(STANDARD)
    cluster = next(each for each in found if "exposed_any" in each)
    assert {"undue_influence", "ui_criminal", "police_reported", "reported_any", "self_censor"} <= set(cluster)
    assert ("trained",) in found
    assert ("silence_tasks",) in found


def test_every_indicator_is_in_one_cluster() -> None:
    listed = [name for cluster in names(STANDARD) for name in cluster]
    assert sorted(listed) == sorted(indicator.id for indicator in STANDARD.indicators)


@pytest.mark.parametrize("group", ["elected", "staff"])
@pytest.mark.parametrize("form", [SMALL, STANDARD], ids=["small", "standard"])
def test_every_drawn_sheet_could_have_been_given(form: Questionnaire, group: str) -> None:
    for column in drawn_sheets(form, group, 60).T:
        decode(form, group, bytes(column))


def test_the_same_sheets_are_drawn_each_time() -> None:
    assert np.array_equal(drawn_sheets(STANDARD, "staff", 100), drawn_sheets(STANDARD, "staff", 100))


@settings(max_examples=30)
@given(st.data(), st.sampled_from(["elected", "staff"]))
def test_the_drawn_sheets_show_every_kind_of_the_small_form(data: st.DataObject, group: str) -> None:
    drawn = kinds(SMALL, Exposure(SMALL, drawn_sheets(SMALL, group)), rates_of(SMALL.indicators))
    none_yet = Tied(("exposed_any", "undue_influence"), np.empty((0, 2), np.int8), np.empty(0, np.bool_))
    known = {tuple(kind) for kind in with_drawn(none_yet, drawn).kinds.tolist()}
    row = data.draw(rows(SMALL, group))
    found = kinds(SMALL, Exposure(SMALL, columns([row], row_width(SMALL), "test")), rates_of(SMALL.indicators))
    assert {tuple(kind) for kind in found.tolist()} <= known


def test_no_kind_contradicts_the_form() -> None:
    drawn = Exposure(STANDARD, drawn_sheets(STANDARD, "staff"))
    cluster = next(each for each in clusters(STANDARD, rates_of(STANDARD.indicators)) if len(each) > 10)
    found = kinds(STANDARD, drawn, cluster)
    place = {indicator.id: column for column, indicator in enumerate(cluster)}
    influenced = found[found[:, place["undue_influence"]] == EXPOSED]
    assert len(influenced)
    assert (influenced[:, place["exposed_any"]] == EXPOSED).all()
    asked = found[found[:, place["police_reported"]] > OUTSIDE]
    assert (asked[:, place["exposed_any"]] == EXPOSED).all()


def test_kinds_are_counted_right_when_there_are_very_many_indicators() -> None:
    many = tuple(
        Indicator(f"x{number}", words("x"), words("x"), words("x"), Answered(("C1",)), Answer(("C1",), codes))
        for number, codes in enumerate(combinations(["no", "once", "more", "decline"] * 4, 2))
    )
    assert len(many) > 60
    exposure = Exposure(SMALL, drawn_sheets(SMALL, "staff", 300))
    found = kinds(SMALL, exposure, rates_of(many))
    states = np.array([exposure.in_base(each).astype(np.int8) + exposure.exposed(each) for each in many]).T
    assert np.array_equal(found, np.unique(states, axis=0))


def test_no_sheets_have_no_kinds() -> None:
    symbols = columns([], row_width(SMALL), "test")
    assert kinds(SMALL, Exposure(SMALL, symbols), rates_of(SMALL.indicators)).shape == (0, 2)
