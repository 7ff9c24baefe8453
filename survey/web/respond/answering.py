"""One turn of answering: what was posted, and the page that comes next.

The server keeps nothing between turns. A turn opens the draft that came with the form, puts the answers of that page
into it, and gives the next page with the draft closed again. Only the turn that sends leaves anything behind, and
it takes all it sends from the draft, so that the same form posted again makes the same envelope.
"""

import asyncio
import secrets
from collections.abc import Collection, Mapping

import msgspec
from litestar.exceptions import ClientException

from questionnaires.conditions import Answers
from questionnaires.sheets import Cleaned, clean
from survey.ballot.crockford import normalised
from survey.ballot.drafts import Drafts
from survey.errors import CodeFault, DraftError, NotIssued, UnknownCode, WrongSymbol
from survey.steps.enter import admit
from survey.steps.submit import seal_sheet, tracker_of_sheet
from survey.web.fields import PREFIX
from survey.web.headers import FORGET
from survey.web.prepared import DRAFT, RECEIPT, TRACKER, Page, option
from survey.web.respond import compose, draft
from survey.web.respond.draft import Draft
from survey.web.respond.parts import following, preceding, state
from survey.web.respond.rooms import Room
from survey.web.respond.shelf import SectionAt
from survey.web.respond.site import Site

Form = Mapping[str, list[str]]

#: A page as it was typed into is given back with no more of the code than this.
_LONGEST_CODE = 64

_NOTHING_WRONG: Mapping[str, str] = {}


class Reply(msgspec.Struct, frozen=True):
    """A page and what to fill into it."""

    page: Page
    texts: Mapping[str, bytes] = {}
    chosen: Collection[str] = ()
    status: int = 200
    headers: Mapping[str, str] = {}


class Turn(msgspec.Struct, frozen=True):
    """Where a turn takes place: the wave, the language, and the drafts of the wave."""

    site: Site
    room: Room
    language: str
    drafts: Drafts


async def answer(site: Site, room: Room, language: str, form: Form) -> Reply:
    """The page that follows *form*. Raises the errors that web/errors.py has a row for."""
    room.require_open(site.context)
    if room.drafts is None:
        raise NotIssued(f"no codes of {room.door.wave} are issued")
    turn = Turn(site, room, language, room.drafts)
    go = form.get("go", ["stay"])[0]
    if DRAFT not in form:
        return await _enter(turn, form.get("code", [""])[0], go)
    return await _go_on(turn, form, go)


def municipality_in(room: Room, form: Form) -> str:
    """Whose respondent posted *form*, if its draft can be read: so that a refusal names the right contacts."""
    if room.drafts is None or DRAFT not in form:
        return ""
    try:
        return room.draft_form.read(room.drafts.open(form[DRAFT][0])).municipality
    except DraftError:
        return ""


async def _enter(turn: Turn, typed: str, go: str) -> Reply:
    """The code has been written: the first part of the form, or the first page again saying what is wrong."""
    if go == "stay":  # another language was asked for
        return _entry(turn, typed, "", 0, 200)
    if not normalised(typed):  # blanks and dashes are nothing, as the script has it
        return _entry(turn, typed, "empty", 0, 422)
    try:
        admission = await asyncio.to_thread(admit, turn.site.context, turn.room.door, typed)
    except WrongSymbol as error:
        return _entry(turn, typed, "symbol", error.position, 422)
    except CodeFault as error:
        return _entry(turn, typed, error.reason, error.position or 0, 422)
    except UnknownCode:
        return _entry(turn, typed, "unknown", 0, 422)
    fresh = Draft(secrets.token_bytes(draft.SEED_BYTES), admission.code, admission.stratum, 0, {})
    form = turn.room.door.manifest.questionnaire
    first = following(form, turn.room.parts[fresh.group], fresh.group, {}, -1)
    return _show(turn, msgspec.structs.replace(fresh, place=first), {})


