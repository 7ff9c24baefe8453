"""Every address: what is there in each phase, and what is refused."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import timedelta

import pytest
from litestar.testing import TestClient

from survey.assembly import create_app
from survey.ballot.crockford import fingerprint_text
from survey.errors import Busy, StoreError
from survey.steps.enter import Door, door
from survey.steps.submit import Clerk, Kept
from survey.web.app import respond_app
from tests.builders import CLOSES, OPENS, World
from tests.survey.web.visiting import EN, SV, WAVE, Open, Visitor


@contextmanager
def visiting(world: World) -> Iterator[Visitor]:
    with TestClient(create_app(world.settings, world.clock)) as client:
        yield Visitor(client)


def test_one_wave_is_where_the_bare_address_leads(opened: Open) -> None:
    opened.visitor.get("/")
    assert opened.visitor.response.url.path == SV
    opened.visitor.get(f"/s/{WAVE}")
    assert opened.visitor.response.url.path == SV


def test_without_a_wave_the_first_page_says_so(world: World) -> None:
    with visiting(world) as visitor:
        assert "ingen enkät" in visitor.get("/").text


def test_several_waves_are_listed_the_last_to_open_first(world: World) -> None:
    world.define()
    text = world.study_file.read_text(encoding="utf-8").replace("wave = 1", "wave = 2")
    world.study_file.write_text(text.replace("2022-0", "2023-0"), encoding="utf-8")
    world.define()
    with visiting(world) as visitor:
        visitor.get("/")
        links = [found["href"] for found in visitor.html.all("a") if found["href"].startswith("/s/")]
        second = "/s/linkoping-norrkoping-2/sv"
        assert links == [second, f"{second}/tillganglighet", SV, f"{SV}/tillganglighet"]


def test_the_first_page_promises_only_what_is_signed(opened: Open) -> None:
    visitor = opened.visitor.get(SV)
    for said in (
        "Linköping och Norrköping ställer samma frågor",
        "Linköpings kommun, säkerhetschefen",
        "Norrköpings kommun, säkerhetschefen",
        "måndag 25 april 2022 klockan 08:00",
        "måndag 16 maj 2022 klockan 08:00",
        "minst 2 av 3 nyckelhållare",
        "Länsstyrelsen Östergötland",
        "färre än 10 svar",
        "förseglar servern dem",
        "112",
        "114\xa014",
        "013-20 60 00",
    ):
        assert said in visitor.text, said


def test_the_first_page_shows_the_fingerprint_that_was_signed(opened: Open) -> None:
    assert fingerprint_text(door(opened.world.context, WAVE).fingerprint) in opened.visitor.get(SV).text


def test_the_first_page_is_the_same_bytes_for_all(opened: Open) -> None:
    first = opened.visitor.get(SV).response.content
    opened.another().start(opened.code()).to_the_end().press("send")
    assert opened.another().get(SV).response.content == first


def test_every_language_of_the_study_has_its_page(opened: Open) -> None:
    assert opened.visitor.get(EN).html.all("html", lang="en")
    assert opened.visitor.html.all("a", href=SV, hreflang="sv")
    assert opened.visitor.get(f"/s/{WAVE}/fi").response.status_code == 404


def test_before_every_signature_the_first_page_says_that_it_waits(world: World) -> None:
    world.approve("0580")
    world.clock.move_to(OPENS)
    with visiting(world) as visitor:
        assert "först när alla kommuner har godkänt" in visitor.get(SV).text
        assert not visitor.html.all("form")
        visitor.post(SV + "/svara", {"code": "S6CJ966GY6Z7QSCC", "go": "start"})
        assert visitor.response.status_code == 403
        assert visitor.heading == "Enkäten är inte klar att öppna"


def test_before_the_codes_are_issued_nobody_is_let_in(world: World) -> None:
    world.approve()
    world.clock.move_to(OPENS)
    with visiting(world) as visitor:
        assert not visitor.get(SV).html.all("form")
        visitor.post(SV + "/svara", {"code": "S6CJ966GY6Z7QSCC", "go": "start"})
        assert visitor.heading == "Enkäten är inte klar att öppna"


def test_who_comes_early_or_late_is_told_the_instant(opened: Open) -> None:
    opened.world.clock.move_to(OPENS - timedelta(seconds=1))
    visitor = opened.visitor.get(SV)
    assert "Den öppnar måndag 25 april 2022 klockan 08:00, svensk tid, i alla kommuner på en gång." in visitor.text
    assert not visitor.html.all("form")
    opened.world.clock.move_to(OPENS)
    assert visitor.get(SV).html.all("form")
    opened.world.clock.move_to(CLOSES)
    assert "Den stängde måndag 16 maj 2022 klockan 08:00" in visitor.get(SV).text
    assert not visitor.html.all("form")


def test_leaving_goes_to_the_one_page_the_study_names_and_forgets_everything(opened: Open) -> None:
    left = opened.client.get(f"/lamna/{WAVE}", follow_redirects=False)
    assert (left.status_code, left.headers["location"]) == (303, "https://www.smhi.se/")
    assert left.headers["clear-site-data"] == '"cache", "cookies", "storage"'


def test_the_way_out_is_the_same_from_every_municipality(opened: Open) -> None:
    """Were it not, the network and the browser's history would know whose pages somebody left."""
    inside = [opened.another().start(opened.code(stratum)) for stratum in ("0580/elected", "0581/staff")]
    ways = [page.html.all("a", class_="leave") for page in (opened.visitor.get(SV), *inside)]
    assert [[way["href"] for way in found] for found in ways] == [[f"/lamna/{WAVE}"]] * 3


