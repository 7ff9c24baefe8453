"""One visitor with an ordinary browser and no JavaScript: reads each page, ticks, presses the first button.

It knows nothing of how the pages are made but what HTML says: a form has an address, hidden fields, inputs with names
and values, and buttons. So it also shows that the pages can be filled in by anything that can fill in a form.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode

import msgspec

from survey.errors import DemoError

#: No questionnaire needs more pages; a visitor who meets more is going in circles.
MOST_PAGES = 60


#: What only the last page shows, each four groups of four symbols: a receipt and a tracker.
RECEIPT = re.compile(r'data-slot="receipt"[^>]*>((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})</code>')
TRACKER = re.compile(r'data-slot="tracker"[^>]*>((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})</code>')


class Page(HTMLParser):
    """The form on a page: its address, hidden fields, offered answers (name -> values) and first button.

    What stands in a `template` is for scripts, and this browser runs none.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action = ""
        self.hidden: list[tuple[str, str]] = []
        self.offered: dict[str, set[str]] = {}
        self.button: tuple[str, str] | None = None
        self.has_code = False
        self._inside = False
        self._templates = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a browser would send."""
        self._templates += tag == "template"
        if self._templates:
            return
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and found.get("id") == "answers":
            self._inside, self.action = True, found.get("action", "")
        if not self._inside:
            return
        kind, name, value = found.get("type", ""), found.get("name", ""), found.get("value", "")
        if tag == "input" and kind == "hidden":
            self.hidden.append((name, value))
        elif tag == "input" and kind in {"radio", "checkbox"}:
            self.offered.setdefault(name, set()).add(value)
        elif tag == "input" and name == "code":
            self.has_code = True
        elif tag == "button" and self.button is None and "formaction" not in found:
            self.button = (name, value)

    def handle_endtag(self, tag: str) -> None:
        """A form or a template ends."""
        if tag == "template":
            self._templates -= 1
        elif tag == "form" and not self._templates:
            self._inside = False


class Visit(msgspec.Struct, frozen=True):
    """What became of a visit: how many requests it took, the last page, and the receipt and tracker it shows.

    Both are empty if the answers were not taken.
    """

    requests: int
    last: str
    receipt: str = ""
    tracker: str = ""

    @property
    def taken(self) -> bool:
        """Whether the answers were taken."""
        return bool(self.receipt)


def answer(connection: HTTPConnection, start: str, code: str, answers: Mapping[str, tuple[str, ...]]) -> Visit:
    """Open *start*, write *code*, answer page after page, send. *answers*: item -> codes; others are left blank."""
    text = _ask(connection, "GET", start, None)[1]
    requests = 1
    while requests < MOST_PAGES:
        page = Page(text)
        if page.button is None:
            return Visit(requests, text, _shown(RECEIPT, text), _shown(TRACKER, text))
        fields = [*page.hidden, page.button]
        if page.has_code:
            fields.append(("code", code))
        for name, values in page.offered.items():
            item = name.rpartition("-")[2]
            fields.extend((name, chosen) for chosen in answers.get(item, ()) if chosen in values)
        status, text = _ask(connection, "POST", page.action, urlencode(fields))
        requests += 1
        if status != 200:
            return Visit(requests, text)
    raise DemoError(f"no end after {MOST_PAGES} pages")


def fetch(connection: HTTPConnection, path: str) -> bytes:
    """What lies at *path*. Raises DemoError if nothing does."""
    connection.request("GET", path)
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise DemoError(f"{path} answered {response.status}")
    return content


def _shown(what: re.Pattern[str], text: str) -> str:
    found = what.search(text)
    return found[1] if found else ""


def _ask(connection: HTTPConnection, method: str, path: str, body: str | None) -> tuple[int, str]:
    headers = {} if body is None else {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, body=body, headers=headers)
    response = connection.getresponse()
    return response.status, response.read().decode("utf-8")
