"""One open wave a test file, reset before each test."""

from collections.abc import Iterator

import pytest

from tests.browsing.sites import Site, open_site


@pytest.fixture(scope="module")
def open_wave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The wave that the browsers of a file visit; each takes codes of its own."""
    with open_site(tmp_path_factory.mktemp("wave")) as site:
        yield site


@pytest.fixture
def site(open_wave: Site) -> Site:
    """The wave, at its opening and without trouble."""
    open_wave.reset()
    return open_wave
