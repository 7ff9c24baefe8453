"""The report in a real browser: no accessibility fault, nothing wider than the screen, readable in the dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from analysis.report.catalogue import words
from analysis.report.figures.differences import whole_differences
from analysis.report.figures.rates import whole_figure
from analysis.report.figures.response import response_figure
from analysis.report.figures.scales import whole_scales
from analysis.report.pages import figure_file, report_page
from tests.analysis.report import releases, rich
from tests.browser import NewPage

pytestmark = pytest.mark.browser

_DRAWN = (whole_figure, response_figure, whole_differences, whole_scales)
_FULL = {f"{draw.__name__}.svg": draw(rich.not_equivalent(), words("sv")) for draw in _DRAWN}
_OWN = {f"own_{draw.__name__}.svg": draw(releases.release(), words("en")) for draw in _DRAWN}
FIGURES = {name: figure for name, figure in (_FULL | _OWN).items() if figure}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report and the figure."""
    made = tmp_path_factory.mktemp("report")
    (made / "report.html").write_bytes(report_page(releases.release()))
    (made / "full.html").write_bytes(report_page(rich.not_equivalent()))
    for name, figure in FIGURES.items():
        (made / name).write_bytes(figure_file(figure))
    return made


@pytest.mark.parametrize(
    ("file", "screen", "scheme"),
    [("report.html", "phone", "dark"), ("report.html", "desk", "light"), ("full.html", "phone", "light"),
     ("full.html", "desk", "dark")],
)  # fmt: skip
def test_the_report_has_no_accessibility_fault(
    folder: Path,
    new_page: NewPage,
    accessibility_faults: Callable[[Page], list[str]],
    screen: Literal["phone", "desk"],
    scheme: Literal["light", "dark"],
    file: str,
) -> None:
    page = new_page(screen=screen)
    page.emulate_media(color_scheme=scheme)
    page.goto((folder / file).as_uri())
    assert accessibility_faults(page) == []


@pytest.mark.parametrize("file", ["report.html", "full.html"])
def test_nothing_is_wider_than_the_screen(folder: Path, new_page: NewPage, file: str) -> None:
    page = new_page(javascript=True)
    page.goto((folder / file).as_uri())
    for width in (320, 360, 390, 768, 900, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_asks_the_network_for_nothing(folder: Path, new_page: NewPage) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "report.html").as_uri())
    assert asked == [(folder / "report.html").as_uri()]


@pytest.mark.parametrize("name", FIGURES)
def test_the_figure_is_drawn_without_a_word_outside_it_or_over_another(
    folder: Path, new_page: NewPage, name: str
) -> None:
    page = new_page()
    page.goto((folder / name).as_uri())
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
    over = page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll('text')]
                .map(text => [text.textContent, text.getBoundingClientRect()]);
            const found = [];
            for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
                const [one, a] = boxes[i], [two, b] = boxes[j];
                const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (wide > 1 && high > 5) found.push(one + ' / ' + two);
            }
            return found;
        }"""
    )
    assert over == []


def test_the_marks_can_be_seen_in_the_readers_own_colours(folder: Path, new_page: NewPage) -> None:
    page = new_page()
    page.emulate_media(forced_colors="active")
    page.goto((folder / "full.html").as_uri())
    same = page.evaluate(
        """() => {
            const probe = document.body.appendChild(document.createElement('div'));
            probe.style = 'forced-color-adjust: none; background: Canvas';
            const paper = getComputedStyle(probe).backgroundColor;
            const marks = [...document.querySelectorAll('.figure .dot, .figure .whisker, .figure rect.step')];
            return [marks.length, marks.filter(mark => getComputedStyle(mark).stroke === paper).length];
        }"""
    )
    assert same[0] > 50
    assert same[1] == 0
