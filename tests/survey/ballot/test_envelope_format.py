"""The envelope made and opened from docs/envelope.md alone: other code, another HPKE, Shamir by hand.

Nothing of `survey` takes part but the two functions under test. If the page and the code drift apart, this fails.
"""

import hashlib
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

from survey.ballot import envelopes, opening

SUITE = CipherSuite.new(KEMId.DHKEM_P256_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES128_GCM)
PRIVATE = [ec.derive_private_key(scalar, ec.SECP256R1()) for scalar in (3, 5, 7, 11)]
POINTS = [key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint) for key in PRIVATE]
FINGERPRINT = hashlib.sha256(b"a manifest").digest()
STRATUM = "0581/staff"


class Answer(NamedTuple):
    tracker: bytes
    row: bytes


def framed(label: str, *parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in (label.encode(), *parts))


def digest_of_context(k: int, n: int) -> bytes:
    parts = (FINGERPRINT, STRATUM.encode(), bytes([k, n]), *POINTS[:n])
    return hashlib.sha256(framed("samtidig envelope 1 context", *parts)).digest()


def keys_of(data_key: bytes) -> tuple[bytes, bytes]:
    both = HKDF(SHA256(), 64, salt=b"", info=b"samtidig envelope 1 data key").derive(data_key)
    return both[:32], both[32:]


def times(left: int, right: int) -> int:
    """Multiplication in GF(2⁸) as long multiplication, then division by x⁸+x⁴+x³+x+1."""
    whole = 0
    for bit in range(8):
        whole ^= (left << bit) * (right >> bit & 1)
    for bit in range(14, 7, -1):
        whole ^= (0x11B << (bit - 8)) * (whole >> bit & 1)
    return whole


def power(base: int, exponent: int) -> int:
    result = 1
    for _ in range(exponent):
        result = times(result, base)
    return result


def lagrange_at_zero(shares: Sequence[bytes]) -> bytes:
    secret = bytearray(32)
    for share in shares:
        weight = 1
        for other in shares:
            if other[32] != share[32]:
                inverse = power(other[32] ^ share[32], 254)
                weight = times(weight, times(other[32], inverse))
        for place in range(32):
            secret[place] ^= times(weight, share[place])
    return bytes(secret)


def open_by_the_page(envelope: bytes, k: int, n: int, trustees: Sequence[int]) -> Answer:
    assert envelope[:4] == b"STE\x01"
    assert envelope[4] == n
    context = digest_of_context(k, n)
    shares = []
    for i in trustees:
        part = envelope[49 + 114 * i : 49 + 114 * (i + 1)]
        info = framed("samtidig envelope 1 share", context, bytes([i]))
        recipient = SUITE.create_recipient_context(part[:65], KEMKey.from_pyca_cryptography_key(PRIVATE[i]), info)
        shares.append(recipient.open(part[65:]))
    body_key, commitment = keys_of(lagrange_at_zero(shares))
    assert envelope[17:49] == commitment
    start = 49 + 114 * n
    aad = framed("samtidig envelope 1 body", context, envelope[:start])
    plaintext = AESGCM(body_key).decrypt(envelope[5:17], envelope[start:], aad)
    assert plaintext[0] == 1
    return Answer(plaintext[1:17], plaintext[17:])


def seal_by_the_page(answer: Answer, k: int, n: int, data_key: bytes, polynomials: Sequence[bytes]) -> bytes:
    """*polynomials*: k − 1 strings of 32 coefficients, those of x, x², …"""
    context = digest_of_context(k, n)
    body_key, commitment = keys_of(data_key)
    nonce = hashlib.sha256(data_key).digest()[:12]
    prefix = b"STE" + bytes([1, n]) + nonce + commitment
    for i in range(n):
        x = 200 - 3 * i
        values = bytearray(data_key)
        for degree, coefficients in enumerate(polynomials, 1):
            for place in range(32):
                values[place] ^= times(coefficients[place], power(x, degree))
        info = framed("samtidig envelope 1 share", context, bytes([i]))
        key = KEMKey.from_pyca_cryptography_key(PRIVATE[i].public_key())
        encapsulated, sender = SUITE.create_sender_context(key, info)
        prefix += encapsulated + sender.seal(bytes(values) + bytes([x]))
    plaintext = b"\x01" + answer.tracker + answer.row
    return prefix + AESGCM(body_key).encrypt(nonce, plaintext, framed("samtidig envelope 1 body", context, prefix))


@pytest.mark.parametrize(("k", "n"), [(2, 2), (2, 3), (3, 4)])
@pytest.mark.parametrize("row", [b".", b"ab-.01" * 15])
def test_what_we_seal_opens_by_the_page(k: int, n: int, row: bytes) -> None:
    context = envelopes.Context(FINGERPRINT, STRATUM, tuple(POINTS[:n]), k, len(row))
    envelope = envelopes.seal(row, context, bytes(32))
    opened = {open_by_the_page(envelope, k, n, trustees) for trustees in combinations(range(n), k)}
    assert {answer.row for answer in opened} == {row}
    assert len(opened) == 1


@given(st.data())
def test_what_the_page_seals_opens_with_us(data: st.DataObject) -> None:
    k, n = data.draw(st.sampled_from([(2, 2), (2, 3), (3, 4)]))
    block = st.binary(min_size=32, max_size=32)
    row = data.draw(st.text(st.characters(max_codepoint=127), min_size=1, max_size=40)).encode()
    answer = Answer(data.draw(st.binary(min_size=16, max_size=16)), row)
    polynomials = data.draw(st.lists(block, min_size=k - 1, max_size=k - 1))
    envelope = seal_by_the_page(answer, k, n, data.draw(block), polynomials)
    context = envelopes.Context(FINGERPRINT, STRATUM, tuple(POINTS[:n]), k, len(row))
    trustees = data.draw(st.permutations(range(n)))[:k]
    shares = [opening.open_share(envelope, i, PRIVATE[i], context) for i in trustees]
    opened = opening.open_envelope(envelope, shares, context)
    assert (opened.tracker, opened.row) == answer


def test_the_derivation_from_the_seed_is_as_the_page_says() -> None:
    row, seed = b"ab-.01", bytes(range(32))
    context = envelopes.Context(FINGERPRINT, STRATUM, tuple(POINTS[:3]), 2, len(row))
    envelope = envelopes.seal(row, context, seed)
    root = hashlib.new("sha256")  # HMAC by its definition (RFC 2104), to share nothing with the code
    padded = seed.ljust(64, b"\0")
    root.update(bytes(octet ^ 0x36 for octet in padded) + framed("samtidig seal 1", digest_of_context(2, 3), row))
    key = hashlib.sha256(bytes(octet ^ 0x5C for octet in padded) + root.digest()).digest()
    stream = HKDFExpand(SHA256(), 16 + 32 + 12 + 3 + 32 + 96, info=b"samtidig seal 1 randomness").derive(key)
    answer = open_by_the_page(envelope, 2, 3, (0, 1))
    assert answer == Answer(stream[:16], row)
    assert envelope[17:49] == keys_of(stream[16:48])[1]
    assert envelope[5:17] == stream[48:60]
    for i in range(3):
        pair = SUITE.kem.derive_key_pair(stream[95 + 32 * i : 127 + 32 * i])
        assert envelope[49 + 114 * i : 114 + 114 * i] == pair.public_key.to_public_bytes()
