"""The accessibility statement of a wave: what Swedish law wants told, filled in from the signed manifest.

Its order is that of the model of the Agency for Digital Government (Digg): who answers for the service, how accessible
it is, what to do if it cannot be used, how to tell of faults, who supervises, and then the technical part. The page is
the same for all, holds no form, and can be read at any time, whether the wave is open or not.
"""

from collections.abc import Mapping
from datetime import date
from typing import get_args

import msgspec
from litestar.handlers import HTTPRouteHandler

from survey.study.manifest import BoundMunicipality
from survey.study.model import Reason, Shortcoming
from survey.web.locale import Words
from survey.web.respond import addresses
from survey.web.respond.compose import dialled, frame, names, shown
from survey.web.respond.handling import Asked, get, room_of, site_of
from survey.web.respond.pages import Lacking, Lackings, Responsible, Spoken, StatementPage
from survey.web.respond.rooms import Room
from survey.web.sending import Ready, unchanging


def statement_page(room: Room, words: Mapping[str, Words], language: str) -> StatementPage:
    """The statement in *language*."""
    manifest, mine = room.door.manifest, words[language]
    told = manifest.accessibility
    around = frame(room, words, language)
    languages = tuple(
        Spoken(one.language, one.name, addresses.statement(room.door.wave, one.language)) for one in around.languages
    )
    return StatementPage(
        frame=msgspec.structs.replace(around, languages=languages),
        title=manifest.title[language],
        names=names(manifest.municipalities, mine),
        responsible=tuple(_responsible(one, language) for one in manifest.municipalities),
        status=told.status,
        lackings=_lackings(told.shortcomings, mine),
        authority=told.supervision.name.get(language) or mine.gettext("statement.authority"),
        reports=told.supervision.url,
        method=told.method[language],
        assessed=mine.day(told.assessed),
        published=mine.day(told.published),
        reviewed=mine.day(told.reviewed),
        start=addresses.entry(room.door.wave, language),
    )


def _responsible(municipality: BoundMunicipality, language: str) -> Responsible:
    contact = municipality.accessibility
    return Responsible(
        name=municipality.name,
        sender=municipality.sender[language],
        email=contact.email,
        phone=contact.phone,
        dial=dialled(contact.phone),
        url=contact.url,
        site=shown(contact.url),
        address=contact.address,
        reply=contact.response_days,
    )


def _lackings(shortcomings: tuple[Shortcoming, ...], words: Words) -> tuple[Lackings, ...]:
    """What cannot be used, reason by reason; a reason that nothing has is left out."""
    by_reason = {
        reason: tuple(_lacking(one, words) for one in shortcomings if one.reason == reason)
        for reason in get_args(Reason)
    }
    return tuple(Lackings(reason, found) for reason, found in by_reason.items() if found)


def _lacking(one: Shortcoming, words: Words) -> Lacking:
    return Lacking(
        text=one.text[words.language],
        why=one.why.get(words.language, ""),
        alternative=one.alternative.get(words.language, ""),
        mended=_day(one.mended_by, words),
    )


def _day(day: date | None, words: Words) -> str:
    return "" if day is None else words.day(day)


@get("/s/{wave:str}/{language:str}/tillganglighet")
async def statement(request: Asked) -> Ready:
    """The same page for all, at any time."""
    site = site_of(request)
    room, language = await room_of(request)
    page = site.shelf.kept(
        room,
        language,
        "respond/statement.html",
        lambda: statement_page(room, site.words, language),
    )
    return unchanging(request, page)


HANDLERS: list[HTTPRouteHandler] = [statement]
