"""The disk of a computer that others use too: a browser with a profile of its own answers, is closed, and every file of
the profile is searched.

What the browser itself keeps is said here as it is, since no page can prevent it:

- the address of the page stands in its history, as of any page;
- a code that came with the address stands there too: the script takes it out of the bar at once, but Chromium has
  written the address down by then. On a computer that others use the code should be typed;
- a draft that was saved on the device stays, locked, in the journal of the browser's storage for a time;
- without the script Chromium keeps what each form posted among what it would restore after a crash (`Sessions`).
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import FLAGS, SCREENS, browser_path
from tests.browsing.sites import STAFF, Site
from tests.browsing.test_session import EXPOSED, UNHARMED
from tests.browsing.traces import found_in, of_answers, of_code
from tests.browsing.walks import CODE, SEND, Walker

RECEIPT = "details.receipt code"


@contextmanager
def on_disk(chromium: Browser, folder: Path) -> Iterator[Page]:
    """A page of a browser whose profile lies in *folder*, until the browser is closed."""
    context = chromium.browser_type.launch_persistent_context(
        folder,
        executable_path=browser_path(),
        args=list(FLAGS),
        viewport=SCREENS["desk"],
        timezone_id="Europe/Stockholm",
    )
    context.set_default_timeout(15_000)
    yield context.pages[0]
    context.close()


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the profile."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def answer(walker: Walker, answers: Mapping[str, str] = EXPOSED) -> list[str]:
    """From the first part to the thanks; the receipts, which are looked at."""
    page = walker.page
    while not page.locator(SEND).count():
        for item, chosen in answers.items():
            if page.locator(f"#{item}-{chosen}").count():
                page.check(f"#{item}-{chosen}")
        walker.press()
    walker.press(SEND)
    page.click("details.receipt summary")
    return page.locator(RECEIPT).all_inner_texts()


#: How somebody answers -> the files of the browser that hold the code afterwards.
KEPT = {
    "typed": set[str](),
    "kept on the way": set[str](),
    "with the address": {"History", "Favicons", "Sessions", "ukm_db"},
    "without the script": {"Sessions"},
}


@pytest.mark.parametrize("how", KEPT)
def test_no_file_of_the_browser_holds_a_code_an_answer_or_a_receipt_but_those_that_no_page_can_prevent(
    site: Site, chromium: Browser, tmp_path: Path, how: str
) -> None:
    code = site.code()
    with on_disk(chromium, tmp_path) as page:
        if how == "without the script":
            page.route("**/static/*.js", lambda route: route.abort())
        walker = Walker(page, site, scripted=how != "without the script", stratum=STAFF)
        page.goto(site.entry() + (f"#{code}" if how == "with the address" else ""))
        if how == "kept on the way":
            page.click(".choice summary")
            page.check("#device-keep")
        if how != "with the address":
            page.fill(CODE, code)
        walker.press()
        receipts = answer(walker)
    held = files(tmp_path)
    assert len(held) > 20
    own = [one.encode() for receipt in receipts for one in (receipt, receipt.replace("-", ""))]
    assert places(held, of_code(code)) <= KEPT[how]
    assert places(held, of_answers(EXPOSED)) <= ({"Sessions"} if how == "without the script" else set())
    assert places(held, own) == set()
    assert found_in({name: held[name] for name in held if "History" in name}, [site.entry().encode()]) != []


def places(held: Mapping[str, bytes], secrets: Sequence[bytes]) -> set[str]:
    """What of the browser's holds any of *secrets*: a folder or a file, without the journal that goes with it."""
    names = {name for name in held if found_in({name: held[name]}, secrets)}
    return {
        Path(name).parent.name if "Sessions" in name else Path(name).name.removesuffix("-journal") for name in names
    }


def test_the_search_sees_what_a_page_leaves_on_the_disk(site: Site, chromium: Browser, tmp_path: Path) -> None:
    code = site.code()
    with on_disk(chromium, tmp_path) as page:
        page.goto(site.entry())
        page.evaluate("code => localStorage.setItem('c', code)", code)
    assert found_in(files(tmp_path), of_code(code)) != []


def test_a_draft_that_is_gone_lies_locked_in_the_journal_of_the_browsers_storage_and_nowhere_else(
    site: Site, chromium: Browser, tmp_path: Path
) -> None:
    with on_disk(chromium, tmp_path) as page:
        walker = Walker(page, site, scripted=True, stratum=STAFF)
        page.goto(site.entry())
        page.click(".choice summary")
        page.check("#device-keep")
        page.fill(CODE, site.code())
        walker.press()
        while not page.evaluate("localStorage.length"):
            page.wait_for_timeout(100)
        draft: str = page.evaluate("JSON.parse(Object.values(localStorage)[0]).draft")
        answer(walker)
        assert page.evaluate("localStorage.length") == 0
    held = files(tmp_path)
    assert {Path(name).parent.name for name in held if draft[40:80].encode() in held[name]} <= {"leveldb"}


@pytest.mark.parametrize("end", ["the thanks", "the way out"])
def test_the_history_does_not_tell_what_was_answered(site: Site, chromium: Browser, tmp_path: Path, end: str) -> None:
    """One who has met much, and one who has met nothing, each in a profile of its own."""
    kept = [visited(site, chromium, tmp_path / str(n), one, end) for n, one in enumerate((EXPOSED, UNHARMED))]
    assert kept[0] == kept[1]
    entries, rows = kept[0]
    assert len(rows["urls"]) > 0
    assert {title for _, title in entries} <= {"", "Enk\u00e4t", "Elsewhere"}
    assert {row[1] for row in rows["urls"]} <= {"", "Enk\u00e4t", "Elsewhere"}


def visited(
    site: Site, chromium: Browser, folder: Path, answers: Mapping[str, str], end: str
) -> tuple[list[tuple[str, str]], dict[str, list[Any]]]:
    """After a visit: the list behind the Back button, and the rows of the browser's history on the disk."""
    with on_disk(chromium, folder) as page:
        page.route("https://**", lambda route: route.fulfill(body="<title>Elsewhere</title>", content_type="text/html"))
        walker = Walker(page, site, scripted=True, stratum=STAFF)
        walker.enter()
        answer(walker, answers)
        if end == "the way out":
            page.click(".leave")
            page.wait_for_function("document.title === 'Elsewhere'")
        found = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
        page.wait_for_timeout(500)
    with closing(sqlite3.connect(folder / "Default" / "History")) as history:
        rows = {name: history.execute(query).fetchall() for name, query in _ROWS.items()}
    return [(one["url"], one["title"]) for one in found["entries"]], rows


#: All that is written down of a visit but instants and how long it took.
_ROWS = {
    "urls": "SELECT url, title, visit_count, typed_count, hidden FROM urls ORDER BY id",
    "visits": "SELECT url, from_visit, transition, opener_visit FROM visits ORDER BY id",
}
