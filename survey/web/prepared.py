"""Pages made once and served as ready bytes.

What is the same for all is rendered once and cut at the few places that differ: the draft, the receipt and the tracker,
and after each option the word ` checked`. A served page is then its pieces put together, which takes microseconds.

The pieces are also packed beforehand, each a run of DEFLATE blocks that ends on a byte and looks back on nothing, with
the draft between them in a stored block. So a phone gets a fifth of the bytes, no page is compressed while someone
waits, and the length of what is packed cannot depend on both a secret and anything else (no BREACH).
"""

import re
import zlib
from collections.abc import Collection, Mapping

import msgspec

from survey.web.assets import HTML, Asset, asset

DRAFT = "draft"
RECEIPT = "receipt"
TRACKER = "tracker"
_TEXTS = {DRAFT, RECEIPT, TRACKER}

# Two characters from Unicode's private use, which no wording holds.
_OPEN, _SHUT = "\ue000", "\ue001"
_PLACE = re.compile(f"{_OPEN}([^{_SHUT}]*){_SHUT}")

_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"
_STORED_AT_MOST = 65_535


def place(name: str) -> str:
    """The mark that a template leaves where *name* is to be filled in."""
    return f"{_OPEN}{name}{_SHUT}"


def option(item: str, code: str) -> str:
    """The name of the place after one option."""
    return f"{item}={code}"


class Page(msgspec.Struct, frozen=True):
    """A rendered page: `pieces` of bytes, and between them the `places` to fill; *packed* is the pieces deflated
    as they stand between the places that are not options.
    """

    pieces: tuple[bytes, ...]
    places: tuple[str, ...]
    packed: tuple[bytes, ...]
    packed_places: tuple[str, ...]

    def whole(self) -> Asset:
        """The page as all are given it, ready to send. Raises KeyError for one with a draft or a receipt in it."""
        return asset(HTML, self.fill({}), self.fill_packed({}))

    def fill(self, texts: Mapping[str, bytes], chosen: Collection[str] = ()) -> bytes:
        """The page with *texts* in their places (draft, receipt, tracker) and the options in *chosen* checked."""
        parts = [self.pieces[0]]
        for name, piece in zip(self.places, self.pieces[1:], strict=True):
            if name in texts:
                parts.append(texts[name])
            elif name in chosen:
                parts.append(b" checked")
            parts.append(piece)
        return b"".join(parts)

    def fill_packed(self, texts: Mapping[str, bytes]) -> bytes:
        """The same page with nothing checked, as gzip."""
        parts = [_GZIP_HEAD, self.packed[0]]
        for name, piece in zip(self.packed_places, self.packed[1:], strict=True):
            parts.extend((_stored(texts[name]), piece))
        plain = self.fill(texts)
        parts.extend((_LAST_BLOCK, zlib.crc32(plain).to_bytes(4, "little"), len(plain).to_bytes(4, "little")))
        return b"".join(parts)


def _deflated(piece: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(text: bytes) -> bytes:
    """*text* in one stored block (RFC 1951, 3.2.4); the blocks around it begin and end on whole bytes."""
    size = len(text)
    if size > _STORED_AT_MOST:
        raise ValueError("a text between the pieces of a page must fit in one block")
    return b"\x00" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + text


def cut(html: str) -> Page:
    """A rendered page, cut at the places its template left."""
    parts = _PLACE.split(html)
    pieces, places = parts[0::2], parts[1::2]
    joined = [pieces[0]]
    kept = []
    for name, piece in zip(places, pieces[1:], strict=True):
        if name in _TEXTS:
            kept.append(name)
            joined.append(piece)
        else:
            joined[-1] += piece
    return Page(
        tuple(piece.encode() for piece in pieces),
        tuple(places),
        tuple(_deflated(piece.encode()) for piece in joined),
        tuple(kept),
    )
