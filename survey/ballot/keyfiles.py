"""Key files: what a security chief keeps, one text with two private keys under a passphrase.

One key opens shares of answers (HPKE), one signs approvals (ECDSA); both are on P-256. The public half is a text of its
own, which the study file names. The file is sealed with AES-256-GCM under scrypt of the passphrase; its checksum tells
an altered file from a wrong passphrase, and the cost is bounded on reading, so that a hostile file cannot eat the
memory. The private keys never leave this module but as objects that print nothing.
"""

import secrets
import unicodedata
from hashlib import sha256
from typing import Annotated, Literal, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from msgspec import Meta

from survey.ballot import crockford, hpke
from survey.ballot.framing import framed
from survey.errors import KeyFileError, WrongPassphrase

SCRYPT_LOG_N = 17  # 128 MiB and about half a second: OWASP Password Storage Cheat Sheet, scrypt N = 2¹⁷, r = 8, p = 1
SHORTEST_PASSPHRASE = 12
_LOWEST_LOG_N, _HIGHEST_LOG_N = 14, 18  # 16 to 256 MiB
_LONGEST_FILE = 16_384
_SCALAR_BYTES = 32

_Point = Annotated[str, Meta(pattern=r"\A04[0-9a-f]{128}\Z")]
_Name = Annotated[str, Meta(min_length=1, max_length=100)]


class PublicKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What everybody may know of a chief: *hpke* and *sign* are uncompressed points of P-256 in hex."""

    name: _Name
    hpke: _Point
    sign: _Point

    @property
    def fingerprint(self) -> str:
        """Name and keys as twelve symbols, to be compared over the telephone."""
        message = framed(
            "samtidig public keys 1", self.name.encode(), bytes.fromhex(self.hpke), bytes.fromhex(self.sign)
        )
        return crockford.fingerprint_text(sha256(message).digest())


class SecretKeys(msgspec.Struct, frozen=True):
    """A chief's two private keys, in memory."""

    name: str
    hpke: ec.EllipticCurvePrivateKey
    sign: ec.EllipticCurvePrivateKey

    @property
    def public(self) -> PublicKeys:
        """The public half."""
        points = (hpke.public_bytes(private.public_key()).hex() for private in (self.hpke, self.sign))
        return PublicKeys(self.name, *points)


class _PublicFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["samtidig public keys 1"]
    public: PublicKeys
    fingerprint: str


class _Sealing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the private half is sealed: everything that decrypting needs but the passphrase."""

    kdf: Literal["scrypt"]
    log_n: Annotated[int, Meta(ge=_LOWEST_LOG_N, le=_HIGHEST_LOG_N)]
    r: Literal[8]
    p: Literal[1]
    salt: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    cipher: Literal["AES-256-GCM"]
    nonce: Annotated[str, Meta(pattern=r"\A[0-9a-f]{24}\Z")]


class _KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["samtidig key file 1"]
    public: PublicKeys
    sealing: _Sealing
    sealed: Annotated[str, Meta(pattern=r"\A[0-9a-f]{160}\Z")]
    checksum: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


_File = TypeVar("_File", _PublicFile, _KeyFile)


def random_keys(name: str) -> SecretKeys:
    """A new pair of private keys from the operating system's randomness, for the person or office *name*."""
    if not 1 <= len(name) <= 100 or not name.isprintable() or name != name.strip():
        raise KeyFileError(
            "a name has 1 to 100 printable characters, none of them a blank at either end", "choose another"
        )
    hpke_key, sign_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    return SecretKeys(unicodedata.normalize("NFC", name), hpke_key, sign_key)


