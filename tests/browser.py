"""A real Chromium, driven by Playwright: with and without JavaScript, on a phone and on a desk.

The browser is the system's own (`chromium` in Debian), or the one that SAMTIDIG_BROWSER names; none is downloaded.
Tests that use it carry the mark `browser`, so that `./run test -m "not browser"` does without.
Playwright keeps an event loop in the test's thread while it runs, so the browser lives for one test file only.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",  # Chromium's sandbox refuses root; all it sees here is our own server
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Screen = Literal["phone", "desk"]
Scheme = Literal["light", "dark"]
SCREENS: dict[Screen, ViewportSize] = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 800}}


def keep_from(page: Page, *addresses: str) -> None:
    """Let nothing at these *addresses* (with `*` for any part) come to *page*; much cheaper than a route."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setBlockedURLs", {"urls": list(addresses)})


class NewPage(Protocol):
    """Opens an empty page in a browser profile of its own."""

    def __call__(
        self, *, javascript: bool = True, screen: Screen = "desk", locale: str = "sv-SE", scheme: Scheme = "light"
    ) -> Page: ...


def browser_path() -> str | None:
    """The Chromium to drive: what SAMTIDIG_BROWSER names, else the first that is installed."""
    return os.environ.get("SAMTIDIG_BROWSER") or next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A running browser without a window."""
    path = browser_path()
    if path is None:
        pytest.fail(
            "No Chromium was found. Install it (Debian: apt-get install chromium), or name one in "
            "SAMTIDIG_BROWSER, or leave these tests out: ./run test -m 'not browser'",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """A maker of pages, each in a profile of its own; all are closed when the test ends."""
    contexts: list[BrowserContext] = []

    def open_page(
        *, javascript: bool = True, screen: Screen = "desk", locale: str = "sv-SE", scheme: Scheme = "light"
    ) -> Page:
        context = chromium.new_context(
            java_script_enabled=javascript,
            viewport=SCREENS[screen],
            has_touch=screen == "phone",
            locale=locale,
            timezone_id="Europe/Stockholm",
            color_scheme=scheme,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
