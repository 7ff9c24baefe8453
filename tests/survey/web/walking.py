"""The way through the pages in a real browser, with every mistake and refusal that a respondent can meet."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.builders import CLOSES, OPENS, World
from tests.survey.web.visiting import SV

NEXT = "form .buttons .primary"
BACK = "form .buttons .secondary"
SEND = "button[value=send]"


class Served:
    """The open wave at *address*, its clock and codes to use."""

    def __init__(self, world: World, address: str, codes: list[str]) -> None:
        self.world, self.address, self.codes = world, address, codes

    def start(self, page: Page, code: str | None = None) -> str:
        """Go in with *code*, or one that nobody has used; the code."""
        code = code or self.codes.pop()
        page.goto(self.address + SV)
        page.fill("#code", code)
        page.press("#code", "Enter")
        return code


def to_the_end(page: Page) -> None:
    """Consent, and press the way on until the page that sends."""
    page.check("#A1-yes")
    while not page.locator(SEND).count():
        page.click(NEXT)


def walk(page: Page, site: Served) -> Iterator[str]:
    """Every page and state a respondent can meet, by name, one after the other."""
    code = site.codes.pop()
    yield from walk_through(page, site, code)
    site.start(page, code)
    to_the_end(page)
    page.click(SEND)
    yield "already answered"
    for address in ("/s/none/sv", SV + "/svara"):
        page.goto(site.address + address)
        yield address
    site.start(page)
    site.world.clock.move_to(CLOSES)
    page.click(NEXT)
    yield "closed on the way"
    page.goto(site.address + SV)
    yield "closed"
    site.world.clock.move_to(OPENS.replace(year=2021))
    page.goto(site.address + SV)
    yield "early"


def walk_through(page: Page, site: Served, code: str) -> Iterator[str]:
    """From the first page to the last, with each kind of mistake on the way."""
    page.goto(site.address + SV)
    yield "entry"
    page.fill("#code", code[:-1] + ("A" if code[-1] != "A" else "B"))
    page.click("form .primary")
    yield "wrong symbol"
    page.fill("#code", code)
    page.click("form .primary")
    yield "background"
    page.click(NEXT)
    yield "consent missing"
    page.check("#A1-yes")
    page.click(NEXT)
    page.check("#C1-once")
    page.check("#C9-decline")
    yield "events"
    page.click(NEXT)
    page.check("#C12-yes")
    yield "aim"
    page.click(NEXT)
    page.locator("input[type=checkbox]").first.check()
    page.locator("input[type=checkbox]").last.check()
    page.click(NEXT)
    yield "option that stands alone"
    page.locator("input[type=checkbox]").last.uncheck()
    for number in range(20):
        page.click(NEXT)
        if page.locator(SEND).count():
            break
        yield f"part {number}"
    yield "send"
    page.click(SEND)
    page.locator("summary").first.click()
    yield "finish"
