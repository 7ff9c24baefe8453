"""A whole session, recorded: no answer, no code, nothing that differs between persons is anywhere but in the one POST.

With the script that POST is the code and the sealed envelope; without it, the forms of our own host.
"""

import json
from urllib.parse import urlsplit

import pytest

from tests.browser import NewPage
from tests.browsing.sites import STAFF, Site
from tests.browsing.traces import Recorder, Sent, found_in, of_answers, of_code
from tests.browsing.walks import SEND, Walker
from tests.survey.web.visiting import WAVE

EXPOSED = {
    "A1": "yes", "B2": "social", "B4": "woman", "C3": "six_or_more", "C5": "two_to_five", "C12": "yes",
    "D1": "criminal_network", "D2": "quite_sure", "D3": "social_media", "D5": "frighten", "D7": "slightly", "E2": "yes",
}  # fmt: skip
UNHARMED = {"A1": "yes", "B2": "management", "B4": "decline", "C1": "dont_know", "E1": "decline"}


def answer(walker: Walker, answers: dict[str, str], recorder: Recorder, code: str | None = None) -> str:
    """Go all the way with *answers*, writing down what is kept after every step; the code."""
    code = walker.enter(code)
    while not walker.page.locator(SEND).count():
        recorder.look()
        for item, chosen in answers.items():
            option = walker.page.locator(f"#{item}-{chosen}")
            if option.count():
                option.check()
        recorder.look()
        walker.press()
    recorder.look()
    walker.press(SEND)
    assert walker.page.locator("details.receipt").count() == 1
    recorder.look()
    return code


def secrets(code: str, answers: dict[str, str]) -> list[bytes]:
    """What must not be found."""
    return of_code(code) + of_answers(answers)


def heads(sent: list[Sent]) -> list[bytes]:
    """All that was sent but the bodies."""
    return [one.head for one in sent]


def test_with_the_script_nothing_leaves_but_one_sealed_envelope_and_two_persons_differ_in_nothing_else(
    site: Site, new_page: NewPage
) -> None:
    recorded: list[list[Sent]] = []
    for answers in (EXPOSED, UNHARMED):
        page = new_page(screen="phone")
        recorder = Recorder(page)
        code = answer(Walker(page, site, scripted=True, stratum=STAFF), answers, recorder)
        sent = recorder.requests()
        (post,) = [one for one in sent if one.body]
        assert post.url == f"{site.address}/s/{WAVE}/kuvert"
        assert post.body[:16] == code.replace("-", "").encode()
        places = recorder.everything(sent) | {"envelope": post.body[16:]}
        assert found_in(places, secrets(code, answers)) == []
        assert recorder.cookies() == []
        assert [line for line in recorder.said if not line.startswith("Clear-Site-Data header on")] == []
        recorded.append(sent)
    first, second = recorded
    assert heads(first) == heads(second)
    assert len({len(one.body) for sent in recorded for one in sent if one.body}) == 1
    assert {urlsplit(one.url).netloc for sent in recorded for one in sent} == {urlsplit(site.address).netloc}
    assert not [one.url for one in first if urlsplit(one.url).query or urlsplit(one.url).fragment]


def test_two_municipalities_differ_in_nothing_but_the_body_also_on_the_way_out(site: Site, new_page: NewPage) -> None:
    recorded: list[list[Sent]] = []
    for stratum in (STAFF, STAFF.replace("0581", "0580")):
        for leave_at in ("the thanks", "a part"):
            page = new_page()
            page.route("https://**", lambda route: route.fulfill(body="<h1>Elsewhere", content_type="text/html"))
            recorder = Recorder(page)
            walker = Walker(page, site, scripted=True, stratum=stratum)
            if leave_at == "the thanks":
                answer(walker, UNHARMED, recorder)
            else:
                walker.enter()
            assert page.get_attribute("html", "data-municipality") == stratum[:4]
            page.click(".leave")
            page.wait_for_selector("h1:has-text('Elsewhere')")
            recorded.append(recorder.requests())
    linkoping, norrkoping = recorded[0] + recorded[1], recorded[2] + recorded[3]
    assert heads(linkoping) == heads(norrkoping)
    assert [len(one.body) for one in linkoping] == [len(one.body) for one in norrkoping]
    assert [one.url for one in linkoping].count(f"{site.address}/lamna/{WAVE}") == 2


def test_what_was_kept_on_the_way_is_the_same_for_both(site: Site, new_page: NewPage) -> None:
    kept: list[set[str]] = []
    for answers in (EXPOSED, UNHARMED):
        page = new_page()
        recorder = Recorder(page)
        answer(Walker(page, site, scripted=True, stratum=STAFF), answers, recorder)
        seen = [json.loads(line) for line in recorder.kept]
        assert all(one["local"] == one["session"] == {} and one["databases"] == one["caches"] == [] for one in seen)
        assert all(one["cookie"] == one["name"] == one["referrer"] == "" and not one["workers"] for one in seen)
        kept.append({one["address"] for one in seen})
        assert [one["state"] for one in seen] == [{"guard": True}] * len(seen)
    assert kept[0] == kept[1] == {site.entry()}


def test_without_the_script_answers_are_only_in_what_is_posted_to_our_own_host(site: Site, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    recorder = Recorder(page)
    walker = Walker(page, site, scripted=False, stratum=STAFF)
    code = walker.enter()
    while not page.locator(SEND).count():
        for item, chosen in EXPOSED.items():
            if page.locator(f"#{item}-{chosen}").count():
                page.check(f"#{item}-{chosen}")
        walker.press()
    walker.press(SEND)
    sent = recorder.requests()
    assert found_in(recorder.everything(sent), secrets(code, EXPOSED)) == []
    assert recorder.cookies() == []
    posted = [one for one in sent if one.body]
    assert {(one.method, one.url) for one in posted} == {("POST", f"{site.entry()}/svara")}
    with_code = [one for one in posted if found_in({"body": one.body}, of_code(code))]
    assert with_code == posted[:1]  # after that the draft that goes with each form is sealed


LEAKS: dict[str, str] = {
    "an address": "code => fetch(`/?c=${code}`).catch(() => 0)",
    "an address, in hex": "code => fetch('/' + [...code].map((c) => c.charCodeAt().toString(16)).join(''))"
    ".catch(() => 0)",
    "a header": "code => fetch('/', {headers: {'x-id': btoa('a' + code)}}).catch(() => 0)",
    "storage": "code => localStorage.setItem('c', code.toLowerCase())",
    "a cookie": "code => { document.cookie = `c=${code}` }",
    "the console": "code => console.log(code)",
    "the address bar": "code => history.replaceState({place: 0}, '', `#${code}`)",
    "history": "code => history.replaceState({place: 0, code}, '')",
    "an answer": "() => sessionStorage.setItem('a', JSON.stringify([['C3', ['six_or_more']]]))",
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_found(site: Site, new_page: NewPage, leak: str) -> None:
    page = new_page()
    recorder = Recorder(page)
    code = Walker(page, site, scripted=True, stratum=STAFF).enter()
    recorder.look()
    assert found_in(recorder.everything(recorder.requests()), secrets(code, EXPOSED)) == []
    page.evaluate(LEAKS[leak], code)
    recorder.look()
    assert found_in(recorder.everything(recorder.requests()), secrets(code, EXPOSED)) != []
