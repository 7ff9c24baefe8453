"""The report as a PDF for everybody: tagged (PDF/UA-1), with headings, header cells, alternatives to the figures.

Typst sets it from the same document as the page. The words go in as data and are never read as markup; typst refuses to
write a file that breaks the standard. Its own typefaces and the wave's own dates are used, so the bytes are the same
on every machine.
"""

import json
from datetime import datetime
from pathlib import Path

import msgspec
import typst

from analysis.disclosure.release import Release
from analysis.report.catalogue import Words
from analysis.report.document import figures_of
from analysis.report.pages import TEMPLATES, print_style, svg
from analysis.report.whole import document

_FONT = "Libertinus Serif"  # is in typst itself
_TEMPLATE: Path = TEMPLATES / "report.typ"


def report_pdf(release: Release, say: Words) -> bytes:
    """The report in the language of *say* as one PDF."""
    made = document(release, say)
    style = print_style(_FONT)
    drawn = {figure.id: svg(figure, style) for figure in figures_of(made.sections)}
    closed = datetime.fromisoformat(made.date)
    inputs = {
        "document": msgspec.json.encode(made).decode("utf-8"),
        "figures": json.dumps(drawn, ensure_ascii=False),
        "font": _FONT,
        "day": closed.strftime("%Y-%m-%d"),
        "page": say("page"),
    }
    pdf = typst.compile(
        str(_TEMPLATE),
        root=str(TEMPLATES),
        sys_inputs=inputs,
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(closed.timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst wrote several files where one was asked for")
    return pdf
