"""The real application on a real SQLite file, open for answering."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from survey.assembly import create_app
from tests.builders import World
from tests.survey.web.visiting import Open


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """One open wave for the tests of a file; each takes codes of its own."""
    folder = tmp_path_factory.mktemp("wave")
    world = World(folder, f"sqlite:///{folder}/samtidig.sqlite", invited=40)
    codes = world.issue()
    with TestClient(create_app(world.settings, world.clock)) as client:
        yield Open(world, codes, client)
    world.close()


@pytest.fixture
def opened(shared: Open) -> Open:
    """The open wave, at its opening, with a browser that has been nowhere."""
    return Open(shared.world, shared.codes, shared.client)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A wave that nothing has been done with yet."""
    made = World(tmp_path, f"sqlite:///{tmp_path}/samtidig.sqlite")
    yield made
    made.close()
