"""Without a script that works, the page that works without one: and nothing is promised that does not hold."""

from collections.abc import Iterator

import pytest

from tests.browser import NewPage
from tests.builders import OPENS
from tests.survey.web.scripted import NEXT, SEND, Respondent, Site, open_site


@pytest.fixture(scope="module")
def served_wave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("level")) as site:
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


def test_who_presses_enter_before_the_script_has_come_is_answered_by_the_server(one: Respondent, site: Site) -> None:
    page = one.page
    page.route("**/static/answer.*.js", lambda route: route.abort())
    page.goto(site.entry)
    assert page.locator("text=Servern förseglar dina svar när du skickar dem.").is_visible()
    assert not page.locator(".choice").is_visible()
    page.fill("#code", site.code())
    page.press("#code", "Enter")
    page.wait_for_selector("#A1-yes")
    assert page.url.endswith("/svara")
    assert page.locator("script").count() == 0


@pytest.mark.parametrize(
    "broken",
    [
        "delete SubtleCrypto.prototype.encrypt",
        "SubtleCrypto.prototype.deriveBits = () => Promise.reject()",
        "delete window.HTMLDialogElement",
        "delete SubmitEvent.prototype.submitter",
    ],
)
def test_a_browser_that_cannot_seal_is_told_that_the_server_does(one: Respondent, site: Site, broken: str) -> None:
    page = one.page
    page.add_init_script(broken)
    page.goto(site.entry)
    page.wait_for_timeout(300)
    assert page.get_attribute("html", "data-level") is None
    assert page.locator("text=Servern förseglar dina svar när du skickar dem.").is_visible()
    page.fill("#code", site.code())
    page.press("#code", "Enter")
    page.wait_for_selector("#A1-yes")
    assert page.url.endswith("/svara")


def test_a_script_that_fails_before_the_first_part_leaves_the_page_as_it_was(one: Respondent, site: Site) -> None:
    page = one.open().page
    page.evaluate("() => { History.prototype.pushState = () => { throw new Error() } }")
    page.fill("#code", site.code())
    page.press("#code", "Enter")
    page.wait_for_selector("#plain")
    assert page.locator("text=Servern förseglar dina svar när du skickar dem.").is_visible()
    assert page.inner_text(".brand") == "Linköping och Norrköping"
    page.click("button[value=start]")
    page.wait_for_selector("#A1-yes")
    assert page.url.endswith("/svara")


def test_a_script_that_fails_later_says_so_and_keeps_the_answers(site: Site, new_page: NewPage) -> None:
    one = Respondent(new_page(), site).open().enter().answer(A1="yes")
    page = one.page
    page.check("#C1-once")
    page.evaluate("() => { SubtleCrypto.prototype.encrypt = () => Promise.reject(new Error('broken')) }")
    one.to_the_end().send()
    page.wait_for_selector("#broken")
    assert page.locator(SEND).count() == 1
    page.reload()
    assert page.locator(NEXT).count() == 0


def test_a_form_of_the_script_sends_nothing_when_the_script_is_gone(one: Respondent) -> None:
    """Were all its listeners lost, no browser could put the answers into an address or a body."""
    page = one.open().enter().page
    assert page.locator("main form").evaluate_all("forms => forms.map(form => form.method)") == ["dialog"]
    before = page.url
    page.check("#A1-yes")
    page.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector('main form'))")
    page.wait_for_timeout(200)
    assert page.url == before
    assert one.bodies == []


def test_no_writing_help_sees_the_code(one: Respondent) -> None:
    """WCAG has no rule; browsers and extensions send what is typed to their makers unless a field says no."""
    texts = (
        one.open()
        .page.locator("input[type=text], textarea")
        .evaluate_all("all => all.map(one => [...one.attributes].map(({name, value}) => `${name}=${value}`))")
    )
    (mine,) = texts
    assert {
        "autocomplete=off", "spellcheck=false", "writingsuggestions=false", "autocorrect=off", "data-gramm=false",
        "data-gramm_editor=false", "data-enable-grammarly=false", "translate=no",
    } <= set(mine)  # fmt: skip
    assert one.page.get_attribute("form#answers", "autocomplete") == "off"
