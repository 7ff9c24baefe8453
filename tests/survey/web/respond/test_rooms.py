"""The noticeboard: asks seldom, keeps what has not changed."""

import asyncio

import pytest

from survey.errors import KeyFileError, StoreError
from survey.steps.enter import Door
from survey.web.respond.rooms import Noticeboard
from tests.builders import World
from tests.survey.web.visiting import WAVE


class CountingBoard(Noticeboard):
    """A noticeboard that counts how often it asks the database."""

    asked = 0

    def _ask(self) -> tuple[Door, ...]:
        self.asked += 1
        return super()._ask()


def test_visitors_at_the_same_time_ask_the_database_once(world: World) -> None:
    world.issue()

    async def crowd() -> int:
        board = CountingBoard(world.context, ("sv", "en"))
        await asyncio.gather(*(board.rooms() for _ in range(50)))
        await board.rooms()
        return board.asked

    assert asyncio.run(crowd()) == 1


class FailingBoard(Noticeboard):
    """A noticeboard whose database is there, or not."""

    error: Exception | None = None

    def _ask(self) -> tuple[Door, ...]:
        if self.error is not None:
            raise self.error
        return super()._ask()


@pytest.mark.parametrize("error", [StoreError("gone"), KeyFileError("gone")])
def test_while_the_database_does_not_answer_what_was_known_is_shown(world: World, error: Exception) -> None:
    world.issue()

    async def watch() -> None:
        board = FailingBoard(world.context, ("sv",), fresh_s=0.0)
        board.error = error
        with pytest.raises(type(error)):
            await board.rooms()  # nothing is known yet
        board.error = None
        known = (await board.rooms())[WAVE]
        board.error = error
        assert (await board.rooms())[WAVE] is known

    asyncio.run(watch())


def test_a_wave_in_a_language_without_a_catalogue_has_no_pages(world: World) -> None:
    world.issue()
    assert asyncio.run(Noticeboard(world.context, ("fi",)).rooms()) == {}


def test_a_room_is_kept_until_something_changes(world: World) -> None:
    async def watch() -> None:
        board = Noticeboard(world.context, ("sv",), fresh_s=0.0)
        assert await board.rooms() == {}
        world.approve("0580")
        before = (await board.rooms())[WAVE]
        assert (await board.rooms())[WAVE] is before
        assert board.last_known()[WAVE] is before
        assert before.drafts is None
        world.issue()
        after = (await board.rooms())[WAVE]
        assert after is not before
        assert after.drafts is not None
        assert after.languages == ("sv",)

    asyncio.run(watch())
