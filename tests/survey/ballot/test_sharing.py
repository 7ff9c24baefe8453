from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.ballot import sharing
from survey.errors import SharesError
from tests.survey.ballot.parties import reference

SHAMIR = reference("shamir.json")
sizes = st.tuples(st.integers(1, 40), st.integers(2, 6), st.integers(0, 4)).map(lambda s: (s[0], s[1], s[1] + s[2]))


def name(vector: dict[str, Any]) -> str:
    return f"{vector['k']}-of-{vector['n']}-{len(vector['secret']) // 2}B"


@pytest.mark.parametrize("vector", SHAMIR["split_by_the_package"], ids=name)
def test_we_combine_what_the_audited_package_split(vector: dict[str, Any]) -> None:
    shares = [bytes.fromhex(share) for share in vector["shares"]]
    k = vector["k"]
    for chosen in (shares[:k], shares[-k:], shares[::-1][:k], shares):
        assert sharing.combine(chosen).hex() == vector["secret"]


@pytest.mark.parametrize("vector", SHAMIR["combined_by_the_package"], ids=name)
def test_the_audited_package_combined_what_we_split(vector: dict[str, Any]) -> None:
    randomness = bytes.fromhex(vector["randomness"])
    shares = sharing.split(bytes.fromhex(vector["secret"]), vector["k"], vector["n"], randomness)
    assert [share.hex() for share in shares] == vector["shares"]
    assert vector["combined_from_last_k"] == vector["secret"]


@given(sizes, st.data())
def test_every_k_shares_give_the_secret(size: tuple[int, int, int], data: st.DataObject) -> None:
    secret_bytes, k, n = size
    secret = data.draw(st.binary(min_size=secret_bytes, max_size=secret_bytes))
    needed = sharing.randomness_bytes(secret_bytes, k, n)
    shares = sharing.split(secret, k, n, data.draw(st.binary(min_size=needed, max_size=needed)))
    assert len({share[-1] for share in shares} - {0}) == n
    for chosen in combinations(shares, k):
        assert sharing.combine(chosen) == secret
    assert sharing.combine(shares) == secret


def test_fewer_than_k_shares_are_uniform_whatever_the_secret() -> None:
    # One byte, 2 of 2, every coefficient once: a single share takes each value exactly once, for any secret.
    for secret in (b"\x00", b"\x53", b"\xff"):
        seen = Counter(sharing.split(secret, 2, 2, bytes([4, 9, coefficient]))[0] for coefficient in range(256))
        assert len(seen) == 256


def test_fewer_than_k_shares_do_not_give_the_secret() -> None:
    secret = bytes(range(32))
    randomness = bytes(range(5)) + bytes((7 * place + 3) % 256 for place in range(64))
    shares = sharing.split(secret, 3, 5, randomness)
    for chosen in combinations(shares, 2):
        assert sharing.combine(chosen) != secret


@pytest.mark.parametrize(("k", "n"), [(1, 1), (1, 3), (4, 3), (2, 256), (0, 0)])
def test_impossible_numbers_are_refused(k: int, n: int) -> None:
    with pytest.raises(SharesError, match=f"{k} of {n}"):
        sharing.split(b"secret", k, n, bytes(max(0, sharing.randomness_bytes(6, k, n))))


@pytest.mark.parametrize("off", [-1, 1])
def test_another_length_of_randomness_is_refused(off: int) -> None:
    with pytest.raises(SharesError, match="randomness"):
        sharing.split(b"secret", 2, 3, bytes(sharing.randomness_bytes(6, 2, 3) + off))


def test_an_empty_secret_is_refused() -> None:
    with pytest.raises(SharesError, match="empty"):
        sharing.split(b"", 2, 3, bytes(3))


@pytest.mark.parametrize(
    "shares",
    [
        [],
        [b"a\x01"],
        [b"a\x01", b"a\x01"],
        [b"a\x01", b"b\x01"],
        [b"a\x01", b"bb\x02"],
        [b"a\x00", b"b\x01"],
        [b"\x01", b"\x02"],
        [b"", b""],
    ],
)
def test_shares_that_cannot_belong_together_are_refused(shares: list[bytes]) -> None:
    with pytest.raises(SharesError):
        sharing.combine(shares)
