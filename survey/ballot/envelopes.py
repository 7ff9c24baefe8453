"""Envelopes, the sealing half: one answer, readable only by k of n trustees together.

    offset  bytes    what
    0       4        "STE" and the version, 1
    4       1        n, the number of trustees
    5       12       nonce of the body
    17      32       commitment to the data key
    49      114 × n  for each trustee in the manifest's order: HPKE encapsulated key (65), sealed share (33 + 16)
    …       17 + w   body: AES-256-GCM of version (1 byte, 1), tracker (16), row (w)
    …       16       tag of the body

The body's key is new for each answer and split k of n; nobody's private key is ever put together. Everything is bound
to the context (fingerprint, stratum, k, trustees in order): under another, nothing opens. All envelopes of a wave have
one length. `docs/envelope.md` gives each byte, for a browser to make the same. This half never opens anything.
"""

import secrets
from functools import lru_cache
from hashlib import sha256
from hmac import digest as hmac_digest

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from survey.ballot import hkdf, hpke, sharing
from survey.ballot.framing import framed
from survey.errors import EnvelopeError, KeyFileError, SharesError

MAGIC = b"STE\x01"
PLAINTEXT_VERSION = 1
MAX_TRUSTEES = 32  # keeps the derived randomness within what HKDF can give
SEED_BYTES = 32
TRACKER_BYTES = 16

_NONCE_BYTES = 12
_COMMITMENT_BYTES = 32
_KEY_BYTES = 32
_TAG_BYTES = 16
_HEADER_BYTES = len(MAGIC) + 1 + _NONCE_BYTES + _COMMITMENT_BYTES
_SHARE_BYTES = _KEY_BYTES + 1
_PART_BYTES = _SHARE_BYTES + hpke.OVERHEAD


class Context(msgspec.Struct, frozen=True):
    """What an envelope is bound to.

    *fingerprint* is the manifest's SHA-256, *stratum* as "0580/elected", *trustee_public_keys* uncompressed points of
    P-256 in the manifest's order, *row_width* the bytes of a row, equal for all strata of a wave.
    """

    fingerprint: bytes
    stratum: str
    trustee_public_keys: tuple[bytes, ...]
    k: int
    row_width: int

    def __post_init__(self) -> None:
        """Refuse what could be sealed but not soundly opened."""
        n = len(self.trustee_public_keys)
        if len(self.fingerprint) != 32 or not self.stratum.isascii() or not self.stratum or self.row_width < 1:
            raise EnvelopeError("no envelope without a fingerprint of 32 bytes, a stratum and a row")
        if not 2 <= self.k <= n <= MAX_TRUSTEES:
            raise SharesError(f"{self.k} of {n} trustees is not possible", f"choose 2 <= k <= n <= {MAX_TRUSTEES}")
        if len(set(self.trustee_public_keys)) != n:
            raise KeyFileError("two trustees have the same public key", "let each trustee make a key file of their own")
        for encoded in self.trustee_public_keys:
            hpke.public_key(encoded)


class Envelope(msgspec.Struct, frozen=True):
    """The parts of an envelope, as bytes: *prefix* is all before the body, which the body's tag covers too."""

    prefix: bytes
    nonce: bytes
    commitment: bytes
    parts: tuple[bytes, ...]
    body: bytes


class _Randomness(msgspec.Struct, frozen=True):
    tracker: bytes
    data_key: bytes
    nonce: bytes
    sharing: bytes
    ephemeral: tuple[bytes, ...]


def random_seed() -> bytes:
    """A new sealing seed from the operating system's randomness; it belongs in the encrypted draft and nowhere else."""
    return secrets.token_bytes(SEED_BYTES)


def plaintext_size(row_width: int) -> int:
    """Bytes of what the body seals: version, tracker, row."""
    return 1 + TRACKER_BYTES + row_width


def envelope_size(plaintext_bytes: int, n: int) -> int:
    """The one length, in bytes, of all envelopes of a wave with n trustees."""
    return _HEADER_BYTES + n * _PART_BYTES + plaintext_bytes + _TAG_BYTES


@lru_cache(maxsize=1024)
def context_digest(context: Context) -> bytes:
    """SHA-256 of all that an envelope is bound to; it stands in every HPKE info and in the body's associated data."""
    trustees = bytes([context.k, len(context.trustee_public_keys)])
    parts = (context.fingerprint, context.stratum.encode("ascii"), trustees, *context.trustee_public_keys)
    return sha256(framed("samtidig envelope 1 context", *parts)).digest()


def share_info(context: Context, trustee: int) -> bytes:
    """HPKE info of the part for the trustee at index *trustee*, counted from 0."""
    return framed("samtidig envelope 1 share", context_digest(context), bytes([trustee]))


def body_aad(context: Context, prefix: bytes) -> bytes:
    """Associated data of the body: the context, and every byte before the body, so that no part can be exchanged."""
    return framed("samtidig envelope 1 body", context_digest(context), prefix)


def body_key(data_key: bytes) -> tuple[bytes, bytes]:
    """The body's AES key and the commitment, 32 bytes each, from the data key that is shared among the trustees.

    AES-GCM alone lets a crafty sender make one body that two keys open to two answers, so that trustees 1 and 2 would
    count another answer than trustees 1 and 3. The commitment in the envelope lets one key only be the right one.
    """
    both = hkdf.expand(hkdf.extract(b"", data_key), b"samtidig envelope 1 data key", _KEY_BYTES + _COMMITMENT_BYTES)
    return both[:_KEY_BYTES], both[_KEY_BYTES:]


