"""A visitor who reads the HTML that comes and posts what a browser would: fields, ticks, the button that is pressed.

It goes straight to the application, with no network between, so that a test can look at every byte.
"""

from html.parser import HTMLParser
from typing import Any

from litestar import Litestar
from litestar.testing import TestClient

from tests.builders import OPENS, World

WAVE = "linkoping-norrkoping-1"
SV = f"/s/{WAVE}/sv"
EN = f"/s/{WAVE}/en"


class Html(HTMLParser):
    """The parts of a page that a visitor acts on, and the text that a reader sees.

    What stands in a `template` is for a script, and what is `hidden` or a block of data nobody reads.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.title = ""
        self.headings: list[str] = []
        self._within: list[str] = []
        self._unseen: list[int] = []  # how deep what is not seen began
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        found = {name: value or "" for name, value in attrs}
        void = tag in {"meta", "link", "input", "img", "br"}
        if not self._unseen and not void and (tag in {"template", "script"} or ("hidden" in found and tag != "button")):
            self._unseen.append(len(self._within))
        if not self._unseen:
            self.tags.append((tag, found))
        if not void:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note that it ends."""
        while self._within and self._within.pop() != tag:
            pass
        if self._unseen and len(self._within) <= self._unseen[0]:
            self._unseen.clear()

    def handle_data(self, data: str) -> None:
        """Note the words."""
        if self._unseen:
            return
        if "title" in self._within:
            self.title += data
        elif data.strip():
            self.words.append(data.strip())
            if "h1" in self._within:
                self.headings.append(data.strip())

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """The attributes of every *tag* that has those *wanted* (`class_` for `class`)."""
        pairs = {name.rstrip("_"): value for name, value in wanted.items()}
        return [found for one, found in self.tags if one == tag and pairs.items() <= found.items()]

    def ids(self) -> list[str]:
        """Every id on the page."""
        return [found["id"] for _, found in self.tags if "id" in found]


class Visitor:
    """One browser without JavaScript. What it holds is the last page it was given."""

    def __init__(self, client: TestClient[Litestar]) -> None:
        self.client = client
        self.response: Any = None
        self.html = Html("")
        self.bodies: list[str] = []

    @property
    def text(self) -> str:
        """The words of the page, in one line."""
        return " ".join(self.html.words)

    @property
    def heading(self) -> str:
        """The page's one heading of the first rank."""
        (found,) = self.html.headings
        return found

    @property
    def draft(self) -> str:
        """The draft that the page holds."""
        return self.html.all("input", name="draft")[0]["value"]

    def get(self, address: str) -> "Visitor":
        """Go to *address*."""
        return self._took(self.client.get(address))

    def post(self, address: str, form: dict[str, Any], **headers: str) -> "Visitor":
        """Post *form* there."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._took(self.client.post(address, data=form, headers=named))

    def press(self, go: str, address: str = "", /, **answers: str | list[str]) -> "Visitor":
        """Press the button *go*, with *answers* in place of what was ticked for those items."""
        form: dict[str, Any] = {"go": go}
        for found in self.html.all("input"):
            kind, name = found.get("type"), found["name"]
            if kind == "hidden" or (kind == "text" and name not in answers):
                form[name] = found["value"]
            elif kind in {"radio", "checkbox"} and "checked" in found:
                form.setdefault(name, []).append(found["value"])
        for item, chosen in answers.items():
            form[item if item == "code" else f"a-{item}"] = chosen
        (action,) = {found["action"] for found in self.html.all("form", id="answers")}
        return self.post(address or action, form)

    def start(self, code: str, address: str = SV) -> "Visitor":
        """Go to the first page, write the code and go on."""
        return self.get(address).press("start", code=code)

    def to_the_end(self, **answers: str | list[str]) -> "Visitor":
        """Answer each of *answers* where it is asked, consent, and stop at the page that sends."""
        every: dict[str, str | list[str]] = {"A1": "yes", **answers}
        while not self.html.all("button", name="go", value="send"):
            here = {found["name"].removeprefix("a-") for found in self.html.all("input")}
            self.press("next", **{item: chosen for item, chosen in every.items() if item in here})
            assert self.response.status_code == 200, self.text
        return self

    def checked(self) -> set[str]:
        """The ids of what is ticked."""
        return {found["id"] for found in self.html.all("input") if "checked" in found}

    def _took(self, response: Any) -> "Visitor":
        self.response = response
        self.html = Html(response.text)
        self.bodies.append(response.text)
        return self


class Open:
    """An open wave of the small form: the world, its codes, and a visitor."""

    def __init__(self, world: World, codes: dict[str, list[str]], client: TestClient[Litestar]) -> None:
        self.world, self.codes, self.client = world, codes, client
        self.visitor = Visitor(client)
        world.clock.move_to(OPENS)

    def code(self, stratum: str = "0580/elected") -> str:
        """A code that nobody has been given yet."""
        return self.codes[stratum].pop()

    def another(self) -> Visitor:
        """Another browser."""
        return Visitor(self.client)
