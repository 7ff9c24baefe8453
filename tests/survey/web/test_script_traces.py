"""What the script leaves behind on a device: nothing, unless it was asked to, and then nothing that can be read."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from tests.browser import NewPage
from tests.builders import OPENS
from tests.survey.web.scripted import Respondent, Site, open_site, receipt_of
from tests.survey.web.visiting import WAVE

HOUR_MS = 3_600_000
AWAY = "<!doctype html><title>Elsewhere</title><h1>Elsewhere"


@pytest.fixture(scope="module")
def served_wave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("traces")) as site:
        yield site


@pytest.fixture
def site(served_wave: Site) -> Site:
    served_wave.world.clock.move_to(OPENS)
    return served_wave


@pytest.fixture
def one(site: Site, new_page: NewPage) -> Iterator[Respondent]:
    """A respondent at a desk; the way out leads to a page of the test's own."""
    respondent = Respondent(new_page(), site)
    respondent.page.route("**/lamna/**", lambda route: route.fulfill(body=AWAY, content_type="text/html"))
    yield respondent
    assert respondent.errors == []


def is_elsewhere(page: Page) -> bool:
    page.wait_for_selector("h1:has-text('Elsewhere')")
    return page.title() == "Elsewhere"


def test_nothing_is_stored_unless_it_is_asked_for(one: Respondent) -> None:
    one.open().enter().answer(A1="yes").answer(C1="once").to_the_end()
    assert one.stored() == {}
    one.send().thanked()
    assert one.stored() == {}
    assert one.page.context.cookies() == []


def test_what_is_saved_holds_no_code_and_no_answer_and_has_one_length(one: Respondent, site: Site) -> None:
    code = site.code()
    one.open().enter(code, "keep").answer(A1="yes")
    first = json.loads(one.saved()[f"samtidig {WAVE}"])
    one.answer(C1="once", C2="more").answer(C3="yes").answer(D1="criminal")
    later = json.loads(one.saved()[f"samtidig {WAVE}"])
    assert first["draft"] != later["draft"]
    assert len(first["draft"]) == len(later["draft"])
    assert set(later) == {"until", "draft"}
    assert code.replace("-", "") not in json.dumps(one.stored())


def test_what_is_saved_is_there_again_for_who_writes_the_code(one: Respondent, site: Site) -> None:
    code = site.code()
    one.open().enter(code, "keep").answer(A1="yes")
    one.page.check("#C1-once")
    one.saved()
    one.open()
    assert "påbörjat svar" in one.page.inner_text("#saved")
    assert one.page.locator("#C1-once").count() == 0
    one.enter(code)
    assert one.part == "Del 2 av 4"
    assert one.page.locator("#C1-once").is_checked()
    one.to_the_end().send().thanked()
    assert one.stored() == {}


def test_another_code_sees_nothing_of_it_and_does_not_write_over_it(one: Respondent, site: Site) -> None:
    one.open().enter(device="keep").answer(A1="yes")
    kept = one.saved()
    one.open().enter(site.code())
    assert one.part == "Del 1 av 4"
    assert not one.page.locator("#A1-yes").is_checked()
    assert "bara i den här sidan" in one.page.inner_text("#unsaved")
    one.answer(A1="yes")
    assert one.stored() == kept


def test_what_is_saved_can_be_taken_away_without_the_code(one: Respondent) -> None:
    one.open().enter(device="keep").answer(A1="yes")
    one.saved()
    one.open().page.click("text=Ta bort det från enheten")
    assert one.stored() == {}
    assert one.page.locator("#saved").count() == 0
    assert one.page.locator("#device-page").is_checked()


def test_after_three_days_it_is_gone(one: Respondent, site: Site) -> None:
    code = site.code()
    one.open().enter(code, "keep").answer(A1="yes")
    one.saved()
    name = f"samtidig {WAVE}"
    until = json.loads(one.stored()[name])["until"]
    assert 71 < (until - one.page.evaluate("Date.now()")) / HOUR_MS <= 72
    assert until % HOUR_MS == 0
    one.page.evaluate("name => localStorage[name] = localStorage[name].replace(/\\d{10,}/, Date.now() - 1)", name)
    one.open()
    assert one.stored() == {}
    assert one.page.locator("#saved").count() == 0


