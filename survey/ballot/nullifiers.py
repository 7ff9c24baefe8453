"""Nullifiers: the name under which a code's answer lies in the box.

ν = HMAC-SHA-256(K, wave, code). K is one secret of the wave, kept outside the database and its backups and destroyed
at close; after that nobody can go from a code to a row. Every other key of the running wave is derived from K too,
so that there is one file to destroy. Never make ν without a key: who holds the sent letters could then find the row.
"""

import hmac
import secrets

from survey.ballot import hkdf
from survey.ballot.framing import framed
from survey.errors import KeyFileError

KEY_BYTES = 32


def random_key() -> bytes:
    """A new K from the operating system's randomness."""
    return secrets.token_bytes(KEY_BYTES)


def nullifier(key: bytes, wave: str, code: str) -> bytes:
    """ν (32 bytes) of the canonical 16 symbols of a code in a wave.

    K is used for nothing but HMAC over framed messages, each led by a label of its own, so ν can never equal a derived
    key or any block of one.
    """
    _require_whole(key)
    return hmac.digest(key, framed("samtidig nullifier 1", wave.encode(), code.encode("ascii")), "sha256")


def draft_key(key: bytes, wave: str) -> bytes:
    """The 32-byte key of a wave's drafts, by HKDF-Expand from K: gone when K is gone."""
    _require_whole(key)
    return hkdf.expand(key, framed("samtidig draft key 1", wave.encode()), KEY_BYTES)


def _require_whole(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"the wave key has {len(key)} bytes, not {KEY_BYTES}")
