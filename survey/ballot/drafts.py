"""Drafts: half a sheet, carried by the respondent's page as text that only the server can read.

The server keeps nothing before the end, so what has been answered so far travels in the form, sealed with AES-256-GCM
under a key that follows from the wave's K. All drafts of a wave have one length, so the length tells nothing. A draft
has no mark of time, and is bound to its wave only: what it is a draft of is for its payload to say.

    12 bytes nonce, random · AES-256-GCM of (4 bytes length, payload, zeros up to the size) · 16 bytes tag; base64url
"""

import binascii
import secrets
from base64 import b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from survey.ballot.framing import framed
from survey.errors import DraftError, KeyFileError

_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_TAG_BYTES = 16


class Drafts:
    """Closes and opens the drafts of one wave; made once and kept, for it holds the expanded key.

    *key* is `nullifiers.draft_key(K, wave)`; *size* the longest payload in bytes. With random nonces one key is good
    for 2³² drafts (NIST SP 800-38D, section 8.3): far above any wave.
    """

    def __init__(self, key: bytes, wave: str, size: int) -> None:
        if len(key) != 32:
            raise KeyFileError(f"a draft key has 32 bytes, not {len(key)}")
        self._aead = AESGCM(key)
        self._binding = framed("samtidig draft 1", wave.encode())
        self._padded = _LENGTH_BYTES + size
        self.text_length = -(-(_NONCE_BYTES + self._padded + _TAG_BYTES) * 4 // 3)

    def close(self, payload: bytes) -> str:
        """The draft's text, in base64url without padding; a fresh random nonce each time."""
        if len(payload) > self._padded - _LENGTH_BYTES:
            raise DraftError(f"a draft of {len(payload)} bytes is longer than this form can give")
        plaintext = (len(payload).to_bytes(_LENGTH_BYTES, "big") + payload).ljust(self._padded, b"\0")
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return urlsafe_b64encode(nonce + self._aead.encrypt(nonce, plaintext, self._binding)).rstrip(b"=").decode()

    def open(self, text: str) -> bytes:
        """The payload of a draft; a DraftError if the text is not, to the last symbol, what `close` gave."""
        if len(text) != self.text_length:
            raise DraftError("a draft has another length")
        try:
            sealed = b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            plaintext = self._aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self._binding)
        except (binascii.Error, ValueError, InvalidTag):
            raise DraftError("a draft is altered, or from another wave") from None
        if urlsafe_b64encode(sealed).rstrip(b"=").decode() != text:
            raise DraftError("a draft is not written as it was closed")  # unused bits of the last symbol
        length = int.from_bytes(plaintext[:_LENGTH_BYTES], "big")
        return plaintext[_LENGTH_BYTES : _LENGTH_BYTES + length]
