"""What a telephone shows first, and its headings: in every language that is offered, with a title of two lines."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from survey.assembly import create_app
from tests.browser import NewPage
from tests.builders import CLOSES, OPENS, World
from tests.survey.web.serving import served
from tests.survey.web.visiting import WAVE

LANGUAGES = ("sv", "sv-simple", "en", "fi")
TITLE = "Enkät om otillåten påverkan i kommunerna"
SCREEN_HEIGHT = 740

#: The words of the headings of a page that stand on two lines, though nothing in them says where to break. A browser
#: that can hyphenate by itself is kept from it, since others cannot. The hyphen belongs to the letter that follows it.
BROKEN = """
() => {
  const sheet = new CSSStyleSheet(), found = [], range = document.createRange();
  sheet.replaceSync("* { hyphens: manual !important }");
  document.adoptedStyleSheets = [sheet];
  for (const heading of document.querySelectorAll("h1, h2, h3")) {
    const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
      for (const { 0: word, index } of texts.currentNode.data.matchAll(/[^\\s\\u00ad\\-\\u2011\\u2013]+/g)) {
        const tops = [...word].map((_, at) => {
          range.setStart(texts.currentNode, index + at);
          range.setEnd(texts.currentNode, index + at + 1);
          return [...range.getClientRects()].at(-1)?.top;
        });
        if (new Set(tops).size > 1) found.push(word);
      }
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def world_and_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, str]]:
    folder = tmp_path_factory.mktemp("first")
    world = World(folder, f"sqlite:///{folder}/samtidig.sqlite", more={"sv-simple": str, "fi": str})
    text = world.study_file.read_text(encoding="utf-8")
    titles = ", ".join(f'{language} = "{TITLE}"' for language in LANGUAGES)
    world.study_file.write_text(re.sub(r"(?m)^title = \{.*\}$", f"title = {{ {titles} }}", text), encoding="utf-8")
    world.issue()
    with served(create_app(world.settings, world.clock)) as address:
        yield world, f"{address}/s/{WAVE}"
    world.close()


@pytest.fixture
def address(world_and_address: tuple[World, str]) -> str:
    """The wave's address, while it is open."""
    world_and_address[0].clock.move_to(OPENS)
    return world_and_address[1]


def bottom(page: Page, selector: str) -> float:
    """How far down the page something ends."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.parametrize("scripted", [True, False], ids=["with the script", "without the script"])
def test_the_field_for_the_code_is_on_the_first_screen_of_a_telephone(
    address: str, new_page: NewPage, *, scripted: bool
) -> None:
    page = new_page(javascript=scripted, screen="phone")
    for language in LANGUAGES:
        page.goto(f"{address}/{language}")
        if scripted:
            page.wait_for_selector("html[data-level=b]")
        one_line = float(page.locator("h1").evaluate("(one) => parseFloat(getComputedStyle(one).lineHeight)"))
        assert page.locator("h1").evaluate("(one) => one.offsetHeight") > 1.5 * one_line
        assert bottom(page, "#code") <= SCREEN_HEIGHT, language
        assert bottom(page, "header") <= 66, language  # two lines of names, and the way out on one


@pytest.mark.parametrize("scripted", [True, False], ids=["with the script", "without the script"])
def test_who_seals_is_told_between_the_code_and_the_button(address: str, new_page: NewPage, *, scripted: bool) -> None:
    page = new_page(javascript=scripted, screen="phone")
    page.goto(f"{address}/sv")
    said = "Din webbläsare förseglar dina svar" if scripted else "Servern förseglar dina svar"
    level = page.locator(f"#answers > p:has-text('{said}')")
    level.wait_for()
    assert bottom(page, "#code") < bottom(page, f"#answers > p:has-text('{said}')") < bottom(page, "#answers .primary")
    assert level.evaluate("(one) => getComputedStyle(one).color") == page.locator("h1").evaluate(
        "(one) => getComputedStyle(one).color"
    )


@pytest.mark.parametrize("width", [320, 360])
def test_no_word_of_a_heading_is_broken_without_a_hyphen(address: str, new_page: NewPage, width: int) -> None:
    page = new_page(javascript=False, screen="phone")
    page.set_viewport_size({"width": width, "height": SCREEN_HEIGHT})
    for language in LANGUAGES:
        for place in ("", "/tillganglighet", "/kvitto"):
            page.goto(f"{address}/{language}{place}")
            assert page.locator("h1").count() == 1
            assert page.evaluate(BROKEN) == [], (language, place)


def test_the_languages_stand_in_one_order_on_every_page(address: str, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    orders, current = set(), []
    for language in LANGUAGES:
        for place in ("", "/tillganglighet", "/kvitto"):
            page.goto(f"{address}/{language}{place}")
            orders.add(tuple(page.locator(".languages li").all_inner_texts()))
            current.append(page.inner_text(".languages [aria-current=true]"))
    assert [sorted(order) for order in orders] == [["English", "Lättläst svenska", "Suomi", "Svenska"]]
    assert current[::3] == ["Svenska", "Lättläst svenska", "English", "Suomi"]


def test_before_and_after_the_wave_nobody_is_told_who_will_seal(
    world_and_address: tuple[World, str], address: str, new_page: NewPage
) -> None:
    """A browser that will seal by itself must not be promised less, nor another more."""
    page = new_page(screen="phone")
    page.goto(f"{address}/sv")
    assert "följer svaren med i sidan" in (page.text_content("main") or "")
    for moment in (OPENS.replace(year=OPENS.year - 1), CLOSES):
        world_and_address[0].clock.move_to(moment)
        page.goto(f"{address}/sv")
        said = page.inner_text("main")
        assert "Kan din webbläsare försegla svaren gör den det" in said
        assert "Annars gör servern det" in said
        assert "följer svaren med i sidan" not in said
        assert "som kan läsa dem tills de är förseglade" not in said
