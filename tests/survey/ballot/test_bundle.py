import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.ballot import bundle, receipts
from survey.errors import BundleError
from tests.survey.ballot.parties import FINGERPRINT

SIZE = 8
strata = st.dictionaries(
    st.sampled_from(["0580/elected", "0580/staff", "0581/elected", "0581/staff"]),
    st.lists(st.binary(min_size=SIZE, max_size=SIZE), max_size=6),
    min_size=1,
)
BOX = {
    "0581/staff": [b"newlines", b"\n\n\n\n\n\n\n\n", b"sha256 a"],
    "0580/elected": [bytes(8), b"envelope"],
    "0580/staff": [],
}
WHOLE = bundle.write(bundle.gather(FINGERPRINT, "2026", SIZE, BOX))


@given(strata)
def test_a_bundle_is_read_back(box: dict[str, list[bytes]]) -> None:
    gathered = bundle.gather(FINGERPRINT, "2026", SIZE, box)
    assert bundle.read(bundle.write(gathered)) == gathered
    assert {stratum: set(kept) for stratum, kept in gathered.strata.items()} == {name: set(box[name]) for name in box}


@given(strata, st.randoms(use_true_random=False))
def test_the_order_of_arrival_leaves_no_trace(box: dict[str, list[bytes]], chance: random.Random) -> None:
    arrived_otherwise = [(stratum, chance.sample(envelopes, len(envelopes))) for stratum, envelopes in box.items()]
    chance.shuffle(arrived_otherwise)
    first, second = (bundle.gather(FINGERPRINT, "2026", SIZE, given) for given in (box, dict(arrived_otherwise)))
    assert bundle.write(first) == bundle.write(second)


def test_the_bytes_are_as_documented() -> None:
    first, second = sorted([bytes(8), b"envelope"], key=lambda envelope: hashlib.sha256(envelope).digest())
    header = (
        b'{"envelope_size":8,"fingerprint":"' + FINGERPRINT.hex().encode() + b'","strata":'
        b'[{"envelopes":2,"stratum":"0580/elected"},{"envelopes":0,"stratum":"0580/staff"}],"wave":"2026"}\n'
    )
    before = b"samtidig bundle 1\n" + header + first + second
    box = {"0580/staff": [], "0580/elected": [b"envelope", bytes(8)]}
    written = bundle.write(bundle.gather(FINGERPRINT, "2026", SIZE, box))
    assert written == before + b"sha256 " + hashlib.sha256(before).hexdigest().encode() + b"\n"


def test_a_copied_envelope_counts_once() -> None:
    gathered = bundle.gather(FINGERPRINT, "2026", SIZE, {"0580/elected": [b"envelope", b"another.", b"envelope"]})
    assert len(gathered.strata["0580/elected"]) == 2


def test_the_board_lists_what_the_receipts_are_made_of() -> None:
    board = bundle.board(bundle.read(WHOLE))
    assert {receipts.receipt_of_hash(line) for line in board["0580/elected"]} == {
        receipts.receipt(envelope) for envelope in BOX["0580/elected"]
    }
    assert all(list(lines) == sorted(lines) for lines in board.values())
    assert board["0580/staff"] == ()


def test_a_bundle_cut_anywhere_is_refused() -> None:
    for size in range(len(WHOLE)):
        with pytest.raises(BundleError):
            bundle.read(WHOLE[:size])


def test_every_changed_byte_of_a_bundle_is_refused() -> None:
    assert bundle.read(WHOLE).wave == "2026"
    for place in range(len(WHOLE)):
        for changed in (WHOLE[place] ^ 1, WHOLE[place] ^ 0x80, 0x0A):
            if changed != WHOLE[place]:
                with pytest.raises(BundleError):
                    bundle.read(WHOLE[:place] + bytes([changed]) + WHOLE[place + 1 :])


@pytest.mark.parametrize(
    ("octets", "fault"),
    [
        (b"", "no bundle"),
        (b"samtidig bundle 2\n", "no bundle"),
        (WHOLE[:40], "header has no end"),
        (WHOLE[:-100], "cut short: it has"),
        (WHOLE + b"\n", "too long"),
        (WHOLE.replace(b"newlines", b"newlineZ"), "altered: its bytes"),
        (WHOLE.replace(b'"wave"', b'"vawe"'), "header is altered"),
        (WHOLE.replace(b'"envelopes":2', b'"envelopes":-2'), "header is altered"),
    ],
)
def test_a_refusal_says_what_is_wrong(octets: bytes, fault: str) -> None:
    with pytest.raises(BundleError, match=fault):
        bundle.read(octets)


def signed(before: bytes) -> bytes:
    """The bytes with a last line that holds: what a careful forger would write."""
    return before + b"sha256 " + hashlib.sha256(before).hexdigest().encode() + b"\n"


def in_parts(*envelopes: bytes, strata: bytes, ends: bytes = b'"wave":"2026"}\n') -> bytes:
    head = b'samtidig bundle 1\n{"envelope_size":8,"fingerprint":"' + FINGERPRINT.hex().encode() + b'","strata":['
    return signed(head + strata + b"]," + ends + b"".join(envelopes))


ONE, TWO = sorted([bytes(8), b"envelope"], key=lambda envelope: hashlib.sha256(envelope).digest())
ELECTED = b'{"envelopes":2,"stratum":"0580/elected"}'
STAFF = b'{"envelopes":0,"stratum":"0580/staff"}'


def test_a_bundle_made_by_hand_is_read_when_all_is_as_it_should_be() -> None:
    assert bundle.read(in_parts(ONE, TWO, strata=ELECTED + b"," + STAFF)).strata["0580/elected"] == (ONE, TWO)


@pytest.mark.parametrize(
    ("octets", "fault"),
    [
        (in_parts(TWO, ONE, strata=ELECTED), "order of their hashes"),
        (in_parts(ONE, ONE, strata=ELECTED), "comes twice"),
        (in_parts(ONE, TWO, strata=STAFF + b"," + ELECTED), "not in order"),
        (in_parts(strata=STAFF + b"," + STAFF), "not in order"),
        (in_parts(strata=b""), "missing"),
        (in_parts(strata=b'{"envelopes":0,"stratum":"580/staff"}'), "misnamed"),
        (in_parts(ONE, TWO, strata=ELECTED.replace(b":2", b": 2")), "canonically"),
        (in_parts(ONE, TWO, strata=ELECTED, ends=b'"wave":"2025","wave":"2026"}\n'), "canonically"),
    ],
)
def test_a_whole_bundle_written_otherwise_is_refused(octets: bytes, fault: str) -> None:
    with pytest.raises(BundleError, match=fault):
        bundle.read(octets)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda rest: b"samtidig bundle 1\n" + rest))
def test_anything_else_is_refused(octets: bytes) -> None:
    with pytest.raises(BundleError):
        bundle.read(octets)


@pytest.mark.parametrize(
    ("fingerprint", "wave", "box"),
    [
        (bytes(31), "2026", {"0580/staff": []}),
        (FINGERPRINT, "", {"0580/staff": []}),
        (FINGERPRINT, "2026", {}),
        (FINGERPRINT, "2026", {"0580": []}),
        (FINGERPRINT, "2026", {"0580/staff": [bytes(7)]}),
    ],
)
def test_a_box_that_cannot_be_right_is_not_bundled(fingerprint: bytes, wave: str, box: dict[str, list[bytes]]) -> None:
    with pytest.raises(BundleError):
        bundle.gather(fingerprint, wave, SIZE, box)
