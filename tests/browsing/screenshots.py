"""`./run screenshots [DIR [LANGUAGE ...]]`: a picture of every page and state, to be looked at.

In every language, on both screens and in both schemes; with the script the parts and all that it can show, without it
what is outside the form and every refusal. DIR/sv/phone-light/script/03-background.png and so on.
"""

import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import FLAGS, SCREENS, Scheme, Screen, browser_path
from tests.browsing.scripted import states
from tests.browsing.sites import ELECTED, LANGUAGES, STAFF, Site, open_site
from tests.browsing.walks import Walker, parts, places, refusals

SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def main(folder: Path, languages: tuple[str, ...]) -> int:
    """Write the pictures; how many."""
    written = 0
    with open_site(Path(tempfile.mkdtemp(prefix="samtidig-")), invited=200) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        for language, screen, scheme in product(languages, SCREENS, SCHEMES):
            for scripted in (True, False):
                site.reset()
                way = f"{screen}-{scheme}/{'script' if scripted else 'no-script'}"
                target = folder / language / way
                target.mkdir(parents=True, exist_ok=True)
                written += sum(
                    1 for _ in pictures(browser, site, (language, screen, scheme), target, scripted=scripted)
                )
                sys.stderr.write(f"{written} pictures, {language} {way}\n")
        browser.close()
    return written


def pictures(
    browser: Browser, site: Site, shown: tuple[str, Screen, Scheme], target: Path, *, scripted: bool
) -> Iterator[Path]:
    """One walk, a picture a page."""
    language, screen, scheme = shown
    context = browser.new_context(viewport=SCREENS[screen], color_scheme=scheme, has_touch=screen == "phone")
    context.set_default_timeout(15_000)
    page = context.new_page()
    if not scripted:
        page.route("**/static/*.js", lambda route: route.abort())
    walker = Walker(page, site, language, scripted=scripted, stratum=STAFF if screen == "phone" else ELECTED)
    for number, name in enumerate(_whole_way(walker)):
        file = target / f"{number:02}-{name.replace(' ', '-').replace(',', '')}.png"
        page.evaluate("scrollTo(0, 0)")  # the bar that sticks is seen where the page begins
        page.screenshot(path=file, full_page=True)
        yield file
    context.close()


def _whole_way(walker: Walker) -> Iterator[str]:
    code = walker.site.code(walker.stratum)
    if not walker.scripted:
        yield from places(walker)
    yield from parts(walker, code)
    yield from (states if walker.scripted else refusals)(walker, code)


if __name__ == "__main__":
    where, *chosen = sys.argv[1:] or ["screenshots"]
    sys.stderr.write(f"{main(Path(where), tuple(chosen) or LANGUAGES)} pictures in {where}\n")
