"""The disk of a computer that others use too: a browser with a profile of its own answers, is closed, and every file of
the profile is searched.

What the browser itself keeps is said here as it is, since no page can prevent it:

- the address of the page stands in its history, as of any page;
- a code that came with the address stands there too: the script takes it out of the bar at once, but Chromium has
  written the address down by then. On a computer that others use the code should be typed;
- without the script Chromium keeps what each form posted among what it would restore after a crash (`Sessions`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import FLAGS, SCREENS, browser_path
from tests.browsing.sites import STAFF, Site
from tests.browsing.test_session import EXPOSED
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


def answer(walker: Walker) -> list[str]:
    """From the first part to the thanks; the receipts, which are looked at."""
    page = walker.page
    while not page.locator(SEND).count():
        for item, chosen in EXPOSED.items():
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
