"""What is read of a posted form, and what is refused."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.exceptions import HTTPException

from survey.web.forms import LARGEST_BYTES, MEDIA_TYPE, OCTETS, parse, read_exactly, read_form, require_own_page

OWN = {"host": "enkat.example:8443", "content-type": MEDIA_TYPE}


def read(*pieces: bytes) -> dict[str, list[str]]:
    async def stream() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    return asyncio.run(read_form(stream()))


def test_one_ticked_box_is_a_list_of_one() -> None:
    assert read(b"a-D1=criminal&go=next") == {"a-D1": ["criminal"], "go": ["next"]}
    assert read(b"a-D1=criminal&a-D1=citizen") == {"a-D1": ["criminal", "citizen"]}


def test_an_empty_field_is_kept_and_an_empty_form_is_nothing() -> None:
    assert read(b"code=") == {"code": [""]}
    assert read() == {}


def test_a_form_may_come_in_pieces() -> None:
    assert read(b"code=S6CJ+96", b"6G&go=st", b"art") == {"code": ["S6CJ 966G"], "go": ["start"]}


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ((b"x" * LARGEST_BYTES, b"x"), 413),
        ((b"&".join(b"a=1" for _ in range(501)),), 400),
        ((b"a=%ff",), 400),
        (("a=å".encode(),), 400),
    ],
)
def test_what_no_page_of_ours_sends_is_refused(pieces: tuple[bytes, ...], status: int) -> None:
    with pytest.raises(HTTPException) as refused:
        read(*pieces)
    assert refused.value.status_code == status


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        found = read(body)
    except HTTPException as error:
        assert error.status_code == 400  # noqa: PT017 - either is right; nothing else is
    else:
        assert all(values for values in found.values())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, None),
        ({"origin": "https://enkat.example:8443"}, None),
        ({"origin": "null"}, None),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, None),
        ({"sec-fetch-site": "none"}, None),
        ({"origin": "https://enkat.example"}, 403),
        ({"origin": "http://["}, 403),
        ({"origin": "https://enkat.example:8443]"}, 403),
        ({"origin": "https://\u2100.example"}, 403),
        ({"origin": "no origin", "host": ""}, 403),
        ({"origin": ""}, 403),
        ({"origin": "https://enkat.example.evil:8443"}, 403),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"content-type": "multipart/form-data; boundary=x"}, 415),
        ({"content-type": "text/plain"}, 415),
    ],
)
def test_a_form_must_come_from_our_own_page(headers: dict[str, str], status: int | None) -> None:
    if status is None:
        require_own_page(OWN | headers)
        return
    with pytest.raises(HTTPException) as refused:
        require_own_page(OWN | headers)
    assert refused.value.status_code == status


@given(st.text(alphabet="ab=&;.-_~#? ", max_size=60))
def test_a_form_with_nothing_to_unquote_is_read_as_any_other(text: str) -> None:
    expected: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        expected.setdefault(name, []).append(value)
    assert parse(text.encode()) == expected


def test_a_form_without_a_kind_is_refused() -> None:
    with pytest.raises(HTTPException):
        require_own_page({"host": "enkat.example"})


@pytest.mark.parametrize("spelled", ["; charset=UTF-8", ";charset=utf-8", '; charset="utf-8"'])
def test_a_form_may_say_that_it_is_utf_8(spelled: str) -> None:
    require_own_page(OWN | {"content-type": MEDIA_TYPE + spelled})
    with pytest.raises(HTTPException):
        require_own_page(OWN | {"content-type": MEDIA_TYPE + spelled.replace("8", "7")})
    with pytest.raises(HTTPException):
        require_own_page(OWN | {"content-type": MEDIA_TYPE + spelled}, OCTETS)


def read_size(size: int, announced: str | None, *pieces: bytes) -> bytes:
    async def stream() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    return asyncio.run(read_exactly(stream(), size, announced))


@pytest.mark.parametrize("announced", [None, "5", "x"])
def test_a_body_of_the_right_size_is_read_whole(announced: str | None) -> None:
    assert read_size(5, announced, b"ab", b"", b"cde") == b"abcde"


@pytest.mark.parametrize(
    ("announced", "pieces", "status"),
    [
        (None, (b"abcd",), 400),
        (None, (b"abc", b"def"), 413),
        (None, (), 400),
        ("4", (b"never read",), 400),
        ("6", (b"never read",), 413),
        ("9" * 5000, (b"never read",), 413),
        ("5", (b"abcd",), 400),
    ],
)
def test_a_body_of_another_size_is_refused(announced: str | None, pieces: tuple[bytes, ...], status: int) -> None:
    with pytest.raises(HTTPException) as refused:
        read_size(5, announced, *pieces)
    assert refused.value.status_code == status


def test_nothing_more_is_read_than_shows_that_it_is_too_much() -> None:
    taken = []

    async def stream() -> AsyncIterator[bytes]:
        for number in range(100):
            taken.append(number)
            yield b"abc"

    with pytest.raises(HTTPException):
        asyncio.run(read_exactly(stream(), 5, None))
    assert taken == [0, 1]
