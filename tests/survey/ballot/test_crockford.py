import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.ballot import crockford
from survey.errors import BallotError


def test_the_alphabet_is_crockfords() -> None:
    assert crockford.ALPHABET == "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # crockford.com/base32.html


def test_first_bits_come_first() -> None:
    # 00000 00001 00010 … as bytes: the symbols count from 0 upwards.
    octets = int("".join(f"{value:05b}" for value in range(32)), 2).to_bytes(20, "big")
    assert crockford.first_symbols(octets, 32) == crockford.ALPHABET


def test_spare_bits_at_the_end_are_left_out() -> None:
    assert crockford.first_symbols(b"\xff\xff", 3) == "ZZZ"
    assert crockford.first_symbols(b"\xff\xfe", 3) == "ZZZ"


def test_more_symbols_than_bits_are_refused() -> None:
    with pytest.raises(BallotError, match="2 bytes cannot give 4 symbols"):
        crockford.first_symbols(b"\xff\xff", 4)


@given(st.lists(st.integers(0, 31)))
def test_decoding_gives_back_what_was_encoded(values: list[int]) -> None:
    assert crockford.decoded(crockford.encoded(values)) == tuple(values)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("s6cj", "S6CJ"),
        ("oOiIlL", "001111"),
        (" S6\tCJ\n", "S6CJ"),
        ("S6-CJ\u2013S6\u2014CJ\u2010S6\u2011CJ\u2212S6", "S6CJS6CJS6CJS6"),
        ("S6\u00a0C\u202fJ\u3000", "S6CJ"),
        ("S6\u200bC\u00adJ\ufeff", "S6CJ"),
    ],
)
def test_what_readers_may_write_otherwise_is_understood(typed: str, meant: str) -> None:
    assert crockford.normalised(typed) == meant


@pytest.mark.parametrize(
    "foreign",
    ["U", "u", "Å", "é", "\uff10", "\uff21", "\u0131", "ß", "\u017f", "\u212a", "_", ".", "\0", "\x1b", "😀", "٣"],
)
def test_a_foreign_character_is_located_not_guessed(foreign: str) -> None:
    symbols = crockford.normalised(f"S6-C{foreign}J")
    assert crockford.foreign_position(symbols) == 4


def test_pure_symbols_have_no_foreign_position() -> None:
    assert crockford.foreign_position(crockford.ALPHABET) is None


@given(st.text(max_size=30))
def test_reading_twice_changes_nothing_more(text: str) -> None:
    once = crockford.normalised(text)
    assert crockford.normalised(once) == once


def test_a_fingerprint_is_its_first_sixty_bits_in_three_groups() -> None:
    assert crockford.fingerprint_text(bytes([0xFF] * 7 + [0xF0] + [0] * 24)) == "ZZZZ-ZZZZ-ZZZZ"
    assert crockford.fingerprint_text(bytes(7) + bytes([0x0F] + [255] * 24)) == "0000-0000-0000"


def test_a_fingerprint_of_another_length_is_refused() -> None:
    with pytest.raises(BallotError, match="31"):
        crockford.fingerprint_text(bytes(31))
