from collections.abc import Sequence
from itertools import combinations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from survey.ballot import envelopes, hpke, sharing
from survey.ballot.envelopes import Context, seal
from survey.ballot.opening import open_envelope, open_share, trustee_index
from survey.errors import BallotError, EnvelopeError, SharesError
from tests.survey.ballot.parties import (
    FINGERPRINT,
    ROW,
    ROW_WIDTH,
    SEED,
    context,
    open_with,
    reference,
    trustee,
    trustees,
)

CONTEXT = context()
ENVELOPE = seal(ROW, CONTEXT, SEED)
SHARES = [open_share(ENVELOPE, number, trustee(number), CONTEXT) for number in range(3)]
rows = st.binary(min_size=ROW_WIDTH, max_size=ROW_WIDTH).map(lambda octets: bytes(octet & 127 for octet in octets))


@given(rows, st.binary(min_size=32, max_size=32), st.sampled_from(list(combinations(range(3), 2))))
def test_opening_gives_back_the_row(row: bytes, seed: bytes, numbers: tuple[int, ...]) -> None:
    opened = open_with(seal(row, CONTEXT, seed), numbers, CONTEXT)
    assert opened.row == row
    assert len(opened.tracker) == 16


@pytest.mark.parametrize(("k", "n"), [(2, 2), (2, 3), (3, 3), (3, 5), (5, 5), (2, 6)])
def test_every_k_or_more_trustees_open_and_no_fewer(k: int, n: int) -> None:
    within = context(k, n)
    envelope = seal(ROW, within, SEED)
    shares = [open_share(envelope, number, trustee(number), within) for number in range(n)]
    for size in range(n + 1):
        for chosen in combinations(shares, size):
            if size >= k:
                assert open_envelope(envelope, chosen, within).row == ROW
                assert open_envelope(envelope, chosen[::-1], within).row == ROW
            else:
                with pytest.raises(SharesError, match=f"{k} are needed"):
                    open_envelope(envelope, chosen, within)


@pytest.mark.parametrize(("k", "n"), [(3, 3), (3, 5), (4, 5)])
def test_too_few_shares_hold_no_key_even_without_the_counting(k: int, n: int) -> None:
    within = context(k, n)
    envelope = seal(ROW, within, SEED)
    commitment = envelopes.parse(envelope).commitment
    shares = [open_share(envelope, number, trustee(number), within) for number in range(n)]
    for chosen in combinations(shares, k - 1):
        assert envelopes.body_key(sharing.combine(chosen))[1] != commitment
        with pytest.raises(BallotError):
            open_envelope(envelope, chosen, context(k - 1, n))
    assert envelopes.body_key(sharing.combine(shares[:k]))[1] == commitment


def test_every_bit_flip_is_refused() -> None:
    # Trustees 0 and 2 open, so the part of trustee 1 is under nobody's eyes but the body's tag.
    assert open_with(ENVELOPE, (0, 2), CONTEXT).row == ROW
    for place in range(len(ENVELOPE)):
        for bit in range(8):
            flipped = ENVELOPE[:place] + bytes([ENVELOPE[place] ^ 1 << bit]) + ENVELOPE[place + 1 :]
            with pytest.raises(BallotError):
                open_with(flipped, (0, 2), CONTEXT)


def test_a_flip_is_refused_by_who_already_has_the_shares() -> None:
    for place in range(len(ENVELOPE)):
        flipped = ENVELOPE[:place] + bytes([ENVELOPE[place] ^ 1]) + ENVELOPE[place + 1 :]
        with pytest.raises(BallotError):
            open_envelope(flipped, SHARES[:2], CONTEXT)


@pytest.mark.parametrize("size", [0, 4, 48, 49, 200, len(ENVELOPE) - 1])
def test_a_cut_envelope_is_refused(size: int) -> None:
    with pytest.raises(EnvelopeError, match=f"not {size}"):
        open_share(ENVELOPE[:size], 0, trustee(0), CONTEXT)
    with pytest.raises(EnvelopeError, match=f"not {size}"):
        open_envelope(ENVELOPE[:size], SHARES, CONTEXT)


KEYS = CONTEXT.trustee_public_keys
OTHERS = {
    "fingerprint": context(fingerprint=bytes(32)),
    "stratum": context(stratum="0581/elected"),
    "group": context(stratum="0580/staff"),
    "k": context(k=3),
    "order": Context(FINGERPRINT, CONTEXT.stratum, (KEYS[0], KEYS[2], KEYS[1]), 2, ROW_WIDTH),
    "trustee": Context(FINGERPRINT, CONTEXT.stratum, (*KEYS[:2], context(n=4).trustee_public_keys[3]), 2, ROW_WIDTH),
}


@pytest.mark.parametrize("what", OTHERS)
def test_an_envelope_of_another_context_gives_no_share(what: str) -> None:
    with pytest.raises(EnvelopeError, match="does not open"):
        open_share(ENVELOPE, 0, trustee(0), OTHERS[what])


@pytest.mark.parametrize("what", OTHERS)
def test_an_envelope_of_another_context_does_not_open_even_with_its_shares(what: str) -> None:
    assert open_envelope(ENVELOPE, SHARES, CONTEXT).row == ROW
    with pytest.raises(EnvelopeError, match="another wave or stratum"):
        open_envelope(ENVELOPE, SHARES, OTHERS[what])


