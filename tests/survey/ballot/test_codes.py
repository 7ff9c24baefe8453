import secrets
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.ballot import codes, crockford
from survey.errors import BallotError, CodeError, CodeFault, WrongSymbol

codes_of_bytes = st.binary(min_size=9, max_size=9).map(codes.new_code)


def changed(code: str, place: int, by: int) -> str:
    """The code with the symbol at *place* (from 0) changed to another, *by* 1 to 31."""
    values = list(crockford.decoded(code))
    values[place] ^= by
    return crockford.encoded(values)


def test_a_code_of_another_implementation_is_read() -> None:
    # Computed before the project began by a spike in plain integers, from the same two sums.
    assert codes.read_code("S6CJ-966G-Y6Z7-QSCC") == "S6CJ966GY6Z7QSCC"


def product(left: int, right: int) -> int:
    """Multiplication in GF(32) by shifts alone: no table in common with the module."""
    whole = 0
    for bit in range(5):
        whole ^= left << bit if right >> bit & 1 else 0
    for bit in (8, 7, 6, 5):
        whole ^= 0b100101 << (bit - 5) if whole >> bit & 1 else 0
    return whole


@given(codes_of_bytes)
def test_a_new_code_satisfies_both_sums(code: str) -> None:
    once = twice = 0
    power, square = 1, 1
    for value in crockford.decoded(code):
        once ^= product(power, value)
        twice ^= product(square, value)
        power, square = product(power, 2), product(square, 4)
    assert (once, twice) == (0, 0)


@given(st.binary(min_size=9, max_size=9))
def test_the_first_fourteen_symbols_are_the_seventy_random_bits(octets: bytes) -> None:
    code = codes.new_code(octets)
    assert code[:14] == crockford.first_symbols(octets, 14)


@pytest.mark.parametrize("size", [0, 8, 10])
def test_a_code_is_made_of_nine_bytes_and_no_other_number(size: int) -> None:
    with pytest.raises(BallotError, match=f"not {size}"):
        codes.new_code(bytes(size))


@given(codes_of_bytes)
def test_a_printed_code_is_read_back(code: str) -> None:
    assert len(codes.printed(code)) == 19
    assert codes.read_code(codes.printed(code).lower()) == code


def test_every_single_wrong_symbol_is_located() -> None:
    code = codes.new_code(secrets.token_bytes(9))
    for place in range(16):
        for by in range(1, 32):
            with pytest.raises(WrongSymbol) as refusal:
                codes.read_code(changed(code, place, by))
            assert refusal.value.position == place + 1


def test_every_two_wrong_symbols_are_detected() -> None:
    values = crockford.decoded(codes.new_code(secrets.token_bytes(9)))
    tried = passed = passed_one_sum = 0
    for left, right in combinations(range(16), 2):
        for left_by in range(1, 32):
            for right_by in range(1, 32):
                wrong = list(values)
                wrong[left] ^= left_by
                wrong[right] ^= right_by
                once, twice = codes.syndromes(wrong)
                tried += 1
                passed += once == twice == 0
                passed_one_sum += once == 0
    assert (tried, passed) == (115_320, 0)
    assert passed_one_sum == 120 * 31  # one check symbol alone would let these through: the test can see a miss


@given(codes_of_bytes, st.data())
def test_two_wrong_symbols_are_refused_in_reading(code: str, data: st.DataObject) -> None:
    left, right = data.draw(st.lists(st.integers(0, 15), min_size=2, max_size=2, unique=True))
    wrong = changed(changed(code, left, data.draw(st.integers(1, 31))), right, data.draw(st.integers(1, 31)))
    with pytest.raises(CodeError):
        codes.read_code(wrong)


def test_two_wrong_symbols_with_no_single_explanation_are_told_to_be_several() -> None:
    # From the code of sixteen zeros: 2·α⁰ + 1·α¹ = 0, while 2·α⁰ + 1·α² = 6. In the second the quotient is α¹⁶.
    for typed in ("2100-0000-0000-0000", "3200-0000-0000-0000"):
        with pytest.raises(CodeFault) as refusal:
            codes.read_code(typed)
        assert (refusal.value.reason, refusal.value.position) == ("several", None)


@given(codes_of_bytes)
def test_two_symbols_that_changed_places_are_refused(code: str) -> None:
    for left, right in combinations(range(16), 2):
        if code[left] != code[right]:
            symbols = list(code)
            symbols[left], symbols[right] = symbols[right], symbols[left]
            with pytest.raises(CodeError):
                codes.read_code("".join(symbols))


@pytest.mark.parametrize("typed", ["", "S6CJ", "S6CJ-966G-Y6Z7-QSC", "S6CJ-966G-Y6Z7-QSCC-0", "0" * 10_000])
def test_another_number_of_symbols_is_refused(typed: str) -> None:
    with pytest.raises(CodeFault) as refusal:
        codes.read_code(typed)
    assert (refusal.value.reason, refusal.value.position) == ("length", None)


@pytest.mark.parametrize("foreign", ["U", "Ö", "\uff16", "*"])
def test_a_foreign_character_is_pointed_at(foreign: str) -> None:
    with pytest.raises(CodeFault) as refusal:
        codes.read_code(f"S6CJ-966{foreign}-Y6Z7-QSCC")
    assert (refusal.value.reason, refusal.value.position) == ("foreign", 8)


@given(st.text(max_size=250))
def test_anything_typed_is_a_code_or_a_code_error(typed: str) -> None:
    try:
        code = codes.read_code(typed)
    except CodeError:
        return
    assert codes.syndromes(crockford.decoded(code)) == (0, 0)


def test_a_refusal_never_repeats_what_was_typed() -> None:
    with pytest.raises(WrongSymbol) as refusal:
        codes.read_code("S6CJ-966G-Y6Z7-QSCD")
    assert "S6CJ" not in str(refusal.value)
    assert "symbol 16" in str(refusal.value)
