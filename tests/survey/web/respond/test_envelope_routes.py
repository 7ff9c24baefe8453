"""A browser that sealed by itself: one POST, every outcome, and nothing told that a whole envelope does not ask."""

import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from litestar.testing import TestClient

from survey.assembly import create_app
from survey.ballot.codes import new_code, read_code
from survey.ballot.receipts import receipt
from survey.errors import Busy, StoreError
from survey.steps.enter import door
from survey.web.app import respond_app
from tests.builders import CLOSES, OPENS, World
from tests.survey.web.respond.kuvert import KUVERT, OCTETS, STRATUM, FullClerk, envelope, lying, post, told
from tests.survey.web.serving import served
from tests.survey.web.visiting import SV, WAVE, Open


@pytest.fixture
def code(opened: Open) -> bytes:
    return read_code(opened.code(STRATUM)).encode()


def test_an_envelope_is_kept_once_and_its_receipt_told_each_time(opened: Open, code: bytes) -> None:
    """A retry after a lost acknowledgement: the same bytes, the same receipt, one answer."""
    sealed, before = envelope(opened), lying(opened)
    first = post(opened, code + sealed)
    assert told(first) == (201, {"outcome": "kept", "receipt": receipt(sealed)})
    for _ in range(3):
        again = post(opened, code + sealed)
        assert told(again) == (200, {"outcome": "again", "receipt": receipt(sealed)})
        assert again.headers["clear-site-data"] == first.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert lying(opened) == before + 1


def test_another_envelope_under_a_used_code_is_refused_and_changes_nothing(opened: Open, code: bytes) -> None:
    sealed = envelope(opened)
    post(opened, code + sealed)
    before = lying(opened)
    refused = post(opened, code + envelope(opened))
    assert told(refused) == (409, {"outcome": "answered"})
    assert "clear-site-data" not in refused.headers
    assert lying(opened) == before
    assert told(post(opened, code + sealed))[1]["outcome"] == "again"


def test_one_who_answered_on_the_pages_cannot_answer_again_in_the_browser(opened: Open) -> None:
    typed = opened.code(STRATUM)
    opened.visitor.start(typed).to_the_end(C1="once").press("send")
    assert told(post(opened, read_code(typed).encode() + envelope(opened)))[0] == 409


def test_of_twenty_who_race_one_is_kept(opened: Open, code: bytes) -> None:
    before, together = lying(opened), threading.Barrier(20)
    bodies = [code + envelope(opened) for _ in range(20)]

    def race(body: bytes) -> tuple[int, dict[str, str]]:
        together.wait()
        return told(post(opened, body))

    with ThreadPoolExecutor(20) as racers:
        found = list(racers.map(race, bodies))
    assert sorted(status for status, _ in found) == [201] + [409] * 19
    assert lying(opened) == before + 1


def test_of_twenty_who_race_with_the_same_envelope_all_have_the_receipt(opened: Open, code: bytes) -> None:
    sealed, together = envelope(opened), threading.Barrier(20)

    def race(_: int) -> tuple[int, dict[str, str]]:
        together.wait()
        return told(post(opened, code + sealed))

    with ThreadPoolExecutor(20) as racers:
        found = list(racers.map(race, range(20)))
    assert sorted(status for status, _ in found) == [200] * 19 + [201]
    assert {body["receipt"] for _, body in found} == {receipt(sealed)}


@pytest.mark.parametrize(
    ("spoil", "status"),
    [
        (lambda body: body + b"x", 413),
        (lambda body: body * 2, 413),
        (lambda body: body + bytes(70_000), 413),
        (lambda body: body[:-1], 400),
        (lambda _: b"", 400),
        (lambda body: body[:16], 400),
        (lambda body: body[:16] + b"X" + body[17:], 400),
        (lambda body: body[:20] + b"\x04" + body[21:], 400),
        (lambda body: body[:16] + bytes(len(body) - 16), 400),
        (lambda body: body[:15].lower() + b"\xff" + body[16:], 400),
    ],
)
def test_what_can_be_no_envelope_of_the_wave_is_refused_and_spends_no_code(
    opened: Open, code: bytes, spoil: Callable[[bytes], bytes], status: int
) -> None:
    body, before = code + envelope(opened), lying(opened)
    assert told(post(opened, spoil(body))) == (status, {"outcome": "refused"})
    assert lying(opened) == before
    assert told(post(opened, body))[0] == 201


def test_a_code_is_taken_in_one_spelling_only(opened: Open) -> None:
    codes = (read_code(typed) for typed in opened.codes[STRATUM])
    lettered = next(code for code in codes if not code.isdecimal())
    assert told(post(opened, lettered.lower().encode() + envelope(opened))) == (400, {"outcome": "refused"})


def test_a_code_that_nobody_has_is_unknown_whatever_is_wrong_with_it(opened: Open, code: bytes) -> None:
    mark = door(opened.world.context, WAVE).fingerprint
    strangers = [new_code(secrets.token_bytes(8), mark, place).encode() for place in (0, 3, 4, 1023)]
    swapped = code[:3] + (b"0" if code[3:4] != b"0" else b"1") + code[4:]
    before = lying(opened)
    for stranger in (*strangers, swapped):
        assert told(post(opened, stranger + envelope(opened))) == (422, {"outcome": "unknown"})
    assert lying(opened) == before


def test_without_a_whole_envelope_a_used_and_an_unused_code_are_told_the_same(opened: Open, code: bytes) -> None:
    post(opened, code + envelope(opened))
    unused = read_code(opened.code(STRATUM)).encode()
    sealed = envelope(opened)
    for spoiled in (sealed[:-1], sealed + b"x", b"X" + sealed[1:], b"", bytes(len(sealed))):
        answers = [post(opened, one + spoiled) for one in (code, unused)]
        assert answers[0].content == answers[1].content
        assert answers[0].headers == answers[1].headers
        assert answers[0].status_code == answers[1].status_code


