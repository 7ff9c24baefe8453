"""An answer whose bytes are ready, sent as they are.

Litestar's own response looks at media types, encoders and cookies at every request, which costs as much as putting a
prepared page together. This one is given its bytes and sends them; the headers that all answers bear come by the
application's hook (headers.py).
"""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from survey.web.assets import HTML, Asset


def takes_gzip(accepts: str) -> bool:
    """Whether the header `Accept-Encoding` *accepts* gzip: named, and not with the weight 0."""
    for one in accepts.split(","):
        name, _, weight = one.partition(";")
        if name.strip().lower() in {"gzip", "x-gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def unchanging(request: Request[Any, Any, Any], found: Asset, extra: Mapping[str, str] = {}) -> "Ready":
    """*found*, packed for who takes that; only its tag for who has those very bytes."""
    packed = takes_gzip(request.headers.get("accept-encoding", ""))
    tag = found.packed_tag if packed else found.plain_tag
    named = {**extra, "etag": tag, "vary": ", ".join(filter(None, ("accept-encoding", extra.get("vary", ""))))}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Ready(b"", status=304, headers=named)
    if packed:
        named["content-encoding"] = "gzip"
    return Ready(found.packed if packed else found.plain, found.media_type, headers=named)


def _has(held: str, tag: str) -> bool:
    """Whether *tag* is in the header `If-None-Match`; a weak one of the same name counts (RFC 9110, 13.1.2)."""
    return bool(held) and (held.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in held.split(",")})


class _Sending(ASGIResponse):
    """What the server runs: two messages."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self._status = status
        self._headers = headers
        self._ready = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as in ASGI
        await send({"type": "http.response.start", "status": self._status, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._ready, "more_body": False})


class Ready(Response[bytes]):
    """An answer with *body*, of *media_type*, with *status* and *headers*; to HEAD, the same without its body."""

    def __init__(self, body: bytes, media_type: str = HTML, status: int = 200, headers: Mapping[str, str] = {}) -> None:
        named = {"content-type": media_type, "content-length": str(len(body)), **headers}
        if status == 304:  # nothing follows, and the asker knows what it would have been
            del named["content-type"], named["content-length"]
        self._status = status
        self._named = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]
        self._ready = body

    def to_asgi_response(self, app: object, request: Request[Any, Any, Any], **_: object) -> ASGIResponse:  # noqa: ARG002
        """The application that sends it; all that Litestar would add is left out."""
        return _Sending(self._status, self._named, b"" if request.method == "HEAD" else self._ready)
