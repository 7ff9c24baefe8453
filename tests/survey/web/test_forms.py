"""What is read of a posted form, and what is refused."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.exceptions import HTTPException

from survey.web.forms import LARGEST_BYTES, MEDIA_TYPE, parse, read_form, require_own_page

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