def seal(row: bytes, context: Context, seed: bytes) -> bytes:
    """The envelope of a row: the same bytes for the same row, context and seed.

    The page that seals can be sent twice: when an acknowledgement is lost on the way, the respondent presses the button
    again, and the same sheet must then be the same envelope with the same receipt, for nothing computed from the
    answers is kept to compare with. So every random value follows from the seed, which travels only in the encrypted
    draft. It follows from the row and the context as well (as in synthetic-IV encryption): a respondent who goes back
    and changes an answer under the same seed gets an unrelated tracker, data key, nonce and ephemeral keys, and no key
    and nonce ever meet two messages. A holder of the seed could test a guessed row: keep it as secret as the answers.

    Raises
    ------
    EnvelopeError
        If the row is not ASCII of the context's width, or the seed not 32 bytes.
    """
    keys = context.trustee_public_keys
    randomness = _derive(row, context, seed)
    key, commitment = body_key(randomness.data_key)
    shares = sharing.split(randomness.data_key, context.k, len(keys), randomness.sharing)
    parts = (
        hpke.seal(keys[trustee], share_info(context, trustee), share, randomness.ephemeral[trustee])
        for trustee, share in enumerate(shares)
    )
    prefix = b"".join((MAGIC, bytes([len(keys)]), randomness.nonce, commitment, *parts))
    plaintext = bytes([PLAINTEXT_VERSION]) + randomness.tracker + row
    return prefix + AESGCM(key).encrypt(randomness.nonce, plaintext, body_aad(context, prefix))


def tracker(row: bytes, context: Context, seed: bytes) -> bytes:
    """The tracker (16 bytes) in the envelope that `seal` makes of the same three; EnvelopeError as there.

    The page that thanks shows its text beside the receipt. It is worked out again rather than handed on, so that what
    is handed on to the box is the envelope and nothing of what is in it.
    """
    return _derive(row, context, seed).tracker


def _derive(row: bytes, context: Context, seed: bytes) -> _Randomness:
    """All that sealing needs of randomness, by HMAC (seed over context and row) and HKDF-Expand."""
    if len(row) != context.row_width or not row.isascii():
        raise EnvelopeError(f"a row is {context.row_width} bytes of ASCII, this one is not")
    if len(seed) != SEED_BYTES:
        raise EnvelopeError(f"a sealing seed has {SEED_BYTES} bytes, not {len(seed)}")
    n = len(context.trustee_public_keys)
    root = hmac_digest(seed, framed("samtidig seal 1", context_digest(context), row), "sha256")
    sharing_bytes = sharing.randomness_bytes(_KEY_BYTES, context.k, n)
    sizes = (TRACKER_BYTES, _KEY_BYTES, _NONCE_BYTES, sharing_bytes, *(hpke.SECRET_BYTES for _ in range(n)))
    stream = hkdf.expand(root, b"samtidig seal 1 randomness", sum(sizes))
    pieces: list[bytes] = []
    start = 0
    for size in sizes:
        pieces.append(stream[start : start + size])
        start += size
    drawn, data_key, nonce, polynomials, *ephemeral = pieces
    return _Randomness(drawn, data_key, nonce, polynomials, tuple(ephemeral))


def parse(envelope: bytes) -> Envelope:
    """The parts of an envelope; an EnvelopeError if its mark or length is wrong. Opens nothing."""
    if envelope[: len(MAGIC)] != MAGIC or len(envelope) < _HEADER_BYTES:
        raise EnvelopeError("this is no envelope of version 1")
    n = envelope[len(MAGIC)]
    body_start = _HEADER_BYTES + n * _PART_BYTES
    if not 2 <= n <= MAX_TRUSTEES or len(envelope) < envelope_size(plaintext_size(1), n):
        raise EnvelopeError(f"an envelope for {n} trustees cannot have {len(envelope)} bytes")
    nonce_start = len(MAGIC) + 1
    return Envelope(
        prefix=envelope[:body_start],
        nonce=envelope[nonce_start : nonce_start + _NONCE_BYTES],
        commitment=envelope[_HEADER_BYTES - _COMMITMENT_BYTES : _HEADER_BYTES],
        parts=tuple(envelope[at : at + _PART_BYTES] for at in range(_HEADER_BYTES, body_start, _PART_BYTES)),
        body=envelope[body_start:],
    )


def check(envelope: bytes, n: int, row_width: int) -> None:
    """Refuse (EnvelopeError) what cannot be an envelope of a wave with n trustees and rows of *row_width* bytes.

    That is all the box can see from outside: the mark, n, the one length, and uncompressed points where they belong.
    """
    size = envelope_size(plaintext_size(row_width), n)
    if len(envelope) != size:
        raise EnvelopeError(f"an envelope of this wave has {size} bytes, not {len(envelope)}")
    parsed = parse(envelope)
    if len(parsed.parts) != n or any(part[0] != 4 for part in parsed.parts):
        raise EnvelopeError(f"the envelope is not sealed for {n} trustees")
