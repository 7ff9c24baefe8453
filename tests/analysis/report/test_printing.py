import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NullObject

from analysis.disclosure.release import Release
from analysis.report.catalogue import words
from analysis.report.document import Section, figures_of
from analysis.report.printing import report_pdf
from analysis.report.whole import document
from tests.analysis.report import releases, rich

SV = words("sv")


@pytest.fixture(scope="module")
def full() -> PdfReader:
    return PdfReader(io.BytesIO(report_pdf(rich.release(), SV)))


def elements(node: Any) -> Iterator[DictionaryObject]:
    """The elements of the structure tree in the order of reading."""
    found = node.get_object()
    if isinstance(found, ArrayObject):
        for each in found:
            yield from elements(each)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield found
        if "/K" in found and not isinstance(found["/K"], NullObject):
            yield from elements(found["/K"])


def tree(reader: PdfReader) -> list[DictionaryObject]:
    return list(elements(reader.root_object["/StructTreeRoot"]))


def kinds(reader: PdfReader) -> list[str]:
    return [str(each["/S"]) for each in tree(reader)]


def headings(sections: tuple[Section, ...]) -> int:
    return sum(1 + headings(each.sections) for each in sections)


def text(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages).replace("\u00a0", " ")


def test_it_says_that_it_is_tagged_and_in_which_language(full: PdfReader) -> None:
    root: Any = full.root_object
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert full.metadata is not None
    assert full.metadata.title == "Enkät om otillåten påverkan – Linköping, Norrköping och Mjölby"


def test_the_other_language_is_a_report_of_its_own() -> None:
    reader = PdfReader(io.BytesIO(report_pdf(releases.release(), words("en"))))
    root: Any = reader.root_object
    assert root["/Lang"] == "en"
    assert "All planned comparisons" in text(reader)


def test_every_heading_of_the_document_is_a_heading_and_none_is_skipped(full: PdfReader) -> None:
    levels = [int(kind[2:]) for kind in kinds(full) if kind in {f"/H{level}" for level in range(1, 7)}]
    assert len(levels) == headings(document(rich.release(), SV).sections) + 2  # the title, and over the contents
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_figure_has_its_whole_text_alternative(full: PdfReader) -> None:
    figures = figures_of(document(rich.release(), SV).sections)
    found = [str(each["/Alt"]) for each in tree(full) if str(each["/S"]) == "/Figure"]
    assert found == [f"{figure.title}. {figure.description}" for figure in figures]


def test_tables_have_header_cells_and_lists_are_lists(full: PdfReader) -> None:
    found = kinds(full)
    assert found.count("/Table") > 15
    assert found.count("/TH") > 4 * found.count("/Table")
    assert found.count("/TD") > found.count("/TH")
    assert "/LBody" in found


def test_the_contents_lead_to_the_chapters(full: PdfReader) -> None:
    chapters = [each.heading for each in document(rich.release(), SV).sections]
    assert sum(len(page.get("/Annots", [])) for page in full.pages) >= len(chapters)


def test_what_the_page_says_stands_in_print_too(full: PdfReader) -> None:
    said = text(full)
    for words_of in ("30 av 55", "Likvärdighetsintyg", "Uppdelning: Kön", "Källa: Brå, PTU 2023.", "under 15 %"):
        assert words_of in said


def test_what_is_not_equivalent_is_stamped_in_print() -> None:
    said = text(PdfReader(io.BytesIO(report_pdf(rich.not_equivalent(), SV))))
    tables = sum(1 for _ in said.split("Ej likvärdig")) - 1
    assert tables > 20
    assert "Beslut KS 2023/17" in said


def test_words_from_the_form_are_never_read_as_markup() -> None:
    nasty = '#panic("no") = $x$ *b* <a> @b [c] \\ `d` // e " }'
    title = {"sv": nasty, "en": nasty}
    first = msgspec.structs.replace(releases.release().indicators[0], label=title, denominator=title)
    release = releases.release()
    changed = msgspec.structs.replace(release, title=title, indicators=(first, *release.indicators[1:]))
    reader = PdfReader(io.BytesIO(report_pdf(changed, SV)))
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith(nasty)
    assert '#panic("no")' in text(reader)


@pytest.mark.parametrize(
    "release",
    [releases.with_empty_stratum(), releases.of_one_municipality(), releases.with_few_answers(), releases.full()],
    ids=["empty", "one", "few", "full"],
)
def test_every_release_can_be_printed(release: Release) -> None:
    assert report_pdf(release, SV).startswith(b"%PDF-1.7")


def test_the_same_release_gives_the_same_bytes() -> None:
    assert report_pdf(releases.release(), SV) == report_pdf(releases.release(), SV)
