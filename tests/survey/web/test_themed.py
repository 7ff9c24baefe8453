"""Themes in a real browser: whose colours and logo are seen, when, and that no request tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from survey.assembly import create_app
from tests.browser import NewPage, Scheme
from tests.builders import OPENS, World
from tests.survey.study.studies import study_file
from tests.survey.web.serving import served
from tests.survey.web.visiting import SV
from tests.survey.web.walking import Served

LOGOS = Path(__file__).parents[3] / "studies" / "linkoping-norrkoping" / "logos"
LIGHT_YELLOW, NEARLY_BLACK = "#ffd54a", "#14110f"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, list[str]]]]:
    """A wave in a very light and a very dark colour, and its codes by stratum."""
    folder = tmp_path_factory.mktemp("themed")
    world = World(folder, f"sqlite:///{folder}/samtidig.sqlite")
    for name in ("linkoping", "norrkoping"):
        (folder / f"{name}.svg").write_bytes((LOGOS / f"{name}.svg").read_bytes())
    study_file(
        folder,
        {
            'colour = "#00548a"': f'colour = "{LIGHT_YELLOW}", accent = "#6b5200", logo = "linkoping.svg"',
            'colour = "#8a1c3b"': f'colour = "{NEARLY_BLACK}", logo = "norrkoping.svg"',
        },
    )
    codes = world.issue()
    world.clock.move_to(OPENS)
    with served(create_app(world.settings, world.clock)) as address:
        yield Served(world, address, []), codes
    world.close()


def styled(page: Page, selector: str, name: str) -> str:
    """One property of the first element, as the browser has worked it out."""
    found: str = page.locator(selector).first.evaluate("(one, name) => getComputedStyle(one)[name]", name)
    return found


def seen(page: Page) -> list[str]:
    """Whose logos are shown, and "ours" for our own mark."""
    marks = page.locator(".brand img").all()
    return [mark.get_attribute("data-of") or "ours" for mark in marks if mark.is_visible()]


def start(page: Page, at: str, code: str) -> None:
    page.goto(at + SV)
    page.fill("#code", code)
    page.locator("#answers button[value=start]").click()
    page.locator("#A1-yes").wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(
    ("stratum", "scheme", "header", "written"),
    [
        ("0580/elected", "light", "rgb(255, 213, 74)", "rgb(0, 0, 0)"),
        ("0581/staff", "light", "rgb(20, 17, 15)", "rgb(255, 255, 255)"),
        ("0580/staff", "dark", "", "rgb(242, 247, 249)"),
    ],
)
def test_the_code_brings_the_municipalitys_colours_and_logo(
    site: tuple[Served, dict[str, list[str]]],
    new_page: NewPage,
    *,
    javascript: bool,
    stratum: str,
    scheme: Scheme,
    header: str,
    written: str,
) -> None:
    served_at, codes = site
    page = new_page(javascript=javascript, screen="phone", scheme=scheme)
    page.goto(served_at.address + SV)
    assert seen(page) == ["ours"]
    before = styled(page, ".top", "backgroundColor")
    start(page, served_at.address, codes[stratum].pop())
    assert seen(page) == [stratum.partition("/")[0]]
    assert styled(page, ".top", "color") == written
    assert styled(page, ".top", "backgroundColor") != before
    assert header in {"", styled(page, ".top", "backgroundColor")}


def test_with_the_script_the_theme_comes_without_a_request(
    site: tuple[Served, dict[str, list[str]]], new_page: NewPage
) -> None:
    served_at, codes = site
    page = new_page(screen="phone")
    page.goto(served_at.address + SV, wait_until="networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.fill("#code", codes["0581/elected"].pop())
    page.locator("#answers button[value=start]").click()
    page.locator('html[data-municipality="0581"]').wait_for()
    assert seen(page) == ["0581"]
    page.wait_for_load_state("networkidle")
    assert asked == []


def test_on_paper_and_in_forced_colours_the_name_can_be_read(
    site: tuple[Served, dict[str, list[str]]], new_page: NewPage
) -> None:
    served_at, codes = site
    page = new_page(javascript=False)
    start(page, served_at.address, codes["0581/elected"].pop())
    page.emulate_media(media="print")
    assert styled(page, ".top", "color") == "rgb(0, 0, 0)"
    assert styled(page, ".top", "backgroundColor") == "rgba(0, 0, 0, 0)"
    page.emulate_media(media="screen", forced_colors="active")
    assert styled(page, ".top", "color") != styled(page, ".top", "backgroundColor")
    assert styled(page, ".top", "backgroundColor") != "rgb(20, 17, 15)", "the reader's own"
    assert seen(page) == ["0581"]


def test_the_statement_opens_beside_the_form(site: tuple[Served, dict[str, list[str]]], new_page: NewPage) -> None:
    served_at, codes = site
    page = new_page()
    start(page, served_at.address, codes["0580/elected"].pop())
    page.check("#A1-yes")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Tillgänglighetsredogörelse").click()
    assert opened.value.get_by_role("heading", level=1).inner_text().startswith("Tillgänglighets")
    assert opened.value.evaluate("window.opener") is None
    assert page.is_checked("#A1-yes")
