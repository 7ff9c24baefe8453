"""How a visit ends where nobody is there, the reply was lost, or the browser puts the page aside: nothing sealed is
lost before it is settled, and nothing is left of it afterwards.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from tests.browser import NewPage
from tests.builders import CLOSES, OPENS
from tests.survey.web.scripted import Respondent, Site, open_site, receipt_of

MINUTE_MS = 60_000
#: Keeps hold of the visit and of its walk, which the page itself lets go of.
HOLD = """function () {
    const held = {};
    for (const one of this) {
        if (Object.hasOwn(one, "given") && Object.hasOwn(one, "stratum")) held.walk = one;
        if (Object.hasOwn(one, "listening") && Object.hasOwn(one, "keep")) held.visit = one;
    }
    globalThis.held = held;
    return [held.walk.given.size > 0, held.walk.code.length, held.visit.walk === held.walk];
}"""
LEFT = """() => [
    held.walk.given.size, held.walk.code, held.walk.sealed, held.visit.walk, held.visit.entry, held.visit.sending,
    held.visit.keep.lock,
]"""


@pytest.fixture(scope="module")
def served_wave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("endings")) as site:
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


def hold(page: Page) -> None:
    """From now on the visit and its walk can be looked into, as they were when they had answers and a code."""
    session = page.context.new_cdp_session(page)
    prototype = session.send("Runtime.evaluate", {"expression": "Object.prototype"})["result"]["objectId"]
    objects = session.send("Runtime.queryObjects", {"prototypeObjectId": prototype})["objects"]["objectId"]
    found = session.send(
        "Runtime.callFunctionOn", {"objectId": objects, "functionDeclaration": HOLD, "returnByValue": True}
    )
    assert found["result"]["value"] == [True, 16, True]


EMPTY = [0, "", None, None, None, None, None]


def test_after_the_finish_the_visit_is_empty(one: Respondent) -> None:
    one.open().enter(device="keep").to_the_end()
    one.saved()
    hold(one.page)
    one.send().thanked()
    assert one.page.evaluate(LEFT) == EMPTY


def test_after_leaving_the_visit_is_empty(one: Respondent) -> None:
    one.page.route("**/lamna/**", lambda route: route.fulfill(status=204))  # the page stays, so it can be looked at
    one.open().enter(device="keep").answer(A1="yes").answer(C1="once")
    one.saved()
    hold(one.page)
    one.page.click(".leave")
    one.page.wait_for_function("document.body.textContent === ''")
    assert one.page.evaluate(LEFT) == EMPTY
    assert one.stored() == {}


def test_on_a_shared_device_a_sealed_answer_goes_on_being_sent_when_nobody_is_there(one: Respondent) -> None:
    page = one.open().page
    page.clock.install()
    one.enter(device="shared").to_the_end()
    hold(page)
    page.route("**/kuvert", lambda route: route.abort())
    one.send().page.wait_for_selector("text=Servern svarar inte")
    page.clock.run_for(9 * MINUTE_MS + 2_000)
    assert page.locator("dialog").count() == 0
    page.clock.run_for(2 * MINUTE_MS)
    assert page.evaluate("[held.walk.given.size, held.walk.code.length, held.walk.sealed.receipt.length > 0]") == [
        0, 16, True,
    ]  # fmt: skip
    page.clock.run_for(15 * MINUTE_MS)
    assert one.heading == "Skickar dina svar"
    page.unroute("**/kuvert")
    page.click("text=Försök nu")
    assert one.thanked() == receipt_of(one)


def test_on_a_shared_device_the_receipt_goes_when_nobody_is_there(one: Respondent) -> None:
    page = one.open().page
    page.clock.install()
    one.enter(device="shared").to_the_end().send().thanked()
    page.clock.run_for(9 * MINUTE_MS + 2_000)
    assert page.locator("dialog").count() == 1
    page.clock.run_for(MINUTE_MS)
    page.wait_for_selector("#code")
    assert page.locator("[data-slot=receipt]").count() == 0


def test_a_sealed_answer_that_comes_too_late_leaves_its_receipt_and_says_what_is_known(
    one: Respondent, site: Site
) -> None:
    page = one.open().enter().to_the_end().page
    page.route("**/kuvert", lambda route: route.abort())
    one.send().page.wait_for_selector("text=Servern svarar inte")
    site.world.clock.move_to(CLOSES)
    page.unroute("**/kuvert")
    page.click("text=Försök nu")
    page.wait_for_selector("h1:has-text('Enkäten har stängt')")
    assert page.locator("text=Vi kan inte säga om ditt förseglade svar kom fram").is_visible()
    assert not page.locator("[data-slot=receipt]").is_visible()
    assert one.thanked() == receipt_of(one)
    assert len(page.inner_text("[data-slot=tracker]")) == len(receipt_of(one))


def test_an_answer_that_arrived_before_the_close_is_thanked_for_after_it(one: Respondent, site: Site) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page = one.open().enter().to_the_end().page
    page.route("**/kuvert", lose)
    one.send().page.wait_for_selector("text=Servern svarar inte")
    site.world.clock.move_to(CLOSES)
    page.unroute("**/kuvert")
    page.click("text=Försök nu")
    page.wait_for_selector(".done")
    assert one.thanked() == receipt_of(one)


@pytest.mark.parametrize("outcome", ["answered", "early", "unready", "foreign", "refused"])
def test_every_refusal_of_a_sealed_answer_leaves_its_receipt(one: Respondent, outcome: str) -> None:
    page = one.open().enter().to_the_end().page
    page.route("**/kuvert", lambda route: route.fulfill(status=403, json={"outcome": outcome}))
    one.send()
    assert one.thanked() == receipt_of(one)
    assert page.locator("text=Vi kan inte säga om ditt förseglade svar kom fram").is_visible()


def test_the_server_can_ask_it_to_wait_longer(one: Respondent) -> None:
    tries: list[Route] = []

    def refuse(route: Route) -> None:
        tries.append(route)
        route.fulfill(status=503, headers={"retry-after": "90"}, json={"outcome": "busy"})

    page = one.open().page
    page.clock.install()
    one.enter().to_the_end()
    page.route("**/kuvert", refuse)
    one.send().page.wait_for_selector("[role=status] >> text=Många svarar")
    page.clock.run_for(80_000)
    page.wait_for_timeout(200)
    assert len(tries) == 1
    page.clock.run_for(12_000)
    page.wait_for_timeout(200)
    assert len(tries) == 2


def test_closing_asks_first_while_it_is_sending_and_never_else(one: Respondent) -> None:
    asked: list[str] = []
    page = one.open().enter().to_the_end().page

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    page.route("**/kuvert", lambda route: route.abort())
    one.send().page.wait_for_selector("text=Servern svarar inte")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert not page.is_closed()
    page.unroute("**/kuvert")
    page.click("text=Försök nu")
    one.thanked()
    page.goto(one.site.entry)
    one.enter()
    page.goto(one.site.entry)
    assert asked == ["beforeunload"]


#: What a browser does that keeps whole pages in memory, to show them again at once.
ASIDE = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
AGAIN = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.mark.parametrize("how", ["thanked", "shared"])
def test_a_page_that_the_browser_puts_aside_is_empty_when_it_comes_back(one: Respondent, how: str) -> None:
    page = one.open().enter(device="shared" if how == "shared" else "").answer(A1="yes").page
    page.check("#C1-once")
    if how == "thanked":
        one.to_the_end().send().thanked()
    page.evaluate(ASIDE)
    assert page.inner_text("body") == ""
    page.evaluate(AGAIN)
    page.wait_for_selector("#code")
    assert page.input_value("#code") == ""
    assert page.locator("#C1-once, [data-slot=receipt]:not(template *)").count() == 0
