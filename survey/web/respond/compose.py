"""From a wave's room to the pages: what each says about the study is read from the signed manifest.

The words around it are in the catalogues. Everything here is the same for all who meet the page, so it is worked out
once (shelf.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from urllib.parse import urlsplit

import msgspec
from babel.lists import format_list

from questionnaires.reading_time import most_minutes
from questionnaires.wordings import terms_for
from survey.ballot.crockford import fingerprint_text
from survey.study.manifest import BoundMunicipality, Manifest, closes_at, opens_at
from survey.study.model import Contact
from survey.study.phase import Phase
from survey.web.fields import Field, Statements, Wording, field
from survey.web.locale import Words
from survey.web.respond import addresses
from survey.web.respond.pages import (
    EntryPage,
    FinishPage,
    Frame,
    HomePage,
    Mistake,
    RefusalPage,
    SectionPage,
    Sender,
    SendPage,
    Spoken,
    Support,
    WaveLink,
)
from survey.web.respond.parts import NOT_SHOWN, Part, State
from survey.web.respond.rooms import Room


def bare_frame(words: Words, rooms: Sequence[Room] = ()) -> Frame:
    """The frame of a page that belongs to no wave. Is there one alone, its statement goes for this page too."""
    return Frame(
        words.language,
        words.gettext("title"),
        (),
        by_post=False,
        leave="",
        support=(),
        direction=words.direction,
        statement=statement_of(rooms[0], words.language) if len(rooms) == 1 else "",
    )


def statement_of(room: Room, language: str) -> str:
    """The address of the wave's accessibility statement, in *language* if it has that."""
    return addresses.statement(room.door.wave, language if language in room.languages else room.languages[0])


def frame(
    room: Room, words: Mapping[str, Words], language: str, municipality: str = "", by_post: bool = False
) -> Frame:
    """The frame of a wave's page: of one municipality once the code has told which, before that of all.

    *by_post* on pages that hold a form: a change of language then posts it.
    """
    wave = room.door.wave
    asking = [m for m in room.door.manifest.municipalities if municipality in {"", m.code}]
    to = addresses.answer if by_post else addresses.entry
    return Frame(
        language=language,
        names=names(asking, words[language]),
        languages=tuple(Spoken(one, words[one].gettext("language"), to(wave, one)) for one in room.languages),
        by_post=by_post,
        leave=addresses.leave(wave),
        support=tuple(_support(m, c, language, len(asking) > 1) for m in asking for c in m.contacts),
        direction=words[language].direction,
        municipality=municipality,
        theme=room.theme.sheet,
        logos=room.theme.logos,
        statement=statement_of(room, language),
    )


def names(municipalities: Sequence[BoundMunicipality], words: Words) -> str:
    """Their names as one would say them: "Linköping och Norrköping"."""
    return format_list([municipality.name for municipality in municipalities], locale=words.locale)


def _support(municipality: BoundMunicipality, contact: Contact, language: str, several: bool) -> Support:
    name = contact.name[language]
    return Support(
        name=f"{municipality.name}: {name}" if several else name,
        phone=contact.phone,
        dial=dialled(contact.phone),
        url=contact.url,
        site=shown(contact.url),
    )


