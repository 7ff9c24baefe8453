"""CPU for 1,000 respondents, without JavaScript and sealing in the browser, beside a raw ASGI application.

A browser that seals fetches the first page and what it links to, and posts one envelope. The raw application runs on
the same server with as many requests of about the same size as those without JavaScript, and does nothing: what is
between the two is ours (drafts, cleaning, sealing, the box). Medians of alternating rounds.

For reference, CPU seconds for 1,000 respondents measured before the project began, of one page and one POST each, on a
machine of this kind: raw ASGI on granian 0.39-0.48; Litestar, prepared page and group commit 0.95-1.10; a page rendered
at each request 2.55; an ORM transaction at each 4.07; oTree 179; LimeSurvey 208 (tuned) to 548; the ONS runner 700.
"""

import re
import secrets
import tempfile
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median

import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from rich.console import Console

from bench.load import HOST, Spent, run, server
from questionnaires.sheets import clean
from survey.ballot.codes import read_code
from survey.cli.demo import story, study
from survey.cli.demo.population import draw
from survey.cli.demo.server import DemoClock, free_port, serve, shared_offset
from survey.cli.demo.visitor import answer
from survey.steps.context import Context, open_context
from survey.steps.enter import door
from survey.steps.submit import seal_sheet
from survey.study.manifest import opens_at, wave_key

ROUNDS = 3
RESPONDENTS = 200
LINKED = re.compile(r'(?:href|src)="(/(?:static/|s/[^"/]+/fil/)[^"]+)"')
PAGE_BYTES = 12_000
POST_BYTES = 2_000


async def _raw(scope: dict[str, str], receive: object, send: object) -> None:
    """The least an ASGI application can do: read the body, send one page."""
    if scope["type"] != "http" or not callable(receive) or not callable(send):
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": _PAGE})


_PAGE = b"x" * PAGE_BYTES


def _serve_raw(port: int) -> None:
    application = Server(_raw, address=HOST, port=port, interface=Interfaces.ASGI, http=HTTPModes.http1,
                         websockets=False, log_enabled=False)  # fmt: skip
    uvloop.run(application.serve())


def _raw_visit(connection: HTTPConnection, requests: int) -> int:
    for number in range(requests):
        body = None if number == 0 else "y" * POST_BYTES
        connection.request("GET" if body is None else "POST", "/", body=body)
        connection.getresponse().read()
    return requests


def _sealed(context: Context, wave: str, codes: dict[str, list[str]], random: Random) -> list[bytes]:
    """What each browser posts: a code and an envelope."""
    here = door(context, wave)
    form = here.manifest.questionnaire
    bodies = []
    for stratum, issued in codes.items():
        for code in issued:
            sheet = clean(form, stratum.partition("/")[2], draw(stratum, random)).sheet
            envelope = seal_sheet(here, stratum, sheet, secrets.token_bytes(32))
            bodies.append(read_code(code).encode() + envelope)
    random.shuffle(bodies)
    return bodies


def _sealed_visit(connection: HTTPConnection, wave: str, body: bytes) -> int:
    """A first visit with an empty cache, and the one POST."""
    unpacked = {"Accept-Encoding": "identity"}
    connection.request("GET", f"/s/{wave}/sv", headers=unpacked)
    linked = dict.fromkeys(LINKED.findall(connection.getresponse().read().decode()))
    for address in linked:
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        connection.getresponse().read()
    connection.request("POST", f"/s/{wave}/kuvert", body, {"Content-Type": "application/octet-stream"})
    response = connection.getresponse()
    response.read()
    if response.status != 201:
        raise RuntimeError("an envelope was not taken")
    return 2 + len(linked)


def main() -> None:
    """Measure and print."""
    console = Console()
    folder = Path(tempfile.mkdtemp(prefix="samtidig-bench-"))
    port, raw_port = free_port(HOST), free_port(HOST)
    keys = study.make_keys(folder / "keys")
    invited = dict.fromkeys(("0580/elected", "0580/staff", "0581/elected", "0581/staff"), 2 * ROUNDS * RESPONDENTS // 4)
    manifest = study.finished_wave(story.example(), folder / "keys", invited)
    offset = shared_offset()
    clock = DemoClock(offset)
    settings = story.demo_settings(folder, port)
    context = open_context(settings, clock)
    clock.move_to(opens_at(manifest).replace(year=2021))
    codes = story.make_ready(context, manifest, keys, folder)
    clock.move_to(opens_at(manifest))
    wave, random = wave_key(manifest), Random(1)
    start = f"/s/{wave}/sv"
    plain = {stratum: issued[::2] for stratum, issued in codes.items()}
    tasks = [(code, draw(stratum, random)) for stratum, issued in plain.items() for code in issued]
    random.shuffle(tasks)
    bodies = _sealed(context, wave, {stratum: issued[1::2] for stratum, issued in codes.items()}, random)
    context.close()

    def visit(connection: HTTPConnection, task: story.Task) -> int:
        made = answer(connection, start, *task)
        if not made.taken:
            raise RuntimeError("an answer was not taken")
        return made.requests

    ours: list[Spent] = []
    sealing: list[Spent] = []
    raw: list[Spent] = []
    with server(serve, settings, offset, port=port) as mine, server(_serve_raw, raw_port, port=raw_port) as theirs:
        for number in range(ROUNDS):
            mine_now = run(mine.pid or 0, port, tasks[number::ROUNDS], visit)
            each = round(mine_now.requests / mine_now.respondents)
            ours.append(mine_now)
            sealing.append(
                run(mine.pid or 0, port, bodies[number::ROUNDS], lambda *task: _sealed_visit(task[0], wave, task[1]))
            )
            raw.append(run(theirs.pid or 0, raw_port, [each] * mine_now.respondents, _raw_visit))
    _report(console, ours, raw)
    _report_sealing(console, sealing)


def _report_sealing(console: Console, sealing: list[Spent]) -> None:
    each = sum(one.requests for one in sealing) / sum(one.respondents for one in sealing)
    console.print(f"respondents who seal in the browser: {each:.1f} requests each, nothing kept from an earlier visit")
    console.print(f"  samtidig          {median(one.per_thousand for one in sealing):7.2f} CPU s / 1,000 respondents")


def _report(console: Console, ours: list[Spent], raw: list[Spent]) -> None:
    mine, theirs = median(one.per_thousand for one in ours), median(one.per_thousand for one in raw)
    each = sum(one.requests for one in ours) / sum(one.respondents for one in ours)
    console.print(f"respondents without JavaScript: {each:.1f} requests each, {ROUNDS} rounds of {RESPONDENTS}")
    console.print(f"  samtidig          {mine:7.2f} CPU s / 1,000 respondents (goal: at most 15)")
    console.print(f"  raw ASGI          {theirs:7.2f} CPU s / 1,000 respondents, as many requests, nothing done")
    console.print(f"  ratio             {mine / theirs:7.2f}")
    console.print("  for reference     oTree 179, LimeSurvey 208-548, ONS runner 700 CPU s / 1,000, one page each")
    console.print(
        f"  requests a second {median(one.requests / one.wall_s for one in ours):7.0f}, client on this machine"
    )
