"""The script in a real browser: the form is filled in and sealed on the device, and one request takes it away."""

from collections.abc import Iterator

import pytest

from questionnaires.sheets import encode
from survey.ballot.receipts import tracker_text
from survey.errors import EnvelopeError
from survey.steps.enter import door
from tests.browser import NewPage
from tests.builders import OPENS
from tests.survey.web.scripted import BACK, ELECTED, NEXT, Respondent, Site, open_site, receipt_of
from tests.survey.web.visiting import SV, WAVE


@pytest.fixture(scope="module")
def served_wave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("script")) as site:
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


def test_a_whole_form_leaves_the_device_as_one_sealed_envelope(one: Respondent, site: Site) -> None:
    one.open().enter().answer(A1="yes", B1="council").answer(C1="once").answer(C3="yes").answer(D1="criminal")
    one.answer(G1="agree").send()
    shown = one.thanked()
    assert [request.url.removeprefix(site.address) for request in one.requests if request.method == "POST"] == [
        f"/s/{WAVE}/kuvert"
    ]
    opened = site.opened(one.envelope)
    form = door(site.world.context, WAVE).manifest.questionnaire
    given = {"A1": ("yes",), "B1": ("council",), "C1": ("once",), "C3": ("yes",), "D1": ("criminal",), "G1": ("agree",)}
    assert opened.row == encode(form, "elected", given)
    assert shown == receipt_of(one)
    assert one.page.inner_text("[data-slot=tracker]") == tracker_text(opened.tracker)


def test_between_the_code_and_the_sending_nothing_is_asked_of_the_server(one: Respondent) -> None:
    one.open()
    before = len(one.requests)
    one.enter().to_the_end()
    assert len(one.requests) == before


def test_the_code_in_the_address_goes_into_the_field_and_out_of_the_address(one: Respondent, site: Site) -> None:
    code = site.code()
    one.open(f"{site.entry}#{code}")
    assert one.page.input_value("#code") == code
    assert one.page.url == site.entry
    assert one.page.evaluate("history.length") == 2  # about:blank, and this page once
    one.page.press("#code", "Enter")
    assert one.heading == "Information"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Skriv koden"),
        ("S6CJ", "16 tecken"),
        ("S6CJ-966G-Y6Z7-QSC!", "Tecken 16"),
        ("UUUU-966G-Y6Z7-QSCC", "Tecken 1 "),
    ],
)
def test_what_is_wrong_with_a_code_is_said_as_the_servers_page_says_it(one: Respondent, typed: str, said: str) -> None:
    page = one.open().page
    page.fill("#code", typed)
    page.press("#code", "Enter")
    page.wait_for_selector(".summary:focus")
    assert said in page.inner_text(".fault")
    assert page.title() == "Fel: Enkät"
    assert page.get_attribute("#code", "aria-invalid") == "true"
    assert page.get_attribute("#code", "aria-describedby") == "code-hint code-fault"
    page.click(".summary a")
    assert page.locator("#code:focus").count() == 1
    assert page.url.endswith(SV)
    one.enter()
    assert one.part == "Del 1 av 4"
    assert page.title() == "Enkät"


def test_a_part_is_the_servers_page_to_the_letter(one: Respondent, site: Site, new_page: NewPage) -> None:
    """Drawn by the same macros: what stands in `main` differs by the draft, the form's attributes and one hint."""
    plain = new_page(javascript=False, screen="phone")
    plain.goto(site.entry)
    plain.fill("#code", site.code())
    plain.press("#code", "Enter")
    one.open().enter()
    for page in (plain, one.page):
        page.click(NEXT)
    faulty = [page.inner_text("main").replace(said, "") for page, said in ((plain, HINT), (one.page, HINT))]
    assert faulty[0].strip() == faulty[1].strip()
    for page in (plain, one.page):
        page.check("#A1-yes")
        page.click(NEXT)
        page.check("#C1-once")
    fieldsets = [page.locator("main .question").all_inner_texts() for page in (plain, one.page)]
    assert fieldsets[0] == fieldsets[1]
    assert plain.inner_text("footer") == one.page.inner_text("footer")
    assert plain.inner_text(".brand") == one.page.inner_text(".brand") == "Linköping"
    assert plain.get_attribute("html", "data-municipality") == one.page.get_attribute("html", "data-municipality")


HINT = "Gå framåt och bakåt med knapparna här på sidan. Webbläsarens egen bakåtknapp kan tappa svar."


