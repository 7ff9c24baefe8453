"""HPKE in base mode, one message a key (RFC 9180): DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.

The suite of the RFC's appendix A.3, and one that every browser's WebCrypto can do. The sender is written here because
`cryptography`'s draws its ephemeral key itself, and ours must be a function of the seed (see `envelopes`). The receiver
is `cryptography`'s. Associated data stays empty in our use: all binding goes through `info` (RFC 9180, section 8.1).
Never call `seal` twice with one ephemeral secret and different messages: the key and nonce would be the same.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from survey.ballot import hkdf
from survey.errors import EnvelopeError, KeyFileError

PUBLIC_BYTES = 65  # an uncompressed point: 04, x, y
SECRET_BYTES = 32
TAG_BYTES = 16
OVERHEAD = PUBLIC_BYTES + TAG_BYTES

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, D.1.2.3)
_KEM_ID = b"KEM" + (0x0010).to_bytes(2, "big")
_SUITE_ID = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x0010, 0x0001, 0x0001))
_BASE_MODE = b"\0"
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


def _labelled_extract(suite_id: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return hkdf.extract(salt, b"HPKE-v1" + suite_id + label + secret)


def _labelled_expand(suite_id: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    return hkdf.expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite_id + label + info, length)


@lru_cache(maxsize=1024)
def public_key(encoded: bytes) -> ec.EllipticCurvePublicKey:
    """The key at an uncompressed point of P-256 (65 bytes); a KeyFileError if it is no such point."""
    if len(encoded) != PUBLIC_BYTES:
        raise KeyFileError(f"a public key has {PUBLIC_BYTES} bytes, not {len(encoded)}")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, encoded)
    except ValueError:
        raise KeyFileError("a public key is not a point of the curve P-256") from None


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as its uncompressed point (65 bytes)."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def derive_private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """DeriveKeyPair(ikm) of RFC 9180, section 7.1.3: the same key for the same 32 bytes or more of secret."""
    root = _labelled_extract(_KEM_ID, b"", b"dkp_prk", secret)
    for counter in range(256):
        candidate = int.from_bytes(_labelled_expand(_KEM_ID, root, b"candidate", bytes([counter]), SECRET_BYTES), "big")
        if 0 < candidate < _ORDER:
            return ec.derive_private_key(candidate, _CURVE)
    raise KeyFileError("no key follows from this secret")  # probability 2⁻⁸¹⁹²


def _key_and_nonce(shared_secret: bytes, info: bytes) -> tuple[bytes, bytes]:
    """KeySchedule of base mode (RFC 9180, section 5.1): the message key and the nonce of message 0."""
    no_psk = _labelled_extract(_SUITE_ID, b"", b"psk_id_hash", b"")
    context = _BASE_MODE + no_psk + _labelled_extract(_SUITE_ID, b"", b"info_hash", info)
    secret = _labelled_extract(_SUITE_ID, shared_secret, b"secret", b"")
    key = _labelled_expand(_SUITE_ID, secret, b"key", context, 16)
    return key, _labelled_expand(_SUITE_ID, secret, b"base_nonce", context, 12)


def seal(recipient: bytes, info: bytes, message: bytes, ephemeral_secret: bytes, aad: bytes = b"") -> bytes:
    """*message* for the holder of a public key (65 bytes): encapsulated key (65), ciphertext, tag (16).

    Deterministic: the ephemeral key follows from *ephemeral_secret* (32 uniform bytes, for this message only).
    *aad* is there for the RFC's own vectors; `open_sealed` takes none.
    """
    ephemeral = derive_private_key(ephemeral_secret)
    encapsulated = public_bytes(ephemeral.public_key())
    dh = ephemeral.exchange(ec.ECDH(), public_key(recipient))
    root = _labelled_extract(_KEM_ID, b"", b"eae_prk", dh)
    shared_secret = _labelled_expand(_KEM_ID, root, b"shared_secret", encapsulated + recipient, SECRET_BYTES)
    key, nonce = _key_and_nonce(shared_secret, info)
    return encapsulated + AESGCM(key).encrypt(nonce, message, aad)


def open_sealed(private: ec.EllipticCurvePrivateKey, info: bytes, sealed: bytes) -> bytes:
    """The message that was sealed for this key under this *info*; an EnvelopeError if it was not, or was altered."""
    try:
        return _SUITE.decrypt(sealed, private, info)
    except InvalidTag:
        raise EnvelopeError("a sealed share does not open: it is altered, or sealed for something else") from None
