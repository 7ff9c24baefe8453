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
from tests import rtl
from tests.builders import OPENS, World
from tests.survey.web.serving import served
from tests.survey.web.visiting import WAVE
from tests.wordings import Say, with_language

STANDARD = Path(__file__).parents[2] / "questionnaires" / "otillaten-paverkan"
#: Those that are offered, and the pseudo-locale that is written from right to left.
LANGUAGES = ("sv", "sv-simple", "en", "fi", rtl.LANGUAGE)
OTHER_WAVE = "linkoping-norrkoping-2"
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
    form = rtl.form(STANDARD, folder / "form")
    more: dict[str, Say] = {rtl.LANGUAGE: rtl.mirrored}
    for language in ("sv-simple", "fi"):  # ZZ until worded
        more = {language: lambda swedish: swedish, **more}
        for name in ("questionnaire.toml", "analysis.toml"):
            toml = (form / name).read_text(encoding="utf-8")
            (form / name).write_text(with_language(toml, language, str), encoding="utf-8")
    with patch.object(checks, "PAGES", LANGUAGES):
        world = World(folder, f"sqlite:///{folder}/samtidig.sqlite", invited, form, more=more)
        codes = world.issue()
        _define_another(world)
    application = create_app(world.settings, world.clock, rtl.catalogues(folder / "locales"))
    clerk = _troubled(application)
    with served(application) as address:
        yield Site(world, address, codes, clerk)
    world.close()


def _define_another(world: World) -> None:
    text = world.study_file.read_text(encoding="utf-8")
    other = world.study_file.with_name("other.toml")
    other.write_text(text.replace("\nwave = 1\n", "\nwave = 2\n"), encoding="utf-8")
    define(world.context, other)


def _troubled(application: Litestar) -> Troubled:
    site: Any = application.state.site
    clerk = Troubled(site.clerk)
    application.state.site = msgspec.structs.replace(site, clerk=clerk)
    return clerk