def write_key_file(keys: SecretKeys, passphrase: str, log_n: int = SCRYPT_LOG_N) -> str:
    """The key file's text; salt and nonce are drawn anew. *log_n* is scrypt's cost, memory 2^log_n KiB."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise KeyFileError(
            f"the passphrase has {len(passphrase)} characters",
            f"choose {SHORTEST_PASSPHRASE} or more: four words will do",
        )
    sealing = _Sealing("scrypt", log_n, 8, 1, secrets.token_hex(16), "AES-256-GCM", secrets.token_hex(12))
    scalars = b"".join(_scalar(private).to_bytes(_SCALAR_BYTES, "big") for private in (keys.hpke, keys.sign))
    aead = AESGCM(_passphrase_key(passphrase, sealing))
    sealed = aead.encrypt(bytes.fromhex(sealing.nonce), scalars, _binding(keys.public, sealing))
    return _pretty(_with_checksum(_KeyFile("samtidig key file 1", keys.public, sealing, sealed.hex(), "")))


def read_key_file(text: str, passphrase: str) -> SecretKeys:
    """The private keys of a key file.

    Raises
    ------
    KeyFileError
        If the text is no key file, or was altered or cut after it was written.
    WrongPassphrase
        If the file is whole but does not open. (Who alters it and makes the checksum anew gets this too.)
    """
    file = _decode_key_file(text)
    aead = AESGCM(_passphrase_key(passphrase, file.sealing))
    try:
        scalars = aead.decrypt(
            bytes.fromhex(file.sealing.nonce), bytes.fromhex(file.sealed), _binding(file.public, file.sealing)
        )
    except InvalidTag:
        raise WrongPassphrase(f"the passphrase does not open the key file of {file.public.name}") from None
    keys = SecretKeys(file.public.name, _private(scalars[:_SCALAR_BYTES]), _private(scalars[_SCALAR_BYTES:]))
    if keys.public != file.public:
        raise KeyFileError("the key file's private and public keys do not belong together")
    return keys


def read_public_half(text: str) -> PublicKeys:
    """The public keys that stand in a key file, without its passphrase."""
    return _decode_key_file(text).public


def write_public_keys(public: PublicKeys) -> str:
    """The public half as a text to send to who defines the study."""
    return _pretty(_PublicFile("samtidig public keys 1", public, public.fingerprint))


def read_public_keys(text: str) -> PublicKeys:
    """The public half from its text; a KeyFileError if it is altered, cut or not on the curve."""
    file = _decode(text, _PublicFile, "the file of public keys")
    _require_sound(file.public)
    if file.fingerprint != file.public.fingerprint:
        raise KeyFileError("the public keys are altered: they do not give the fingerprint beside them")
    return file.public


def _decode(text: str, kind: type[_File], what: str) -> _File:
    """The text as a file of this kind; a fault names its place in the JSON."""
    if len(text) > _LONGEST_FILE:
        raise KeyFileError(f"{what} is longer than any such file")
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeEncodeError) as fault:
        raise KeyFileError(f"{what} is altered, cut short or none at all ({fault})") from None


def _decode_key_file(text: str) -> _KeyFile:
    file = _decode(text, _KeyFile, "the key file")
    if file.checksum != _with_checksum(file).checksum:
        raise KeyFileError("the key file is altered: its checksum does not hold")
    _require_sound(file.public)
    return file


def _require_sound(public: PublicKeys) -> None:
    """Refuse a name that a terminal could obey, and keys that are no points of the curve."""
    if not public.name.isprintable() or public.name != public.name.strip():
        raise KeyFileError("the name beside the keys has characters that no name has")
    for point in (public.hpke, public.sign):
        hpke.public_key(bytes.fromhex(point))


def _with_checksum(file: _KeyFile) -> _KeyFile:
    """The file with the SHA-256 of its canonical JSON, taken with an empty checksum."""
    empty = msgspec.structs.replace(file, checksum="")
    return msgspec.structs.replace(file, checksum=sha256(msgspec.json.encode(empty, order="sorted")).hexdigest())


def _binding(public: PublicKeys, sealing: _Sealing) -> bytes:
    """Associated data: nobody may put another name, public key or cost beside a sealed private half."""
    parts = (msgspec.json.encode(part, order="sorted") for part in (public, sealing))
    return framed("samtidig key file 1", *parts)


def _passphrase_key(passphrase: str, sealing: _Sealing) -> bytes:
    """32 bytes from a passphrase in Unicode's composed form: keyboards write å as one character or as two."""
    kdf = Scrypt(salt=bytes.fromhex(sealing.salt), length=32, n=1 << sealing.log_n, r=sealing.r, p=sealing.p)
    return kdf.derive(unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"))


def _scalar(private: ec.EllipticCurvePrivateKey) -> int:
    return private.private_numbers().private_value


def _private(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        return ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())
    except ValueError:
        raise KeyFileError("the key file holds no private key of P-256") from None


def _pretty(file: _KeyFile | _PublicFile) -> str:
    return msgspec.json.format(msgspec.json.encode(file), indent=2).decode() + "\n"
