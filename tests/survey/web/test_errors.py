"""Every error has its page, or is one that no page can meet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.exceptions import HTTPException, NotFoundException

from survey.errors import KeyFileError, SamtidigError, UnknownWave, WrongPassphrase
from survey.web.errors import ELSEWHERE, ENTRY, FAILED, RESTING, ROWS, STATUSES, report, row_of
from survey.web.templating import TEMPLATES


def leaves(error: type[SamtidigError]) -> Iterator[type[SamtidigError]]:
    """The ends of the tree."""
    if not error.__subclasses__():
        yield error
    for kind in error.__subclasses__():
        yield from leaves(kind)


def test_every_leaf_has_a_row_or_is_met_by_commands_only() -> None:
    missing = {leaf.__name__ for leaf in leaves(SamtidigError)} - {one.__name__ for one in [*ROWS, *ELSEWHERE]}
    assert missing == set()
    assert ELSEWHERE.isdisjoint(ROWS)


@pytest.mark.parametrize("row", [*ROWS.values(), *STATUSES.values(), FAILED, RESTING], ids=lambda row: row.template)
def test_every_row_has_its_page(row: object) -> None:
    name = row.template  # type: ignore[attr-defined]
    assert name == ENTRY or (TEMPLATES / "respond" / "refusals" / f"{name}.html").is_file()


def test_every_page_of_a_refusal_has_a_row() -> None:
    pages = {file.stem for file in (TEMPLATES / "respond" / "refusals").iterdir()}
    assert pages == {row.template for row in [*ROWS.values(), *STATUSES.values(), FAILED, RESTING]} - {ENTRY}


def test_an_error_without_a_row_has_that_of_its_kind_and_any_other_is_our_fault() -> None:
    assert row_of(WrongPassphrase("no")) == ROWS[KeyFileError]
    assert row_of(UnknownWave("no")).status == 404
    assert row_of(NotFoundException()).status == 404
    assert row_of(HTTPException(status_code=418)) == FAILED
    assert row_of(ZeroDivisionError()) == FAILED


def test_a_report_names_the_class_and_the_place_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="S6CJ") as raised:
        int("S6CJ-966G-Y6Z7-QSCC answered yes")
    report(raised.value)
    report(ValueError("never raised"))
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("ValueError at ")
    assert "test_errors.py:" in first
    assert "S6CJ" not in first
    assert second == "ValueError at an unknown place"


def test_what_a_browser_that_seals_is_told_is_one_of_the_words_in_the_documentation() -> None:
    page = (Path(__file__).parents[3] / "docs" / "addresses.md").read_text(encoding="utf-8")
    for row in [*ROWS.values(), *STATUSES.values(), FAILED, RESTING]:
        if row.status != 405:  # another method than POST is given a page
            lines = [line for line in page.splitlines() if line.startswith("| ") and f"`{row.outcome}`" in line]
            assert [line for line in lines if str(row.status) in line.split("|")[1]], row
