"""How soon a respondent on a slow phone can write the code and go in, with the script: Chromium, processor and network
slowed down.

The processor is a quarter as fast as this machine's, the network is slow 3G as browsers' own tools have it: 400 kbit/s
each way and 400 ms from question to answer. Usable is the moment when the code field takes letters and the script
has said that it seals, so that the button works with it. Nothing is in the browser's cache. Median of several visits.
"""

import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from tests.browser import FLAGS, SCREENS, browser_path
from tests.browsing.sites import LANGUAGES, Site, open_site

VISITS = 5
SLOWER = 4
BYTES_A_SECOND = 400_000 // 8
ROUND_TRIP_MS = 400
GOAL_S = 2.0

_READY = """
() => document.documentElement.dataset.level === "b" && document.querySelector("#code")?.getClientRects().length
"""


def main() -> None:
    """Measure every language and print a table."""
    console = Console()
    with open_site(Path(tempfile.mkdtemp(prefix="samtidig-bench-"))) as site, sync_playwright() as playwright:
        site.reset()
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        found = {language: [visit(browser, site, language) for _ in range(VISITS)] for language in LANGUAGES}
        browser.close()
    table = Table("language", "shown, s", "usable, s", "lowest", "highest", "KB", title="a slow phone")
    for language, visits in found.items():
        usable = [one[1] for one in visits]
        shown = median(one[0] for one in visits)
        numbers = (shown, median(usable), min(usable), max(usable))
        table.add_row(language, *(f"{number:.2f}" for number in numbers), f"{visits[0][2] / 1000:.1f}")
    console.print(table)
    console.print(
        f"processor / {SLOWER}, {BYTES_A_SECOND * 8 // 1000} kbit/s, {ROUND_TRIP_MS} ms; goal: {GOAL_S:.0f} s"
    )


def visit(browser: Browser, site: Site, language: str) -> tuple[float, float, int]:
    """Seconds until the field is shown and until it is usable, and bytes fetched until then."""
    context = browser.new_context(viewport=SCREENS["phone"], has_touch=True)
    page = context.new_page()
    sizes = _slow(page)
    start = time.perf_counter()
    page.goto(site.entry(language), wait_until="commit")
    page.wait_for_selector("#code")
    shown = time.perf_counter() - start
    page.wait_for_function(_READY)
    usable = time.perf_counter() - start
    page.fill("#code", site.codes["0581/staff"][-1])
    context.close()
    return shown, usable, sum(sizes)


def _slow(page: Page) -> list[int]:
    """Slow the browser down; the list that bytes are noted in."""
    wire = page.context.new_cdp_session(page)
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    wire.send("Network.enable")
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return sizes
