"""Trustees with known keys, and contexts to seal in: what most tests of the ballot begin with."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from survey.ballot import hpke, opening
from survey.ballot.envelopes import Context

FINGERPRINT = bytes(range(32))
STRATUM = "0580/elected"
SEED = bytes(range(100, 132))
ROW_WIDTH = 24
ROW = b"ab.c-d0101....--abcabc.."


@cache
def trustee(number: int) -> ec.EllipticCurvePrivateKey:
    """The private key of trustee *number*: the same in every run."""
    return hpke.derive_private_key(bytes([number]) * 32)


def trustees(n: int) -> tuple[ec.EllipticCurvePrivateKey, ...]:
    """The first *n* trustees' private keys."""
    return tuple(trustee(number) for number in range(n))


def context(k: int = 2, n: int = 3, stratum: str = STRATUM, fingerprint: bytes = FINGERPRINT) -> Context:
    """The context of the first *n* trustees."""
    keys = tuple(hpke.public_bytes(private.public_key()) for private in trustees(n))
    return Context(fingerprint, stratum, keys, k, ROW_WIDTH)


def open_with(envelope: bytes, numbers: tuple[int, ...], within: Context) -> opening.Opened:
    """The envelope, opened by the trustees of these numbers."""
    shares = [opening.open_share(envelope, number, trustee(number), within) for number in numbers]
    return opening.open_envelope(envelope, shares, within)


def reference(name: str) -> Any:
    """A file of tests/reference/crypto."""
    return json.loads((Path(__file__).parents[2] / "reference" / "crypto" / name).read_text(encoding="utf-8"))
