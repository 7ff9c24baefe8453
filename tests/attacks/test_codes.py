"""Whoever has every code and the whole database, but not K, finds nobody; with K, everybody (so K is destroyed)."""

import hashlib
import hmac
from collections.abc import Callable, Iterator

import pytest

from survey.ballot.codes import printed
from survey.ballot.nullifiers import draft_key, nullifier
from tests.attacks.adversary import is_linked
from tests.attacks.followed import STRATUM, Followed
from tests.survey.steps.running import WAVE

Make = Callable[[bytes, bytes], bytes]


def keyless(followed: Followed) -> Iterator[bytes]:
    """All that an adversary without K could use as a key: what is public or lies in the database."""
    yield from (b"", bytes(32), WAVE.encode(), STRATUM.encode(), followed.running.door.fingerprint)
    yield from (draft_key(bytes(32), WAVE), followed.running.door.fingerprint.hex().encode())


MAKES: list[tuple[str, Make]] = [
    ("sha256", lambda key, code: hashlib.sha256(key + code).digest()),
    ("sha256 after", lambda key, code: hashlib.sha256(code + key).digest()),
    ("hmac", lambda key, code: hmac.digest(key, code, "sha256")),
    ("hmac of wave and code", lambda key, code: hmac.digest(key, WAVE.encode() + code, "sha256")),
    ("blake2", lambda key, code: hashlib.blake2b(code, key=key[:32], digest_size=32).digest()),
    ("pbkdf2", lambda key, code: hashlib.pbkdf2_hmac("sha256", code, key, 1)),
    ("ours", lambda key, code: nullifier(key.ljust(32, b"\0")[:32], WAVE, code.decode())),
]


@pytest.mark.parametrize("make", [make for _, make in MAKES], ids=[name for name, _ in MAKES])
def test_no_function_of_the_code_alone_finds_a_row(followed: Followed, make: Make) -> None:
    kept = set(followed.nullifiers)
    assert len(kept) == len(followed.codes)
    for key in keyless(followed):
        for code in followed.codes:
            spellings = [code.encode(), *([] if make is MAKES[-1][1] else [printed(code).encode()])]
            assert kept.isdisjoint(make(key, spelling) for spelling in spellings)


def test_with_the_key_everybody_is_found(followed: Followed) -> None:
    """Positive control: this is what K alone holds back, and why it is kept outside the database and destroyed."""
    guesses = {code: nullifier(followed.key, WAVE, code) in set(followed.nullifiers) for code in followed.codes}
    assert is_linked(guesses, dict.fromkeys(followed.codes, True))


def test_after_the_close_the_key_is_gone(followed: Followed) -> None:
    keys = followed.running.world.settings.keys
    assert not [path for path in keys.rglob("*") if path.is_file()]


def test_the_bundle_and_the_board_have_no_nullifier_and_no_code(followed: Followed) -> None:
    folder = followed.running.world.settings.bundles
    octets = b"".join(path.read_bytes() for path in folder.iterdir())
    assert not any(nu in octets or nu.hex().encode() in octets for nu in followed.nullifiers)
    assert not any(code.encode() in octets or printed(code).encode() in octets for code in followed.codes)


def test_two_answers_that_are_alike_do_not_look_alike(followed: Followed) -> None:
    """All envelopes have one length, and none two bytes blocks in common with another where secrets are."""
    assert len({len(envelope) for envelope in followed.bundle}) == 1
    bodies = [envelope[-64:] for envelope in followed.bundle]
    assert len(set(bodies)) == len(bodies)
