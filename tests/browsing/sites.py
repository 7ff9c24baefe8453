"""The open wave of the standard form that the browsers visit, in every language, with each trouble at hand.

A second wave is only defined, so that there is a list of waves and one that is not ready.
"""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
from litestar import Litestar

from survey.assembly import create_app
from survey.errors import SamtidigError
from survey.steps.define import define
from survey.steps.enter import Door
from survey.steps.submit import Clerk, Kept
from survey.study import checks
from survey.web.pagemarks import program_marks
from tests import rtl
from tests.builders import OPENS, World
from tests.survey.web.serving import served
from tests.survey.web.visiting import WAVE
from tests.wordings import Say

STANDARD = Path(__file__).parents[2] / "questionnaires" / "otillaten-paverkan"
#: Those that are offered, and the pseudo-locale that is written from right to left.
LANGUAGES = ("sv", "sv-simple", "en", "fi", rtl.LANGUAGE)
OTHER_WAVE = "linkoping-norrkoping-2"
#: What the small study says in languages it is not written in: the form and the pages are worded in them truly.
_SAID: dict[str, Say] = {"sv-simple": str, "fi": str, rtl.LANGUAGE: rtl.mirrored}
ELECTED, STAFF = "0580/elected", "0581/staff"


class Troubled:
    """The site's clerk, who can be told to refuse: as a full queue or a failing database would make it."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self.error: SamtidigError | None = None

    def submit(self, door: Door, code: str, envelope: bytes) -> "Future[Kept]":
        """As the clerk's own, unless there is trouble."""
        if self.error is not None:
            raise self.error
        return self._clerk.submit(door, code, envelope)

    def close(self) -> None:
        """As the clerk's own."""
        self._clerk.close()


class Site:
    """The wave at *address*: its world with the clock, codes nobody has used (by stratum), and the trouble to make."""

    def __init__(self, world: World, address: str, codes: dict[str, list[str]], clerk: Troubled) -> None:
        self.world, self.address, self.codes, self.clerk = world, address, codes, clerk

    def entry(self, language: str = "sv", wave: str = WAVE) -> str:
        """The address of the first page."""
        return f"{self.address}/s/{wave}/{language}"

    def code(self, stratum: str = STAFF) -> str:
        """A code that nobody has used."""
        return self.codes[stratum].pop()

    def reset(self) -> None:
        """Open, and without trouble."""
        self.world.clock.move_to(OPENS)
        self.clerk.error = None


@contextmanager
def open_site(folder: Path, invited: int = 60) -> Iterator[Site]:
    """The site while it is served."""
    form, words = rtl.form(STANDARD, folder / "form"), rtl.catalogues(folder / "catalogues")
    with patch.object(checks, "PAGES", LANGUAGES):
        world = World(folder, f"sqlite:///{folder}/samtidig.sqlite", invited, form, _SAID, words)
        codes = world.issue()
        _define_another(world, words)
    application = create_app(world.settings, world.clock, words)
    clerk = _troubled(application)
    with served(application) as address:
        yield Site(world, address, codes, clerk)
    world.close()


def _define_another(world: World, words: Path) -> None:
    text = world.study_file.read_text(encoding="utf-8")
    other = world.study_file.with_name("other.toml")
    other.write_text(text.replace("\nwave = 1\n", "\nwave = 2\n"), encoding="utf-8")
    define(world.context, other, program_marks(words))


def _troubled(application: Litestar) -> Troubled:
    site: Any = application.state.site
    clerk = Troubled(site.clerk)
    application.state.site = msgspec.structs.replace(site, clerk=clerk)
    return clerk
