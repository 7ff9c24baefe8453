"""Fixtures for every test: real parts in small cases (a database, a browser, a mail server), started on demand."""

import pytest

pytest_plugins = ["tests.postgres", "tests.browser", "tests.mail"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever drives a browser, so that it can be left out where there is none."""
    for item in items:
        if isinstance(item, pytest.Function) and "chromium" in item.fixturenames:
            item.add_marker("browser")
