"""The looker sees: what is wrong is found, as it is and in forced colours, and what is right is not."""

import pytest
from playwright.sync_api import Page

from tests.axe import Axe
from tests.browser import NewPage

PAGE = """<!doctype html><html lang="sv"><title>En sida</title><main><h1>En sida</h1>
<p style="{style}">Läs det här</p></main>"""


@pytest.fixture
def shown(new_page: NewPage) -> Page:
    page = new_page()
    page.goto("about:blank")
    return page


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize(
    ("style", "wrong"),
    [
        ("color: #000", False),
        ("color: #bbb; background: #fff; forced-color-adjust: none", True),
        ("color: #777; background: linear-gradient(#888, #888); forced-color-adjust: none", True),
    ],
)
def test_a_text_that_does_not_stand_out_is_found(
    shown: Page, axe: Axe, style: str, forced: str, *, wrong: bool
) -> None:
    shown.emulate_media(forced_colors="active" if forced == "active" else "none")
    shown.set_content(PAGE.format(style=style))
    assert bool(axe.faults(shown)) == wrong


def test_what_is_wrong_beside_colours_is_found_in_forced_colours_too(shown: Page, axe: Axe) -> None:
    shown.emulate_media(forced_colors="active")
    shown.set_content(PAGE.format(style="").replace("<h1>", "<img src=x><h1>"))
    assert [fault.split(":")[0] for fault in axe.faults(shown)] == ["image-alt"]
