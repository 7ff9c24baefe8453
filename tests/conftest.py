"""Fixtures for every test: real parts in small cases (a database, a browser, a mail server), started on demand."""

import pytest
from hypothesis import settings

pytest_plugins = ["tests.postgres", "tests.browser", "tests.axe", "tests.firefox", "tests.mail"]

# A busy machine is not a fault in what is tested: no example has a deadline, each test has (pyproject.toml).
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


#: What takes long goes first, so that no worker is left alone with it at the end.
LONG = ("brows", "journeys", "attacks")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever drives a browser, so that it can be left out where there is none; put the long files first."""
    for item in items:
        if isinstance(item, pytest.Function) and "chromium" in item.fixturenames:
            item.add_marker("browser")
        if isinstance(item, pytest.Function) and "firefox" in item.fixturenames:
            item.add_marker("firefox")
    items.sort(key=lambda item: not any(word in item.nodeid for word in LONG))
