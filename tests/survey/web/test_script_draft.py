"""The draft on the device: how it is locked, who can take it away, and what else can lie in its place."""

import json
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import NewPage
from tests.builders import OPENS
from tests.survey.web.scripted import NEXT, SEND, Respondent, Site, open_site
from tests.survey.web.visiting import WAVE

NAME = f"samtidig {WAVE}"
SALT, NONCE = slice(0, 16), slice(16, 28)

#: Writes down how keys are worked out, and what is encrypted of what is kept.
WATCH = """
    globalThis.derived = [];
    globalThis.locked = [];
    const { deriveKey, encrypt } = SubtleCrypto.prototype;
    SubtleCrypto.prototype.deriveKey = function (...all) {
        const { name, hash, iterations, salt } = all[0];
        derived.push({ name, hash, iterations, salt: salt.length });
        return deriveKey.apply(this, all);
    };
    SubtleCrypto.prototype.encrypt = function (how, key, plain) {
        const text = new TextDecoder().decode(plain);
        if (text.startsWith("{")) locked.push(JSON.parse(text));
        return encrypt.call(this, how, key, plain);
    };
"""


@pytest.fixture(scope="module")
def served_wave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("draft")) as site:
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


def draft(respondent: Respondent) -> bytes:
    """What lies on the device, once it has come to rest."""
    return b64decode(json.loads(respondent.saved()[NAME])["draft"])


def test_each_draft_has_a_salt_of_its_own_and_each_writing_a_nonce(one: Respondent, site: Site) -> None:
    code = site.code()
    written = []
    for _ in range(2):
        one.open().enter(code, "keep").answer(A1="yes")
        written.append(draft(one))
        one.answer(C1="once")
        written.append(draft(one))
        one.open().page.click("[data-go=forget]")
    assert written[0][SALT] == written[1][SALT] != written[2][SALT] == written[3][SALT]
    assert len({one[NONCE] for one in written}) == 4


def test_the_key_is_slow_to_work_out_and_worked_out_once(one: Respondent, site: Site) -> None:
    code = site.code()
    one.page.add_init_script(WATCH)
    one.open().enter(code, "keep").answer(A1="yes").answer(C1="once")
    one.saved()
    slow = {"name": "PBKDF2", "hash": "SHA-256", "iterations": 600_000, "salt": len("samtidig draft 1") + 32 + 16}
    assert derived(one.page) == [slow]
    one.open().enter(code).answer(C3="yes")
    one.saved()
    assert derived(one.page) == [slow]


def derived(page: Page) -> list[Any]:
    """How keys of drafts were worked out."""
    found: list[Any] = page.evaluate("derived.filter((one) => one.name !== 'HKDF')")
    return found


def test_once_sealed_the_answers_do_not_lie_on_the_device(one: Respondent) -> None:
    one.page.add_init_script(WATCH)
    one.open().enter(device="keep").to_the_end()
    one.page.route("**/kuvert", lambda route: route.abort())
    one.send().page.wait_for_selector("text=Servern svarar inte")
    locked = one.page.evaluate("locked")
    assert [bool(draft["given"]) for draft in locked if draft["sealed"]] == [False]
    assert any(draft["given"] for draft in locked if not draft["sealed"])


def test_the_end_is_set_once(one: Respondent) -> None:
    one.open()
    one.page.clock.install()
    one.enter(device="keep").answer(A1="yes")
    first = json.loads(one.saved()[NAME])
    one.page.clock.fast_forward("05:00:00")
    one.answer(C1="once")
    later = json.loads(one.saved()[NAME])
    assert first["draft"] != later["draft"]
    assert first["until"] == later["until"]


@pytest.mark.parametrize(
    "torn", ["{", "null", "7", '{"until": 1}', '{"until": 9e15, "draft": "!"}', '{"until": 9e15, "draft": "QUFB"}']
)
def test_what_cannot_be_read_as_a_draft_is_removed_and_the_browser_seals_all_the_same(
    one: Respondent, torn: str
) -> None:
    one.open().page.evaluate("([name, torn]) => localStorage.setItem(name, torn)", [NAME, torn])
    one.open()
    assert one.stored() == {}
    one.page.evaluate("([name, torn]) => localStorage.setItem(name, torn)", [NAME, torn])
    one.enter()
    assert one.stored() == {}
    assert one.part == "Del 1 av 4"
    assert one.page.get_attribute("html", "data-level") == "b"


def test_who_leaves_takes_away_nobody_elses_draft(one: Respondent, site: Site) -> None:
    one.page.route("**/lamna/**", lambda route: route.fulfill(body="<h1>Elsewhere", content_type="text/html"))
    one.open().enter(device="keep").answer(A1="yes")
    kept = one.saved()
    for device in ("page", "keep", "shared"):
        one.open().enter(site.code(), device).page.click(".leave")
        one.page.wait_for_selector("h1:has-text('Elsewhere')")
        one.open()
        assert one.stored() == kept
    one.page.click(".leave")
    one.page.wait_for_selector("h1:has-text('Elsewhere')")
    one.open()
    assert one.stored() == kept


def test_a_finish_clears_all_that_the_site_has_kept(one: Respondent) -> None:
    one.open().enter(device="keep").answer(A1="yes")
    one.saved()
    one.open().enter(device="page").to_the_end().send().thanked()
    assert one.stored() == {}


def test_removed_in_another_tab_it_is_not_written_anew(one: Respondent, site: Site) -> None:
    one.open().enter(device="keep").answer(A1="yes")
    one.saved()
    other = Respondent(one.page.context.new_page(), site).open()
    other.page.click("[data-go=forget]")
    one.page.wait_for_selector("#unsaved")
    one.page.check("#C1-once")
    one.page.click(NEXT)
    one.page.wait_for_timeout(300)
    assert one.stored() == {}


def test_removed_by_the_browser_itself_it_is_not_written_anew(one: Respondent) -> None:
    """Clear-Site-Data on another tab's finish tells no page."""
    one.open().enter(device="keep").answer(A1="yes")
    one.saved()
    one.page.evaluate("localStorage.clear()")
    one.page.check("#C1-once")
    one.page.wait_for_selector("#unsaved")
    assert one.stored() == {}


def test_pressed_twice_the_first_page_is_left_once(one: Respondent) -> None:
    one.open().enter(device="keep").answer(A1="yes")
    one.saved()
    page = one.open().page
    page.fill("#code", one.site.code())
    page.dblclick("button[value=start]")
    page.wait_for_selector("progress")
    page.wait_for_timeout(500)
    assert page.locator("#unsaved").count() == 1
    page.go_back()
    page.wait_for_selector("#code")
    assert page.locator("progress").count() == 0
    assert page.locator(SEND).count() == 0
