"""Codes: the right to answer once, as sixteen symbols on a letter.

Symbols s₀ … s₁₅ in Crockford's alphabet: s₀ to s₁₃ are random (70 bits), s₁₄ and s₁₅ are Reed-Solomon check symbols
over GF(32) = GF(2)[x]/(x⁵+x²+1) with α = x, chosen so that Σ αⁱsᵢ = 0 and Σ α²ⁱsᵢ = 0. Any one wrong symbol is located
and any two are detected, with no question to the database, so a slip of the pen never looks like a stranger's code.
A code is never mended by guess and must never stand in a log, an error text or a URL that a server sees.
"""

from collections.abc import Sequence

from survey.ballot import crockford
from survey.errors import BallotError, CodeFault, WrongSymbol

RANDOM_SYMBOLS = 14
SYMBOLS = 16
RANDOM_BYTES = 9  # 72 bits, of which the first 70 are used
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


def new_code(random_bytes: bytes) -> str:
    """The 16 canonical symbols of a code made of 9 random bytes, of which the first 70 bits count."""
    if len(random_bytes) != RANDOM_BYTES:
        raise BallotError(f"a code is made of {RANDOM_BYTES} random bytes, not {len(random_bytes)}")
    values = crockford.decoded(crockford.first_symbols(random_bytes, RANDOM_SYMBOLS))
    return crockford.encoded((*values, *_checks(values)))


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
