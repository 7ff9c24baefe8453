"""Envelopes, the opening half: what a trustee does with a private key, and the tally with k shares.

The two are apart on purpose: `open_share` needs one trustee's key and gives that trustee's share of one answer's key,
`open_envelope` needs k shares and no private key. They may run in one process or on machines in different
municipalities. Only the tally imports this module; nothing that serves respondents may.
"""

import hmac
from collections.abc import Sequence

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from survey.ballot import envelopes, hpke, sharing
from survey.ballot.envelopes import Context
from survey.errors import EnvelopeError, SharesError


class Opened(msgspec.Struct, frozen=True):
    """What an envelope held: the tracker (16 bytes, for the respondent's own check) and the row."""

    tracker: bytes
    row: bytes


def trustee_index(context: Context, private: ec.EllipticCurvePrivateKey) -> int:
    """Which of the context's trustees, counted from 0, holds this key; a SharesError if none does."""
    encoded = hpke.public_bytes(private.public_key())
    if encoded not in context.trustee_public_keys:
        raise SharesError("this key file belongs to none of the wave's trustees")
    return context.trustee_public_keys.index(encoded)


def open_share(envelope: bytes, trustee: int, private: ec.EllipticCurvePrivateKey, context: Context) -> bytes:
    """The share (33 bytes) of an envelope's data key that is sealed to the trustee at index *trustee*, from 0.

    Raises
    ------
    EnvelopeError
        If the envelope is not whole, the key is not that trustee's, or it was sealed in another context.
    """
    envelopes.check(envelope, len(context.trustee_public_keys), context.row_width)
    if not 0 <= trustee < len(context.trustee_public_keys):
        raise SharesError(f"there is no trustee {trustee + 1} among {len(context.trustee_public_keys)}")
    part = envelopes.parse(envelope).parts[trustee]
    return hpke.open_sealed(private, envelopes.share_info(context, trustee), part)


def open_envelope(envelope: bytes, shares: Sequence[bytes], context: Context) -> Opened:
    """The answer, from the shares of k or more trustees in any order.

    With more than k shares all must agree, so the more trustees take part, the more is checked.

    Raises
    ------
    SharesError
        If there are fewer than k shares, one comes twice, or they do not give the key the envelope commits to.
    EnvelopeError
        If the envelope is altered, or was sealed in another context.
    """
    envelopes.check(envelope, len(context.trustee_public_keys), context.row_width)
    if not context.k <= len(shares) <= len(context.trustee_public_keys):
        raise SharesError(f"{len(shares)} shares are given where {context.k} are needed")
    parsed = envelopes.parse(envelope)
    key, commitment = envelopes.body_key(sharing.combine(shares))
    if not hmac.compare_digest(commitment, parsed.commitment):
        raise SharesError("the shares do not give the key that this envelope commits to")
    try:
        plaintext = AESGCM(key).decrypt(parsed.nonce, parsed.body, envelopes.body_aad(context, parsed.prefix))
    except InvalidTag:
        raise EnvelopeError("the envelope is altered, or was sealed for another wave or stratum") from None
    if plaintext[0] != envelopes.PLAINTEXT_VERSION:
        raise EnvelopeError(f"the answer is written in version {plaintext[0]}, which is not known here")
    tracker_end = 1 + envelopes.TRACKER_BYTES
    row = plaintext[tracker_end:]
    if not row.isascii():
        raise EnvelopeError("the row is not ASCII")
    return Opened(plaintext[1:tracker_end], row)
