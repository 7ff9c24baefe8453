"""Pages cut where they differ, and packed beforehand."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.web.prepared import DRAFT, RECEIPT, TRACKER, cut, option, place

PAGE = (
    f"<form><input name=draft value='{place(DRAFT)}'>"
    f"<input id=a{place(option('C1', 'no'))}><input id=b{place(option('C1', 'once'))}>Räksmörgås</form>"
)


def test_a_page_is_filled_where_it_was_cut() -> None:
    page = cut(PAGE)
    assert (
        page.fill({DRAFT: b"xyz"})
        == "<form><input name=draft value='xyz'><input id=a><input id=b>Räksmörgås</form>".encode()
    )
    assert b"<input id=b checked>" in page.fill({DRAFT: b""}, {option("C1", "once")})
    assert b"<input id=a>" in page.fill({DRAFT: b""}, {option("C1", "once")})


def test_a_page_with_nothing_to_fill_is_itself() -> None:
    assert cut("<p>å").fill({}) == "<p>å".encode()
    assert gzip.decompress(cut("<p>å").fill_packed({})) == "<p>å".encode()


@given(
    st.text(alphabet=st.characters(exclude_categories=["Co", "Cs"])), st.binary(max_size=2000), st.binary(max_size=40)
)
def test_what_is_packed_unpacks_to_the_plain_page(words: str, draft: bytes, receipt: bytes) -> None:
    page = cut(PAGE + words + place(RECEIPT) + words + place(TRACKER))
    texts = {DRAFT: draft, RECEIPT: receipt, TRACKER: receipt[::-1]}
    assert receipt + words.encode() + receipt[::-1] in page.fill(texts)
    assert gzip.decompress(page.fill_packed(texts)) == page.fill(texts)


@given(st.binary(min_size=100, max_size=100), st.binary(min_size=100, max_size=100))
def test_the_packed_length_says_nothing_of_what_was_filled_in(one: bytes, other: bytes) -> None:
    page = cut(PAGE + "words " * 200)
    assert len(page.fill_packed({DRAFT: one})) == len(page.fill_packed({DRAFT: other}))


def test_a_long_page_shrinks() -> None:
    page = cut(PAGE + "<label class=option>Vill inte svara</label>" * 100)
    assert len(page.fill_packed({DRAFT: b"x" * 300})) < len(page.fill({DRAFT: b"x" * 300})) / 5


def test_what_is_filled_in_must_fit_in_one_block() -> None:
    with pytest.raises(ValueError, match="one block"):
        cut(PAGE).fill_packed({DRAFT: b"x" * 65_536})
