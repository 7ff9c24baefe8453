"""Every page on the smallest screen, with more room between letters, without motion, and on paper.

320 points wide is a screen of 1280 at 400 % (WCAG 1.4.10). Room between letters is that of 1.4.12. Targets of 24 points
are what 2.5.8 asks; what belongs to the form has 44.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import NewPage, Scheme
from tests.browsing.scripted import states
from tests.browsing.sites import STAFF, Site
from tests.browsing.walks import Walker, parts, places, refusals

SPACED = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}
"""

#: What does not fit: the page itself, and each text that is cut off or that stands outside the screen.
UNFIT = """
() => {
  const faults = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`${root.scrollWidth - root.clientWidth} points too wide`);
  for (const one of document.querySelectorAll("body *")) {
    if (!one.getClientRects().length || one.closest(".hidden, .skip, template")) continue;
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    // What can be scrolled is not cut off; but a code should be seen whole, at least in the letters we chose.
    const ours = !document.adoptedStyleSheets.length;
    const clips = one.matches("input") ? ours : /hidden|clip/.test(style.overflow);
    if (clips && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
      faults.push(`cut off: ${one.outerHTML.slice(0, 100)}`);
    if (box.right > innerWidth + 1 || box.left < -1) faults.push(`outside: ${one.outerHTML.slice(0, 100)}`);
  }
  return faults;
}
"""

#: Targets that are too small; a link in a line of text is as high as its line.
SMALL = """
() => [...document.querySelectorAll("a, button, summary, input, .option")].flatMap((one) => {
  if (!one.getClientRects().length || one.closest(".hidden, .skip")) return [];
  if (one.matches(".option input") || (one.tagName === "A" && getComputedStyle(one).display === "inline")) return [];
  const box = one.getBoundingClientRect();
  const least = one.matches("form .option, form button, form summary, input") ? 44 : 24;
  return box.width < least || box.height < least
    ? [`${Math.round(box.width)} × ${Math.round(box.height)}: ${one.outerHTML.slice(0, 100)}`] : [];
})
"""

MOVES = """
() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  const times = `${style.transitionDuration}, ${style.animationName === "none" ? "0s" : style.animationDuration}`;
  return times.split(", ").some((time) => parseFloat(time) > 0.01) || style.scrollBehavior === "smooth";
}).map((one) => one.outerHTML.slice(0, 100))
"""

PAPER = """
() => {
  const faults = [], dark = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => (part / 255) ** 2.2);
    return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) >= 4.5; // on white
  };
  for (const one of document.querySelectorAll("h1, h2, p, li, label, dd"))
    if (one.getClientRects().length && !one.closest(".hidden") && !dark(getComputedStyle(one).color))
      faults.push(`pale: ${one.outerHTML.slice(0, 100)}`);
  for (const one of document.querySelectorAll(".leave, .skip, form .buttons button"))
    if (one.getClientRects().length && one.getBoundingClientRect().right > 0)
      faults.push(`of no use on paper: ${one.outerHTML.slice(0, 100)}`);
  if (getComputedStyle(document.querySelector(".top")).position === "sticky") faults.push("the bar sticks");
  return faults;
}
"""


def whole_way(walker: Walker) -> Iterator[str]:
    """All there is, with the script or without it."""
    code = walker.site.code(walker.stratum)
    if not walker.scripted:
        yield from places(walker)
    yield from parts(walker, code)
    yield from (states if walker.scripted else refusals)(walker, code)


def look(page: Page, name: str) -> list[str]:
    """What is wrong with the page, in each of the ways."""
    found = page.evaluate(UNFIT) + page.evaluate(SMALL)
    page.evaluate(SPACED)
    found += [f"with room between letters, {fault}" for fault in page.evaluate(UNFIT)]
    page.evaluate("() => { document.adoptedStyleSheets = [] }")
    found += [f"moves: {fault}" for fault in page.evaluate(MOVES)]
    scheme: Scheme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    page.emulate_media(media="print", color_scheme="light")  # as browsers print, whatever the screen is
    found += [f"on paper, {fault}" for fault in page.evaluate(PAPER)]
    page.emulate_media(media="screen", color_scheme=scheme)
    return [f"{name}: {fault}" for fault in found]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scripted", [True, False], ids=["with the script", "without the script"])
def test_every_page_fits_the_smallest_screen_and_every_reader(
    site: Site, new_page: NewPage, scheme: Scheme, *, scripted: bool
) -> None:
    page = new_page(javascript=scripted, screen="phone", scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 256})
    page.emulate_media(reduced_motion="reduce")
    walker = Walker(page, site, "sv" if scheme == "light" else "fi", scripted=scripted, stratum=STAFF)
    assert [fault for name in whole_way(walker) for fault in look(page, name)] == []