def _entry(turn: Turn, typed: str, fault: str, position: int, status: int) -> Reply:
    page = compose.entry_page(turn.room, turn.site.words, turn.language, "open", by_post=True)
    page = msgspec.structs.replace(page, code=typed[:_LONGEST_CODE], fault=fault, position=position)
    return Reply(turn.site.shelf.render(turn.language, "respond/entry.html", page), status=status)


async def _go_on(turn: Turn, posted: Form, go: str) -> Reply:
    held = _opened(turn, posted[DRAFT][0])
    ordered, questionnaire = turn.room.parts[held.group], turn.room.door.manifest.questionnaire
    if held.place == len(ordered) and go == "send":
        return await _send(turn, held)
    mine = ordered[held.place].items if held.place < len(ordered) else ()
    given = {item: posted.get(PREFIX + item, []) for item in mine}
    held = msgspec.structs.replace(held, answers=draft.merged(held.answers, mine, given))
    cleaned = clean(questionnaire, held.group, held.answers)
    match go:
        case "next" if faults := _faults(cleaned, mine):
            return _show(turn, held, cleaned.sheet, faults)
        case "next":
            place = following(questionnaire, ordered, held.group, cleaned.sheet, held.place)
        case "back":
            before = preceding(questionnaire, ordered, held.group, cleaned.sheet, held.place)
            place = held.place if before is None else before
        case "stay":
            place = held.place
        case _:
            raise ClientException("no button of this page is called that")
    return _show(turn, msgspec.structs.replace(held, place=place), cleaned.sheet)


def _opened(turn: Turn, text: str) -> Draft:
    held = turn.room.draft_form.read(turn.drafts.open(text))
    if held.place > len(turn.room.parts[held.group]):
        raise DraftError("a draft stands beyond the end of this questionnaire")
    return held


def _faults(cleaned: Cleaned, mine: Collection[str]) -> dict[str, str]:
    """What is wrong on the page with the items *mine*: item -> code of the fault."""
    return {fault.item: fault.code for fault in cleaned.faults if fault.item in mine}


def _show(turn: Turn, held: Draft, sheet: Answers, faults: Mapping[str, str] = _NOTHING_WRONG) -> Reply:
    """The page at *held.place*, with what has been answered on it and what is wrong there."""
    ordered, shelf = turn.room.parts[held.group], turn.site.shelf
    texts = {DRAFT: turn.drafts.close(turn.room.draft_form.write(held)).encode("ascii")}
    if held.place == len(ordered):
        return Reply(shelf.send(turn.room, turn.language, held.stratum), texts)
    part = ordered[held.place]
    chosen = frozenset(option(item, code) for item in part.items for code in held.answers.get(item, ()))
    stand = state(turn.room.door.manifest.questionnaire, part, held.group, sheet)
    at = SectionAt(turn.room, turn.language, held.stratum, held.place, stand)
    if faults:
        return Reply(shelf.faulty_section(at, faults), texts, chosen, 422)
    return Reply(shelf.section(at), texts, chosen)


async def _send(turn: Turn, held: Draft) -> Reply:
    """Seal the sheet and hand it over; the page that thanks is given only when the answer is durable."""
    room, ordered = turn.room, turn.room.parts[held.group]
    cleaned = clean(room.door.manifest.questionnaire, held.group, held.answers)
    if cleaned.faults:  # no way through the pages leads here; should one be found, the fault is shown where it is
        faulty = {fault.item for fault in cleaned.faults}
        place = next(number for number, part in enumerate(ordered) if faulty & set(part.items))
        at = msgspec.structs.replace(held, place=place)
        return _show(turn, at, cleaned.sheet, _faults(cleaned, ordered[place].items))
    envelope = seal_sheet(room.door, held.stratum, cleaned.sheet, held.seed)
    kept = await asyncio.wrap_future(turn.site.clerk.submit(room.door, held.code, envelope))
    page = turn.site.shelf.finish(room, turn.language, held.stratum)
    tracker = tracker_of_sheet(room.door, held.stratum, cleaned.sheet, held.seed)
    shown = {RECEIPT: kept.receipt.encode("ascii"), TRACKER: tracker.encode("ascii")}
    return Reply(page, shown, headers=FORGET)
