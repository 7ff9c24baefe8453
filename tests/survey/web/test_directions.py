"""Pages in other languages measured in Chromium: mirrored from right to left, and nothing cut off on a narrow screen.

Right to left is tried with Swedish in Arabic letters (tests/rtl.py).
"""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from playwright.sync_api import Page

from survey.assembly import create_app
from survey.study import checks
from tests import rtl
from tests.browser import NewPage
from tests.builders import CLOSES, OPENS, World
from tests.survey.web.serving import served
from tests.survey.web.visiting import WAVE
from tests.survey.web.walking import NEXT, SEND, Served
from tests.wordings import Say

STANDARD = Path(__file__).parents[3] / "questionnaires" / "otillaten-paverkan"
WIDTHS = (320, 1280)

#: Everything that can be answered is: the second of each list, so that most questions are met.
ANSWER = """() => document.querySelectorAll("main fieldset").forEach(
  set => { const boxes = set.querySelectorAll("input"); boxes[Math.min(1, boxes.length - 1)].checked = true })"""

#: How far each label of an option or a button is wider than its place, in points; only those that are.
CUT = """() => [...document.querySelectorAll(".option, .option span, button, .button, .leave, summary")].filter(
  one => one.getClientRects().length && (one.scrollWidth > one.clientWidth + 1 && one.clientWidth
    || one.getBoundingClientRect().right > innerWidth + 0.5 || one.getBoundingClientRect().left < -0.5)
  && !one.closest(".hidden") && !one.classList.contains("hidden")).map(one => one.textContent.trim())"""

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

