"""Contrast as WCAG defines it, and tones that have enough of it."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.study.contrast import BLACK, TEXT, WHITE, channels, luminance, mixed, ratio, toward

with (Path(__file__).parents[2] / "reference" / "contrast.csv").open(encoding="utf-8") as file:
    PUBLISHED = list(csv.DictReader(file))

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize("row", PUBLISHED, ids=[f"{row['one']} {row['other']}" for row in PUBLISHED])
def test_the_ratio_is_the_published_one(row: dict[str, str]) -> None:
    assert round(ratio(row["one"], row["other"]), int(row["places"])) == float(row["ratio"])


def test_the_primaries_have_the_weights_of_the_definition() -> None:
    assert [round(luminance(one), 4) for one in ("#ff0000", "#00ff00", "#0000ff")] == [0.2126, 0.7152, 0.0722]


@given(COLOURS, COLOURS)
def test_the_ratio_is_the_same_both_ways_and_from_1_to_21(one: str, other: str) -> None:
    assert ratio(one, other) == ratio(other, one)
    assert 1 <= ratio(one, other) <= 21.000001


@given(COLOURS)
def test_black_or_white_can_be_read_on_any_colour(colour: str) -> None:
    assert max(ratio(colour, BLACK), ratio(colour, WHITE)) >= TEXT


@given(COLOURS, COLOURS)
def test_a_mixture_begins_with_the_one_and_ends_with_the_other(one: str, other: str) -> None:
    assert mixed(one, other, 0) == one
    assert mixed(one, other, 1) == other
    for mine, theirs, between in zip(channels(one), channels(other), channels(mixed(one, other, 0.5)), strict=True):
        assert min(mine, theirs) <= between <= max(mine, theirs)


@given(COLOURS)
def test_a_colour_that_serves_is_left_as_it_is_and_another_is_changed_no_more_than_it_must(colour: str) -> None:
    assert toward(colour, BLACK, lambda _: True) == colour
    assert toward(colour, BLACK, lambda _: False) == BLACK
    darker = toward(colour, BLACK, lambda tone: ratio(tone, WHITE) >= TEXT)
    assert ratio(darker, WHITE) >= TEXT
    assert ratio(darker, WHITE) < TEXT * 1.25 or darker == colour
