"""The bundle: the closed box as one file, envelopes without their nullifiers.

    samtidig bundle 1
    {"envelope_size":514,"fingerprint":"…","strata":[{"envelopes":2,"stratum":"0580/elected"},…],"wave":"…"}
    envelopes, stratum by stratum, within each in the order of their SHA-256, no byte between them
    sha256 and the SHA-256 of all before, in hex

Sorting by hash leaves nothing of the order of arrival, and the same box always gives the same bytes. Two identical
envelopes are one: sealing never gives the same twice, so the second is a copy, made to weigh double or to point one
answer out. Reading is strict, for trustees open only what they can be sure is whole.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import pairwise
from typing import Annotated

import msgspec
from msgspec import Meta

from survey.errors import BundleError

_FIRST_LINE = b"samtidig bundle 1\n"
_LAST_LINE_BYTES = len(b"sha256 \n") + 64
_STRATUM = re.compile(r"[0-9]{4}/[a-z][a-z_]*")
_LONGEST_HEADER = 1 << 20

_Count = Annotated[int, Meta(ge=0)]
_Hex = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class _Stratum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stratum: str
    envelopes: _Count


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fingerprint: _Hex
    wave: str
    envelope_size: Annotated[int, Meta(ge=1)]
    strata: tuple[_Stratum, ...]


class Bundle(msgspec.Struct, frozen=True):
    """A closed box: *fingerprint* in hex; *strata* from "0580/elected" to its envelopes, all in canonical order."""

    fingerprint: str
    wave: str
    envelope_size: int
    strata: dict[str, tuple[bytes, ...]]


def gather(fingerprint: bytes, wave: str, envelope_size: int, strata: Mapping[str, Iterable[bytes]]) -> Bundle:
    """A bundle of the box's envelopes, in whatever order they come; identical ones are kept once.

    A stratum in which nobody answered must be there too, with no envelopes.
    """
    if len(fingerprint) != 32 or not wave or not strata:
        raise BundleError("a bundle needs a fingerprint of 32 bytes, a wave and its strata")
    ordered: dict[str, tuple[bytes, ...]] = {}
    for stratum in sorted(strata):
        envelopes = set(strata[stratum])
        if not _STRATUM.fullmatch(stratum) or any(len(envelope) != envelope_size for envelope in envelopes):
            raise BundleError(f"stratum {stratum!r} is not one, or an envelope in it has not {envelope_size} bytes")
        ordered[stratum] = tuple(sorted(envelopes, key=_hash))
    return Bundle(fingerprint.hex(), wave, envelope_size, ordered)


def write(bundle: Bundle) -> bytes:
    """The bundle's canonical bytes."""
    whole = [_FIRST_LINE, _header_line(bundle)]
    for envelopes in bundle.strata.values():
        whole.extend(envelopes)
    before = b"".join(whole)
    return before + f"sha256 {sha256(before).hexdigest()}\n".encode()


def read(octets: bytes) -> Bundle:
    """A bundle from its bytes.

    Raises
    ------
    BundleError
        If it is no bundle, is cut short or too long, is altered anywhere, or is not in canonical order.
    """
    header, start = _read_header(octets)
    expected = start + header.envelope_size * sum(stratum.envelopes for stratum in header.strata) + _LAST_LINE_BYTES
    if len(octets) != expected:
        state = "cut short" if len(octets) < expected else "too long"
        raise BundleError(f"the bundle is {state}: it has {len(octets)} bytes where its header says {expected}")
    before = octets[:-_LAST_LINE_BYTES]
    if octets[-_LAST_LINE_BYTES:] != f"sha256 {sha256(before).hexdigest()}\n".encode():
        raise BundleError("the bundle is altered: its bytes are not those its last line was made of")
    strata: dict[str, tuple[bytes, ...]] = {}
    for stratum in header.strata:
        end = start + stratum.envelopes * header.envelope_size
        strata[stratum.stratum] = tuple(
            octets[at : at + header.envelope_size] for at in range(start, end, header.envelope_size)
        )
        start = end
    bundle = Bundle(header.fingerprint, header.wave, header.envelope_size, strata)
    _require_canonical(bundle, header, octets)
    return bundle


def board(bundle: Bundle) -> dict[str, tuple[bytes, ...]]:
    """For each stratum the SHA-256 of its envelopes, in order: what is published, for respondents to find theirs."""
    return {stratum: tuple(_hash(envelope) for envelope in envelopes) for stratum, envelopes in bundle.strata.items()}


def _hash(envelope: bytes) -> bytes:
    return sha256(envelope).digest()


def _header_line(bundle: Bundle) -> bytes:
    strata = tuple(_Stratum(stratum, len(envelopes)) for stratum, envelopes in bundle.strata.items())
    header = _Header(bundle.fingerprint, bundle.wave, bundle.envelope_size, strata)
    return msgspec.json.encode(header, order="sorted") + b"\n"


def _read_header(octets: bytes) -> tuple[_Header, int]:
    """The header, and where the first envelope begins."""
    if not octets.startswith(_FIRST_LINE):
        raise BundleError("this is no bundle: it does not begin with 'samtidig bundle 1'")
    end = octets.find(b"\n", len(_FIRST_LINE), len(_FIRST_LINE) + _LONGEST_HEADER)
    if end < 0:
        raise BundleError("the bundle is cut short: its header has no end")
    try:
        return msgspec.json.decode(octets[len(_FIRST_LINE) : end], type=_Header), end + 1
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BundleError(f"the bundle's header is altered: {fault}") from None


def _require_canonical(bundle: Bundle, header: _Header, octets: bytes) -> None:
    """One box, one file: refuse a whole bundle that is written in another way than ours."""
    names = [stratum.stratum for stratum in header.strata]
    rising = all(before < after for before, after in pairwise(names))
    if not names or not rising or not all(_STRATUM.fullmatch(name) for name in names):
        raise BundleError("the bundle's strata are missing, misnamed or not in order")
    if not octets.startswith(_FIRST_LINE + _header_line(bundle)):
        raise BundleError("the bundle's header is not written canonically")
    for stratum, hashes in board(bundle).items():
        if not all(before < after for before, after in pairwise(hashes)):
            raise BundleError(f"the envelopes of {stratum} are not in the order of their hashes, or one comes twice")
