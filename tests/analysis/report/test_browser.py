"""The report in a real browser: no accessibility fault, nothing wider than the screen, readable in the dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from analysis.report.pages import figure_file, report_page
from tests.analysis.report import releases
from tests.browser import NewPage

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report and the figure."""
    made = tmp_path_factory.mktemp("report")
    (made / "report.html").write_bytes(report_page(releases.release()))
    (made / "figure.svg").write_bytes(figure_file(releases.release(), "sv"))
    return made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_the_report_has_no_accessibility_fault(
    folder: Path,
    new_page: NewPage,
    accessibility_faults: Callable[[Page], list[str]],
    screen: Literal["phone", "desk"],
    scheme: Literal["light", "dark"],
) -> None:
    page = new_page(screen=screen)
    page.emulate_media(color_scheme=scheme)
    page.goto((folder / "report.html").as_uri())
    assert accessibility_faults(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 900, 1024, 1280])
def test_nothing_is_wider_than_the_screen(folder: Path, new_page: NewPage, width: int) -> None:
    page = new_page(javascript=True)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((folder / "report.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_asks_the_network_for_nothing(folder: Path, new_page: NewPage) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "report.html").as_uri())
    assert asked == [(folder / "report.html").as_uri()]


def test_the_figure_is_drawn_without_a_word_outside_it(folder: Path, new_page: NewPage) -> None:
    page = new_page()
    page.goto((folder / "figure.svg").as_uri())
    outside = page.evaluate(
        """() => {
            const frame = document.documentElement.getBoundingClientRect();
            return [...document.querySelectorAll('text')]
                .filter(text => { const box = text.getBoundingClientRect();
                                  return box.left < frame.left - 1 || box.right > frame.right + 1; })
                .map(text => text.textContent);
        }"""
    )
    assert outside == []
