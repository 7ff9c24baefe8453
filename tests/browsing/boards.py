"""The board of a wave that is over, in every language: what its page says before and after the tally, and what its
script can answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from playwright.sync_api import Page

from survey.steps.board import counted_path
from survey.steps.close import close
from survey.steps.enter import door
from survey.steps.publish import publish
from survey.steps.tally import read_bundle, tally
from tests.browsing.sites import Site, open_site
from tests.browsing.walks import Walker, open_all
from tests.builders import CLOSES, HOLDERS
from tests.later import without
from tests.survey.web.visiting import WAVE

FOREIGN = "04HZ-SCFJ-X7CK-3RGZ"
#: What the page says, whether a script runs or not.
PAGES = ("before the tally", "after the tally")
#: What the script answers.
ANSWERS = ("not yet", "changed", "found", "missing", "swapped", "mistyped", "offline")


class Ended(msgspec.Struct, frozen=True):
    """The wave at *site*, and the receipt and tracker of its one answer."""

    site: Site
    receipt: str
    tracker: str

    def open(self, page: Page, language: str) -> None:
        """Go to the board, and unfold it."""
        page.goto(self.site.entry(language) + "/kvitto")
        open_all(page)

    @property
    def counted(self) -> Path:
        """The file that comes with the tally."""
        return counted_path(self.site.world.context, WAVE)


@contextmanager
def ended_site(folder: Path, page: Page) -> Iterator[Ended]:
    """The site while it is served, one having answered in *page*."""
    with open_site(folder, invited=12) as site:
        site.reset()
        Walker(page, site, scripted=False).finish()
        open_all(page)
        receipt, tracker = (page.inner_text(f"[data-slot={slot}]") for slot in ("receipt", "tracker"))
        world = site.world
        manifest = door(world.context, WAVE).manifest
        world.clock.move_to(CLOSES)
        closed = close(world.context, WAVE)
        keys = [world.keys[holder].hpke for holder in HOLDERS[:2]]
        counted = tally(manifest, read_bundle(closed.bundle), keys, folder / "answers").counted
        publish(world.context, WAVE, counted.read_bytes())
        yield Ended(site, receipt, tracker)


def pages(ended: Ended, page: Page, language: str) -> Iterator[str]:
    """The page, before and after."""
    with without(ended.counted):
        ended.open(page, language)
        yield "before the tally"
    ended.open(page, language)
    yield "after the tally"


def answers(ended: Ended, page: Page, language: str) -> Iterator[str]:
    """All that the script can say of what is typed."""
    with without(ended.counted):
        ended.open(page, language)
        _ask(page, ended.receipt, ended.tracker)
        yield "not yet"
        ended.open(page, language)
    _ask(page, ended.receipt, ended.tracker)
    yield "changed"
    ended.open(page, language)
    for name, typed in {
        "found": (ended.receipt, ended.tracker),
        "missing": (FOREIGN, FOREIGN),
        "swapped": (ended.tracker, ended.receipt),
        "mistyped": ("x", "U" * 16),
    }.items():
        _ask(page, *typed)
        yield name
    page.context.set_offline(True)
    _ask(page, ended.receipt, "")
    yield "offline"
    page.context.set_offline(False)


def _ask(page: Page, receipt: str, tracker: str) -> None:
    page.evaluate("() => document.querySelector('#check [role=status]').replaceChildren()")
    page.fill("#receipt", receipt)
    page.fill("#tracker", tracker)
    page.click("#check button")
    page.wait_for_selector("#check [role=status] h3, #check .fault:not([hidden])")
