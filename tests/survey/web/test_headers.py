"""One table of every address, method and status: each answer bears the same headers, and of its own no others."""

import re
import secrets
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from litestar.testing import TestClient

from survey.assembly import create_app
from survey.ballot.codes import read_code
from survey.errors import Busy
from survey.steps.board import Board
from survey.steps.enter import Door, door
from survey.steps.submit import seal_sheet
from survey.web.headers import ALWAYS, FORGET, KEPT_FOR_EVER
from survey.web.respond.published import published
from tests.builders import CLOSES, OPENS, World
from tests.survey.web.visiting import EN, SV, WAVE, Open

KUVERT = f"/s/{WAVE}/kuvert"
KINDS = {SV + "/svara": "application/x-www-form-urlencoded", KUVERT: "application/octet-stream"}

#: What an answer may bear of its own, by what it is.
BARE = frozenset({"content-type", "content-length", "cache-control"})
PACKED = BARE | {"content-encoding"}
PREPARED = PACKED | {"etag", "vary"}
UNCHANGED = frozenset({"cache-control", "etag", "vary"})
LATER = PACKED | {"retry-after"}
SENT = PACKED | {"clear-site-data"}
TOLD = BARE | {"clear-site-data"}
ONWARD = BARE | {"location", "vary"}
AWAY = BARE | {"location", "clear-site-data"}
NOT_SO = PACKED | {"allow"}


class Case(NamedTuple):
    """*body*: `{}` are filled in from `words`, and `@name` is one of them as it is. *state*: of `STATES`."""

    method: str
    address: str
    status: int
    own: frozenset[str] = PACKED
    body: str = ""
    state: str = "open"


#: Filled in are `{css}` and `{theme}`, an unused `{code}`, and three drafts: `{start}` of the first part and `{end}` of
#: the page that sends, each under an unused code, and `{used}` of that page under a used one. `sealed` is an envelope
#: under an unused code, `lying` one that lies in the box already, `other` another under its code.
CASES = [
    Case("GET", "/", 303, ONWARD),
    Case("GET", "/", 200, PREPARED, state="no wave"),
    Case("GET", f"/s/{WAVE}", 303, ONWARD),
    Case("GET", "/s/none", 404),
    Case("GET", SV, 200, PREPARED),
    Case("GET", EN, 200, PREPARED),
    *(Case("GET", SV, 200, PREPARED, state=state) for state in ("early", "closed", "unready")),
    Case("GET", SV, 304, UNCHANGED),
    Case("GET", "{css}", 200, PREPARED),
    Case("GET", "{css}", 304, UNCHANGED),
    Case("GET", "/static/none.css", 404),
    Case("GET", "{theme}", 200, PREPARED),
    Case("GET", "{theme}", 304, UNCHANGED),
    Case("GET", f"/s/{WAVE}/fil/none.css", 404),
    Case("GET", f"/s/{WAVE}/manifest.json", 200, PREPARED),
    Case("GET", f"/s/{WAVE}/manifest.json", 304, UNCHANGED),
    Case("GET", "/s/none/manifest.json", 404),
    Case("GET", SV + "/tillganglighet", 200, PREPARED),
    Case("GET", SV + "/tillganglighet", 304, UNCHANGED),
    Case("GET", f"/s/{WAVE}/xx/tillganglighet", 404),
    Case("GET", SV + "/kvitto", 200, PREPARED),
    Case("GET", SV + "/kvitto", 200, PREPARED, state="published"),
    Case("GET", SV + "/kvitto", 304, UNCHANGED, state="published"),
    Case("GET", f"/s/{WAVE}/tavla.txt", 404),
    Case("GET", f"/s/{WAVE}/tavla.txt", 200, PREPARED, state="published"),
    Case("GET", f"/s/{WAVE}/tavla.txt", 304, UNCHANGED, state="published"),
    Case("GET", f"/lamna/{WAVE}", 303, AWAY),
    Case("GET", "/lamna/none", 404),
    Case("GET", "/favicon.ico", 404),
    Case("GET", "/s/none/sv", 404),
    Case("GET", f"/s/{WAVE}/xx", 404),
    Case("GET", SV, 500, state="broken"),
    Case("GET", SV + "/svara", 405, NOT_SO),
    Case("GET", KUVERT, 405, NOT_SO),
    Case("POST", SV, 405, NOT_SO),
    Case("DELETE", SV, 405, NOT_SO),
    Case("PUT", KUVERT, 405, NOT_SO),
    Case("OPTIONS", SV, 204, frozenset({"allow", "cache-control"})),
    Case("POST", SV + "/svara", 200, PACKED, "go=start&code={code}"),
    Case("POST", SV + "/svara", 422, PACKED, "go=start&code=x"),
    Case("POST", SV + "/svara", 422, PACKED, "go=next&draft={start}"),
    Case("POST", SV + "/svara", 200, PACKED, "go=next&a-A1=yes&draft={start}"),
    Case("POST", SV + "/svara", 200, BARE, "go=stay&a-A1=yes&draft={start}"),
    Case("POST", SV + "/svara", 400, PACKED, "go=next&draft=x"),
    Case("POST", SV + "/svara", 400, PACKED, "go=%FF"),
    Case("POST", SV + "/svara", 413, PACKED, "x" * 70_000),
    Case("POST", SV + "/svara", 415, PACKED, state="text"),
    Case("POST", SV + "/svara", 403, PACKED, state="from elsewhere"),
    *(Case("POST", SV + "/svara", 403, PACKED, "go=start", state) for state in ("early", "closed", "unready")),
    Case("POST", SV + "/svara", 503, LATER, "go=send&draft={end}", "busy"),
    Case("POST", SV + "/svara", 200, SENT, "go=send&draft={end}"),
    Case("POST", SV + "/svara", 409, PACKED, "go=send&draft={used}"),
    Case("POST", "/s/none/sv/svara", 404),
    Case("POST", KUVERT, 503, BARE | {"retry-after"}, "@sealed", "busy"),
    Case("POST", KUVERT, 500, BARE, "@sealed", "broken"),
    Case("POST", KUVERT, 201, TOLD, "@sealed"),
    Case("POST", KUVERT, 200, TOLD, "@lying"),
    Case("POST", KUVERT, 409, BARE, "@other"),
    Case("POST", KUVERT, 422, BARE, "@stranger"),
    Case("POST", KUVERT, 400, BARE, "x"),
    Case("POST", KUVERT, 413, BARE, "x" * 70_000),
    Case("POST", KUVERT, 415, BARE, state="text"),
    Case("POST", KUVERT, 403, BARE, state="from elsewhere"),
    Case("POST", KUVERT, 200, TOLD, "@lying", "closed"),
    Case("POST", KUVERT, 403, BARE, "@other", "closed"),
    *(Case("POST", KUVERT, 403, BARE, "@sealed", state) for state in ("early", "unready")),
    Case("POST", "/s/none/kuvert", 404, BARE),
]


