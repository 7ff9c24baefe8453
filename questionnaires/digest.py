"""Canonical bytes, and their SHA-256.

Two municipalities ask the same questions when, and only when, the digests are equal. Canonical means JSON in
UTF-8 with sorted keys and no white space, so the order of keys in a TOML file, and its comments, do not count;
every word does.
"""

import hashlib

import msgspec


def canonical_bytes(value: object) -> bytes:
    """*value* (a struct, or what JSON can hold) as canonical JSON; a float by its shortest round-trip spelling."""
    return msgspec.json.encode(value, order="sorted")


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
