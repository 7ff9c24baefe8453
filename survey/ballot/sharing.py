"""Shamir's secret sharing over GF(2⁸): any k of n shares give the secret, k − 1 give nothing.

The field is that of AES (x⁸+x⁴+x³+x+1) and a share is the secret's bytes followed by one byte, its x-coordinate: the
layout of the audited npm package `shamir-secret-sharing`, which a browser uses. No branch depends on a secret byte,
but table look-ups do; whoever can time this process's cache already reads its memory.
"""

from collections.abc import Sequence
from functools import cache

from survey.errors import SharesError


@cache
def _multiples(factor: int) -> bytes:
    """Row of the multiplication table: byte b of it is b × *factor* in GF(2⁸)."""
    row = bytearray(256)
    for bit in range(8):
        product = factor
        for _ in range(bit):
            product = (product << 1) ^ (0x11B if product & 0x80 else 0)
        for value in range(256):
            row[value] ^= product if value >> bit & 1 else 0
    return bytes(row)


def _times(octets: bytes, factor: int) -> bytes:
    """Every byte of *octets* times *factor*."""
    return octets.translate(_multiples(factor))


def _inverse(value: int) -> int:
    return _multiples(value).index(1)


def _plus(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).to_bytes(len(left), "big")


def randomness_bytes(secret_bytes: int, k: int, n: int) -> int:
    """How many random bytes `split` needs: n for the x-coordinates, k − 1 coefficients for each byte of the secret."""
    return n + (k - 1) * secret_bytes


def split(secret: bytes, k: int, n: int, randomness: bytes) -> tuple[bytes, ...]:
    """N shares of *secret*, each one byte longer, any k of which give it back.

    *randomness* must be `randomness_bytes(len(secret), k, n)` uniform bytes, used for nothing else. The x-coordinates
    are drawn among 1 to 255 without replacement; a slight bias in the draw is harmless, for they are not secret.
    """
    if not 2 <= k <= n <= 255:
        raise SharesError(f"{k} of {n} is not possible", "choose 2 <= k <= n <= 255")
    if not secret or len(randomness) != randomness_bytes(len(secret), k, n):
        raise SharesError("the secret is empty, or the randomness has another length than sharing it takes")
    unused = list(range(1, 256))
    places = [unused.pop(draw % len(unused)) for draw in randomness[:n]]
    size = len(secret)
    coefficients = [randomness[start : start + size] for start in range(n, len(randomness), size)]
    shares = []
    for x in places:
        y = bytes(size)
        for coefficient in reversed((secret, *coefficients)):
            y = _plus(_times(y, x), coefficient)
        shares.append(y + bytes([x]))
    return tuple(shares)


def combine(shares: Sequence[bytes]) -> bytes:
    """The secret from k or more shares, by Lagrange's interpolation at x = 0.

    Fewer than k shares, or shares of different secrets, give other bytes without complaint: only what the secret
    opens can tell. More than k shares give the secret only if all of them agree.
    """
    sizes = {len(share) for share in shares}
    places = [share[-1] for share in shares if share]
    if len(shares) < 2 or len(sizes) != 1 or min(sizes) < 2:
        raise SharesError("sharing needs two or more shares of one length")
    if len(set(places)) != len(places) or 0 in places:
        raise SharesError("two of the shares are the same share, or one has no x-coordinate")
    secret = bytes(min(sizes) - 1)
    for share, x in zip(shares, places, strict=True):
        basis = 1
        for other in places:
            if other != x:
                basis = _multiples(basis)[_multiples(other)[_inverse(other ^ x)]]
        secret = _plus(secret, _times(share[:-1], basis))
    return secret
