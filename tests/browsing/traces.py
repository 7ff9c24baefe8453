"""What a session leaves behind or gives away: every request, every storage of the browser, every address and line; and
a search of it for a code and for answers in every way they could be written.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping

import msgspec
from playwright.sync_api import Page, Request

#: All that a page can see of what it keeps: storage of every kind, its addresses, its history, its name.
_KEPT = """
async () => JSON.stringify({
  local: {...localStorage}, session: {...sessionStorage}, cookie: document.cookie, name: window.name,
  databases: (await indexedDB.databases()).map((one) => one.name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  address: location.href, state: history.state, referrer: document.referrer,
})
"""


class Sent(msgspec.Struct, frozen=True):
    """One request as it left the browser."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def head(self) -> bytes:
        """All of it but the body."""
        return f"{self.method} {self.url} {self.headers}".encode()


class Recorder:
    """Writes down what *page* sends, is given, says and keeps, from now on."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._requests: list[Request] = []
        self.said: list[str] = []
        self.kept: list[str] = []
        page.context.on("request", self._note)
        page.on("console", lambda line: self.said.append(line.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def _note(self, request: Request) -> None:
        self._requests.append(request)

    def look(self) -> None:
        """Write down what is kept at this moment."""
        self.kept.append(self.page.evaluate(_KEPT))

    def requests(self) -> list[Sent]:
        """All that were sent."""
        return [
            Sent(one.method, one.url, tuple(sorted(one.all_headers().items())), one.post_data_buffer or b"")
            for one in self._requests
        ]

    def cookies(self) -> list[str]:
        """What answers asked the browser to keep, and what it keeps."""
        asked = [answer.headers.get("set-cookie", "") for one in self._requests if (answer := one.response())]
        return [*filter(None, asked), *(str(cookie) for cookie in self.page.context.cookies())]

    def everything(self, sent: Iterable[Sent]) -> dict[str, bytes]:
        """Where -> what was written there, but for the bodies of requests."""
        found = {f"request {number}": one.head for number, one in enumerate(sent)}
        found |= {f"kept {number}": text.encode() for number, text in enumerate(self.kept)}
        return found | {"console": "\n".join(self.said).encode(), "cookies": "\n".join(self.cookies()).encode()}


def written(secret: bytes) -> dict[str, bytes]:
    """Way of writing -> *secret* written so."""
    found = {"plain": secret, "hex": secret.hex().encode(), "HEX": secret.hex().upper().encode()}
    if secret.isascii():
        text = secret.decode()
        found |= {"lower": text.lower().encode(), "UTF-16": text.encode("utf-16-le"), "reversed": secret[::-1]}
    for before in range(3):  # where in three bytes the secret may begin; what its neighbours change is cut off
        coded = b64encode(bytes(before) + secret).rstrip(b"=")
        found[f"base64 + {before}"] = coded[(before * 8 + 5) // 6 : (before + len(secret)) * 8 // 6]
    return found


def found_in(places: Mapping[str, bytes], secrets: Iterable[bytes]) -> list[str]:
    """Where any of *secrets* is written in any way."""
    ways = [(secret, way, text) for secret in secrets for way, text in written(secret).items()]
    return [
        f"{secret!r} in {place}, {way}" for place, held in places.items() for secret, way, text in ways if text in held
    ]


def of_code(code: str) -> list[bytes]:
    """A code as it is printed and as it is sent."""
    return [code.encode(), code.replace("-", "").encode()]


def of_answers(answers: Mapping[str, str]) -> list[bytes]:
    """Answers as names and ids of the form would show them, and as a list of them in JSON."""
    ids = [f"{item}-{code}" for item, code in answers.items()]
    names = [f"a-{item}" for item in answers]
    listed = [json.dumps([item, [code]], separators=(",", ":")) for item, code in answers.items()]
    return [text.encode() for text in [*ids, *names, *listed, *(code for code in answers.values() if len(code) > 5)]]
