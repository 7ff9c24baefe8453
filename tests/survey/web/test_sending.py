"""What is the same for all: strong tags, and nothing sent twice to who has it."""

import gzip
import hashlib
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from survey.assembly import create_app
from survey.study.manifest import fingerprint, from_bytes
from survey.web.sending import takes_gzip
from tests.survey.web.serving import served
from tests.survey.web.visiting import SV, WAVE, Open

PREPARED = (SV, f"/s/{WAVE}/manifest.json", f"{SV}/tillganglighet", f"{SV}/kvitto")


def get(opened: Open, address: str, packed: bool, held: str = "") -> Any:
    headers = {"accept-encoding": "gzip" if packed else "identity", **({"if-none-match": held} if held else {})}
    with opened.client.stream("GET", address, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("address", PREPARED)
@pytest.mark.parametrize("packed", [True, False])
def test_the_tag_is_the_digest_of_the_very_bytes_that_are_sent(opened: Open, address: str, packed: bool) -> None:
    answer, body = get(opened, address, packed)
    assert answer.headers["etag"] == f'"{hashlib.sha256(body).hexdigest()}"'
    assert answer.headers["vary"] == "accept-encoding"
    _, other = get(opened, address, not packed)
    assert gzip.decompress(body if packed else other) == (other if packed else body)


@pytest.mark.parametrize("address", PREPARED)
def test_who_has_the_bytes_is_given_nothing_and_who_has_others_all(opened: Open, address: str) -> None:
    for packed in (True, False):
        answer, _ = get(opened, address, packed)
        tag = answer.headers["etag"]
        for held in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            unchanged, body = get(opened, address, packed, held)
            assert (unchanged.status_code, body) == (304, b"")
            assert unchanged.headers["etag"] == tag
            assert "content-length" not in unchanged.headers
        plain_tag = get(opened, address, not packed)[0].headers["etag"]
        for held in ('"x"', tag[:-2] + '"', tag.strip('"'), plain_tag):
            assert get(opened, address, packed, held)[0].status_code == 200


def test_anyone_can_compute_the_fingerprint_from_what_is_served(opened: Open) -> None:
    _, body = get(opened, f"/s/{WAVE}/manifest.json", packed=False)
    signed = opened.world.define().fingerprint
    assert hashlib.sha256(body).digest() == signed == fingerprint(from_bytes(body))


def test_a_page_with_a_code_or_a_draft_in_it_has_no_tag(opened: Open) -> None:
    code = opened.code()
    assert "etag" not in opened.visitor.start(code).response.headers
    assert "etag" not in opened.visitor.post(SV + "/svara", {"code": code, "go": "stay"}).response.headers


@pytest.mark.parametrize(
    ("accepts", "taken"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br;q=1.0, GZIP;q=0.8, *;q=0.1", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("gzipped", False),
    ],
)
def test_gzip_is_sent_to_who_takes_it(accepts: str, taken: bool) -> None:
    assert takes_gzip(accepts) is taken


def test_the_first_page_is_made_once_and_then_only_sent(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    site = opened.client.app.state.site
    before = opened.visitor.get(SV).response.content
    monkeypatch.setattr(site.shelf, "render", None)
    assert opened.another().get(SV).response.content == before


def test_head_on_a_real_connection_has_the_length_and_no_body(opened: Open) -> None:
    """The same connection then serves the page itself, so no byte of a body was left on it."""
    with served(create_app(opened.world.settings, opened.world.clock)) as address:
        connection = HTTPConnection(urlsplit(address).netloc)
        for path in (SV, f"/s/{WAVE}/manifest.json", "/nowhere"):
            answers = []
            for method in ("HEAD", "GET", "HEAD"):
                connection.request(method, path, headers={"Accept-Encoding": "gzip"})
                response = connection.getresponse()
                answers.append((response.status, response.headers["content-length"], len(response.read())))
            status, length, _ = answers[1]
            assert answers == [(status, length, 0), (status, length, int(length)), (status, length, 0)]
        connection.close()
