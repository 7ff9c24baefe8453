"""The report as one self-contained page, Swedish first and then English, and the figures as files.

It writes down the document; what is said is decided there. The page needs no network, no script and no font of its own.
"""

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.disclosure.release import Release
from analysis.report.catalogue import LANGUAGES, words
from analysis.report.document import kind_of
from analysis.report.drawing import Figure
from analysis.report.whole import document

_RANGE = re.compile(r"(\d[\d.,]*–\d[\d.,]*(?:\u00a0?%)?)")
TEMPLATES = Path(__file__).parent / "templates"


@lru_cache
def environment() -> Environment:
    """The templates: autoescaped, and a name that is not there is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["whole"] = whole
    made.filters["kind"] = kind_of
    made.filters["number"] = lambda number: f"{number:g}"
    made.filters["drawn"] = lambda figure: Markup(svg(figure))  # noqa: S704 - drawn by our own autoescaped template
    return made


def whole(text: str) -> Markup:
    """*text* with no line ending inside a range of numbers, as 26–37 %."""
    parts = _RANGE.split(text)
    return Markup("").join(
        Markup('<span class="whole">{}</span>').format(x) if n % 2 else x for n, x in enumerate(parts)
    )


def svg(figure: Figure, style: str = "") -> str:
    """*figure* drawn, with a style sheet of its own if it is to stand alone."""
    return environment().get_template("drawing.svg").render(figure=figure, style=Markup(style))  # noqa: S704 - ours


@lru_cache
def own_style() -> str:
    """The style sheet of a figure that stands alone in a file."""
    return (TEMPLATES / "drawing.css").read_text(encoding="utf-8")


@lru_cache
def print_style(font: str) -> str:
    """The style sheet on paper: the light colours written out, for a reader that knows no variables, and *font*."""
    sheet = "\n".join(line for line in own_style().splitlines() if not line.startswith("@media"))
    names = dict(re.findall(r"(--[\w-]+): ([^;]+);", sheet))
    sheet = re.sub(r"var\((--[\w-]+)\)", lambda found: names[found[1]], sheet)
    return re.sub(r"--[\w-]+: [^;]+; ", "", re.sub(r"font-family: [^;]+;", f'font-family: "{font}";', sheet))


def figure_file(figure: Figure) -> bytes:
    """*figure* as an SVG file."""
    return (svg(figure, own_style()) + "\n").encode("utf-8")


def report_page(release: Release) -> bytes:
    """The report as one HTML file."""
    said = {language: words(language) for language in LANGUAGES}
    documents = [document(release, say) for say in said.values()]
    page = environment().get_template("report.html").render(documents=documents, words=said)
    return (page + "\n").encode("utf-8")
