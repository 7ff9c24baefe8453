"""A study that is defined nowhere yet, and the same one when it runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import World
from tests.survey.steps.running import Running


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    world = World(tmp_path, database_url)
    yield world
    world.close()


@pytest.fixture
def running(world: World) -> Iterator[Running]:
    running = Running(world)
    yield running
    running.stop()
