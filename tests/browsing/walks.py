"""The ways through the pages: every page and state that a respondent can meet, by name, one after the other.

With the script the parts follow each other in one document; without it each is a page of its own. What is pressed is
the same, and so are the names, so that a test can ask for all of them and miss none.
"""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from survey.errors import Busy, EnvelopeError, SamtidigError, StoreError
from tests.browsing.sites import OTHER_WAVE, STAFF, Site
from tests.builders import CLOSES, OPENS

NEXT = "form .buttons .primary"
BACK = "form .buttons .secondary"
SEND = "button[value=send]"
CODE = "#code"

#: What there is to see outside the form, whether a script runs or not.
PLACES = (
    "home", "entry", "not ready", "statement", "board, still open", "no such page", "no such wave", "early", "closed",
    "board, not yet laid out",
)  # fmt: skip
#: The parts of the form with what can be wrong in them; one who has met an event sees them all.
PARTS = (
    "code missing", "code wrong", "background", "consent missing", "events", "aim", "who", "option that stands alone",
    "circumstances", "consequences", "reporting", "reasons", "views",
)  # fmt: skip
#: Without a script the server says what is refused.
REFUSALS = (
    "send", "busy", "failed, kept", "failed", "finish", "answered", "draft", "large", "malformed", "unready",
    "foreign", "method", "closed on the way", "early on the way",
)  # fmt: skip

_SETTLED = """
before => document.querySelector("main").innerHTML !== before && !document.querySelector("main [data-state=first]")
"""


class Walker:
    """One respondent in one browser tab."""

    def __init__(self, page: Page, site: Site, language: str = "sv", *, scripted: bool, stratum: str = STAFF) -> None:
        self.page, self.site, self.language, self.scripted, self.stratum = page, site, language, scripted, stratum

    def enter(self, code: str | None = None) -> str:
        """Open the first page, write *code* (one that nobody has used), and go in; the code."""
        code = code or self.site.code(self.stratum)
        self.page.goto(self.site.entry(self.language))
        self.page.fill(CODE, code)
        self.press(NEXT)
        return code

    def press(self, selector: str = NEXT) -> None:
        """Press, and wait for what comes."""
        if not self.scripted:
            with self.page.expect_navigation():
                self.page.click(selector)
            return
        self.changed(lambda: self.page.click(selector))

    def changed(self, do: Callable[[], None]) -> None:
        """Do it, and wait until the script has shown what follows, and is not on its way to the server."""
        before = self.page.inner_html("main")
        do()
        self.page.wait_for_function(_SETTLED, arg=before)

    def to_the_end(self) -> None:
        """Consent, and go on until the page that sends."""
        self.page.check("#A1-yes")
        for _ in range(20):
            if self.page.locator(SEND).count():
                return
            self.press()
        raise AssertionError("the form has no end")

    def finish(self, code: str | None = None) -> str:
        """All the way, with as few answers as can be; the code."""
        code = self.enter(code)
        self.to_the_end()
        self.press(SEND)
        return code


def open_all(page: Page) -> None:
    """Unfold whatever is folded."""
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true })")


def places(walker: Walker) -> Iterator[str]:
    """What is outside the form."""
    page, site = walker.page, walker.site
    page.goto(site.address + "/")
    yield "home"
    page.goto(site.entry(walker.language))
    open_all(page)
    yield "entry"
    page.goto(site.entry(walker.language, OTHER_WAVE))
    yield "not ready"
    page.goto(site.entry(walker.language) + "/tillganglighet")
    yield "statement"
    page.goto(site.entry(walker.language) + "/kvitto")
    yield "board, still open"
    page.goto(site.entry(walker.language) + "/nowhere")
    yield "no such page"
    page.goto(site.entry(walker.language, "none"))
    yield "no such wave"
    site.world.clock.move_to(OPENS.replace(year=2021))
    page.goto(site.entry(walker.language))
    yield "early"
    site.world.clock.move_to(CLOSES)
    page.goto(site.entry(walker.language))
    yield "closed"
    page.goto(site.entry(walker.language) + "/kvitto")
    yield "board, not yet laid out"
    site.reset()


def parts(walker: Walker, code: str) -> Iterator[str]:
    """From the first page to the last part, with each kind of mistake on the way."""
    page = walker.page
    page.goto(walker.site.entry(walker.language))
    walker.press()
    yield "code missing"
    page.fill(CODE, code[:-1] + ("A" if code[-1] != "A" else "B"))
    walker.press()
    yield "code wrong"
    page.fill(CODE, code)
    walker.press()
    yield "background"
    walker.press()
    yield "consent missing"
    page.check("#A1-yes")
    walker.press()
    page.check("#C1-once")
    page.check("#C9-decline")
    yield "events"
    walker.press()
    page.check("#C12-yes")
    yield "aim"
    walker.press()
    yield "who"
    page.check("#D1-criminal_network")
    page.check("#D1-decline")
    walker.press()
    yield "option that stands alone"
    page.uncheck("#D1-decline")
    for name in PARTS[PARTS.index("circumstances") :]:
        walker.press()
        yield name
        if name == "reporting":
            page.check("#F3-no")
    walker.press()


def refusals(walker: Walker, code: str) -> Iterator[str]:
    """Without a script, from the page that sends: what can go wrong there, the end, and every other refusal."""
    page, site = walker.page, walker.site
    yield "send"
    yield from _troubles(walker)
    site.clerk.error = None
    walker.press(SEND)
    open_all(page)
    yield "finish"
    walker.enter(code)
    walker.to_the_end()
    walker.press(SEND)
    yield "answered"
    for name, spoil in _SPOILED.items():
        walker.enter()
        page.evaluate(spoil)
        walker.press()
        yield name
    page.goto(f"data:text/html,<main><form method=post action={site.entry(walker.language)}/svara><button>x")
    walker.press("button")
    yield "foreign"
    page.goto(site.entry(walker.language) + "/svara")
    yield "method"
    walker.enter()
    site.world.clock.move_to(CLOSES)
    walker.press()
    yield "closed on the way"
    site.reset()
    walker.enter()
    site.world.clock.move_to(OPENS.replace(year=2021))
    walker.press()
    yield "early on the way"
    site.reset()


#: What a browser of ours never does, done by hand.
_SPOILED = {
    "draft": "document.querySelector('[name=draft]').value = 'torn'",
    "large": "document.querySelector('[name=draft]').value = 'x'.repeat(70000)",
    "malformed": "document.querySelectorAll('[name=go]').forEach((one) => { one.value = 'sideways' })",
    "unready": "for (const one of [document.querySelector('#answers')]) one.action = one.action.replace('-1/', '-2/')",
}


def _troubles(walker: Walker) -> Iterator[str]:
    """Sending, while the database has trouble; the last is so bad that the page keeps nothing, so one goes back."""
    troubles: dict[str, SamtidigError] = {"busy": Busy("no"), "failed, kept": StoreError("no")}
    for name, error in troubles.items():
        walker.site.clerk.error = error
        walker.press(SEND)
        yield name
    kept = walker.page.input_value("[name=draft]")
    walker.site.clerk.error = EnvelopeError("no")
    walker.press(SEND)
    yield "failed"
    walker.site.reset()
    walker.enter()
    walker.to_the_end()
    walker.page.evaluate("kept => { document.querySelector('[name=draft]').value = kept }", kept)
