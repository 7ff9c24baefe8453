"""An acknowledgement lost over the closing instant: told again to who sends the very envelope, and to none else."""

import pytest
from litestar.testing import TestClient

from survey.ballot.codes import new_code, read_code
from survey.ballot.receipts import receipt
from survey.errors import Closed
from survey.steps.close import close
from survey.steps.enter import door
from survey.steps.submit import Kept, recall
from survey.web.app import respond_app
from tests.builders import CLOSES, OPENS, World
from tests.survey.web.respond.kuvert import STRATUM, FullClerk, envelope, lying, post, told
from tests.survey.web.visiting import WAVE, Open


@pytest.fixture
def code(opened: Open) -> bytes:
    return read_code(opened.code(STRATUM)).encode()


def test_after_the_close_the_very_envelope_that_lies_in_the_box_is_acknowledged(opened: Open, code: bytes) -> None:
    """Its acknowledgement was lost over the closing instant; its sender must not be told that it was too late."""
    sealed, unused = envelope(opened), read_code(opened.code(STRATUM)).encode()
    assert told(post(opened, code + sealed))[0] == 201
    before = lying(opened)
    opened.world.clock.move_to(CLOSES)
    for _ in range(2):
        again = post(opened, code + sealed)
        assert told(again) == (200, {"outcome": "again", "receipt": receipt(sealed)})
        assert again.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert lying(opened) == before
    fresh = envelope(opened)
    late = [
        code + fresh,  # another answer under the used code
        unused + fresh,
        unused + sealed,  # somebody else's envelope
        new_code(bytes(8), door(opened.world.context, WAVE).fingerprint, 0).encode() + sealed,
        new_code(bytes(8), door(opened.world.context, WAVE).fingerprint, 1023).encode() + sealed,
        code.lower() + sealed,
        code + sealed[:-1],
        code + sealed + b"x",
        code + b"X" + sealed[1:],
        b"\xff" * 16 + sealed,
    ]
    answers = [post(opened, body) for body in late]
    assert {(one.status_code, one.content) for one in answers} == {(403, b'{"outcome":"closed"}')}
    assert len({tuple(sorted(one.headers.items())) for one in answers}) == 1
    assert lying(opened) == before


def test_once_the_box_is_pulled_down_even_the_very_envelope_is_told_that_it_is_closed(
    opened: Open, code: bytes
) -> None:
    sealed = envelope(opened)
    post(opened, code + sealed)
    stale = door(opened.world.context, WAVE)
    opened.world.clock.move_to(CLOSES)
    assert recall(opened.world.context, stale, code.decode(), sealed) == Kept(receipt(sealed), again=True)
    close(opened.world.context, WAVE)
    assert told(post(opened, code + sealed)) == (403, {"outcome": "closed"})
    with pytest.raises(Closed):  # another process may still have the key in its memory for a second
        recall(opened.world.context, stale, code.decode(), sealed)


def test_before_the_close_nothing_is_recalled(opened: Open, code: bytes) -> None:
    sealed = envelope(opened)
    post(opened, code + sealed)
    with pytest.raises(Closed):
        recall(opened.world.context, door(opened.world.context, WAVE), code.decode(), sealed)


def test_an_envelope_that_arrives_in_the_instant_of_the_close_is_told_as_one_that_came_after(
    world: World,
) -> None:
    """The wave was open when its page asked, and is no longer when the writer comes to it."""
    codes = world.issue()
    clerk = FullClerk(world.context)
    with TestClient(respond_app(world.context, clerk, on_shutdown=[clerk.close])) as client:
        opened = Open(world, codes, client)
        body, other = (read_code(opened.code(STRATUM)).encode() + envelope(opened) for _ in range(2))
        assert told(post(opened, body))[0] == 201
        clerk.refuse = Closed("in between")
        clerk.before = lambda: world.clock.move_to(CLOSES)
        assert told(post(opened, body))[1]["outcome"] == "again"
        world.clock.move_to(OPENS)
        assert told(post(opened, other)) == (403, {"outcome": "closed"})
