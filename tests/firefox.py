"""A real Firefox, so that what is made for browsers is not made for one: the system's, or what SAMTIDIG_FIREFOX names.

Playwright drives only a Firefox of its own making, so this one is driven by puppeteer-core, which `./run test` installs
from package-lock.json. Tests that use it carry the mark `firefox`.
"""

import os
import shutil
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).parents[1]
_NAMES = ("firefox-esr", "firefox")


class Firefox(msgspec.Struct, frozen=True):
    """Where the browser is, and the program that speaks to it."""

    browser: str
    node: str


@pytest.fixture(scope="session")
def firefox() -> Firefox:
    """The browser, or a failure that says how to get it."""
    browser = os.environ.get("SAMTIDIG_FIREFOX") or next(filter(None, map(shutil.which, _NAMES)), None)
    node = shutil.which("node")
    missing = [
        *(
            ["Firefox (Debian: apt-get install firefox-esr; or name one in SAMTIDIG_FIREFOX)"]
            if browser is None
            else []
        ),
        *(["Node.js (Debian: apt-get install nodejs npm)"] if node is None else []),
        *([] if (ROOT / "node_modules" / "puppeteer-core").is_dir() else ["puppeteer-core (npm ci)"]),
    ]
    if browser is None or node is None or missing:
        pytest.fail(
            f"Firefox cannot be driven without: {'; '.join(missing)}. "
            "Or leave this test out: ./run test -m 'not firefox'",
            pytrace=False,
        )
    return Firefox(browser, node)
