import hashlib
import json
import secrets
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.ballot import codes, crockford
from survey.errors import BallotError, CodeError, CodeFault, WrongSymbol

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "reference" / "codes" / "vectors.json").read_text(encoding="utf-8")
)
MARK = hashlib.sha256(b"a wave").digest()

random_bytes = st.binary(min_size=8, max_size=8)
marks = st.binary(min_size=32, max_size=32)
places = st.integers(0, 1023)
codes_of_bytes = st.builds(codes.new_code, random_bytes, marks, places)


def any_code() -> str:
    return codes.new_code(secrets.token_bytes(8), MARK, 3)


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


@pytest.mark.parametrize("vector", VECTORS["codes"], ids=lambda vector: str(vector["code"]))
def test_codes_are_made_as_another_program_makes_them(vector: dict[str, Any]) -> None:
    mark = bytes.fromhex(vector["fingerprint"])
    assert codes.new_code(bytes.fromhex(vector["random"]), mark, vector["place"]) == vector["code"]
    assert codes.place_of(vector["code"], mark) == vector["place"]


@pytest.mark.parametrize("vector", VECTORS["readings"])
def test_codes_are_read_as_people_write_them(vector: dict[str, Any]) -> None:
    code = codes.read_code(vector["typed"])
    assert code == vector["code"]
    assert codes.place_of(code, bytes.fromhex(vector["fingerprint"])) == vector["place"]


@pytest.mark.parametrize("vector", VECTORS["faults"])
def test_faults_are_found_as_another_program_finds_them(vector: dict[str, Any]) -> None:
    assert found(vector) == (vector["reason"], vector["position"])


def found(vector: dict[str, Any]) -> tuple[str, int | None]:
    """What is wrong with what was typed, in the words of the vectors."""
    try:
        code = codes.read_code(vector["typed"])
    except WrongSymbol as error:
        return "symbol", error.position
    except CodeFault as error:
        nothing = error.reason == "length" and crockford.normalised(vector["typed"]) == ""
        return ("empty" if nothing else error.reason), error.position
    place = codes.place_of(code, bytes.fromhex(vector["fingerprint"]))
    return ("sound" if place < vector["strata"] else "unknown"), None


def test_the_vectors_have_every_fault() -> None:
    kinds = [vector["reason"] for vector in VECTORS["faults"]]
    assert set(kinds) == {"empty", "length", "foreign", "symbol", "several", "unknown"}
    symbols = {vector["position"] for vector in VECTORS["faults"] if vector["reason"] == "symbol"}
    assert symbols == set(range(1, 17))
    assert len(VECTORS["codes"]) > 40


@given(random_bytes, marks, places)
def test_the_first_twelve_symbols_are_sixty_random_bits_and_the_place_comes_back(
    octets: bytes, mark: bytes, place: int
) -> None:
    code = codes.new_code(octets, mark, place)
    assert code[:12] == crockford.first_symbols(octets, 12)
    assert codes.place_of(code, mark) == place


def test_the_place_symbols_alone_do_not_tell_the_place() -> None:
    """Whoever sees letters of both groups beside each other finds no symbol that they share."""
    made = [codes.new_code(secrets.token_bytes(8), MARK, 0)[12:14] for _ in range(2000)]
    assert len(set(made)) > 750  # 1,024 values, 2,000 draws: 879 expected, spread 10


def test_a_code_of_another_wave_is_known_but_for_one_in_256() -> None:
    """With four strata a foreign place falls among them 4 times of 1,024."""
    random = Random(580)
    foreign = [codes.new_code(random.randbytes(8), hashlib.sha256(b"another").digest(), 1) for _ in range(20_000)]
    taken = sum(codes.place_of(code, MARK) < 4 for code in foreign)
    assert 45 <= taken <= 111  # 78 expected, spread 8.8


@pytest.mark.parametrize("size", [0, 7, 9])
def test_a_code_is_made_of_eight_bytes_and_no_other_number(size: int) -> None:
    with pytest.raises(BallotError, match=f"not {size}"):
        codes.new_code(bytes(size), MARK, 0)


@pytest.mark.parametrize("place", [-1, 1024])
def test_a_place_that_two_symbols_cannot_tell_is_refused(place: int) -> None:
    with pytest.raises(BallotError, match="one of 1024 strata"):
        codes.new_code(bytes(8), MARK, place)


def test_a_fingerprint_of_another_length_is_refused() -> None:
    with pytest.raises(BallotError, match="32 bytes, not 31"):
        codes.place_of(any_code(), bytes(31))


@given(codes_of_bytes)
def test_a_printed_code_is_read_back(code: str) -> None:
    assert len(codes.printed(code)) == 19
    assert codes.read_code(codes.printed(code).lower()) == code


def test_every_single_wrong_symbol_is_located() -> None:
    code = any_code()
    for place in range(16):
        for by in range(1, 32):
            with pytest.raises(WrongSymbol) as refusal:
                codes.read_code(changed(code, place, by))
            assert refusal.value.position == place + 1


def test_every_two_wrong_symbols_are_detected() -> None:
    values = crockford.decoded(any_code())
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
