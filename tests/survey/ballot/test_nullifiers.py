import hmac
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from survey.ballot import nullifiers
from survey.errors import KeyFileError

KEY = bytes(range(32))
CODE = "S6CJ966GY6Z7QSCC"


def test_a_nullifier_is_the_documented_hmac() -> None:
    message = b"".join(
        len(part).to_bytes(4, "big") + part for part in (b"samtidig nullifier 1", b"2026", CODE.encode())
    )
    assert nullifiers.nullifier(KEY, "2026", CODE) == hmac.new(KEY, message, "sha256").digest()


def test_key_wave_and_code_each_give_another_nullifier() -> None:
    given = [
        nullifiers.nullifier(KEY, "2026", CODE),
        nullifiers.nullifier(bytes(32), "2026", CODE),
        nullifiers.nullifier(KEY, "2027", CODE),
        nullifiers.nullifier(KEY, "2026", CODE[::-1]),
    ]
    assert len(set(given)) == 4


def test_the_border_between_wave_and_code_counts() -> None:
    assert nullifiers.nullifier(KEY, "w1", "2") != nullifiers.nullifier(KEY, "w", "12")


def test_the_draft_key_is_none_of_the_other_keys() -> None:
    keys = [
        KEY,
        nullifiers.draft_key(KEY, "2026"),
        nullifiers.draft_key(KEY, "2027"),
        nullifiers.nullifier(KEY, "2026", ""),
    ]
    assert len(set(keys)) == 4
    assert {len(key) for key in keys} == {32}


def test_the_draft_key_is_the_documented_hkdf() -> None:
    info = b"".join(len(part).to_bytes(4, "big") + part for part in (b"samtidig draft key 1", b"2026"))
    assert nullifiers.draft_key(KEY, "2026") == HKDFExpand(SHA256(), 32, info).derive(KEY)


def test_the_draft_key_is_the_same_after_a_restart() -> None:
    assert nullifiers.draft_key(KEY, "2026") == nullifiers.draft_key(KEY, "2026")


def test_new_keys_differ() -> None:
    keys = [nullifiers.random_key() for _ in range(20)]
    assert all(len(key) == 32 and key != other for key, other in pairwise(keys))


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_cut_key_is_refused(size: int) -> None:
    with pytest.raises(KeyFileError, match=f"{size} bytes, not 32"):
        nullifiers.nullifier(bytes(size), "2026", CODE)
    with pytest.raises(KeyFileError, match=f"{size} bytes, not 32"):
        nullifiers.draft_key(bytes(size), "2026")
