"""A look at each page of a walk: as it is, and as it is in forced colours."""

from collections.abc import Iterable

from playwright.sync_api import Page

from tests.axe import Axe


def look(axe: Axe, page: Page, walk: Iterable[str]) -> tuple[list[str], list[str]]:
    """The names of the pages that were seen, and what is wrong with them."""
    seen, faults = [], []
    page.emulate_media(reduced_motion="reduce")
    for name in walk:
        seen.append(name)
        faults += [f"{name}: {fault}" for fault in axe.faults(page)]
        page.emulate_media(forced_colors="active")
        faults += [f"{name}, forced colours: {fault}" for fault in axe.faults(page)]
        page.emulate_media(forced_colors="none")
    return seen, faults