def broken(*_: object) -> Any:
    raise RuntimeError


def busy(*_: object) -> Any:
    raise Busy("full")


async def nothing(*_: object) -> Any:
    return {}


async def a_board(*_: object) -> Any:
    return published(Board(b"receipts\n" * 100, 100))


def set_clock(instant: Any) -> Callable[[Open, pytest.MonkeyPatch], None]:
    return lambda opened, _: opened.world.clock.move_to(instant)


def break_it(opened: Open, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(site(opened).shelf, "entry", broken)
    patch.setattr(site(opened).clerk, "submit", broken)


#: How the server is brought to answer so.
STATES: dict[str, Callable[[Open, pytest.MonkeyPatch], None]] = {
    "open": set_clock(OPENS),
    "early": set_clock(OPENS.replace(day=1)),
    "closed": set_clock(CLOSES),
    "unready": lambda _, patch: patch.setattr(Door, "phase_now", lambda *_: "unapproved"),
    "broken": break_it,
    "busy": lambda opened, patch: patch.setattr(site(opened).clerk, "submit", busy),
    "no wave": lambda opened, patch: patch.setattr(site(opened).board, "rooms", nothing),
    "published": lambda opened, patch: patch.setattr(site(opened).boards, "of", a_board),
    "text": set_clock(OPENS),
    "from elsewhere": set_clock(OPENS),
}


def site(opened: Open) -> Any:
    return opened.client.app.state.site


@pytest.fixture(scope="module")
def words(shared: Open) -> dict[str, Any]:
    used = shared.code()
    shared.another().start(used).to_the_end(C1="once").press("send")
    css, theme = shared.visitor.get(SV).html.all("link", rel="stylesheet")
    here = door(shared.world.context, WAVE)
    envelopes = [seal_sheet(here, "0580/elected", {"A1": ("yes",)}, secrets.token_bytes(32)) for _ in range(3)]
    lying = read_code(shared.code()).encode()
    shared.client.post(KUVERT, content=lying + envelopes[0], headers={"content-type": KINDS[KUVERT]})
    return {
        "css": css["href"],
        "theme": theme["href"],
        "code": shared.code(),
        "start": shared.another().start(shared.code()).draft,
        "end": shared.another().start(shared.code()).to_the_end().draft,
        "used": shared.another().start(used).to_the_end().draft,
        "sealed": read_code(shared.code()).encode() + envelopes[1],
        "lying": lying + envelopes[0],
        "other": lying + envelopes[2],
        "stranger": b"0" * 16 + envelopes[1],
    }


def ask(opened: Open, words: dict[str, Any], case: Case, method: str) -> Any:
    """The answer to *case*; for a 304, as one asks who has what a first visit gave."""
    address = case.address.format(**words)
    body = words[case.body[1:]] if case.body.startswith("@") else case.body.format(**words).encode()
    kind = "text/plain" if case.state == "text" else KINDS.get(case.address.replace("/none/", f"/{WAVE}/"), "")
    headers = {"content-type": kind} if kind and method == "POST" else {}
    if case.state == "from elsewhere":
        headers["origin"] = "https://elsewhere.example"
    if case.status == 304:
        headers["if-none-match"] = opened.client.get(address).headers["etag"]
    return opened.client.request(method, address, content=body, headers=headers, follow_redirects=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.method} {case.address} {case.status} {case.state}")
def test_every_answer_bears_them_and_no_others(
    opened: Open, words: dict[str, Any], case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    STATES[case.state](opened, monkeypatch)
    answer = ask(opened, words, case, case.method)
    assert answer.status_code == case.status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert set(answer.headers) - set(ALWAYS) == case.own
    kept = case.status in {200, 304} and case.address in {"{css}", "{theme}"}
    assert answer.headers["cache-control"] == (KEPT_FOR_EVER["cache-control"] if kept else "no-store")
    assert answer.headers.get("clear-site-data") in {None, FORGET["clear-site-data"]}
    if case.method == "GET":  # HEAD is told all of it, and given nothing
        head = ask(opened, words, case, "HEAD")
        assert (head.status_code, head.content) == (case.status, b"")
        assert head.headers == answer.headers


def test_the_table_has_every_address_and_method_of_the_application(shared: Open) -> None:
    """A route that is added without a row here fails."""
    with TestClient(create_app(shared.world.settings, shared.world.clock)) as client:
        routes = [(one.path, set(one.methods) - {"OPTIONS"}) for one in client.app.routes]
    assert len(routes) > 10
    named = {("{css}", "/static/x.css"), ("{theme}", f"/s/{WAVE}/fil/x.css")}
    tried = {(case.method, dict(named).get(case.address, case.address)) for case in CASES if case.status < 400}
    for path, methods in routes:
        pattern = re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path.replace(".", r"\.")))
        plain = {"GET" if method == "HEAD" else method for method in methods}
        assert methods >= {"HEAD"} or plain == {"POST"}, f"{path} answers GET and not HEAD"
        mine = {method for method, address in tried if pattern.fullmatch(address) and fits(path, address, routes)}
        assert plain <= mine, f"{path} has no row for {plain - mine}"


