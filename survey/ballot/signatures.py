"""Signatures: ECDSA on P-256 with SHA-256, by which a chief approves a fingerprint for one municipality.

A signature is 64 bytes, r and s (IEEE P1363), as a browser's WebCrypto makes and reads it. The nonce is deterministic
(RFC 6979): a bad random generator can never give a key away. Only framed, labelled messages may be signed with these
keys, so that no signature can be taken for another kind of consent.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from survey.ballot import hpke
from survey.ballot.framing import framed
from survey.errors import ApprovalError

SIGNATURE_BYTES = 64
_NUMBER_BYTES = 32


def approval(fingerprint: bytes, municipality: str) -> bytes:
    """The message a chief signs: this manifest (SHA-256, 32 bytes), for this municipality ("0580")."""
    if len(fingerprint) != 32 or not municipality:
        raise ApprovalError("an approval needs a fingerprint of 32 bytes and a municipality")
    return framed("samtidig approval 1", fingerprint, municipality.encode())


def sign(private: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """The signature (64 bytes) of a framed message: the same for the same key and message."""
    r, s = decode_dss_signature(private.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True)))
    return r.to_bytes(_NUMBER_BYTES, "big") + s.to_bytes(_NUMBER_BYTES, "big")


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of a public key (65 bytes) signed this very message; False for anything malformed.

    A public key that is no point of the curve is a KeyFileError: that is no answer about the signature.
    """
    key = hpke.public_key(public)
    if len(signature) != SIGNATURE_BYTES:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:_NUMBER_BYTES], signature[_NUMBER_BYTES:]))
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