def test_a_fault_is_summed_up_with_a_link_to_its_field_and_goes_away_when_mended(one: Respondent) -> None:
    page = one.open().enter().page
    page.click(NEXT)
    page.wait_for_selector(".summary:focus")
    assert page.title() == "Fel: Enkät"
    assert "Vill du delta? – Kryssa i rutan" in page.inner_text(".summary")
    assert page.get_attribute("#A1", "aria-describedby") == "A1-fault"
    page.click(".summary a")
    assert page.locator("#A1-yes:focus").count() == 1
    page.click(NEXT)
    assert page.title() == "Fel: Enkät"
    one.answer(A1="yes")
    assert one.part == "Del 2 av 4"
    assert page.title() == "Enkät"
    assert page.locator(".summary, .fault, .faulty").count() == 0


def test_going_back_and_forth_loses_nothing_not_even_what_is_ruled_out_meanwhile(one: Respondent) -> None:
    page = one.open().enter().answer(A1="yes").answer(C1="once").answer(C3="yes").answer(D1="citizen").page
    for _ in range(3):
        page.click(BACK)
    page.check("#C1-no")
    page.click(NEXT)
    assert one.part == "Del 4 av 4"
    page.click(BACK)
    page.check("#C1-once")
    page.click(NEXT)
    assert page.locator("#C3-yes").is_checked()
    page.click(NEXT)
    assert page.locator("#D1-citizen").is_checked()
    assert page.inner_text("legend h2") == "Vem försökte påverka dig?"


@pytest.mark.parametrize("device", ["", "shared"])
def test_the_browsers_back_walks_the_parts_with_one_entry_in_its_history(
    one: Respondent, site: Site, device: str
) -> None:
    page = one.open().page
    assert page.evaluate("[history.length, history.state]") == [2, None]
    one.enter(device=device).answer(A1="yes")
    page.check("#C1-once")
    assert page.evaluate("[history.length, history.state]") == [3, {"guard": True}]
    for _ in range(2):
        page.go_back()
        page.wait_for_selector("#A1-yes")
        assert one.part == "Del 1 av 4"
        assert page.evaluate("[history.length, history.state]") == [3, {"guard": True}]
        page.click(NEXT)
        assert one.part == "Del 2 av 4"
    assert page.locator("#C1-once").is_checked()
    page.go_back()
    page.wait_for_selector("#A1-yes")
    page.go_back()
    page.wait_for_selector("#code")
    assert page.inner_text(".brand") == "Linköping och Norrköping"
    assert page.evaluate("[history.length, history.state]") == [3, None]
    page.click("button[value=start]")
    page.wait_for_selector("#A1-yes")
    assert page.locator("#A1-yes").is_checked()
    page.go_back()
    page.wait_for_selector("#code")
    page.go_forward()
    page.wait_for_selector("#A1-yes")
    assert page.evaluate("[history.length, history.state]") == [3, {"guard": True}]
    assert page.title() == "Enkät"
    assert page.url == site.entry


def test_each_part_begins_at_its_heading(one: Respondent) -> None:
    page = one.open().enter().page
    page.check("#A1-yes")
    page.mouse.wheel(0, 600)
    page.click(NEXT)
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.evaluate("scrollY") == 0


def test_the_language_changes_in_the_middle_and_nothing_is_lost(one: Respondent, site: Site) -> None:
    page = one.open().enter().answer(A1="yes").page
    page.check("#C1-once")
    page.click(".languages a")
    page.wait_for_selector("html[lang=en]")
    assert one.part == "Part 2 of 4"
    assert page.title() == "Survey"
    assert page.locator("#C1-once").is_checked()
    assert page.url == f"{site.address}/s/{WAVE}/en"
    page.click(BACK)
    assert page.locator("#A1-yes").is_checked()
    one.to_the_end().send()
    assert one.thanked() == receipt_of(one)
    assert b"a-C1=" not in b"".join(one.bodies)


def test_a_language_that_cannot_be_fetched_takes_nothing_away(one: Respondent) -> None:
    page = one.open().enter().answer(A1="yes").page
    page.check("#C1-once")
    page.context.set_offline(True)
    page.click(".languages a")
    page.wait_for_selector("#said:has-text('Språket')", state="attached")
    assert page.locator("#C1-once").is_checked()


def test_another_stratum_seals_for_itself(one: Respondent, site: Site) -> None:
    one.open().enter(site.code("0581/staff")).to_the_end().send().thanked()
    assert site.opened(one.envelope, "0581/staff").row
    with pytest.raises(EnvelopeError):
        site.opened(one.envelope, ELECTED)