def test_a_draft_whose_end_was_put_off_cannot_be_opened(one: Respondent, site: Site) -> None:
    code, name = site.code(), f"samtidig {WAVE}"
    one.open().enter(code, "keep").answer(A1="yes")
    one.saved()
    one.page.evaluate("name => localStorage[name] = localStorage[name].replace(/\\d{10,}/, (one) => +one + 1)", name)
    one.open().enter(code)
    assert one.part == "Del 1 av 4"


def test_closed_while_it_was_sending_the_very_same_envelope_goes_on(one: Respondent, site: Site) -> None:
    code = site.code()
    one.open().enter(code, "keep").to_the_end()
    one.page.route("**/kuvert", lost)
    one.send().page.wait_for_selector("text=Servern svarar inte")
    one.page.unroute("**/kuvert")
    one.page.on("dialog", lambda dialog: dialog.accept())
    before = site.box()
    one.open().page.fill("#code", code)
    one.page.press("#code", "Enter")
    assert one.thanked() == receipt_of(one)  # both posts held one envelope
    assert site.box() == before
    assert one.stored() == {}


def lost(route: Route) -> None:
    """The server takes it, and its answer never comes."""
    route.fetch()
    route.abort()


def test_the_way_out_wipes_the_page_and_the_device(one: Respondent) -> None:
    one.open().enter(device="keep").answer(A1="yes")
    one.page.click(".leave")
    assert is_elsewhere(one.page)
    assert one.stored() == {}
    one.page.go_back()
    assert one.page.locator("progress").count() == 0
    assert one.page.locator("#A1-yes").count() == 0


def test_esc_three_times_leaves_and_says_how_many_are_left(one: Respondent) -> None:
    page = one.open().enter().answer(A1="yes").page
    page.keyboard.press("Escape")
    page.wait_for_selector("#said:has-text('två gånger till')", state="attached")
    page.keyboard.press("Escape")
    page.wait_for_selector("#said:has-text('en gång till')", state="attached")
    page.keyboard.press("Escape")
    assert is_elsewhere(page)


def test_esc_now_and_then_does_not_leave(one: Respondent) -> None:
    one.open()
    one.page.clock.install()
    for _ in range(4):
        one.page.keyboard.press("Escape")
        one.page.clock.run_for(4_000)
    assert one.page.locator("#code").count() == 1


def test_the_button_tells_of_the_key_where_there_is_one(one: Respondent, site: Site, new_page: NewPage) -> None:
    one.open()
    assert one.page.get_by_role("link", name="Lämna sidan eller tryck på Esc tre gånger").count() == 1
    assert one.page.locator(".leave kbd").is_visible()
    plain = new_page(javascript=False)
    plain.goto(site.entry)
    assert plain.get_by_role("link", name="Lämna sidan", exact=True).count() == 1
    assert not plain.locator(".leave kbd").is_visible()


def test_after_the_finish_back_shows_nothing_of_the_form(one: Respondent) -> None:
    page = one.open().enter().answer(A1="yes").answer(C1="once").to_the_end().page
    one.send()
    receipt = one.thanked()
    page.go_back()
    page.wait_for_selector("#code")
    assert page.input_value("#code") == ""
    assert receipt not in page.content()
    page.go_back()
    assert page.locator("main input[name^=a-]").count() == 0


def test_the_receipts_are_shown_only_when_they_are_asked_for(one: Respondent) -> None:
    page = one.open().enter().to_the_end().page
    one.send().page.wait_for_selector(".done")
    assert not page.locator("[data-slot=receipt]").is_visible()
    assert not page.locator("[data-slot=tracker]").is_visible()


def test_on_a_shared_device_nothing_comes_back(one: Respondent) -> None:
    page = one.open().enter(device="shared").answer(A1="yes").answer(C1="once").page
    assert one.stored() == {}
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("#code")
    assert page.locator("progress").count() == 0


def test_on_a_shared_device_the_page_is_emptied_when_nobody_is_there(one: Respondent) -> None:
    page = one.open().page
    page.clock.install()
    one.enter(device="shared").answer(A1="yes")
    page.clock.run_for(9 * 60_000 + 2_000)
    assert "Är du kvar?" in page.inner_text("dialog")
    assert page.locator("dialog button:focus").count() == 1
    page.click("dialog button")
    page.clock.run_for(2_000)
    assert page.locator("dialog").count() == 0
    assert one.part == "Del 2 av 4"
    page.clock.run_for(8 * 60_000)
    assert one.part == "Del 2 av 4"
    page.clock.run_for(2 * 60_000 + 2_000)
    page.wait_for_selector("#code")
    assert page.locator("progress").count() == 0
