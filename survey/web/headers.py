"""The headers of every answer, whatever its status: one hook, so that no route can forget them.

It is a hook of the application and not a middleware of its routes, since Litestar's router gives its own refusals
(no such page, wrong method) without passing any middleware.
"""

from litestar.types import Message, Scope

_NOTHING_ALLOWED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture", "encrypted-media",
    "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "interest-cohort",
    "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb",
    "window-management", "xr-spatial-tracking",
)  # fmt: skip

#: Nothing inline, nothing from elsewhere, and no text can become markup or code (Trusted Types without a policy).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

#: What every answer bears.
ALWAYS = {
    "content-security-policy": POLICY,
    "integrity-policy": "blocked-destinations=(script)",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "origin-agent-cluster": "?1",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in _NOTHING_ALLOWED),
    "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
    "x-robots-tag": "noindex, nofollow, noarchive",
}
NOT_KEPT = {"cache-control": "no-store"}
KEPT_FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
#: On the way out: the browser forgets what it kept of this site, also the pages behind its back button.
FORGET = {"clear-site-data": '"cache", "cookies", "storage"'}

_ALWAYS = [(name.encode("ascii"), value.encode("ascii")) for name, value in ALWAYS.items()]
_NOT_KEPT = [(name.encode("ascii"), value.encode("ascii")) for name, value in NOT_KEPT.items()]
#: The only headers an answer may bring of its own.
_OWN = {
    b"content-type", b"content-length", b"content-encoding", b"vary", b"cache-control", b"clear-site-data",
    b"location", b"allow", b"retry-after", b"etag",
}  # fmt: skip


async def add_headers(message: Message, scope: Scope) -> None:  # noqa: ARG001 - Litestar's signature of the hook
    """Before anything is sent: keep the few headers an answer needs, and add those that all must have."""
    if message["type"] != "http.response.start":
        return
    kept = [(name, value) for name, value in message["headers"] if name.lower() in _OWN]
    if not any(name.lower() == b"cache-control" for name, _ in kept):
        kept += _NOT_KEPT
    message["headers"] = kept + _ALWAYS
