"""Every answer, on every address and with every status, bears the same headers."""

import pytest
from litestar.testing import TestClient

from survey.assembly import create_app
from survey.web.headers import ALWAYS, FORGET
from tests.survey.web.visiting import SV, WAVE, Open

FORM = {"content-type": "application/x-www-form-urlencoded"}

#: method, address, body, status. Filled in are `{css}` and `{theme}`, an unused `{code}`, and three drafts: `{start}`
#: of the first part and `{end}` of the page that sends, each under an unused code, and `{used}` of that page under a
#: used one.
CASES = [
    ("GET", "/", "", 303),
    ("GET", f"/s/{WAVE}", "", 303),
    ("GET", SV, "", 200),
    ("GET", "{css}", "", 200),
    ("GET", "{theme}", "", 200),
    ("GET", f"/s/{WAVE}/fil/none.css", "", 404),
    ("GET", SV + "/tillganglighet", "", 200),
    ("GET", f"/s/{WAVE}/xx/tillganglighet", "", 404),
    ("GET", SV + "/kvitto", "", 200),
    ("GET", f"/s/{WAVE}/tavla.txt", "", 404),
    ("GET", f"/lamna/{WAVE}/0580", "", 303),
    ("GET", f"/lamna/{WAVE}/0000", "", 404),
    ("GET", "/static/none.css", "", 404),
    ("GET", "/favicon.ico", "", 404),
    ("GET", "/s/none/sv", "", 404),
    ("GET", f"/s/{WAVE}/xx", "", 404),
    ("GET", SV + "/svara", "", 405),
    ("POST", SV, "", 405),
    ("DELETE", SV, "", 405),
    ("OPTIONS", SV, "", 204),
    ("POST", SV + "/svara", "go=start&code={code}", 200),
    ("POST", SV + "/svara", "go=start&code=x", 422),
    ("POST", SV + "/svara", "go=next&draft={start}", 422),
    ("POST", SV + "/svara", "go=next&a-A1=yes&draft={start}", 200),
    ("POST", SV + "/svara", "go=next&draft=x", 400),
    ("POST", SV + "/svara", "go=%FF", 400),
    ("POST", SV + "/svara", "x" * 70_000, 413),
    ("POST", SV + "/svara", "go=send&draft={end}", 200),
    ("POST", SV + "/svara", "go=send&draft={used}", 409),
]


@pytest.fixture(scope="module")
def words(shared: Open) -> dict[str, str]:
    code = shared.code()
    shared.another().start(code).to_the_end(C1="once").press("send")
    css, theme = shared.visitor.get(SV).html.all("link", rel="stylesheet")
    return {
        "css": css["href"],
        "theme": theme["href"],
        "code": shared.code(),
        "start": shared.another().start(shared.code()).draft,
        "end": shared.another().start(shared.code()).to_the_end().draft,
        "used": shared.another().start(code).to_the_end().draft,
    }


@pytest.mark.parametrize(("method", "address", "body", "status"), CASES, ids=lambda value: str(value)[:40])
def test_every_answer_bears_them(
    shared: Open, words: dict[str, str], method: str, address: str, body: str, status: int
) -> None:
    answer = shared.client.request(
        method,
        address.format(**words),
        content=body.format(**words),
        headers=FORM if method == "POST" else {},
        follow_redirects=False,
    )
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    kept = status == 200 and address in {"{css}", "{theme}"}
    assert answer.headers["cache-control"] == ("public, max-age=31536000, immutable" if kept else "no-store")
    assert {"server", "date", "set-cookie", "etag", "last-modified"}.isdisjoint(answer.headers)
    leaves = address.startswith(f"/lamna/{WAVE}/0580") or body.startswith("go=send&draft={end}")
    assert answer.headers.get("clear-site-data") == (FORGET["clear-site-data"] if leaves else None)


def test_the_table_has_every_address_of_the_application(shared: Open) -> None:
    with TestClient(create_app(shared.world.settings, shared.world.clock)) as client:
        routes = {route.path.rsplit("{", 1)[0] for route in client.app.routes}
    reached = {address if address != "{css}" else "/static/" for _, address, _, _ in CASES}
    for route in routes:
        parts = [part for part in route.split("/") if part and not part.startswith("{")]
        assert any(all(part in address.split("/") for part in parts) for address in reached), route


def test_nothing_inline_and_nothing_from_elsewhere_may_run_on_a_page() -> None:
    policy = dict(rule.partition(" ")[::2] for rule in ALWAYS["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["trusted-types"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
