"""A whole wave that an adversary has followed from beginning to end, on each database."""

import itertools
from collections.abc import Iterator

import pytest
from sqlalchemy.engine import URL

from tests.attacks.followed import Followed
from tests.postgres import _execute

_numbers = itertools.count(1)


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def followed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    """One wave serves all the attacks; they only read."""
    folder = tmp_path_factory.mktemp("followed")
    if request.param == "sqlite":
        followed = Followed(folder, f"sqlite:///{folder}/data/survey.sqlite")
        yield followed
        followed.stop()
        return
    server: URL = request.getfixturevalue("postgres_server")
    name = f"samtidig_attack_{next(_numbers)}_{folder.parent.name.replace('-', '_')}"
    _execute(server, f'CREATE DATABASE "{name}" TEMPLATE template0')
    followed = Followed(folder, server.set(database=name).render_as_string(hide_password=False))
    yield followed
    followed.stop()
    _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')
