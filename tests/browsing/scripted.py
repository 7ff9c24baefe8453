"""What can be met with the script and nowhere else: how sending goes, and what happens on the device.

What a server or a network does wrong is done wrong here between the browser and the server, by hand.
"""

from collections.abc import Iterator

from playwright.sync_api import Route

from survey.errors import Busy
from tests.browsing.walks import CODE, SEND, Walker, open_all
from tests.builders import CLOSES

#: All of it, in the order of the walk.
STATES = (
    "send", "sending", "waiting", "offline", "busy", "mismatch", "early", "unready", "foreign", "failed",
    "code unknown", "finish", "answered", "closed on the way", "choice", "saved", "leaving", "broken", "still", "plain",
)  # fmt: skip


class Post:
    """The one POST of the script, held and answered by the test; passed on to the server when *outcome* is empty."""

    def __init__(self, walker: Walker) -> None:
        self.outcome = ""
        self.held: list[Route] = []
        walker.page.route("**/kuvert", self._meet)

    def _meet(self, route: Route) -> None:
        if self.outcome == "":
            route.continue_()
        elif self.outcome == "hold":
            self.held.append(route)
        else:
            route.fulfill(status=400, json={"outcome": self.outcome, "receipt": "0000-0000-0000-0000"})


def states(walker: Walker, code: str) -> Iterator[str]:
    """From the page that sends: each way that sending can go, and what else the script can show."""
    yield from _sending(walker)
    yield from _endings(walker, code)
    yield from _on_the_device(walker)


def _sending(walker: Walker) -> Iterator[str]:
    """Whatever keeps an answer from arriving, one after the other, in one visit."""
    page, post = walker.page, Post(walker)
    yield "send"
    post.outcome = "hold"
    page.click(SEND)
    page.wait_for_selector("main [data-state=first]")
    yield "sending"
    walker.changed(lambda: post.held.pop().abort())
    yield "waiting"
    page.context.set_offline(True)
    post.outcome = ""
    walker.press()
    yield "offline"
    walker.site.clerk.error = Busy("no")
    walker.changed(lambda: page.context.set_offline(False))  # which is enough for it to try again
    yield "busy"
    for name in ("mismatch", "early", "unready", "foreign", "failed", "code unknown"):
        post.outcome = _OUTCOMES.get(name, name)
        walker.press()
        yield name
    page.unroute("**/kuvert")
    walker.site.reset()


#: What the server says, where it is not the name of what is shown.
_OUTCOMES = {"mismatch": "kept", "failed": "refused", "code unknown": "unknown"}


def _endings(walker: Walker, code: str) -> Iterator[str]:
    """The same answers under the code once more, and what comes of sending when there is nothing more to do."""
    page = walker.page
    page.fill(CODE, code)
    walker.press()  # and all answers are still there
    walker.press(SEND)
    open_all(page)
    yield "finish"
    walker.finish(code)
    yield "answered"
    walker.enter()
    walker.to_the_end()
    walker.site.world.clock.move_to(CLOSES)
    walker.press(SEND)
    yield "closed on the way"
    walker.site.reset()


def _on_the_device(walker: Walker) -> Iterator[str]:
    """The choice of what is kept, a draft, Esc, a fault of ours, a device that nobody touches, no script after all."""
    page, site = walker.page, walker.site
    page.goto(site.entry(walker.language))
    page.click(".choice summary")
    yield "choice"
    page.check("#device-keep")
    page.fill(CODE, site.code(walker.stratum))
    walker.press()
    page.wait_for_function("() => localStorage.length")
    page.reload()
    page.wait_for_selector("#saved")
    yield "saved"
    page.click("[data-go=forget]")
    walker.enter()
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.querySelector('#said')?.textContent")
    yield "leaving"
    walker.changed(lambda: page.evaluate(_FAULT))
    yield "broken"
    page.clock.install()
    page.goto(site.entry(walker.language))
    page.click(".choice summary")
    page.check("#device-shared")
    page.fill(CODE, site.code(walker.stratum))
    walker.press()
    page.clock.fast_forward("09:05")
    page.wait_for_selector("dialog[open]")
    yield "still"
    page.goto(site.entry(walker.language))
    page.wait_for_selector("html[data-level=b]")
    page.evaluate("() => document.querySelectorAll('[data-part]').forEach((one) => one.remove())")
    page.fill(CODE, site.code(walker.stratum))
    walker.press()
    yield "plain"


_FAULT = "() => { dispatchEvent(new ErrorEvent('error')) }"
