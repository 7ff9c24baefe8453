"""The noticeboard: asks seldom, keeps what has not changed."""

import asyncio

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
