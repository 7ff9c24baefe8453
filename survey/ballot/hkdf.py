"""HKDF with SHA-256 (RFC 5869): many keys from one secret.

Both halves are here, not the joined call of `cryptography`, because HPKE needs them apart and because `hmac.digest`
costs a third of building an object for each of the thirty calls that sealing an envelope makes.
"""

import hmac

HASH_BYTES = 32


def extract(salt: bytes, secret: bytes) -> bytes:
    """HKDF-Extract (RFC 5869, section 2.2): a 32-byte key; an empty salt counts as 32 zero bytes."""
    return hmac.digest(salt or bytes(HASH_BYTES), secret, "sha256")


def expand(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF-Expand (RFC 5869, section 2.3): *length* bytes, at most 255 × 32."""
    if not 0 < length <= 255 * HASH_BYTES:
        raise ValueError(f"HKDF cannot give {length} bytes")
    blocks: list[bytes] = []
    block = b""
    for counter in range(1, -(-length // HASH_BYTES) + 1):
        block = hmac.digest(key, block + info + bytes([counter]), "sha256")
        blocks.append(block)
    return b"".join(blocks)[:length]
