"""A respondent in a real browser with the script: the open wave of the small form, and the ways on each page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Request

from survey.assembly import create_app
from survey.ballot.opening import Opened, open_envelope, open_share
from survey.ballot.receipts import receipt
from survey.steps.enter import door
from survey.steps.submit import sealing_context
from survey.store import box
from survey.store.engine import reading
from tests.builders import HOLDERS, World
from tests.survey.web.serving import served
from tests.survey.web.visiting import SV, WAVE

NEXT = ".buttons button[value=next]"
BACK = ".buttons button[value=back]"
SEND = ".buttons button[value=send]"
SYMBOLS = 16
ELECTED = "0580/elected"


class Site:
    """The wave at *address*, and codes that nobody has used, by stratum."""

    def __init__(self, world: World, address: str, codes: dict[str, list[str]]) -> None:
        self.world, self.address, self.codes = world, address, codes
        self.entry = address + SV

    def code(self, stratum: str = ELECTED) -> str:
        """A code that nobody has used."""
        return self.codes[stratum].pop()

    def box(self) -> int:
        """How many envelopes lie in the box."""
        with reading(self.world.context.database) as connection:
            return box.count(connection, WAVE)

    def opened(self, envelope: bytes, stratum: str = ELECTED) -> Opened:
        """What two trustees read in *envelope*."""
        context = sealing_context(door(self.world.context, WAVE).manifest, stratum)
        keys = [self.world.keys[holder].hpke for holder in HOLDERS[:2]]
        return open_envelope(envelope, [open_share(envelope, i, key, context) for i, key in enumerate(keys)], context)


@contextmanager
def open_site(folder: Path) -> Iterator[Site]:
    """The wave, served."""
    world = World(folder, f"sqlite:///{folder}/samtidig.sqlite", invited=40)
    codes = world.issue()
    with served(create_app(world.settings, world.clock)) as address:
        yield Site(world, address, codes)
    world.close()


class Respondent:
    """One tab, what it has sent, and what has gone wrong in it."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.requests: list[Request] = []
        self.errors: list[str] = []
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _asked(self, request: Request) -> None:
        self.requests.append(request)

    def open(self, address: str = "") -> "Respondent":
        """Go to the first page, and wait for the script."""
        self.page.goto(address or self.site.entry)
        self.page.wait_for_selector("html[data-level=b]")
        return self

    def enter(self, code: str = "", device: str = "") -> "Respondent":
        """Write the code and go in."""
        if device:
            self.page.click(".choice summary")
            self.page.check(f"#device-{device}")
        self.page.fill("#code", code or self.site.code())
        self.page.press("#code", "Enter")
        self.page.wait_for_selector("progress, .summary, main [role=status]")
        return self

    def answer(self, **answers: str) -> "Respondent":
        """Tick what is given for each item of this page, and go on."""
        for item, code in answers.items():
            self.page.check(f"#{item}-{code}")
        self.page.click(NEXT)
        return self

    def to_the_end(self) -> "Respondent":
        """Consent, and go on to the page that sends."""
        if self.page.locator("#A1-yes").count():
            self.page.check("#A1-yes")
        while not self.page.locator(SEND).count():
            self.page.click(NEXT)
        return self

    def send(self) -> "Respondent":
        """Press the button that sends."""
        self.page.click(SEND)
        return self

    def thanked(self) -> str:
        """Wait for the thanks; the receipt."""
        self.page.wait_for_selector("details.receipt")
        self.page.click("details.receipt summary")
        return self.page.inner_text("[data-slot=receipt]")

    @property
    def heading(self) -> str:
        """The page's heading."""
        return self.page.inner_text("h1")

    @property
    def part(self) -> str:
        """Which part is shown."""
        return self.page.inner_text("main .caption")

    @property
    def bodies(self) -> list[bytes]:
        """What was posted."""
        return [request.post_data_buffer or b"" for request in self.requests if request.method == "POST"]

    @property
    def envelope(self) -> bytes:
        """The envelope of the one thing that was posted."""
        (body,) = set(self.bodies)
        return body[SYMBOLS:]

    def saved(self) -> dict[str, str]:
        """Wait until what is written down changes no more; what lies there."""
        before: dict[str, str] = {}
        for _ in range(60):
            now = self.stored()
            if now and now == before:
                return now
            before = now
            self.page.wait_for_timeout(250)
        raise TimeoutError("what is saved does not come to rest")

    def stored(self) -> dict[str, str]:
        """What lies in the browser's storage."""
        found: dict[str, str] = self.page.evaluate("({...localStorage, ...sessionStorage})")
        return found


def receipt_of(respondent: Respondent) -> str:
    """The receipt that what was posted must have."""
    return receipt(respondent.envelope)
