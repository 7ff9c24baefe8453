"""The program in an empty folder, with an empty database of each kind."""

from pathlib import Path

import pytest

from tests.journeys.program import Program


@pytest.fixture
def program(tmp_path: Path, database_url: str) -> Program:
    return Program(tmp_path, database_url)
