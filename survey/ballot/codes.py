"""Codes: the right to answer once, as sixteen symbols on a letter.

Symbols s₀ … s₁₅ in Crockford's alphabet: s₀ to s₁₁ are random (60 bits), s₁₂ and s₁₃ are the place of the stratum in
the manifest, veiled by a number that the wave and the random part give, and s₁₄ and s₁₅ are Reed-Solomon check symbols
over GF(32) = GF(2)[x]/(x⁵+x²+1) with α = x, chosen so that Σ αⁱsᵢ = 0 and Σ α²ⁱsᵢ = 0. Any one wrong symbol is located
and any two are detected, with no question to the database, so a slip of the pen never looks like a stranger's code.
Who holds a code can tell the stratum from it, so a browser needs to ask nobody. docs/codes.md has it byte by byte.
A code is never mended by guess and must never stand in a log, an error text or a URL that a server sees.
"""

import hashlib
from collections.abc import Sequence

from survey.ballot import crockford
from survey.ballot.framing import framed
from survey.errors import BallotError, CodeFault, WrongSymbol

RANDOM_SYMBOLS = 12
SYMBOLS = 16
RANDOM_BYTES = 8  # 64 bits, of which the first 60 are used
PLACES = 1024  # as many strata as two symbols can tell apart
_PLACE_AT = slice(RANDOM_SYMBOLS, RANDOM_SYMBOLS + 2)
_LONGEST_TYPED = 200  # far above any way of writing 16 symbols; bounds the work on hostile input


def _powers() -> tuple[int, ...]:
    """α⁰ … α³⁰ in GF(32), each as its five coefficients in a number 1 to 31."""
    powers = [1]
    while len(powers) < 31:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return tuple(powers)


_POWERS = _powers()
_LOG = {power: exponent for exponent, power in enumerate(_POWERS)}


def _times_power(value: int, exponent: int) -> int:
    return _POWERS[(_LOG[value] + exponent) % 31] if value else 0


# Row i: αⁱ·s and α²ⁱ·s for every symbol value s.
_ONCE = tuple(tuple(_times_power(value, place) for value in range(32)) for place in range(SYMBOLS))
_TWICE = tuple(tuple(_times_power(value, 2 * place) for value in range(32)) for place in range(SYMBOLS))


def syndromes(values: Sequence[int]) -> tuple[int, int]:
    """(Σ αⁱsᵢ, Σ α²ⁱsᵢ) of up to 16 symbol values: both 0 for a well-formed code."""
    first = second = 0
    for place, value in enumerate(values):
        first ^= _ONCE[place][value]
        second ^= _TWICE[place][value]
    return first, second


def _checks(values: Sequence[int]) -> tuple[int, int]:
    """The two check symbols after 14 values.

    With a, b the syndromes of the fourteen: α¹⁴s₁₄ + α¹⁵s₁₅ = a and α²⁸s₁₄ + α³⁰s₁₅ = b. Taking α¹⁴ times the first
    from the second leaves s₁₅·(α³⁰ + α²⁹) = b + α¹⁴a; minus is plus here.
    """
    first, second = syndromes(values)
    divisor = _LOG[_POWERS[30] ^ _POWERS[29]]
    last = _times_power(second ^ _times_power(first, 14), -divisor)
    return _times_power(first ^ _ONCE[15][last], -14), last


def new_code(random_bytes: bytes, fingerprint: bytes, place: int) -> str:
    """The 16 canonical symbols of a code for the stratum at *place* (from 0) in the wave of *fingerprint* (32 bytes).

    Of the 8 random bytes the first 60 bits count.
    """
    if len(random_bytes) != RANDOM_BYTES:
        raise BallotError(f"a code is made of {RANDOM_BYTES} random bytes, not {len(random_bytes)}")
    if not 0 <= place < PLACES:
        raise BallotError(f"a code can name one of {PLACES} strata, and {place} is none of them")
    symbols = crockford.first_symbols(random_bytes, RANDOM_SYMBOLS)
    veiled = (_veil(symbols, fingerprint) + place) % PLACES
    values = (*crockford.decoded(symbols), veiled >> 5, veiled & 31)
    return crockford.encoded((*values, *_checks(values)))


def place_of(code: str, fingerprint: bytes) -> int:
    """The place (0 to 1023) of the stratum that a canonical code names in the wave of *fingerprint*.

    A place beyond the wave's strata means that the code belongs to another wave, or to none: any place is then as
    likely as another, so of 1,024 such codes all but as many as there are strata are known for what they are.
    """
    high, low = crockford.decoded(code[_PLACE_AT])
    return ((high << 5 | low) - _veil(code[:RANDOM_SYMBOLS], fingerprint)) % PLACES


def _veil(symbols: str, fingerprint: bytes) -> int:
    """The first 10 bits of a digest of the wave and the random symbols: without it, a glance would tell the group."""
    if len(fingerprint) != hashlib.sha256().digest_size:
        raise BallotError(f"a fingerprint has 32 bytes, not {len(fingerprint)}")
    digest = hashlib.sha256(framed("samtidig code 2 place", fingerprint, symbols.encode("ascii"))).digest()
    return int.from_bytes(digest[:2], "big") >> 6


def printed(code: str) -> str:
    """A code as it stands on the letter: `S6CJ-966G-Y6Z7-QSCC`."""
    return crockford.grouped(code)


def read_code(text: str) -> str:
    """The 16 canonical symbols that a person typed, however grouped and in whichever case.

    Raises
    ------
    WrongSymbol
        If one wrong symbol explains the fault; its position counts from 1. (The check has distance 3, so 45 % of all
        pairs of wrong symbols look like one wrong symbol elsewhere. They are refused all the same, but the place then
        misleads: say that the symbol *seems* wrong, and never mend it.)
    CodeFault
        If there are not 16 symbols, one is no symbol at all (located), or more than one is wrong.

    >>> read_code("s6cj 966g y6z7 qscc")
    'S6CJ966GY6Z7QSCC'
    """
    if len(text) > _LONGEST_TYPED:
        raise CodeFault("length")
    symbols = crockford.normalised(text)
    foreign = crockford.foreign_position(symbols)
    if foreign is not None:
        raise CodeFault("foreign", foreign)
    if len(symbols) != SYMBOLS:
        raise CodeFault("length")
    fault = _fault(crockford.decoded(symbols))
    if fault is not None:
        raise fault
    return symbols


def _fault(values: Sequence[int]) -> WrongSymbol | CodeFault | None:
    """What is wrong with 16 symbol values.

    A single error e at place i gives syndromes αⁱe and α²ⁱe, so their quotient is αⁱ. No quotient, or one beyond the
    sixteenth place, means that more than one symbol is wrong.
    """
    first, second = syndromes(values)
    if first == second == 0:
        return None
    if first and second:
        place = (_LOG[second] - _LOG[first]) % 31
        if place < SYMBOLS:
            return WrongSymbol(place + 1)
    return CodeFault("several")