def dialled(phone: str) -> str:
    """A number as a telephone wants it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def shown(url: str) -> str:
    """An address as people say it."""
    parts = urlsplit(url)
    return (parts.netloc + parts.path).rstrip("/") or url


def minutes(manifest: Manifest, language: str) -> int:
    """How long the form takes at most, in whole minutes: the longest way through it, of any group."""
    return ceil(most_minutes(manifest.questionnaire, language))


def entry_page(room: Room, words: Mapping[str, Words], language: str, phase: Phase, by_post: bool = False) -> EntryPage:
    """The first page in *phase*."""
    manifest, mine = room.door.manifest, words[language]
    return EntryPage(
        frame=frame(room, words, language, by_post=by_post),
        title=manifest.title[language],
        names=names(manifest.municipalities, mine),
        municipalities=tuple(Sender(m.name, m.sender[language]) for m in manifest.municipalities),
        opens=mine.instant(opens_at(manifest)),
        closes=mine.instant(closes_at(manifest)),
        phase=phase,
        minutes=minutes(manifest, language),
        k=manifest.k,
        n=len(manifest.trustees),
        holders=tuple(trustee.name for trustee in manifest.trustees),
        least=manifest.disclosure.min_answered,
        fingerprint=fingerprint_text(room.door.fingerprint),
        action=addresses.answer(room.door.wave, language),
        start=addresses.entry(room.door.wave, language),
        board=addresses.board(room.door.wave, language),
    )


def section_page(
    room: Room,
    words: Mapping[str, Words],
    language: str,
    stratum: str,
    place: int,
    *,
    state: State,
    faults: Mapping[str, str],
) -> SectionPage:
    """The page of one part, whose questions stand as in *state*; *faults*: item -> what is wrong with it."""
    municipality, _, group = stratum.partition("/")
    part, wording = room.parts[group][place], wording_of(room.door.manifest, words[language], group)
    fields = _fields(room, part, wording, state, faults)
    return SectionPage(
        frame=frame(room, words, language, municipality, by_post=True),
        number=part.number,
        total=part.total,
        title=wording.of(part.section.title),
        intro=wording.of(part.section.intro),
        fields=fields,
        errors=tuple(mistake for one in fields for mistake in _mistakes(one)),
        skips=part.skips,
        back=place > 0,
        action=addresses.answer(room.door.wave, language),
    )


def wording_of(manifest: Manifest, words: Words, group: str) -> Wording:
    """How the questionnaire is worded for *group* in this language."""
    period = words.period(date.fromisoformat(manifest.period.first), date.fromisoformat(manifest.period.last))
    return Wording(words.language, terms_for(manifest.questionnaire, group, words.language, period))


def _fields(room: Room, part: Part, wording: Wording, state: State, faults: Mapping[str, str]) -> tuple[Field, ...]:
    form = room.door.manifest.questionnaire
    return tuple(
        field(form, one, wording.of(one.text if stand < 0 else one.variants[stand].text), wording, faults)
        for one, stand in zip(part.questions, state, strict=True)
        if stand != NOT_SHOWN
    )


def _mistakes(one: Field) -> tuple[Mistake, ...]:
    lines = one.lines if isinstance(one, Statements) else (one,)
    return tuple(Mistake(line.item, one.choices[0].code, line.text, line.fault) for line in lines if line.fault)


def send_page(room: Room, words: Mapping[str, Words], language: str, stratum: str) -> SendPage:
    """The page that sends."""
    manifest = room.door.manifest
    return SendPage(
        frame=frame(room, words, language, stratum.partition("/")[0], by_post=True),
        k=manifest.k,
        n=len(manifest.trustees),
        action=addresses.answer(room.door.wave, language),
    )


def finish_page(room: Room, words: Mapping[str, Words], language: str, stratum: str) -> FinishPage:
    """The page that thanks. It offers no other language: that would need the answers once more."""
    manifest = room.door.manifest
    around = frame(room, words, language, stratum.partition("/")[0])
    return FinishPage(
        frame=msgspec.structs.replace(around, languages=()),
        closes=words[language].instant(closes_at(manifest)),
        k=manifest.k,
        n=len(manifest.trustees),
        least=manifest.disclosure.min_answered,
        board=addresses.board(room.door.wave, language),
    )


def home_page(rooms: Sequence[tuple[Room, str]], words: Words) -> HomePage:
    """The list of waves, the last to open first, each with the language that its first page is to have."""
    return HomePage(
        bare_frame(words),
        tuple(
            WaveLink(
                title=room.door.manifest.title[language],
                names=names(room.door.manifest.municipalities, words),
                opens=words.instant(opens_at(room.door.manifest)),
                closes=words.instant(closes_at(room.door.manifest)),
                address=addresses.entry(room.door.wave, language),
                statement=statement_of(room, language),
            )
            for room, language in rooms
        ),
    )


def refusal_page(
    room: Room | None,
    words: Mapping[str, Words],
    language: str,
    *,
    municipality: str = "",
    phase: Phase = "open",
    draft: str = "",
    rooms: Sequence[Room] = (),
) -> RefusalPage:
    """What a refusal of *room* says; of a page that belongs to no wave, only the words. A page that keeps a *draft*
    takes it along to another language. *rooms* are those there are.
    """
    if room is None:
        return RefusalPage(bare_frame(words[language], rooms))
    manifest = room.door.manifest
    return RefusalPage(
        frame=frame(room, words, language, municipality, by_post=bool(draft)),
        instant=words[language].instant(opens_at(manifest) if phase == "early" else closes_at(manifest)),
        start=addresses.entry(room.door.wave, language),
        draft=draft,
        action=addresses.answer(room.door.wave, language),
        board=addresses.board(room.door.wave, language),
    )
