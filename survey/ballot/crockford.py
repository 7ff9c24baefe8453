"""Crockford's base 32: symbols that people can read aloud, copy by hand and type again.

Digits and capitals without I, L, O and U; five bits a symbol, first bits first. Codes, fingerprints and receipts are
written with it. Reading is tolerant where a reader may differ (case, O for 0, I or L for 1, blanks, dashes) and nowhere
else: a foreign character is pointed at, never guessed.
"""

import unicodedata
from collections.abc import Iterable

from survey.errors import BallotError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
FINGERPRINT_SYMBOLS = 12

# Only ASCII letters are mapped: str.upper() would turn a Turkish dotless i into I and one ß into two symbols.
_ALIKE = str.maketrans("abcdefghjkmnpqrstvwxyzoOiIlL", "ABCDEFGHJKMNPQRSTVWXYZ001111")
_DASHES = {"\u2212", "\u2043"}  # MINUS SIGN and HYPHEN BULLET: dashes that Unicode counts as something else


def _is_dropped(character: str) -> bool:
    """Is it a blank, a dash, or one of the invisible characters (soft hyphen, zero-width space) that mail brings?"""
    return character.isspace() or character in _DASHES or unicodedata.category(character) in {"Pd", "Cf", "Zs"}


def normalised(text: str) -> str:
    """The symbols that *text* means, in capitals; foreign characters are left as they are, to be located."""
    return "".join(character for character in text.translate(_ALIKE) if not _is_dropped(character))


def foreign_position(symbols: str) -> int | None:
    """Where, counted from 1, the first character stands that is no symbol; None if there is none."""
    return next((place for place, symbol in enumerate(symbols, 1) if symbol not in VALUES), None)


def encoded(values: Iterable[int]) -> str:
    """Values 0 to 31 as symbols."""
    return "".join(ALPHABET[value] for value in values)


def decoded(symbols: str) -> tuple[int, ...]:
    """Canonical symbols as values 0 to 31; a foreign character is a KeyError, so locate it first."""
    return tuple(VALUES[symbol] for symbol in symbols)


def first_symbols(octets: bytes, count: int) -> str:
    """The first 5 × *count* bits of *octets* as symbols."""
    spare_bits = 8 * len(octets) - 5 * count
    if spare_bits < 0:
        raise BallotError(f"{len(octets)} bytes cannot give {count} symbols")
    bits = int.from_bytes(octets, "big") >> spare_bits
    return encoded((bits >> 5 * place) & 31 for place in range(count - 1, -1, -1))


def grouped(symbols: str) -> str:
    """Symbols in groups of four with dashes between: `S6CJ-966G-Y6Z7-QSCC`."""
    return "-".join(symbols[start : start + 4] for start in range(0, len(symbols), 4))


def fingerprint_text(sha256: bytes) -> str:
    """A SHA-256 as people compare it: its first 60 bits as `XXXX-XXXX-XXXX`."""
    if len(sha256) != 32:
        raise BallotError(f"a fingerprint has 32 bytes, not {len(sha256)}")
    return grouped(first_symbols(sha256, FINGERPRINT_SYMBOLS))