#: What is on the wrong side of a page that is read from the right.
MIRRORED = """() => {
  const faults = [], box = one => one.getBoundingClientRect(), bar = box(document.querySelector(".bar"));
  const check = (holds, what) => { if (!holds) faults.push(what) };
  check(getComputedStyle(document.body).direction === "rtl", "the page is not right to left");
  const leave = box(document.querySelector(".leave"));
  check(leave.left - bar.left < 60 && leave.right < box(document.querySelector(".brand")).left, "leave");
  check(bar.right - box(document.querySelector(".brand img")).right < 60, "brand");
  for (const label of document.querySelectorAll(".options .option")) {
    const [mark, words] = [box(label.querySelector("input")), box(label.querySelector("span"))];
    const beside = mark.top < words.bottom && getComputedStyle(label).flexDirection === "row";
    check(!beside || mark.left >= words.right, `mark of ${label.textContent}`);
  }
  for (const row of document.querySelectorAll(".row")) {
    const places = [...row.querySelectorAll(".option")].map(one => box(one));
    const across = places[1].top < places[0].bottom;
    check(!across || places.every((one, n) => !n || one.right <= places[n - 1].left), "order of a scale");
  }
  for (const one of document.querySelectorAll("code, input.code, a[href^='tel:']"))
    check(getComputedStyle(one).direction === "ltr", `direction of ${one.outerHTML}`);
  for (const one of document.querySelectorAll(".faulty, .note")) {
    const style = getComputedStyle(one);
    check(parseFloat(style.borderRightWidth) > parseFloat(style.borderLeftWidth), "edge");
  }
  return faults }"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("directions")
    form = rtl.form(STANDARD, folder / "mirrored")
    with patch.object(checks, "PAGES", (*checks.PAGES, rtl.LANGUAGE)):
        words = rtl.catalogues(folder / "catalogues")
        more: dict[str, Say] = {"sv-simple": str, "fi": str, rtl.LANGUAGE: rtl.mirrored}
        world = World(folder, f"sqlite:///{folder}/s.sqlite", invited=40, form=form, more=more, catalogues=words)
        codes = [code for issued in world.issue().values() for code in issued]
    world.clock.move_to(OPENS)
    with served(create_app(world.settings, world.clock, words)) as address:
        yield Served(world, address, codes)
    world.close()


def entry(site: Served, language: str = rtl.LANGUAGE) -> str:
    """The address of the first page."""
    return f"{site.address}/s/{WAVE}/{language}"


def walk(page: Page, site: Served, language: str = rtl.LANGUAGE) -> Iterator[str]:
    """Every page of the form from the first to the last, with a mistake on the way."""
    page.goto(entry(site, language))
    yield "entry"
    page.click(NEXT)
    yield "no code"
    page.fill("#code", site.codes.pop())
    page.click(NEXT)
    yield "information"
    page.click(NEXT)
    yield "no consent"
    while not page.locator(SEND).count():
        page.evaluate(ANSWER)
        page.click(NEXT)
        yield page.title()
    page.click(SEND)
    page.locator("summary").first.click()
    yield "finish"
    for address in ("tillganglighet", "kvitto", "nothing"):
        page.goto(f"{entry(site, language)}/{address}")
        yield address
    site.world.clock.move_to(CLOSES)
    page.goto(entry(site, language))
    yield "closed"
    page.goto(f"{entry(site, language)}/kvitto")
    yield "lists soon"
    site.world.clock.move_to(OPENS)


def measured(page: Page, site: Served, language: str, *measures: str) -> dict[str, list[str]]:
    """The faults of each page, by *measures*, and how much too wide it is."""
    found: dict[str, list[str]] = {}
    for name in walk(page, site, language):
        over = page.evaluate(WIDER)
        too_wide = [f"{over} points too wide"] if over else []
        found[name] = [*too_wide, *(fault for measure in measures for fault in page.evaluate(measure))]
    assert len(found) > 16
    return {name: faults for name, faults in found.items() if faults}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["sv-simple", "fi"])
def test_no_label_is_cut_off_on_the_narrowest_screen(site: Served, new_page: NewPage, language: str) -> None:
    page = new_page(javascript=False)
    page.set_viewport_size({"width": 320, "height": 640})
    assert measured(page, site, language, CUT) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_from_right_to_left_all_is_mirrored_and_nothing_is_cut_off(site: Served, new_page: NewPage, width: int) -> None:
    page = new_page(javascript=False)
    page.set_viewport_size({"width": width, "height": 800})
    assert measured(page, site, rtl.LANGUAGE, MIRRORED, CUT) == {}


def test_the_measures_see_a_page_that_is_not_mirrored_or_too_wide(site: Served, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto(entry(site))
    page.fill("#code", site.codes.pop())
    page.click(NEXT)
    assert page.evaluate(MIRRORED) == []
    page.evaluate("document.documentElement.dir = 'ltr'")
    assert {"the page is not right to left", "leave", "brand"} <= set(page.evaluate(MIRRORED))
    assert page.evaluate(CUT) == []
    page.evaluate(
        "document.querySelector('.primary').style = 'flex: none; min-width: 0; width: 4rem; white-space: nowrap'"
    )
    assert page.evaluate(CUT) != []


def test_a_browser_is_led_to_its_language_and_keeps_the_code_in_the_fragment(site: Served, new_page: NewPage) -> None:
    for locale, language in (("fi-FI", "fi"), ("en-US", "en"), ("pl-PL", "sv")):
        page = new_page(javascript=False, locale=locale)
        for address in ("/", f"/s/{WAVE}"):
            page.goto(f"{site.address}{address}#5ZNY-3VW7")
            assert page.url == f"{entry(site, language)}#5ZNY-3VW7"
        page.click(".languages a[lang=sv-simple]")
        assert page.get_attribute("html", "lang") == "sv-simple"


def test_progress_runs_from_the_right(site: Served, new_page: NewPage) -> None:
    page, beside = new_page(javascript=False), new_page()
    page.goto(entry(site))
    page.fill("#code", site.codes.pop())
    page.click(NEXT)
    picture = b64encode(page.locator("progress").screenshot()).decode("ascii")
    left, right = beside.evaluate(
        """async data => {
          const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
          const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
          pen.drawImage(picture, 0, 0);
          return [12, picture.width - 12].map(x => [...pen.getImageData(x, picture.height / 2, 1, 1).data].join())
        }""",
        picture,
    )
    assert page.get_attribute("progress", "value") == "1"
    assert left == "204,213,218,255"  # --hair: the way that is left
    assert right != left
