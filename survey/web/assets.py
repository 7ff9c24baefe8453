"""The style sheet, scripts and pictures: read once, named after their content, served from memory.

A name that holds a digest of its content never changes meaning, so a browser may keep it for a year and asks
for it once. Nothing here is made by anyone but us: no font, script or picture comes from another host.
"""

import gzip
import hashlib
from base64 import b64encode
from pathlib import Path

import msgspec

HTML = "text/html; charset=utf-8"
JSON = "application/json"
STATIC = Path(__file__).with_name("static")
PREFIX = "/static/"

#: The end of a file's name -> how it is sent.
TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript; charset=utf-8"}


class Asset(msgspec.Struct, frozen=True):
    """One thing that is the same for all, ready to send plain or packed.

    The tags are strong ones: each is the SHA-256, in hexadecimal and in quotes, of the very bytes that are sent, so
    whoever compares two of them compares what two readers were given.
    """

    media_type: str
    plain: bytes
    packed: bytes
    plain_tag: str
    packed_tag: str


class Assets(msgspec.Struct, frozen=True):
    """*addresses*: file name -> path to link to; *files*: the last part of that path -> its content.

    *integrity*: file name -> what a link to it says of its content (SRI), so that a browser runs no other script.
    """

    addresses: dict[str, str]
    integrity: dict[str, str]
    files: dict[str, Asset]


def named(stem: str, plain: bytes, suffix: str) -> str:
    """A name that changes with the content."""
    return f"{stem}.{hashlib.sha256(plain).hexdigest()[:16]}{suffix}"


def asset(media_type: str, plain: bytes, packed: bytes = b"") -> Asset:
    """*plain* made ready; packed here, unless it is *packed* already."""
    packed = packed or gzip.compress(plain, 9, mtime=0)
    return Asset(media_type, plain, packed, _tag(plain), _tag(packed))


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()}"'


def ready(plain: bytes, suffix: str) -> Asset:
    """The content of a file with this ending, packed once."""
    return asset(TYPES[suffix], plain)


def read_assets(folder: Path = STATIC) -> Assets:
    """Every style sheet, script and picture in *folder*."""
    addresses = {}
    integrity = {}
    files = {}
    for file in sorted(folder.iterdir()):
        if file.suffix in TYPES:
            plain = file.read_bytes()
            name = named(file.stem, plain, file.suffix)
            addresses[file.name] = PREFIX + name
            integrity[file.name] = "sha384-" + b64encode(hashlib.sha384(plain).digest()).decode("ascii")
            files[name] = ready(plain, file.suffix)
    return Assets(addresses, integrity, files)
