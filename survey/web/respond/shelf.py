"""The shelf of pages that are the same for all: each is rendered when it is first needed, and then kept as bytes.

A page is known by its wave and fingerprint, language, stratum, part and how its questions stand. That is a few hundred
pages for a wave; should a form have more, the shelf is emptied and fills again.
"""

from collections.abc import Callable, Mapping

import msgspec

from survey.study.phase import Phase
from survey.web.assets import Asset
from survey.web.locale import Words
from survey.web.prepared import Page, cut
from survey.web.respond import compose
from survey.web.respond.ondevice import on_device
from survey.web.respond.pages import EntryPage, HomePage
from survey.web.respond.parts import State
from survey.web.respond.rooms import Room
from survey.web.templating import Render

AT_MOST = 4096


class SectionAt(msgspec.Struct, frozen=True):
    """Which page of the form is meant, and how its questions stand."""

    room: Room
    language: str
    stratum: str
    place: int
    state: State


class Shelf:
    """The prepared pages of one process."""

    def __init__(self, words: Mapping[str, Words], renderers: Mapping[str, Render]) -> None:
        self._words = words
        self._render = renderers
        self._kept: dict[tuple[object, ...], Page] = {}
        self._whole: dict[tuple[object, ...], Asset] = {}

    def entry(self, room: Room, language: str, phase: Phase) -> Asset:
        """The first page, with nothing written in it: the same bytes for all."""
        return self._ready(
            (*_wave(room), language, "entry", phase), language, "respond/entry.html",
            lambda: self._entry(room, language, phase),
        )  # fmt: skip

    def home(self, language: str, page: HomePage) -> Asset:
        """The list of waves."""
        return self._ready((language, page), language, "respond/home.html", lambda: page)

    def _entry(self, room: Room, language: str, phase: Phase) -> EntryPage:
        page = compose.entry_page(room, self._words, language, phase)
        if phase != "open":
            return page
        return msgspec.structs.replace(page, device=on_device(room, self._words, language))

    def section(self, at: SectionAt) -> Page:
        """One part of the form, with nothing wrong in it."""
        key = (*_wave(at.room), at.language, at.stratum, at.place, at.state)
        return self._page(key, lambda: self.faulty_section(at, {}))

    def faulty_section(self, at: SectionAt, faults: Mapping[str, str]) -> Page:
        """The same with what is wrong (item -> code of the fault), made for this once."""
        page = compose.section_page(
            at.room, self._words, at.language, at.stratum, at.place, state=at.state, faults=faults
        )
        return self.render(at.language, "respond/section.html", page)

    def send(self, room: Room, language: str, stratum: str) -> Page:
        """The page that sends."""
        return self._page(
            (*_wave(room), language, stratum, "send"),
            lambda: self.render(language, "respond/send.html", compose.send_page(room, self._words, language, stratum)),
        )

    def finish(self, room: Room, language: str, stratum: str) -> Page:
        """The page that thanks."""
        return self._page(
            (*_wave(room), language, stratum, "finish"),
            lambda: self.render(
                language, "respond/finish.html", compose.finish_page(room, self._words, language, stratum)
            ),
        )

    def kept(self, room: Room, language: str, template: str, make: Callable[[], object]) -> Asset:
        """Another page of the wave that is the same for all, made of *template* and what *make* gives."""
        return self._ready((*_wave(room), language, template), language, template, make)

    def render(self, language: str, template: str, page: object) -> Page:
        """A page made for this once, and not kept."""
        return cut(self._render[language](template, page))

    def _ready(self, key: tuple[object, ...], language: str, template: str, make: Callable[[], object]) -> Asset:
        found = self._whole.get(key)
        if found is None:
            if len(self._whole) >= AT_MOST:
                self._whole.clear()
            found = self._whole[key] = self.render(language, template, make()).whole()
        return found

    def _page(self, key: tuple[object, ...], make: Callable[[], Page]) -> Page:
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= AT_MOST:
                self._kept.clear()
            found = self._kept[key] = make()
        return found


def _wave(room: Room) -> tuple[str, bytes]:
    return room.door.wave, room.door.fingerprint
