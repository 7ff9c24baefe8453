"""A municipality's colours: what it may choose, whether that can be read, and the tones that are derived from it.

A municipality names one colour, for the header, and if that is too light to write with, an accent for links and
buttons. In the dark the header is darkened and the accent is lightened until it can be read; the reader chooses
light or dark, never the municipality. Nothing else of the look can be changed (docs/decisions/0013-themes.md).
"""

from collections.abc import Iterator

import msgspec

from survey.study.contrast import BLACK, COLOUR, EDGE, TEXT, WHITE, mixed, ratio, toward
from survey.study.model import Theme


class Scheme(msgspec.Struct, frozen=True):
    """The colours of the pages that no municipality changes: those of survey.css, as a test sees to."""

    paper: str
    ground: str
    hair: str
    ink: str
    soft: str


class Tones(msgspec.Struct, frozen=True):
    """What a theme sets. *brand*: the header, written on in *brand_ink*; *link*: links, buttons and what is chosen;
    *tint*: behind what is chosen.
    """

    brand: str
    brand_ink: str
    link: str
    tint: str


LIGHT = Scheme(paper="#ffffff", ground="#f3f6f7", hair="#ccd5da", ink="#1a2229", soft="#47535d")
DARK = Scheme(paper="#151b20", ground="#0e1317", hair="#38444d", ink="#e8eef1", soft="#b4c0c8")

#: The header in the dark is one that this can be read on from afar, so that it does not glare, and yet no part of the
#: page around it. Accents are bright: a dim button looks as if it could not be pressed.
DARK_BRAND_INK = "#f2f7f9"
_DARK_TEXT = 7.0
_DARK_EDGE = 1.3


def _readable(colour: str, scheme: Scheme, least: float = TEXT) -> bool:
    """Can *colour* be written with on every ground of *scheme*, and a bar of it be told from its track?"""
    written = min(ratio(colour, scheme.paper), ratio(colour, scheme.ground))
    return written >= least and ratio(colour, scheme.hair) >= EDGE


def light(theme: Theme) -> Tones:
    """The tones on light paper. The accent is as it was chosen: it was checked."""
    accent = theme.accent or theme.colour
    ink = WHITE if ratio(theme.colour, WHITE) >= TEXT else BLACK
    return Tones(theme.colour, ink, accent, mixed(LIGHT.paper, accent, 0.08))


def dark(theme: Theme) -> Tones:
    """The tones on dark paper."""
    deep = toward(theme.colour, BLACK, lambda tone: ratio(tone, DARK_BRAND_INK) >= _DARK_TEXT)
    brand = toward(deep, WHITE, lambda tone: ratio(tone, DARK.paper) >= _DARK_EDGE)
    link = toward(theme.accent or theme.colour, WHITE, lambda tone: _readable(tone, DARK, _DARK_TEXT))
    return Tones(brand, DARK_BRAND_INK, link, mixed(DARK.paper, link, 0.1))


def theme_problems(theme: Theme) -> Iterator[str]:
    """All faults of the colours, as ", key: what is wrong; mend"."""
    named = {key: value for key in ("colour", "accent") if (value := getattr(theme, key))}
    unread = {key: value for key, value in named.items() if not COLOUR.fullmatch(value)}
    for key, value in unread.items():
        yield f", {key}: {value!r} is no colour; write it as #0f5266"
    if "accent" in named and "colour" not in named:
        yield ", accent: it goes with a colour, and none is named; name the colour too"
    if named and not unread:
        yield from _too_light(theme)


def _too_light(theme: Theme) -> Iterator[str]:
    key = "accent" if theme.accent else "colour"
    chosen = theme.accent or theme.colour
    if _readable(chosen, LIGHT):
        return
    reached = min(ratio(chosen, LIGHT.paper), ratio(chosen, LIGHT.ground))
    nearest = toward(chosen, BLACK, lambda tone: _readable(tone, LIGHT))
    mend = "choose a darker one" if theme.accent else "choose a darker one, or keep it for the header and add an accent"
    yield (
        f", {key}: links and buttons in {chosen} would have a contrast of {reached:.2f}:1 on light paper, where "
        f"{TEXT}:1 is needed; {mend}, as {nearest}"
    )
