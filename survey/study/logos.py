"""Is a municipality's logo a drawing and nothing else?

An SVG file can hold scripts, pages, fonts, links to other hosts and entities that grow without end. A logo may hold
shapes: what is not on the lists below is refused, so a kind of harm that nobody thought of is refused too. The
file is read by expat with every declaration refused, and is at most a few kilobytes, so reading it is safe.
"""

import re
from collections.abc import Iterator
from xml.parsers import expat

#: A logo stands in the manifest and is fetched by every phone.
LARGEST_BYTES = 8_192

SVG = "http://www.w3.org/2000/svg"

ELEMENTS = frozenset({
    "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "linearGradient", "radialGradient", "stop", "clipPath",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "id", "version", "width", "height", "viewBox", "preserveAspectRatio", "x", "y", "rx", "ry", "cx", "cy", "r",
    "fx", "fy", "x1", "y1", "x2", "y2", "d", "points", "transform", "fill", "fill-opacity", "fill-rule", "stroke",
    "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
    "stroke-dashoffset", "opacity", "clip-path", "clip-rule", "clipPathUnits", "gradientUnits", "gradientTransform",
    "spreadMethod", "offset", "stop-color", "stop-opacity",
})  # fmt: skip
# What may stand in them. Lists again: `\75rl(`, `image-set(` and `u/**/rl(` all lead out, and none is on one.
_OWN = r"url\(#[A-Za-z][\w.-]*\)"  # the one kind of reference: to a gradient or an outline of the same drawing
_PAINT = re.compile(rf"#[0-9A-Fa-f]{{3}}|#[0-9A-Fa-f]{{6}}|[A-Za-z]+|{_OWN}", re.ASCII)
_CLIP = re.compile(rf"none|{_OWN}", re.ASCII)
_MOVES = re.compile(r"\s*((matrix|translate|scale|rotate|skewX|skewY)\s*\([\d\s,.eE+-]*\)[\s,]*)*", re.ASCII)
_PLAIN = re.compile(r"[\w\s.,%+-]*", re.ASCII)  # numbers, words, the way of a pencil
_VALUES = {
    **dict.fromkeys(("fill", "stroke", "stop-color"), (_PAINT, "write #0f5266, a colour's name, none or url(#a)")),
    "clip-path": (_CLIP, "write none or url(#a)"),
    **dict.fromkeys(("transform", "gradientTransform"), (_MOVES, "write it as translate(1 2) scale(3)")),
}
_OTHER = (_PLAIN, "write numbers and plain words")


def logo_problems(file: bytes) -> tuple[str, ...]:
    """All faults of the SVG in *file*, as "what is wrong; mend". Empty for a plain drawing."""
    if len(file) > LARGEST_BYTES:
        return (f"the file has {len(file)} bytes; simplify the drawing to at most {LARGEST_BYTES}",)
    try:
        text = file.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # UTF-16 would hide from the next line what expat, which guesses, would read
        return ("this is no text in UTF-8; save the drawing again as plain SVG",)
    if "<!DOCTYPE" in text:  # before anything is read: an entity declared there could grow without end
        return ("a document type is declared; take the <!DOCTYPE> away",)
    reading = _Reading()
    try:
        reading.parser.Parse(file, True)  # noqa: FBT003  expat takes it by place
    except expat.ExpatError as error:
        return (*reading.faults, f"this is no well-formed SVG ({error}); save the drawing again as plain SVG")
    return tuple(dict.fromkeys(reading.faults))


class _Reading:
    """One reading of a file, and the faults that it met."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._root = True
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self._element
        self.parser.ProcessingInstructionHandler = self._instruction

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, plain = name.rpartition(" ")
        if self._root:
            self._root = False
            if name != f"{SVG} svg":
                self.faults.append(f'the drawing is no <svg xmlns="{SVG}">; save it as plain SVG')
            if "viewBox" not in attributes:
                self.faults.append("the drawing has no viewBox, so it cannot be scaled; give it one")
        if namespace != SVG or plain not in ELEMENTS:
            self.faults.append(f"<{plain}> is no shape; take it away, or save the drawing as plain SVG")
        self.faults += _attribute_problems(plain, attributes)

    def _instruction(self, target: str, _: str) -> None:
        self.faults.append(f"<?{target}?> is no part of a drawing; take it away")


def _attribute_problems(element: str, attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        if name not in ATTRIBUTES:
            plain = name.rpartition(" ")[2]
            yield f"<{element} {plain}>: the attribute draws nothing; take it away, or write it as fill and stroke"
            continue
        allowed, mend = _VALUES.get(name, _OTHER)
        if not allowed.fullmatch(value):
            yield f"<{element} {name}>: {value[:40]!r} might lead out of the drawing; {mend}"
