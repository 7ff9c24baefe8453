"""A report as a test reads it: the page parsed, and the document by sections, sentences and tables."""

from html.parser import HTMLParser

from analysis.disclosure.release import Release
from analysis.report.catalogue import words
from analysis.report.document import Document, Findings, Section, Table
from analysis.report.pages import report_page
from analysis.report.whole import document
from tests.analysis.report import releases


class Page(HTMLParser):
    """What a test needs to know of a page: its elements, ids and links, and the text in each language."""

    def __init__(self, release: Release) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, str] = {}
        self.language = ""
        self.feed(report_page(release).decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "article":
            self.language = str(dict(attrs)["lang"])

    def handle_data(self, data: str) -> None:
        self.text[self.language] = self.text.get(self.language, "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def in_swedish(release: Release | None = None) -> Document:
    return document(release or releases.release(), words("sv"))


def section(name: str, release: Release | None = None) -> Section:
    return next(each for each in everything(in_swedish(release).sections) if each.id == name)


def everything(sections: tuple[Section, ...]) -> list[Section]:
    return [each for part in sections for each in (part, *everything(part.sections))]


def said(found: Section) -> list[str]:
    return [item.text for block in found.blocks if isinstance(block, Findings) for item in block.items]


def tables(document: Document) -> list[Table]:
    blocks = [block for each in everything(document.sections) for block in each.blocks]
    return [table for block in blocks for table in (block, getattr(block, "table", None)) if isinstance(table, Table)]