def fits(path: str, address: str, routes: list[tuple[str, set[str]]]) -> bool:
    """Whether *address* is of *path* and not of another route with fewer parts that may be anything."""
    others = [one for one, _ in routes if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", one.replace(".", r"\.")), address)]
    return min(others, key=lambda one: one.count("{")) == path


def test_every_state_of_the_table_is_used() -> None:
    assert {case.state for case in CASES} == set(STATES)


def test_nothing_inline_and_nothing_from_elsewhere_may_run_on_a_page() -> None:
    policy = dict(rule.partition(" ")[::2] for rule in ALWAYS["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["trusted-types"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"


def test_a_used_and_an_unused_code_are_given_the_same_page_to_the_byte(world: World) -> None:
    """But for the draft, whose length is the same and whose bytes are random."""
    codes = world.issue()["0580/elected"]
    with TestClient(create_app(world.settings, world.clock)) as client:
        opened = Open(world, {"0580/elected": codes}, client)
        used, unused = opened.code(), opened.code()
        opened.visitor.start(used).to_the_end(C1="once").press("send")
        met = []
        for code in (used, unused):
            visitor = opened.another().start(code)
            draft = visitor.draft
            met.append((visitor.response.text.replace(draft, "-" * len(draft)), len(draft), visitor.response.headers))
        assert met[0] == met[1]
