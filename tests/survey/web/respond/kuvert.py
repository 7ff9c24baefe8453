"""What a browser that seals by itself sends, and a clerk that can be told to refuse it."""

import secrets
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from survey.errors import Busy
from survey.steps.enter import Door, door
from survey.steps.submit import Clerk, Kept, seal_sheet
from survey.store import box
from survey.store.engine import reading
from tests.survey.web.visiting import WAVE, Open

KUVERT = f"/s/{WAVE}/kuvert"
OCTETS = {"content-type": "application/octet-stream"}
STRATUM = "0580/elected"


def envelope(opened: Open, chosen: str = "once", stratum: str = STRATUM) -> bytes:
    """A new envelope of *stratum*, as a browser would make it."""
    here = door(opened.world.context, WAVE)
    return seal_sheet(here, stratum, {"A1": ("yes",), "C1": (chosen,)}, secrets.token_bytes(32))


def post(opened: Open, body: bytes, **headers: str) -> Any:
    """The answer to *body*, sent as an envelope."""
    named = OCTETS | {name.replace("_", "-"): value for name, value in headers.items()}
    return opened.client.post(KUVERT, content=body, headers=named)


def told(answer: Any) -> tuple[int, dict[str, str]]:
    """Status and what is told."""
    assert answer.headers["content-type"] == "application/json"
    return answer.status_code, answer.json()


def lying(opened: Open) -> int:
    """How many envelopes lie in the box."""
    with reading(opened.world.context.database) as connection:
        return box.count(connection, WAVE)


class FullClerk(Clerk):
    """A clerk whose queue is full, or whose database is gone, until it is told otherwise."""

    refuse: Exception | None = None
    before: "Callable[[], None] | None" = None

    def submit(self, door: Door, code: str, envelope: bytes) -> "Future[Kept]":
        if self.before is not None:
            self.before()
        if isinstance(self.refuse, Busy):
            raise self.refuse
        if self.refuse is not None:
            lost: Future[Kept] = Future()
            lost.set_exception(self.refuse)
            return lost
        return super().submit(door, code, envelope)