@pytest.mark.parametrize(
    ("status", "outcome", "headers"),
    [
        (403, "foreign", {"origin": "https://elsewhere.example"}),
        (403, "foreign", {"sec_fetch_site": "cross-site"}),
        (403, "foreign", {"origin": "null", "sec_fetch_site": "same-site"}),
        (415, "refused", {"content_type": "text/plain"}),
        (415, "refused", {"content_type": "application/x-www-form-urlencoded"}),
        (415, "refused", {"content_type": "application/octet-stream; charset=utf-8"}),
        (201, "kept", {"origin": "http://testserver.local", "sec_fetch_site": "same-origin"}),
    ],
)
def test_only_our_own_page_may_send_one(
    opened: Open, code: bytes, status: int, outcome: str, headers: dict[str, str]
) -> None:
    found, body = told(post(opened, code + envelope(opened), **headers))
    assert (found, body["outcome"]) == (status, outcome)


def test_an_origin_that_can_be_nobodys_is_a_foreign_one_and_no_fault_of_ours(
    opened: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    for address, kind in ((f"{SV}/svara", "x-www-form-urlencoded"), (f"/s/{WAVE}/kuvert", "octet-stream")):
        headers = {"origin": "http://[", "content-type": f"application/{kind}"}
        assert opened.client.post(address, content=b"go=start", headers=headers).status_code == 403
    assert capsys.readouterr().err == ""


def test_before_and_after_the_window_nothing_is_taken(opened: Open, code: bytes) -> None:
    body, before = code + envelope(opened), lying(opened)
    for instant, outcome in ((OPENS - timedelta(seconds=1), "early"), (CLOSES, "closed")):
        opened.world.clock.move_to(instant)
        assert told(post(opened, body)) == (403, {"outcome": outcome})
        assert told(post(opened, b"x")) == (403, {"outcome": outcome})
    assert lying(opened) == before


def test_an_unsigned_wave_takes_nothing(world: World) -> None:
    world.approve("0580")
    world.clock.move_to(OPENS)
    with TestClient(create_app(world.settings, world.clock)) as client:
        assert told(client.post(KUVERT, content=b"x", headers=OCTETS)) == (403, {"outcome": "unready"})


def test_a_wave_that_is_not_there_takes_nothing(opened: Open) -> None:
    answer = opened.client.post("/s/nowhere/kuvert", content=b"x", headers=OCTETS)
    assert told(answer) == (404, {"outcome": "refused"})


def test_the_address_explains_itself_to_who_opens_it(opened: Open) -> None:
    visitor = opened.visitor.get(KUVERT)
    assert (visitor.response.status_code, visitor.response.headers["allow"]) == (405, "POST")
    assert visitor.heading == "Sidan kan inte öppnas så"


@pytest.fixture
def full(world: World) -> Iterator[tuple[FullClerk, Open]]:
    codes = world.issue()
    clerk = FullClerk(world.context)
    with TestClient(respond_app(world.context, clerk, on_shutdown=[clerk.close]), raise_server_exceptions=False) as one:
        yield clerk, Open(world, codes, one)


@pytest.mark.parametrize(
    ("error", "status", "outcome"),
    [(Busy("full"), 503, "busy"), (StoreError("the disk"), 503, "failed"), (RuntimeError("a code"), 500, "failed")],
)
def test_when_it_cannot_be_kept_now_the_browser_is_told_to_try_again(
    full: tuple[FullClerk, Open], capsys: pytest.CaptureFixture[str], error: Exception, status: int, outcome: str
) -> None:
    clerk, opened = full
    body = read_code(opened.code(STRATUM)).encode() + envelope(opened)
    clerk.refuse = error
    answer = post(opened, body)
    assert told(answer) == (status, {"outcome": outcome})
    assert answer.headers.get("retry-after") == ("5" if status == 503 else None)
    assert "a code" not in capsys.readouterr().err
    clerk.refuse = None
    assert told(post(opened, body))[0] == 201


def test_an_envelope_that_was_cut_off_on_the_way_is_not_taken(opened: Open, code: bytes) -> None:
    """Over a real connection: the sender dies in the middle, with and without a length announced, and sends again."""
    body, before = code + envelope(opened), lying(opened)
    with served(create_app(opened.world.settings, opened.world.clock)) as address:
        where = urlsplit(address)
        for kind in (f"Content-Length: {len(body)}", "Transfer-Encoding: chunked"):
            piece = body[:-100] if "Length" in kind else f"{len(body) - 100:x}\r\n".encode() + body[:-100] + b"\r\n"
            lines = (f"POST {KUVERT} HTTP/1.1", f"Host: {where.netloc}", "Content-Type: application/octet-stream", kind)
            head = "\r\n".join((*lines, "", ""))
            with socket.create_connection((where.hostname or "", where.port or 0)) as wire:
                wire.sendall(head.encode() + piece)
                wire.shutdown(socket.SHUT_WR)
                wire.settimeout(5)
                wire.recv(1000)
        assert lying(opened) == before
    assert told(post(opened, body))[0] == 201


def test_nothing_that_was_sent_is_in_the_answer(opened: Open, code: bytes) -> None:
    sealed = envelope(opened)
    for answer in (post(opened, code + sealed), post(opened, code + envelope(opened)), post(opened, code)):
        assert code not in answer.content
        assert code.decode() not in str(answer.headers)


def test_the_first_page_is_the_same_before_and_after_an_envelope(opened: Open, code: bytes) -> None:
    before = opened.visitor.get(SV).response.content
    post(opened, code + envelope(opened))
    assert opened.another().get(SV).response.content == before
