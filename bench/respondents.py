"""CPU seconds of the server for 1,000 respondents without JavaScript, beside a raw ASGI application.

The raw application runs on the same server with as many requests of about the same size, and does nothing: what is
between the two is ours (drafts, cleaning, sealing, the box). Medians of alternating rounds.

For reference, CPU seconds for 1,000 respondents measured before the project began, of one page and one POST each, on a
machine of this kind: raw ASGI on granian 0.39-0.48; Litestar, prepared page and group commit 0.95-1.10; a page rendered
at each request 2.55; an ORM transaction at each 4.07; oTree 179; LimeSurvey 208 (tuned) to 548; the ONS runner 700.
"""

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
from survey.cli.demo import story, study
from survey.cli.demo.population import draw
from survey.cli.demo.server import DemoClock, free_port, serve, shared_offset
from survey.cli.demo.visitor import answer
from survey.steps.context import open_context
from survey.study.manifest import opens_at, wave_key

ROUNDS = 3
RESPONDENTS = 200
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


def main() -> None:
    """Measure and print."""
    console = Console()
    folder = Path(tempfile.mkdtemp(prefix="samtidig-bench-"))
    port, raw_port = free_port(HOST), free_port(HOST)
    keys = study.make_keys(folder / "keys")
    invited = dict.fromkeys(("0580/elected", "0580/staff", "0581/elected", "0581/staff"), ROUNDS * RESPONDENTS // 4)
    manifest = study.finished_wave(story.example(), folder / "keys", invited)
    offset = shared_offset()
    clock = DemoClock(offset)
    settings = story.demo_settings(folder, port)
    context = open_context(settings, clock)
    clock.move_to(opens_at(manifest).replace(year=2021))
    codes = story.make_ready(context, manifest, keys, folder)
    context.close()
    clock.move_to(opens_at(manifest))
    start = f"/s/{wave_key(manifest)}/sv"
    random = Random(1)
    tasks = [(code, draw(stratum, random)) for stratum, issued in codes.items() for code in issued]
    random.shuffle(tasks)

    def visit(connection: HTTPConnection, task: story.Task) -> int:
        made = answer(connection, start, *task)
        if not made.taken:
            raise RuntimeError("an answer was not taken")
        return made.requests

    ours: list[Spent] = []
    raw: list[Spent] = []
    with server(serve, settings, offset, port=port) as mine, server(_serve_raw, raw_port, port=raw_port) as theirs:
        for number in range(ROUNDS):
            mine_now = run(mine.pid or 0, port, tasks[number::ROUNDS], visit)
            each = round(mine_now.requests / mine_now.respondents)
            ours.append(mine_now)
            raw.append(run(theirs.pid or 0, raw_port, [each] * mine_now.respondents, _raw_visit))
    _report(console, ours, raw)


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
