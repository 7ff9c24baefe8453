"""The block of data that a browser fills and seals by: enough, the same for all, and without a word."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import msgspec
import pytest

from questionnaires.conditions import Condition
from questionnaires.items import item_index, row_width
from questionnaires.model import questions
from survey.ballot.envelopes import Context
from survey.steps.enter import door
from survey.study.manifest import strata
from survey.web.respond.device import Device, device_data
from survey.web.respond.rooms import Room, room
from tests.builders import World
from tests.survey.web.visiting import WAVE


@pytest.fixture
def made(world: World) -> Room:
    world.issue()
    return room(door(world.context, WAVE), ("sv", "en"))


def strings(value: Any) -> Iterator[str]:
    """Every string in decoded JSON, keys too."""
    match value:
        case str():
            yield value
        case dict():
            yield from chain(value, *map(strings, value.values()))
        case list():
            yield from chain.from_iterable(map(strings, value))


def test_the_block_binds_an_envelope_as_the_manifest_does(made: Room) -> None:
    block = msgspec.json.decode(device_data(made), type=Device)
    manifest = made.door.manifest
    seals = tuple(bytes.fromhex(seal) for seal in block.trustees)
    Context(bytes.fromhex(block.fingerprint), block.strata[0], seals, block.k, block.width)
    assert bytes.fromhex(block.fingerprint) == made.door.fingerprint
    assert (block.strata, block.k) == (strata(manifest), 2)
    assert block.trustees == tuple(trustee.seal for trustee in manifest.trustees)
    assert block.width == row_width(manifest.questionnaire)
    assert (block.wave, block.closes_at) == (WAVE, "2022-05-16T06:00:00Z")


def test_the_block_has_every_item_with_its_place_in_the_row(made: Room) -> None:
    block = msgspec.json.decode(device_data(made))
    assert [item["id"] for item in block["items"]] == ["A1", "B1", "C1", "C2", "C3", "D1", "G1", "I1"]
    by_id = {item["id"]: item for item in block["items"]}
    assert by_id["D1"] == {
        "id": "D1",
        "codes": ["criminal", "citizen", "decline"],
        "said": ["criminal", "citizen"],
        "alone": ["decline"],
        "multiple": True,
        "required": False,
        "groups": ["elected", "staff"],
        "offset": 5,
        "width": 3,
        "shown_if": {"when": "answer", "items": ["C1", "C2"], "is": ["once", "more"], "at_least": 1},
    }
    assert by_id["A1"]["required"]
    assert by_id["B1"]["groups"] == ["elected"]
    assert by_id["C3"]["shown_if"] == by_id["D1"]["shown_if"]


def test_the_block_has_the_parts_of_each_group_as_the_server_walks_them(made: Room) -> None:
    block = msgspec.json.decode(device_data(made))
    form = made.door.manifest.questionnaire
    for group, parts in made.parts.items():
        for part, told in zip(parts, block["parts"][group], strict=True):
            assert (told["number"], told["total"]) == (part.number, part.total)
            assert [one["id"] for one in told["questions"]] == [question.id for question in part.questions]
            assert tuple(item for one in told["questions"] for item in one["items"]) == part.items
            assert all(
                item_index(form)[item].question == one["id"] for one in told["questions"] for item in one["items"]
            )
    (who,) = block["parts"]["staff"][3]["questions"]
    assert who["variants"] == [{"when": "answer", "items": ["C3"], "is": ["yes"], "at_least": 1}]


def test_conditions_come_back_as_they_were(made: Room) -> None:
    block = msgspec.json.decode(device_data(made), type=Device)
    told = {
        one.id: (one.shown_if, one.variants) for parts in block.parts.values() for p in parts for one in p.questions
    }
    signed: dict[str, tuple[Condition | None, tuple[Condition, ...]]] = {
        question.id: (question.shown_if, tuple(variant.shown_if for variant in question.variants))
        for _, question in questions(made.door.manifest.questionnaire)
    }
    assert told == signed


def test_the_block_holds_no_wording(made: Room) -> None:
    found = set(strings(msgspec.json.decode(device_data(made))))
    assert len(found) > 30
    assert not any(any(letter.isspace() for letter in text) for text in found)
    wordings = {
        text
        for _, question in questions(made.door.manifest.questionnaire)
        for text in strings(msgspec.to_builtins(question.text))
        if text not in made.door.manifest.languages
    }
    assert found.isdisjoint(wordings)


def test_the_block_is_the_same_whatever_the_language(made: Room, world: World) -> None:
    blocks = {device_data(room(door(world.context, WAVE), (language,))) for language in ("sv", "en")}
    assert blocks == {device_data(made)}


def test_nothing_in_the_block_can_end_it(made: Room) -> None:
    hostile = msgspec.structs.replace(made, door=msgspec.structs.replace(made.door, wave="</script><!--"))
    block = device_data(hostile)
    assert b"<" not in block
    assert msgspec.json.decode(block)["wave"] == "</script><!--"
    block.decode("ascii")
