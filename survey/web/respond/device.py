"""What a browser must know to fill in and seal a form by itself: routing, places in a row, the trustees' keys.

One block of data in the first page, the same for every language and every reader. It holds no wording: what is read
stands in the page beside it, made by the same templates as the server's own pages. A block of data is no script, so
the page's policy lets it be; `<` is written as an escape, so that nothing in it can end the block. It must never hold
anything about the one who reads it.
"""

import msgspec

from questionnaires.conditions import Condition
from questionnaires.items import Item, items, row_width
from questionnaires.model import Question
from survey.study.manifest import strata
from survey.web.respond.parts import Part
from survey.web.respond.rooms import Room


class DeviceItem(msgspec.Struct, frozen=True):
    """One thing to answer: *said* are the answers in substance, *alone* those that exclude the others."""

    id: str
    codes: tuple[str, ...]
    said: tuple[str, ...]
    alone: tuple[str, ...]
    multiple: bool
    required: bool
    groups: tuple[str, ...]
    offset: int
    width: int
    shown_if: Condition | None


class DeviceQuestion(msgspec.Struct, frozen=True):
    """A question of a part. *variants*: the condition of each, in order; the first that holds words the question."""

    id: str
    items: tuple[str, ...]
    shown_if: Condition | None
    variants: tuple[Condition, ...]


class DevicePart(msgspec.Struct, frozen=True):
    """One page of the form, as `Part`."""

    number: int
    total: int
    questions: tuple[DeviceQuestion, ...]


class Device(msgspec.Struct, frozen=True):
    """The whole block. Keys and fingerprint in hexadecimal, *width* in bytes of a row, *closes_at* in UTC."""

    wave: str
    fingerprint: str
    k: int
    trustees: tuple[str, ...]
    strata: tuple[str, ...]
    width: int
    closes_at: str
    items: tuple[DeviceItem, ...]
    parts: dict[str, tuple[DevicePart, ...]]


def device_data(room: Room) -> bytes:
    """The block for *room* as compact JSON, safe inside an HTML `script` element."""
    manifest = room.door.manifest
    form = manifest.questionnaire
    device = Device(
        wave=room.door.wave,
        fingerprint=room.door.fingerprint.hex(),
        k=manifest.k,
        trustees=tuple(trustee.seal for trustee in manifest.trustees),
        strata=strata(manifest),
        width=row_width(form),
        closes_at=manifest.window.closes_at,
        items=tuple(_item(item) for item in items(form)),
        parts={group: tuple(_part(room, part) for part in mine) for group, mine in room.parts.items()},
    )
    return msgspec.json.encode(device).replace(b"<", b"\\u003c")


def _item(item: Item) -> DeviceItem:
    return DeviceItem(
        id=item.id,
        codes=item.codes(),
        said=tuple(code for code in item.codes() if item.substantive(code)),
        alone=tuple(option.code for option in item.options if option.exclusive),
        multiple=item.multiple,
        required=item.required,
        groups=item.groups,
        offset=item.offset,
        width=item.width,
        shown_if=item.shown_if,
    )


def _part(room: Room, part: Part) -> DevicePart:
    mine: dict[str, tuple[str, ...]] = {question.id: () for question in part.questions}
    for item in items(room.door.manifest.questionnaire):
        if item.question in mine:
            mine[item.question] = (*mine[item.question], item.id)
    return DevicePart(part.number, part.total, tuple(_question(one, mine[one.id]) for one in part.questions))


def _question(question: Question, mine: tuple[str, ...]) -> DeviceQuestion:
    return DeviceQuestion(question.id, mine, question.shown_if, tuple(one.shown_if for one in question.variants))