def test_a_trustee_cannot_open_the_share_of_another() -> None:
    for number in range(3):
        for key in range(4):
            if key != number:
                with pytest.raises(EnvelopeError):
                    open_share(ENVELOPE, number, trustee(key), CONTEXT)


def test_parts_cannot_change_places() -> None:
    swapped = ENVELOPE[:49] + ENVELOPE[163:277] + ENVELOPE[49:163] + ENVELOPE[277:]
    with pytest.raises(EnvelopeError):
        open_share(swapped, 1, trustee(0), CONTEXT)


@pytest.mark.parametrize("number", [-1, 3])
def test_there_is_no_other_trustee(number: int) -> None:
    with pytest.raises(SharesError, match="no trustee"):
        open_share(ENVELOPE, number, trustee(0), CONTEXT)


def test_shares_of_another_answer_are_refused() -> None:
    other = seal(ROW, CONTEXT, bytes(32))
    theirs = [open_share(other, number, trustee(number), CONTEXT) for number in range(3)]
    for shares in (theirs[:2], [SHARES[0], theirs[1]], [*SHARES[:2], theirs[2]]):
        with pytest.raises(SharesError, match="commits to"):
            open_envelope(ENVELOPE, shares, CONTEXT)


def test_the_same_share_twice_and_too_many_shares_are_refused() -> None:
    with pytest.raises(SharesError, match="same share"):
        open_envelope(ENVELOPE, [SHARES[0], SHARES[0]], CONTEXT)
    with pytest.raises(SharesError, match="4 shares"):
        open_envelope(ENVELOPE, [*SHARES, SHARES[0]], CONTEXT)


def test_a_trustee_is_known_by_the_key() -> None:
    assert [trustee_index(CONTEXT, private) for private in trustees(3)] == [0, 1, 2]
    with pytest.raises(SharesError, match="none of the wave's trustees"):
        trustee_index(CONTEXT, trustee(3))


def crafted(data_key: bytes, plaintext: bytes, shares: Sequence[bytes]) -> bytes:
    """What a dishonest sender may make: any plaintext under any shares, with everything else as it should be."""
    key, commitment = envelopes.body_key(data_key)
    parts = [
        hpke.seal(KEYS[number], envelopes.share_info(CONTEXT, number), share, bytes([number]) * 32)
        for number, share in enumerate(shares)
    ]
    prefix = b"STE\x01\x03" + bytes(12) + commitment + b"".join(parts)
    return prefix + AESGCM(key).encrypt(bytes(12), plaintext, envelopes.body_aad(CONTEXT, prefix))


DATA_KEY = bytes(range(32))
HONEST = sharing.split(DATA_KEY, 2, 3, bytes(range(35)))
INSIDE = b"\x01" + bytes(16) + ROW


def test_an_envelope_made_by_hand_opens_when_all_is_as_it_should_be() -> None:
    assert open_with(crafted(DATA_KEY, INSIDE, HONEST), (1, 2), CONTEXT).row == ROW


def test_shares_that_give_different_trustees_different_keys_are_refused() -> None:
    envelope = crafted(DATA_KEY, INSIDE, (*HONEST[:2], bytes(33 - 1) + b"\xfe"))
    assert open_with(envelope, (0, 1), CONTEXT).row == ROW
    for numbers in ((0, 2), (1, 2), (0, 1, 2)):
        with pytest.raises(SharesError, match="commits to"):
            open_with(envelope, numbers, CONTEXT)


@pytest.mark.parametrize(
    ("plaintext", "fault"),
    [(b"\x02" + bytes(16) + ROW, "version 2"), (b"\x01" + bytes(16) + b"\xff" * ROW_WIDTH, "not ASCII")],
)
def test_a_whole_envelope_with_a_wrong_inside_is_refused(plaintext: bytes, fault: str) -> None:
    with pytest.raises(EnvelopeError, match=fault):
        open_with(crafted(DATA_KEY, plaintext, HONEST), (0, 1), CONTEXT)


@pytest.mark.parametrize(
    "vector", reference("envelope_from_javascript.json")["envelopes"], ids=lambda v: f"{v['k']}-of-{v['n']}"
)
def test_an_envelope_sealed_in_javascript_opens(vector: dict[str, object]) -> None:
    secrets, points = vector["trustee_secrets"], vector["trustee_public_keys"]
    k, n, row = vector["k"], vector["n"], str(vector["row"])
    assert isinstance(secrets, list)
    assert isinstance(points, list)
    assert isinstance(k, int)
    assert isinstance(n, int)
    private = [hpke.derive_private_key(bytes.fromhex(secret)) for secret in secrets]
    keys = tuple(bytes.fromhex(point) for point in points)
    within = Context(bytes.fromhex(str(vector["fingerprint"])), str(vector["stratum"]), keys, k, len(row))
    envelope = bytes.fromhex(str(vector["envelope"]))
    for numbers in combinations(range(n), k):
        shares = [open_share(envelope, number, private[number], within) for number in numbers]
        opened = open_envelope(envelope, shares, within)
        assert (opened.row.decode(), opened.tracker.hex()) == (row, vector["tracker"])
