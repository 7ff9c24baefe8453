"""A mail scanner: it opens every link that it finds, lets scripts run, and presses buttons. No code is used up.

What it is given is the address of the letter with the code in it, the worst there could be: scanners are the reason
that no address of ours does anything, and that an answer takes a whole form and a press at its end.
"""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request

from tests.browser import NewPage
from tests.browsing.sites import STAFF, Site
from tests.browsing.walks import NEXT, SEND, Walker

MOST_PAGES = 40


def links(page: Page, site: Site) -> set[str]:
    """Every address on our host that the page leads to."""
    found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
    return {one for one in found if urlsplit(one).netloc == urlsplit(site.address).netloc}


def open_everything(page: Page, site: Site, start: str) -> set[str]:
    """Follow links from *start* until there are no more; what was opened."""
    page.route("https://**", lambda route: route.abort())  # where the ways out lead
    waiting, opened = {start}, set[str]()
    while waiting and len(opened) < MOST_PAGES:
        address = waiting.pop()
        opened.add(address)
        if urlsplit(address).path.startswith("/lamna/") or address.endswith((".txt", ".json")):
            page.request.get(address, max_redirects=0)
            continue
        page.goto(address)
        page.wait_for_load_state("networkidle")
        waiting |= links(page, site) - opened
    return opened


def press_first_button(page: Page, times: int) -> None:
    """The first button of the page, *times* over."""
    for _ in range(times):
        press(page, 0)


def press_each_button(page: Page, address: str) -> None:
    """Every button of the page once, each on a page opened anew."""
    page.goto(address)
    for number in range(page.locator("button").count()):
        page.goto("about:blank")
        page.goto(address)
        press(page, number)


def press(page: Page, number: int) -> None:
    """Press as a program does, whether the button can be seen or not."""
    page.evaluate("number => document.querySelectorAll('button')[number]?.click()", number)
    page.wait_for_timeout(100)
    page.wait_for_load_state()


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without the script"])
def test_a_scanner_uses_up_no_code(site: Site, new_page: NewPage, *, script: bool) -> None:
    code = site.code()
    scanner = new_page(javascript=script)
    posted: list[Request] = []
    scanner.on("request", lambda request: posted.append(request) if "kuvert" in request.url else None)
    letter = f"{site.entry()}#{code}"
    opened = open_everything(scanner, site, letter)
    assert {urlsplit(address).path for address in opened} >= {
        urlsplit(site.entry(one)).path for one in ("sv", "en", "fi")
    }
    scanner.goto("about:blank")
    scanner.goto(letter)
    press_first_button(scanner, times=3)
    press_each_button(scanner, letter)
    assert posted == []
    walker = Walker(new_page(), site, scripted=True, stratum=STAFF)
    walker.finish(code)
    assert walker.page.locator("details.receipt").count() == 1


def test_a_scanner_that_goes_on_is_stopped_by_the_first_question(site: Site, new_page: NewPage) -> None:
    """It would have to consent, and press through the whole form, and send."""
    page = new_page()
    page.goto(f"{site.entry()}#{site.code()}")
    page.wait_for_selector("html[data-level=b]")
    page.click(NEXT)
    page.wait_for_selector("#A1-yes")
    press_first_button(page, times=5)
    assert page.locator("#A1").count() == 1
    assert page.locator(SEND).count() == 0