@pytest.mark.parametrize(
    "address", ["/nowhere", "/s/nowhere", "/s/nowhere/sv", f"/lamna/{WAVE}/0580", "/lamna/x", "/static/x.css"]
)
def test_what_is_not_there_is_said_not_to_be(opened: Open, address: str) -> None:
    visitor = opened.visitor.get(address)
    assert visitor.response.status_code == 404
    assert visitor.heading == "Sidan finns inte"


def test_a_form_to_a_wave_that_is_not_there_is_refused(opened: Open) -> None:
    assert opened.visitor.post("/s/nowhere/sv/svara", {"go": "start"}).response.status_code == 404


def test_the_address_of_the_form_explains_itself_to_who_opens_it(opened: Open) -> None:
    visitor = opened.visitor.get(EN + "/svara")
    assert visitor.response.status_code == 405
    assert visitor.response.headers["allow"] == "POST"
    assert visitor.heading == "The page cannot be opened that way"
    assert visitor.html.all("a", class_="button", href=EN)


def test_packed_and_plain_pages_are_the_same(opened: Open) -> None:
    code = opened.code()
    for address in (SV, EN):
        plain = opened.client.get(address, headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.content == opened.client.get(address).content
    assert opened.visitor.start(code).response.headers["content-encoding"] == "gzip"


class FullClerk(Clerk):
    """A clerk whose queue is full, or whose database is gone, until it is told otherwise."""

    refuse: Exception | None = None

    def submit(self, door: Door, code: str, envelope: bytes) -> "Future[Kept]":
        if isinstance(self.refuse, Busy):
            raise self.refuse
        if self.refuse is not None:
            lost: Future[Kept] = Future()
            lost.set_exception(self.refuse)
            return lost
        return super().submit(door, code, envelope)


@pytest.fixture
def full(world: World) -> Iterator[tuple[FullClerk, Visitor, str]]:
    code = world.issue()["0580/elected"][0]
    world.clock.move_to(OPENS)
    clerk = FullClerk(world.context)
    with TestClient(respond_app(world.context, clerk, on_shutdown=[clerk.close])) as client:
        yield clerk, Visitor(client), code


@pytest.mark.parametrize(
    ("error", "heading"),
    [(Busy("full"), "Många svarar just nu"), (StoreError("the disk is full"), "Något gick fel hos oss")],
)
def test_an_answer_that_could_not_be_kept_is_kept_in_the_page_and_sent_again(
    full: tuple[FullClerk, Visitor, str], error: Exception, heading: str
) -> None:
    clerk, visitor, code = full
    visitor.start(code).to_the_end(C1="once")
    clerk.refuse = error
    visitor.press("send")
    assert (visitor.response.status_code, visitor.heading) == (503, heading)
    assert visitor.response.headers["retry-after"] == "5"
    assert visitor.press("send").response.status_code == 503
    (english,) = visitor.html.all("button", formaction=EN + "/svara")
    visitor.press(english["value"], english["formaction"])
    assert visitor.heading == "Send the answers"
    clerk.refuse = None
    visitor.press("stay", SV + "/svara")
    assert visitor.press("send").heading == "Tack, ditt svar är mottaget"


def test_a_fault_of_ours_shows_a_page_and_reports_nothing_but_its_place(
    full: tuple[FullClerk, Visitor, str], capsys: pytest.CaptureFixture[str]
) -> None:
    clerk, visitor, code = full
    clerk.refuse = RuntimeError(f"a message with the code {code} in it")
    visitor.start(code).to_the_end().press("send")
    assert (visitor.response.status_code, visitor.heading) == (500, "Något gick fel hos oss")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("RuntimeError at ")
    assert said.err.count("\n") == 1
    assert code not in said.err


@pytest.mark.parametrize(
    ("status", "heading", "form", "headers"),
    [
        (413, "Det blev för mycket", {"code": "x" * 70_000}, {}),
        (400, "Det gick inte att läsa", {f"a-{number}": "x" for number in range(501)}, {}),
        (403, "Svaret kom från en annan webbplats", {}, {"origin": "https://elsewhere.example"}),
        (403, "Svaret kom från en annan webbplats", {}, {"sec_fetch_site": "cross-site"}),
        (403, "Svaret kom från en annan webbplats", {}, {"origin": "null", "sec_fetch_site": "same-site"}),
        (415, "Det gick inte att läsa", {}, {"content_type": "text/plain"}),
        (415, "Det gick inte att läsa", {}, {"content_type": "application/x-www-form-urlencoded; charset=utf-7"}),
        (200, "Information", {}, {"origin": "http://testserver.local"}),
        (200, "Information", {}, {"origin": "null", "sec_fetch_site": "same-origin"}),
        (200, "Information", {}, {"sec_fetch_site": "none"}),
    ],
)
def test_only_an_ordinary_form_of_our_own_is_taken(
    opened: Open, status: int, heading: str, form: dict[str, str], headers: dict[str, str]
) -> None:
    whole = {"code": opened.codes["0580/elected"][0], "go": "start"} | form
    visitor = opened.visitor.post(SV + "/svara", whole, **headers)
    assert (visitor.response.status_code, visitor.heading) == (status, heading)


def test_a_form_that_is_not_text_is_refused(opened: Open) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    for body in (b"code=\xff\xfe", b"code=%FF%FE"):
        assert opened.client.post(SV + "/svara", content=body, headers=kind).status_code == 400


def test_no_page_sets_a_cookie_or_names_another_host_and_only_the_first_has_a_script(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).to_the_end(C1="once", C3="yes").press("send")
    opened.visitor.get(SV)
    assert not opened.client.cookies
    first = visitor.bodies[0]
    assert first.count("<script") == 2  # one to run, with its digest, and a block of data
    assert re.search(r'<script type="module" src="/static/answer\.\w+\.js" integrity="sha384-[^"]+"></script>', first)
    assert '<script type="application/json" id="form">' in first
    for body in visitor.bodies:
        assert "<script" not in body or body == first
        assert "style=" not in body
        assert "http:" not in body
        assert "https:" not in body


def test_the_code_and_the_answers_are_in_no_page_after_they_were_given(opened: Open) -> None:
    code = opened.code()
    visitor = opened.visitor.start(code).to_the_end(C1="once", C3="yes", D1=["criminal"]).press("send")
    for body in visitor.bodies[1:]:
        assert code not in body
        assert code.replace("-", "") not in body
    assert "criminal" not in visitor.response.text


def test_every_draft_of_a_wave_has_one_length(opened: Open) -> None:
    lengths = set()
    for answers in ({}, {"C1": "once", "C3": "yes", "D1": ["criminal", "citizen"]}):
        visitor = opened.another().start(opened.code())
        lengths.add(len(visitor.draft))
        lengths.add(len(visitor.to_the_end(**answers).draft))  # type: ignore[arg-type]
    assert len(lengths) == 1


def test_a_wave_approved_while_the_server_runs_is_seen_within_a_second(world: World) -> None:
    world.approve("0580")
    with visiting(world) as visitor:
        visitor.get(SV)
        world.issue()
        world.clock.move_to(OPENS)
        time.sleep(1.1)
        assert visitor.get(SV).html.all("form")


def test_a_context_and_a_clerk_are_all_that_the_application_needs(world: World) -> None:
    world.issue()
    with TestClient(respond_app(world.context, Clerk(world.context))) as client:
        assert client.get(SV).status_code == 200
