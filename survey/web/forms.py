"""A posted form, read strictly: from our own page, of the right kind, no larger than a questionnaire can be.

There is no cookie, so no browser can be tricked into answering for its owner: the code in the body is all the
authority there is. The checks below keep other sites from posting in here all the same, by two headers that say
where a request comes from. Neither names the visitor.
"""

from collections.abc import AsyncIterable, Iterable, Mapping
from urllib.parse import parse_qsl, urlsplit

from litestar.exceptions import ClientException, HTTPException, InternalServerException, PermissionDeniedException

LARGEST_BYTES = 64 * 1024
MOST_FIELDS = 500
MEDIA_TYPE = "application/x-www-form-urlencoded"
OCTETS = "application/octet-stream"

_MOST_DIGITS = 9  # of a length: more say no more than that it is too large
_NEAR = {None, "same-origin", "none"}
#: A form of codes is ASCII whatever it is called, and UTF-8 is what our pages say: some programs write it out.
_SPELLINGS = {MEDIA_TYPE: {MEDIA_TYPE, MEDIA_TYPE + ";charset=utf-8"}, OCTETS: {OCTETS}}


def require_own_page(headers: Mapping[str, str], media_type: str = MEDIA_TYPE) -> None:
    """Raises 403 if another site posted this, and 415 if it is of another kind than *media_type*.

    A browser that is told to send no referrer names the origin of its own forms `null`; then `Sec-Fetch-Site` decides.
    """
    if not _is_own(headers.get("origin"), headers.get("host")) or headers.get("sec-fetch-site") not in _NEAR:
        raise PermissionDeniedException("the form was posted by another site")
    if headers.get("content-type", "").lower().replace(" ", "").replace('"', "") not in _SPELLINGS[media_type]:
        raise HTTPException("this is posted as " + media_type, status_code=415)


def _is_own(origin: str | None, host: str | None) -> bool:
    if origin is None or origin == "null":
        return True
    try:
        return urlsplit(origin).netloc == host != ""
    except ValueError:  # no browser's: `http://[` is the beginning of an address that never ends
        return False


async def read_form(stream: AsyncIterable[bytes]) -> dict[str, list[str]]:
    """Field name -> values, always a list: one ticked box is a list of one. Raises 413 or 400."""
    body = b""
    async for piece in _whole(stream):
        body += piece
        if len(body) > LARGEST_BYTES:
            raise HTTPException("the form is too large", status_code=413)
    return parse(body)


async def read_exactly(stream: AsyncIterable[bytes], size: int, announced: str | None) -> bytes:
    """A body of *size* bytes. Raises 413 for a longer one and 400 for a shorter, before reading it if that is said.

    Nothing that was cut off on the way is ever taken for a whole one.
    """
    if announced is not None and announced.isdecimal():
        _require_size(int(announced[:_MOST_DIGITS]), size)
    body = b""
    async for piece in _whole(stream):
        body += piece
        if len(body) > size:
            break
    _require_size(len(body), size)
    return body


async def _whole(stream: AsyncIterable[bytes]) -> AsyncIterable[bytes]:
    """*stream*; that its sender went away is no fault of ours."""
    try:
        async for piece in stream:
            yield piece
    except InternalServerException as error:
        raise ClientException("the body was cut off") from error


def _require_size(found: int, size: int) -> None:
    if found > size:
        raise HTTPException("the body is too large", status_code=413)
    if found < size:
        raise ClientException("the body is too short")


def parse(body: bytes) -> dict[str, list[str]]:
    """The fields of a form's body. Raises 400 for what is not ASCII, not UTF-8 behind its %, or of too many fields."""
    fields: dict[str, list[str]] = {}
    try:
        for name, value in _pairs(body.decode("ascii")):
            fields.setdefault(name, []).append(value)
    except ValueError as error:
        raise ClientException("the form cannot be read") from error
    return fields


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    """As parse_qsl; a form of codes alone has nothing to unquote, and then splitting it is five times as quick."""
    if "%" in text or "+" in text:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    if text.count("&") >= MOST_FIELDS:
        raise ValueError("too many fields")
    return [pair.partition("=")[::2] for pair in text.split("&") if pair]
