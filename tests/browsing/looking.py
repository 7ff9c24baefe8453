"""A look at each page of a walk in all that it can be seen in: both screens, both schemes, with and without forced
colours. The page is not loaded anew for it: only the window and the colours change, as when a reader turns a phone.
"""

from collections.abc import Iterable

import msgspec
from playwright.sync_api import Page

from tests.axe import Axe, Seen
from tests.browser import SCREENS, Scheme, Screen

_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class View(msgspec.Struct, frozen=True):
    """What a page is seen in."""

    screen: Screen
    scheme: Scheme
    forced: bool = False

    def take(self, page: Page) -> None:
        """Show *page* so."""
        page.set_viewport_size(SCREENS[self.screen])
        page.emulate_media(
            color_scheme=self.scheme, forced_colors="active" if self.forced else "none", reduced_motion="reduce"
        )

    def __str__(self) -> str:
        """As a test's message names it."""
        return f"{self.screen}, {self.scheme}{', forced colours' if self.forced else ''}"


#: The first is where a page is walked on, and where every rule is asked.
VIEWS = (
    View("phone", "light"),
    View("phone", "light", forced=True),
    View("desk", "dark", forced=True),
    View("desk", "dark"),
)


def look(axe: Axe, page: Page, walk: Iterable[str], *, thoroughly: bool = False) -> tuple[list[str], list[str]]:
    """The names of the pages that were seen, and what is wrong with them; *thoroughly* is every rule in every view."""
    seen, faults = [], []
    VIEWS[0].take(page)
    for name in walk:
        seen.append(name)
        known: list[Seen] = []
        for view in VIEWS:
            if view is not VIEWS[0]:
                view.take(page)
            found = axe.look(page, known)
            faults += [f"{name} ({view}): {fault}" for fault in found.faults]
            if over := page.evaluate(_TOO_WIDE):
                faults.append(f"{name} ({view}): {over} points too wide")
            if not thoroughly:
                known.append(found.seen)
        VIEWS[0].take(page)
    return seen, faults
