"""Receipts: how a respondent finds the own envelope among those that were counted.

A receipt names an envelope, a tracker text names what was inside it; neither says anything about the answers. Both are
the first 80 bits of a SHA-256, in four groups, so that they can be written down. They prove that somebody answered:
show one only to who asks for it, and never send or log it.
"""

from hashlib import sha256

from survey.ballot import crockford
from survey.ballot.envelopes import TRACKER_BYTES
from survey.errors import EnvelopeError

SYMBOLS = 16


def receipt(envelope: bytes) -> str:
    """The receipt of an envelope, `XXXX-XXXX-XXXX-XXXX`."""
    return receipt_of_hash(sha256(envelope).digest())


def receipt_of_hash(envelope_sha256: bytes) -> str:
    """The receipt of the envelope with this SHA-256, as the board lists it."""
    return crockford.grouped(crockford.first_symbols(envelope_sha256, SYMBOLS))


def tracker_text(tracker: bytes) -> str:
    """What the tally publishes of a tracker (16 bytes): its hash in the same form, from which nobody can go back."""
    if len(tracker) != TRACKER_BYTES:
        raise EnvelopeError(f"a tracker has {TRACKER_BYTES} bytes, not {len(tracker)}")
    return crockford.grouped(crockford.first_symbols(sha256(tracker).digest(), SYMBOLS))
