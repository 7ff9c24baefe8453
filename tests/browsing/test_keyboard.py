"""By keyboard alone, with the script and without it: every stop is seen, none is covered, and Enter is the way on."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import NewPage
from tests.browsing.sites import STAFF, Site
from tests.browsing.walks import CODE, NEXT, SEND, Walker

#: Where the keyboard is: what it is on, whether that is seen to have the focus, and whether something covers it.
STOP = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const rings = (at) => {
    const style = getComputedStyle(at);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const box = one.getBoundingClientRect(), bar = document.querySelector(".top").getBoundingClientRect();
  const sticks = getComputedStyle(document.querySelector(".top")).position === "sticky" && !one.closest(".top, .skip");
  return {
    name: one.id || one.outerHTML.slice(0, 120),
    place: [...document.querySelectorAll("*")].indexOf(one),
    seen: rings(one) || rings(one.closest(".option") ?? one),
    covered: sticks && box.top < bar.bottom - 1,
    outside: box.bottom > innerHeight + 1 && box.height < innerHeight - bar.height,
  };
}
"""

scripts = pytest.mark.parametrize("scripted", [True, False], ids=["with the script", "without the script"])


def open_tab(new_page: NewPage, *, scripted: bool) -> Page:
    """A tab on a phone's screen, where the bar covers most."""
    return new_page(javascript=scripted, screen="phone")


def stops(page: Page, key: str = "Tab") -> list[dict[str, Any]]:
    """Every stop of the keyboard on the page, in order, until it leaves the page."""
    found: list[dict[str, Any]] = []
    for _ in range(120):
        page.keyboard.press(key)
        stop: dict[str, Any] | None = page.evaluate(STOP)
        if stop is None or (found and stop["place"] == found[0]["place"]):
            return found
        found.append(stop)
    pytest.fail(f"the keyboard does not come out of {page.title()}")


def wrong(page: Page) -> list[str]:
    """Stops that are not seen, are covered, or come out of order: forwards, and backwards."""
    faults = []
    for key in ("Tab", "Shift+Tab"):
        met = stops(page, key)
        assert len(met) > 2, page.title()
        faults += [f"{page.title()}, {key}: {one['name']}: not seen" for one in met if not one["seen"]]
        faults += [f"{page.title()}, {key}: {one['name']}: covered" for one in met if one["covered"]]
        faults += [f"{page.title()}, {key}: {one['name']}: outside" for one in met if one["outside"]]
    return faults


@scripts
def test_every_stop_is_seen_and_nothing_covers_it(site: Site, new_page: NewPage, *, scripted: bool) -> None:
    """WCAG 2.4.7 and 2.4.11, on the first page, a long part, a fault, the page that sends and the last."""
    page = open_tab(new_page, scripted=scripted)
    walker = Walker(page, site, scripted=scripted, stratum=STAFF)
    page.goto(site.entry())
    faults = wrong(page)
    page.fill(CODE, site.code())
    walker.press()
    walker.press()
    faults += wrong(page)  # consent is missing
    page.check("#A1-yes")
    walker.press()
    faults += wrong(page)  # the events, a long page
    for _ in range(20):
        if page.locator(SEND).count():
            break
        walker.press()
    faults += wrong(page)
    walker.press(SEND)
    faults += wrong(page)
    assert faults == []


@scripts
def test_the_order_of_stops_is_the_order_of_the_page(site: Site, new_page: NewPage, *, scripted: bool) -> None:
    page = open_tab(new_page, scripted=scripted)
    page.goto(site.entry())
    page.evaluate("document.activeElement.blur()")
    met = stops(page)
    assert "skip" in met[0]["name"]
    places = [one["place"] for one in met]
    assert places == sorted(places)
    assert "code" in [one["name"] for one in met]


@scripts
def test_the_first_stop_leads_past_the_bar(site: Site, new_page: NewPage, *, scripted: bool) -> None:
    page = open_tab(new_page, scripted=scripted)
    page.goto(site.entry())
    page.keyboard.press("Tab")
    assert page.locator(".skip:focus").bounding_box() is not None
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


@scripts
def test_the_whole_form_by_keyboard_alone(site: Site, new_page: NewPage, *, scripted: bool) -> None:
    page = open_tab(new_page, scripted=scripted)
    page.goto(site.entry())
    walker = Walker(page, site, scripted=scripted, stratum=STAFF)
    code = site.code()

    def tab_to(selector: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.locator(f"{selector}:focus").count():
                return
        pytest.fail(f"the keyboard does not reach {selector} on {page.title()}")

    def enter() -> None:
        if scripted:
            walker.changed(lambda: page.keyboard.press("Enter"))
            return
        with page.expect_navigation():
            page.keyboard.press("Enter")

    tab_to(CODE)
    page.keyboard.type(code)
    enter()
    enter_on = "#A1-yes"
    tab_to(enter_on)
    enter()  # Enter on a box is the way on, and consent is missing
    assert page.locator(".summary:focus").count() == 1
    tab_to(".summary a")
    page.keyboard.press("Enter")
    assert page.locator(f"{enter_on}:focus").count() == 1
    page.keyboard.press("Space")
    tab_to("#B4-woman")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator("#B4-man").is_checked()
    page.keyboard.press("ArrowUp")
    assert page.locator("#B4-woman").is_checked()
    enter()
    while not page.locator(SEND).count():
        if scripted:
            assert page.locator("h1:focus").count() == 1
        tab_to(NEXT)
        enter()
    tab_to(SEND)
    enter()
    assert page.inner_text("h1") == "Tack, ditt svar är mottaget"
