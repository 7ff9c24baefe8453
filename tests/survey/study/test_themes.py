"""Whatever colours pass the check, all that is written and drawn with them can be seen, in light and in dark."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.study.contrast import EDGE, TEXT, ratio
from survey.study.model import Theme
from survey.study.themes import DARK, DARK_BRAND_INK, LIGHT, Scheme, Tones, dark, light, theme_problems

SHEET = (Path(__file__).parents[3] / "survey" / "web" / "static" / "survey.css").read_text(encoding="utf-8")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
#: Every channel up to a half: mostly colours that pass.
DEEP = st.tuples(*[st.integers(0, 0x80)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


def faults(theme: Theme) -> list[str]:
    return list(theme_problems(theme))


def seen(tones: Tones, scheme: Scheme) -> None:
    """All pairs that meet on a page."""
    assert ratio(tones.brand, tones.brand_ink) >= TEXT
    assert ratio(tones.link, scheme.paper) >= TEXT, "links, and what is written on buttons"
    assert ratio(tones.link, scheme.ground) >= TEXT, "links beside the paper"
    assert ratio(tones.link, scheme.hair) >= EDGE, "the bar of the progress on its track"
    assert ratio(tones.link, tones.tint) >= EDGE, "the edge of what is chosen"
    assert ratio(scheme.ink, tones.tint) >= TEXT, "what is chosen"
    assert ratio(scheme.soft, tones.tint) >= TEXT, "an answer beside the others, pointed at"


@given(COLOURS, DEEP)
def test_a_theme_that_passes_can_be_seen_everywhere(colour: str, accent: str) -> None:
    for theme in (Theme(colour), Theme(colour, accent)):
        if not faults(theme):
            seen(light(theme), LIGHT)
            seen(dark(theme), DARK)


@given(COLOURS)
def test_a_colour_passes_or_the_tone_that_is_proposed_does(colour: str) -> None:
    """And the header can be read in any case, so a light colour needs only an accent."""
    for fault in faults(Theme(colour)):
        proposed = fault[-7:]
        assert faults(Theme(proposed)) == []
        assert faults(Theme(colour, proposed)) == []
    assert ratio(light(Theme(colour)).brand, light(Theme(colour)).brand_ink) >= TEXT
    assert ratio(dark(Theme(colour)).brand, DARK_BRAND_INK) >= 7
    assert ratio(dark(Theme(colour)).brand, DARK.paper) >= 1.3


@given(COLOURS)
def test_large_letters_name_the_same_colour(colour: str) -> None:
    assert dark(Theme(colour.upper())) == dark(Theme(colour))
    assert len(faults(Theme(colour.upper()))) == len(faults(Theme(colour)))


@pytest.mark.parametrize(
    ("theme", "told"),
    [
        (Theme("blue"), ", colour: 'blue' is no colour; write it as #0f5266"),
        (Theme("#fff"), ", colour: '#fff' is no colour"),
        (Theme("#00548a", "#00548a;}"), ", accent: '#00548a;}' is no colour"),
        (Theme("", "#00548a"), ", accent: it goes with a colour, and none is named; name the colour too"),
        (
            Theme("#ffd54a"),
            ", colour: links and buttons in #ffd54a would have a contrast of 1.30:1 on light paper, where 4.5:1 is ",
        ),
        (Theme("#ffd54a", "#8a8a8a"), ", accent: links and buttons in #8a8a8a would have a contrast of 3.18:1"),
    ],
)
def test_what_cannot_serve_is_told_with_its_mend(theme: Theme, told: str) -> None:
    (found,) = faults(theme)
    assert found.startswith(told)


def test_no_theme_is_a_theme() -> None:
    assert faults(Theme()) == []


def test_white_or_black_is_written_on_the_header() -> None:
    assert light(Theme("#00548a")).brand_ink == "#ffffff"
    assert light(Theme("#ffd54a", "#6b5200")).brand_ink == "#000000"


@pytest.mark.parametrize(("scheme", "which"), [(LIGHT, 0), (DARK, 1)], ids=["light", "dark"])
def test_the_colours_that_nobody_changes_are_those_of_the_style_sheet(scheme: Scheme, which: int) -> None:
    for name in Scheme.__struct_fields__:
        assert re.findall(rf"^ +--{name}: (#\w+);", SHEET, re.MULTILINE)[which] == getattr(scheme, name)
