"""What the page says while it works: heard once, fitting what happened, and gone when it no longer holds."""

from collections.abc import Iterator

import pytest

from tests.browser import NewPage
from tests.builders import OPENS
from tests.survey.web.scripted import NEXT, Respondent, Site, open_site, receipt_of
from tests.survey.web.walking import to_the_end

#: Every change of what the regions say, as a screen reader would hear it.
LISTEN = """
() => {
  window.heard = [];
  const hear = (one) => new MutationObserver(() => {
    if (one.textContent.trim()) window.heard.push(one.textContent.trim().replace(/\\s+/g, " "));
  }).observe(one, { childList: true, subtree: true, characterData: true });
  document.querySelectorAll("[role=status]").forEach(hear);
}
"""
TRYING, OFFLINE = "Försöker skicka nu …", "Enheten har ingen förbindelse med nätet just nu."


@pytest.fixture(scope="module")
def served_wave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("said")) as site:
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


def test_the_region_that_speaks_is_there_before_its_first_word(one: Respondent, new_page: NewPage) -> None:
    plain = new_page(javascript=False)
    plain.goto(one.site.entry)
    assert plain.locator("#said[role=status]").count() == 1
    assert plain.text_content("#said") == ""


def test_the_same_word_twice_is_heard_twice_and_does_not_stay(one: Respondent) -> None:
    page = one.open().page
    page.evaluate(LISTEN)
    page.clock.install()
    for _ in range(2):
        page.keyboard.press("Escape")
        page.clock.run_for(200)
        assert "två gånger till" in (page.text_content("#said") or "")
        page.clock.run_for(6_000)
        assert page.text_content("#said") == ""
    assert len(page.evaluate("window.heard")) == 2


def test_what_was_said_does_not_follow_to_the_next_page(one: Respondent) -> None:
    page = one.open().enter().page
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.querySelector('#said').textContent")
    one.answer(A1="yes")
    assert page.text_content("#said") == ""


def test_a_try_without_a_network_is_seen_and_heard(one: Respondent) -> None:
    page = one.open().enter().to_the_end().page
    page.context.set_offline(True)
    one.send().page.wait_for_selector(f"main [role=status] >> text={OFFLINE}")
    assert "Stäng den inte." in page.inner_text("main [role=status]")
    page.evaluate(LISTEN)
    page.click("text=Försök nu")
    assert TRYING in page.inner_text("main [role=status]")
    page.wait_for_selector(f"main [role=status] >> text={OFFLINE}")
    heard = page.evaluate("window.heard")
    assert [text.split("Dina svar")[0].strip() for text in heard] == [
        TRYING,
        f"{OFFLINE} Vi skickar av oss själva så snart den är tillbaka.",
    ]
    page.context.set_offline(False)
    assert one.thanked() == receipt_of(one)


@pytest.mark.parametrize(
    ("outcome", "heading", "fits"),
    [
        ("early", "Enkäten har inte öppnat", "Dina svar ligger kvar så länge den här sidan är öppen"),
        ("unready", "Enkäten är inte klar att öppna", "Dina svar ligger kvar så länge den här sidan är öppen"),
        ("foreign", "Svaret kom från en annan webbplats", "Dina svar ligger kvar så länge den här sidan är öppen"),
        ("refused", "Något gick fel hos oss", "Stäng den inte"),
    ],
)
def test_a_refusal_has_the_hint_that_fits_it(one: Respondent, outcome: str, heading: str, fits: str) -> None:
    one.open().enter().to_the_end()
    one.page.route("**/kuvert", lambda route: route.fulfill(status=403, json={"outcome": outcome}))
    one.send().page.wait_for_selector(f"h1:has-text('{heading}')")
    said = one.page.inner_text("main")
    assert fits in said
    assert ("Stäng den inte" in said) == (outcome == "refused")


def test_that_questions_may_be_skipped_is_said_once_at_the_buttons(one: Respondent) -> None:
    one.open().enter().answer(A1="yes")
    assert one.page.locator("main .hint:has-text('Du kan hoppa över frågor.')").count() == 1
    assert one.page.inner_text(".buttons .hint") == "Du kan hoppa över frågor."


def test_the_list_opens_beside_the_receipt_and_does_not_lose_it(one: Respondent) -> None:
    page = one.open().enter().to_the_end().page
    one.send()
    receipt = one.thanked()
    with page.expect_popup() as opened:
        page.click("text=Se listorna, när enkäten har stängt (öppnas i en ny flik)")
    opened.value.wait_for_selector("h1")
    assert opened.value.url.endswith("/kvitto")
    assert page.inner_text("[data-slot=receipt]") == receipt


def test_without_the_script_the_receipt_survives_the_list_too(site: Site, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto(site.entry)
    page.fill("#code", site.code())
    page.click("button[value=start]")
    assert page.locator(NEXT).count() == 1
    to_the_end(page)
    page.click("button[value=send] >> visible=true")
    page.click("text=Visa kvitto")
    receipt = page.inner_text("[data-slot=receipt]")
    with page.expect_popup() as opened:
        page.click("text=Se listorna, när enkäten har stängt")
    opened.value.wait_for_selector("h1")
    assert page.inner_text("[data-slot=receipt]") == receipt
