"""Contrast between two colours, as WCAG 2.2 defines it, and the nearest tone of a colour that has enough of it.

A colour is written #rrggbb, in sRGB. Pure arithmetic: it knows no page and no study. What must have which
contrast is said where it is used (themes.py).

References
----------
Web Content Accessibility Guidelines (WCAG) 2.2, W3C Recommendation 2023: "relative luminance" and "contrast ratio"
(https://www.w3.org/TR/WCAG22/#dfn-relative-luminance, #dfn-contrast-ratio); 1.4.3 and 1.4.11 for the two levels.
"""

import re
from collections.abc import Callable

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

#: What ordinary text must have (1.4.3, level AA), and what must be seen without being read (1.4.11).
TEXT = 4.5
EDGE = 3.0

BLACK, WHITE = "#000000", "#ffffff"

#: A tone is sought in so many equal steps from a colour to black or white.
STEPS = 100


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance: 0 is black, 1 is white."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def ratio(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21, whichever of the two is the text."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, part: float) -> str:
    """*colour* with *part* (0 to 1) of *other* in it, channel by channel, rounded to whole steps."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(mine + (theirs - mine) * part):02x}" for mine, theirs in pairs)


def toward(colour: str, end: str, serves: Callable[[str], bool]) -> str:
    """The first tone on the way from *colour* to *end* (black or white) that *serves*, or *end* if none does."""
    tones = (mixed(colour, end, step / STEPS) for step in range(STEPS))
    return next((tone for tone in tones if serves(tone)), end)
