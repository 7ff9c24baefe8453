"""Another language on a slow network: what the reader does meanwhile stands, and what comes too late is let go."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from tests.browser import NewPage
from tests.builders import OPENS
from tests.survey.web.scripted import NEXT, SEND, Respondent, Site, open_site, receipt_of


@pytest.fixture(scope="module")
def served_wave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("languages")) as site:
        yield site


@pytest.fixture
def site(served_wave: Site) -> Site:
    served_wave.world.clock.move_to(OPENS)
    return served_wave


@pytest.fixture
def one(site: Site, new_page: NewPage) -> Iterator[Respondent]:
    """A respondent at a desk; nothing may go wrong in the page."""
    respondent = Respondent(new_page(), site)
    yield respondent
    assert respondent.errors == []


def held(page: Page) -> list[Route]:
    """The requests for the page in English, which wait until the test lets them go."""
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route("**/en", wait)
    page.click(".languages a[lang=en]")
    page.wait_for_timeout(100)
    assert len(waiting) == 1
    return waiting


def test_what_is_ticked_while_it_comes_is_ticked_when_it_is_there(one: Respondent) -> None:
    page = one.open().enter().answer(A1="yes").page
    (coming,) = held(page)
    page.check("#C1-once")
    coming.continue_()
    page.wait_for_selector("html[lang=en]")
    assert page.locator("#C1-once").is_checked()


def test_the_part_that_was_gone_on_to_meanwhile_is_shown(one: Respondent) -> None:
    page = one.open().enter().answer(A1="yes").page
    (coming,) = held(page)
    one.answer(C1="once")
    coming.continue_()
    page.wait_for_selector("html[lang=en]")
    assert page.locator("#C3-yes").count() == 1
    page.go_back()
    page.wait_for_selector("#C1-once")
    assert page.locator("#C1-once").is_checked()


def test_it_does_not_take_the_place_of_the_thanks(one: Respondent) -> None:
    page = one.open().enter().to_the_end().page
    (coming,) = held(page)
    page.click(SEND)
    shown = one.thanked()
    coming.continue_()
    page.wait_for_timeout(300)
    assert page.get_attribute("html", "lang") == "sv"
    assert page.inner_text("[data-slot=receipt]") == shown == receipt_of(one)


def test_sending_comes_before_a_language_that_was_asked_for(one: Respondent) -> None:
    page = one.open().enter().to_the_end().page
    (coming,) = held(page)
    page.route("**/kuvert", lambda route: route.abort())
    one.send().page.wait_for_selector("text=Servern svarar inte")
    coming.continue_()
    page.wait_for_timeout(300)
    assert page.get_attribute("html", "lang") == "sv"
    assert page.locator("text=Servern svarar inte").count() == 1


def test_the_language_can_change_while_it_is_sending(one: Respondent) -> None:
    page = one.open().enter().to_the_end().page
    page.route("**/kuvert", lambda route: route.abort())
    one.send().page.wait_for_selector("text=Servern svarar inte")
    page.click(".languages a[lang=en]")
    page.wait_for_selector("html[lang=en]")
    assert page.locator("main [role=status]").inner_text() != ""
    page.unroute("**/kuvert")
    page.click("main .buttons button")
    assert one.thanked() == receipt_of(one)


def test_asked_for_twice_it_comes_once(one: Respondent) -> None:
    page = one.open().enter().answer(A1="yes").page
    waiting = held(page)
    page.click(".languages a[lang=en]")
    page.wait_for_timeout(100)
    first, second = waiting
    second.continue_()
    page.wait_for_selector("html[lang=en]")
    page.check("#C1-once")
    page.click(NEXT)
    first.continue_()
    page.wait_for_timeout(300)
    assert page.locator("#C3-yes").count() == 1


def test_a_page_of_another_form_is_refused(one: Respondent) -> None:
    def change(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('"k":2', '"k":1'))

    page = one.open().enter().answer(A1="yes").page
    assert '"k":2' in page.locator("#form").text_content()  # type: ignore[operator]
    page.check("#C1-once")
    page.route("**/en", change)
    page.click(".languages a[lang=en]")
    page.wait_for_selector("#said:has-text('Språket')", state="attached")
    assert page.get_attribute("html", "lang") == "sv"
    assert page.locator("#C1-once").is_checked()
