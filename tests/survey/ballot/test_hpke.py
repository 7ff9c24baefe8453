import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given
from hypothesis import strategies as st
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

from survey.ballot import hpke
from survey.errors import EnvelopeError, KeyFileError
from tests.survey.ballot.parties import reference, trustee

RFC = {
    name: value if name == "source" else bytes.fromhex(value)
    for name, value in reference("vectors.json")["hpke"].items()
}
PYHPKE = CipherSuite.new(KEMId.DHKEM_P256_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES128_GCM)
PYCA = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)

PRIVATE = trustee(0)
PUBLIC = hpke.public_bytes(PRIVATE.public_key())
messages = st.binary(max_size=80)


@pytest.mark.parametrize(("secret", "private", "public"), [("ikmE", "skEm", "pkEm"), ("ikmR", "skRm", "pkRm")])
def test_derived_keys_agree_with_rfc_9180(secret: str, private: str, public: str) -> None:
    key = hpke.derive_private_key(RFC[secret])
    assert key.private_numbers().private_value.to_bytes(32, "big") == RFC[private]
    assert hpke.public_bytes(key.public_key()) == RFC[public]


def test_the_key_schedule_agrees_with_rfc_9180() -> None:
    assert hpke._key_and_nonce(RFC["shared_secret"], RFC["info"]) == (RFC["key"], RFC["base_nonce"])


def test_sealing_agrees_with_rfc_9180() -> None:
    sealed = hpke.seal(RFC["pkRm"], RFC["info"], RFC["pt"], RFC["ikmE"], RFC["aad"])
    assert sealed == RFC["pkEm"] + RFC["ct"]


@given(messages, messages)
def test_pyhpke_opens_what_we_seal(info: bytes, message: bytes) -> None:
    sealed = hpke.seal(PUBLIC, info, message, bytes(32))
    recipient = PYHPKE.create_recipient_context(sealed[:65], KEMKey.from_pyca_cryptography_key(PRIVATE), info)
    assert recipient.open(sealed[65:]) == message


@given(messages, messages)
def test_we_open_what_pyhpke_seals(info: bytes, message: bytes) -> None:
    encapsulated, sender = PYHPKE.create_sender_context(KEMKey.from_pyca_cryptography_key(PRIVATE.public_key()), info)
    assert hpke.open_sealed(PRIVATE, info, encapsulated + sender.seal(message)) == message


@given(messages, messages)
def test_cryptography_and_we_open_each_others(info: bytes, message: bytes) -> None:
    assert PYCA.decrypt(hpke.seal(PUBLIC, info, message, bytes(32)), PRIVATE, info) == message
    assert hpke.open_sealed(PRIVATE, info, PYCA.encrypt(message, PRIVATE.public_key(), info)) == message


def test_the_same_ephemeral_secret_gives_the_same_bytes_and_another_other_bytes() -> None:
    first = hpke.seal(PUBLIC, b"i", b"m", b"s" * 32)
    assert hpke.seal(PUBLIC, b"i", b"m", b"s" * 32) == first
    assert hpke.seal(PUBLIC, b"i", b"m", b"t" * 32)[:65] != first[:65]
    assert len(first) == 1 + hpke.OVERHEAD


def test_another_info_another_key_or_a_changed_byte_does_not_open() -> None:
    sealed = hpke.seal(PUBLIC, b"info", b"message", bytes(32))
    assert hpke.open_sealed(PRIVATE, b"info", sealed) == b"message"
    for private, info, altered in (
        (PRIVATE, b"other", sealed),
        (trustee(1), b"info", sealed),
        (PRIVATE, b"info", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (PRIVATE, b"info", sealed[:-1]),
        (PRIVATE, b"info", b"\x04" + bytes(64) + sealed[65:]),
        (PRIVATE, b"info", b""),
    ):
        with pytest.raises(EnvelopeError):
            hpke.open_sealed(private, info, altered)


@pytest.mark.parametrize(
    "point", [b"", b"\x04" + bytes(64), b"\x04" + b"\x01" * 64, PUBLIC[:-1], b"\x02" + PUBLIC[1:33]]
)
def test_what_is_no_point_of_the_curve_is_no_public_key(point: bytes) -> None:
    with pytest.raises(KeyFileError):
        hpke.public_key(point)


def test_a_hybrid_encoding_of_a_point_is_refused() -> None:
    y_is_odd = PUBLIC[-1] & 1
    with pytest.raises(KeyFileError):
        hpke.public_key(bytes([6 + y_is_odd]) + PUBLIC[1:])


def test_the_order_is_that_of_the_curve() -> None:
    last = ec.derive_private_key(hpke._ORDER - 1, ec.SECP256R1())
    assert last.private_numbers().private_value == hpke._ORDER - 1
    with pytest.raises(ValueError, match="out of range"):
        ec.derive_private_key(hpke._ORDER, ec.SECP256R1())
