"""A logo is a drawing: each thing that is none is refused, and says so."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.study.logos import ATTRIBUTES, LARGEST_BYTES, logo_problems

SHIPPED = sorted((Path(__file__).parents[3] / "studies" / "linkoping-norrkoping" / "logos").glob("*.svg"))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"{}>{}</svg>'


def drawing(inside: str = "", attributes: str = "") -> bytes:
    return SVG.format(attributes, inside).encode()


def faults_of(name: str, value: str) -> tuple[str, ...]:
    """The faults of a path, or of the drawing itself, with this value."""
    escaped = value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    if name == "viewBox":
        return logo_problems(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{escaped}"></svg>'.encode())
    return logo_problems(drawing(f'<path {name}="{escaped}"/>'))


OWN_PARTS = {"fill", "stroke", "stop-color", "clip-path"}

REFUSED = [
    (drawing("<script>alert(1)</script>"), "<script> is no shape"),
    (drawing('<path d="M0 0" onclick="alert(1)"/>'), "<path onclick>: the attribute draws nothing"),
    (drawing(attributes=' onload="alert(1)"'), "<svg onload>: the attribute draws nothing"),
    (drawing("<foreignObject><p>x</p></foreignObject>"), "<foreignObject> is no shape"),
    (drawing('<image href="https://a.se/x.png"/>'), "<image> is no shape"),
    (drawing('<a href="https://a.se/"><path d="M0 0"/></a>'), "<a> is no shape"),
    (drawing('<g id="a"/><use href="#a"/>'), "<use> is no shape"),
    (drawing("<style>path{fill:red}</style>"), "<style> is no shape"),
    (drawing('<path d="M0 0" style="fill:red"/>'), "<path style>: the attribute draws nothing"),
    (drawing("<text>Ort</text>"), "<text> is no shape"),
    (drawing('<animate attributeName="x"/>'), "<animate> is no shape"),
    (drawing('<path d="M0 0" fill="url(https://a.se/#x)"/>'), "<path fill>: 'url(https://a.se/#x)' might lead out"),
    (drawing('<path d="M0 0" fill="URL( //a.se#x )"/>'), "<path fill>: 'URL( //a.se#x )' might lead out"),
    (drawing('<path xmlns:x="http://www.w3.org/1999/xlink" x:href="//a.se"/>'), "<path href>: the attribute draws"),
    (drawing('<x:path xmlns:x="http://www.inkscape.org/"/>'), "<path> is no shape"),
    (b'<?xml-stylesheet href="//a.se/x.css"?>' + drawing(), "<?xml-stylesheet?> is no part of a drawing"),
    (b'<!DOCTYPE svg [<!ENTITY a "aa">]>' + drawing("&a;"), "a document type is declared"),
    (b'<!DOCTYPE svg SYSTEM "https://a.se/x.dtd">' + drawing(), "a document type is declared"),
    (drawing("&a;"), "this is no well-formed SVG"),
    (drawing()[:-3], "this is no well-formed SVG"),
    (b"\x89PNG\r\n", "this is no text in UTF-8"),
    (b"", "this is no well-formed SVG"),
    (SVG.encode("utf-16"), "this is no text in UTF-8"),
    ("<!DOCTYPE svg>".encode("utf-16-le"), "this is no text in UTF-8"),
    (SVG.format("", "\xe5").encode("latin-1"), "this is no text in UTF-8"),
    (b'<svg viewBox="0 0 9 9"></svg>', 'the drawing is no <svg xmlns="http://www.w3.org/2000/svg">'),
    (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "the drawing has no viewBox"),
    (
        drawing("<!--" + " " * (LARGEST_BYTES - 70) + "-->"),
        "the file has 8193 bytes; simplify the drawing to at most 8192",
    ),
]


@pytest.mark.parametrize(("file", "told"), REFUSED, ids=[told[:40] + str(nr) for nr, (_, told) in enumerate(REFUSED)])
def test_what_is_no_drawing_is_refused_with_its_mend(file: bytes, told: str) -> None:
    found = logo_problems(file)
    assert any(fault.startswith(told) for fault in found), found
    assert all(len(fault.split("; ")) > 1 for fault in found), "each says how to mend it"


#: Each fetches something in some browser, or once did, or hides that it does.
HOSTILE = (
    "url(//a.se/x)",
    "url(https://a.se/#x)",
    "URL(#a)",
    "url(#a) url(//a.se)",
    "url('#a')",
    "url( #a )",
    "url(#a",
    "url()",
    "\\75rl(//a.se)",
    "u\\72l(#a)",
    "u/**/rl(//a.se)",
    "/* */red",
    "red/**/",
    "image(//a.se)",
    "image-set('//a.se' 1x)",
    "-webkit-image-set(url(//a.se))",
    "cross-fade(red)",
    "src('//a.se')",
    "element(#a)",
    "paint(x)",
    "var(--a)",
    "env(a)",
    "attr(href)",
    "expression(alert(1))",
    "javascript:alert(1)",
    "data:image/svg+xml,x",
    "//a.se",
    "red;fill:blue",
    "a{b}",
    "@import '//a.se'",
    "<x>",
    "&x;",
    '"',
    "rotate(url(#a))",
    "translate(1);",
    "scale(2) url(//a.se)",
    "matrix(1,0,0,1,0,0",
    "rotate(calc(1))",
    "context(1)",
    "\\",
    "\uff08",
    "url\uff08#a\uff09",
    "#0f5266 url(#a)",
)
PIECES = (
    *HOSTILE,
    "url(#",
    "(",
    ")",
    "/*",
    "*/",
    "\\7",
    "red",
    "#123456",
    " ",
    "\t",
    "none",
    "#a",
    "rotate(",
    "1",
    ",",
    "url",
    ":",
)
MOVES = r"(matrix|translate|scale|rotate|skewX|skewY)\s*\("


@pytest.mark.parametrize("name", sorted(ATTRIBUTES))
def test_no_attribute_takes_a_value_that_might_lead_out(name: str) -> None:
    taken = [value for value in HOSTILE if not faults_of(name, value)]
    assert taken == []


@given(st.sampled_from(sorted(ATTRIBUTES)), st.lists(st.sampled_from(PIECES), max_size=5).map("".join))
def test_whatever_is_taken_can_fetch_nothing(name: str, value: str) -> None:
    """A browser fetches by a function or by an address with a colon or two slashes. What is taken has none of them."""
    if faults_of(name, value):
        return
    assert not set(value) & set("\\/*:;'\"<>{}@&")
    functions = re.sub(r"url\(#[A-Za-z][A-Za-z0-9_.-]*\)", "", value) if name in OWN_PARTS else value
    functions = re.sub(MOVES, "", functions).replace(")", "") if name.lower().endswith("transform") else functions
    assert "(" not in functions
    assert ")" not in functions


def test_what_drawings_are_made_of_is_taken() -> None:
    """The list is short, and yet long enough: what is refused above is not refused because everything is."""
    good = {
        "fill": ["#fff", "#0F5266", "none", "currentColor", "rebeccapurple", "url(#a-1.b_c)"],
        "clip-path": ["none", "url(#a)"],
        "transform": ["", "translate(1 2)", "rotate(45, 1.5,-2e3) scale( .5 )", "matrix(1,0,0,1,0,0),skewX(3)"],
        "d": ["M0 0h9v-9l1.5,2e-3a1 1 0 01.5.5z"],
        "viewBox": ["0 0 48 48"],
        "preserveAspectRatio": ["xMidYMid meet"],
        "offset": ["50%"],
        "stroke-dasharray": ["1, 2 3"],
    }
    assert [(name, value) for name, values in good.items() for value in values if faults_of(name, value)] == []


def test_every_fault_is_told_once() -> None:
    found = logo_problems(drawing("<script/><script/><text/>"))
    assert [fault.split(" ")[0] for fault in found] == ["<script>", "<text>"]


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h9" fill="none" stroke="#123456" stroke-width="2"/>',
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><path d="M0 0" fill="url(#a)"/>',
        '<title>Ort</title><g transform="scale(2)"><circle cx="1" cy="1" r="1"/></g><!-- drawn by hand -->',
    ],
)
def test_a_plain_drawing_is_taken(inside: str) -> None:
    assert logo_problems(drawing(inside)) == ()
    assert logo_problems(b'<?xml version="1.0" encoding="UTF-8"?>\n' + drawing(inside)) == ()


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_the_shipped_logos_are_drawings_and_say_that_they_are_invented(path: Path) -> None:
    assert logo_problems(path.read_bytes()) == ()
    assert "An invented mark" in path.read_text(encoding="utf-8")


def test_there_is_a_shipped_logo_for_each_municipality() -> None:
    assert [path.stem for path in SHIPPED] == ["linkoping", "norrkoping"]
