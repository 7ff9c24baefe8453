from base64 import urlsafe_b64decode

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from survey.ballot.drafts import Drafts
from survey.errors import DraftError, KeyFileError

KEY = bytes(range(32))
SIZE = 100
DRAFTS = Drafts(KEY, "2026", SIZE)


@given(st.binary(max_size=SIZE))
def test_a_draft_gives_back_its_payload(payload: bytes) -> None:
    assert DRAFTS.open(DRAFTS.close(payload)) == payload


@given(st.binary(max_size=SIZE), st.sampled_from([0, 1, 2, 3, 100]))
def test_the_length_of_a_draft_tells_nothing(payload: bytes, more: int) -> None:
    drafts = Drafts(KEY, "2026", SIZE + more)
    assert len(drafts.close(payload)) == len(drafts.close(b"")) == drafts.text_length
    assert drafts.open(drafts.close(payload)) == payload


def test_a_draft_is_laid_out_as_documented() -> None:
    sealed = urlsafe_b64decode(DRAFTS.close(b"half a sheet"))
    assert len(sealed) == 12 + 4 + SIZE + 16
    binding = b"".join(len(part).to_bytes(4, "big") + part for part in (b"samtidig draft 1", b"2026"))
    plaintext = AESGCM(KEY).decrypt(sealed[:12], sealed[12:], binding)
    assert plaintext == b"\0\0\0\x0chalf a sheet" + bytes(SIZE - 12)


def test_the_longest_payload_fits() -> None:
    assert DRAFTS.open(DRAFTS.close(b"x" * SIZE)) == b"x" * SIZE


def test_a_cut_or_lengthened_draft_is_told_by_its_length() -> None:
    for text in (TEXT[:-1], TEXT + "A", ""):
        with pytest.raises(DraftError, match="another length"):
            DRAFTS.open(text)


def test_the_same_payload_is_never_closed_to_the_same_text() -> None:
    texts = [DRAFTS.close(b"the same") for _ in range(50)]
    assert len({urlsafe_b64decode(text + "==")[:12] for text in texts}) == 50


def test_a_draft_outlives_a_restart_of_the_server() -> None:
    assert Drafts(KEY, "2026", SIZE).open(DRAFTS.close(b"half a sheet")) == b"half a sheet"


def test_a_draft_of_another_wave_or_key_is_refused() -> None:
    text = DRAFTS.close(b"half a sheet")
    for other in (Drafts(KEY, "2027", SIZE), Drafts(bytes(32), "2026", SIZE)):
        with pytest.raises(DraftError, match="another wave"):
            other.open(text)


def test_every_changed_symbol_of_a_draft_is_refused() -> None:
    for size in (SIZE, SIZE + 1, SIZE + 2):  # the last symbol has 0, 2 or 4 unused bits
        drafts = Drafts(KEY, "2026", size)
        text = drafts.close(b"half a sheet")
        assert drafts.open(text) == b"half a sheet"
        for place in range(len(text)):
            for symbol in "AQgw_-9":
                if symbol != text[place]:
                    with pytest.raises(DraftError):
                        drafts.open(text[:place] + symbol + text[place + 1 :])


TEXT = DRAFTS.close(b"half a sheet")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        TEXT[:-1],
        TEXT + "A",
        TEXT + "=",
        TEXT[:-1] + "=",
        "/" + TEXT[1:],
        " " + TEXT[1:],
        "é" + TEXT[1:],
        "\n" + TEXT[1:],
    ],
)
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(DraftError):
        DRAFTS.open(text)


@given(st.text(max_size=200) | st.text(min_size=DRAFTS.text_length, max_size=DRAFTS.text_length))
def test_anything_sent_is_refused_as_a_draft(text: str) -> None:
    with pytest.raises(DraftError):
        DRAFTS.open(text)


def test_a_payload_too_long_for_the_form_is_refused() -> None:
    with pytest.raises(DraftError, match="101 bytes"):
        DRAFTS.close(bytes(SIZE + 1))


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_cut_draft_key_is_refused(size: int) -> None:
    with pytest.raises(KeyFileError, match=f"not {size}"):
        Drafts(bytes(size), "2026", SIZE)
