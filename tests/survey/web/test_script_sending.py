"""Sending in a real browser: what is lost, refused, late or pressed twice costs no answer and makes no second one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route

from survey.ballot.codes import new_code
from survey.steps.enter import door
from tests.browser import NewPage
from tests.builders import CLOSES, OPENS
from tests.survey.web.scripted import SEND, Respondent, Site, open_site, receipt_of
from tests.survey.web.visiting import WAVE


@pytest.fixture(scope="module")
def served_wave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("sending")) as site:
        yield site


@pytest.fixture
def site(served_wave: Site) -> Site:
    served_wave.world.clock.move_to(OPENS)
    return served_wave


@pytest.fixture
def one(site: Site, new_page: NewPage) -> Iterator[Respondent]:
    """A respondent on a phone; nothing may go wrong in the page."""
    respondent = Respondent(new_page(screen="phone"), site)
    yield respondent
    assert respondent.errors == []


def test_a_lost_acknowledgement_costs_nothing(one: Respondent, site: Site) -> None:
    """The server takes the first try and its answer never comes; the same envelope is known again."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    one.open().enter().to_the_end()
    before = site.box()
    one.page.route("**/kuvert", lose)
    one.send().page.wait_for_selector("text=Servern svarar inte")
    assert one.page.locator("text=Stäng den inte").count() == 1
    assert site.box() == before + 1
    one.page.unroute("**/kuvert")
    one.page.click("text=Försök nu")
    assert one.thanked() == receipt_of(one)  # of the one body that was posted twice
    assert len(one.bodies) == 2
    assert site.box() == before + 1


def test_without_a_network_it_keeps_trying_and_arrives_by_itself(one: Respondent) -> None:
    one.open().enter().to_the_end()
    one.page.context.set_offline(True)
    one.send().page.wait_for_selector("[role=status] >> text=ingen förbindelse")
    one.page.context.set_offline(False)
    assert one.thanked() == receipt_of(one)


def test_it_tries_again_by_itself_also_without_being_told(one: Respondent) -> None:
    tries: list[Route] = []

    def refuse(route: Route) -> None:
        tries.append(route)
        if len(tries) < 3:
            route.fulfill(status=503, json={"outcome": "busy"})
        else:
            route.continue_()

    one.open()
    one.page.clock.install()
    one.enter().to_the_end()
    one.page.route("**/kuvert", refuse)
    one.send().page.wait_for_selector("[role=status] >> text=Många svarar")
    one.page.clock.run_for(3_000)
    one.page.wait_for_timeout(200)
    one.page.clock.run_for(6_000)
    assert one.thanked() == receipt_of(one)
    assert len(tries) == 3


def test_a_receipt_that_is_not_that_of_the_envelope_is_not_believed(one: Respondent) -> None:
    one.open().enter().to_the_end()
    one.page.route("**/kuvert", lambda route: route.fulfill(status=201, json={"outcome": "kept", "receipt": "0000"}))
    one.send().page.wait_for_selector("[role=status] >> text=stämmer inte")
    one.page.unroute("**/kuvert")
    one.page.click("text=Försök nu")
    assert one.thanked() == receipt_of(one)


def test_pressed_twice_it_is_sent_once(one: Respondent) -> None:
    one.open().enter().to_the_end().page.dblclick(SEND)
    one.thanked()
    assert len(one.bodies) == 1


def test_a_code_that_nobody_has_leads_back_to_the_field_with_every_answer_kept(one: Respondent, site: Site) -> None:
    here = door(site.world.context, WAVE)
    nobodys = new_code(bytes(8), here.fingerprint, 0)
    one.open().enter(nobodys).answer(A1="yes").answer(C1="once").to_the_end().send()
    one.page.wait_for_selector(".summary:focus")
    assert "hör inte till" in one.page.inner_text(".fault")
    one.enter(site.code())
    assert one.page.locator("#A1-yes").is_checked()
    one.answer()
    assert one.page.locator("#C1-once").is_checked()
    one.to_the_end().send().thanked()


def test_a_used_code_is_told_so_and_whom_to_tell(one: Respondent, site: Site, new_page: NewPage) -> None:
    code = site.code()
    one.open().enter(code).to_the_end().send().thanked()
    other = Respondent(new_page(), site).open().enter(code).to_the_end().send()
    other.page.wait_for_selector("text=Redan besvarad")
    assert "013-20 60 00" in other.page.inner_text("main")
    assert other.page.locator("form, .languages").count() == 0


def test_after_the_close_it_is_said_that_it_is_closed(one: Respondent, site: Site) -> None:
    one.open().enter().to_the_end()
    site.world.clock.move_to(CLOSES)
    one.send().page.wait_for_selector("h1:has-text('Enkäten har stängt')")
