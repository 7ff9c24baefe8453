"""Who comes one second early is refused in both municipalities; who holds a code is let in, used or not."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import msgspec
import pytest
from sqlalchemy import event, text

from survey.ballot.codes import new_code, read_code
from survey.ballot.crockford import ALPHABET
from survey.ballot.nullifiers import nullifier
from survey.errors import (
    Closed,
    CodeFault,
    KeyFileError,
    NotApproved,
    NotIssued,
    NotYetOpen,
    PhaseError,
    StoreError,
    UnknownCode,
    UnknownWave,
    WrongSymbol,
)
from survey.steps.enter import admit, door, doors
from survey.steps.issue import issue
from survey.store import wavekeys
from survey.store.engine import writing
from tests.builders import CLOSES, OPENS, World
from tests.survey.steps.running import WAVE, Running

SECOND = timedelta(seconds=1)
UNUSED = "0000-0000-0000-0000"  # sound in every wave's sums; its place is of no stratum in this one


def stranger(running: Running, place: int = 1) -> str:
    """A code that is well formed for this wave, and that nobody has."""
    return new_code(secrets.token_bytes(8), running.door.fingerprint, place)


@pytest.mark.parametrize("stratum", ["0580/elected", "0580/staff", "0581/elected", "0581/staff"])
def test_the_door_opens_and_closes_at_one_instant_for_every_stratum(running: Running, stratum: str) -> None:
    code = running.codes[stratum][0]
    for instant, refusal in (
        (OPENS - SECOND, NotYetOpen),
        (OPENS, None),
        (CLOSES - SECOND, None),
        (CLOSES, Closed),
        (CLOSES + SECOND, Closed),
    ):
        running.world.clock.move_to(instant)
        if refusal is None:
            assert admit(running.context, running.door, code).stratum == stratum
        else:
            with pytest.raises(refusal, match=WAVE):
                admit(running.context, running.door, code)


def test_a_door_that_was_asked_for_long_ago_still_goes_by_the_clock(running: Running) -> None:
    """A worker keeps its doors for a while; the instant is compared at every request."""
    running.world.clock.move_to(OPENS - SECOND)
    early = door(running.context, WAVE)
    assert early.phase_now(running.context) == "early"
    running.world.clock.move_to(OPENS)
    assert early.phase_now(running.context) == "open"
    running.world.clock.move_to(CLOSES)
    assert early.phase_now(running.context) == "closed"


@pytest.mark.parametrize("now", [OPENS - SECOND, OPENS, CLOSES - SECOND])
def test_unsigned_by_one_nothing_opens_at_any_time(world: World, now: datetime) -> None:
    world.approve("0580")
    world.clock.move_to(now)
    entrance = door(world.context, WAVE)
    assert entrance.draft_key is None
    with pytest.raises(NotApproved, match="not signed by every municipality"):
        admit(world.context, entrance, UNUSED)


def test_without_codes_nothing_opens(world: World) -> None:
    world.approve()
    world.clock.move_to(OPENS)
    with pytest.raises(NotIssued, match="no codes"):
        admit(world.context, door(world.context, WAVE), UNUSED)


def test_a_used_code_is_let_in_like_an_unused_one(running: Running) -> None:
    used, unused = running.codes["0580/staff"][:2]
    before = admit(running.context, running.door, used)
    running.send(used, {"A1": ("yes",)})
    assert admit(running.context, running.door, used) == before
    assert admit(running.context, running.door, unused).stratum == before.stratum


def test_a_code_is_read_as_people_write_it(running: Running) -> None:
    code = running.codes["0581/elected"][0]
    for written in (code.lower(), code.replace("-", ""), code.replace("-", " – "), f"  {code}\n"):
        assert admit(running.context, running.door, written) == admit(running.context, running.door, code)


def test_one_wrong_symbol_is_located_and_two_are_refused(running: Running) -> None:
    code = running.codes["0580/staff"][0].replace("-", "")
    swapped = dict(zip(ALPHABET, ALPHABET[1:] + ALPHABET[0], strict=True))
    wrong = code[:6] + swapped[code[6]] + code[7:]
    with pytest.raises(WrongSymbol) as located:
        admit(running.context, running.door, wrong)
    assert located.value.position == 7
    with pytest.raises((WrongSymbol, CodeFault)):
        admit(running.context, running.door, wrong[:-1] + swapped[wrong[-1]])


@pytest.mark.parametrize("place", [0, 3])
def test_a_well_formed_code_that_nobody_has_is_unknown(running: Running, place: int) -> None:
    with pytest.raises(UnknownCode, match="nobody has this code"):
        admit(running.context, running.door, stranger(running, place))


@pytest.mark.parametrize("place", [4, 5, 1023])
def test_a_code_of_no_stratum_is_refused_before_the_database_is_asked(running: Running, place: int) -> None:
    with asked(running) as statements, pytest.raises(UnknownCode, match="nobody has this code"):
        admit(running.context, running.door, stranger(running, place))
    assert statements == []
    with asked(running) as statements:  # the listener does hear what is asked
        admit(running.context, running.door, running.codes["0580/staff"][0])
    assert sum(statement.startswith("SELECT") for statement in statements) == 1


def test_entry_asks_the_database_the_same_whether_the_code_is_used_or_not(running: Running) -> None:
    used, unused = running.codes["0580/staff"][:2]
    running.send(used, {"A1": ("yes",)})
    heard = []
    for code in (used, unused):
        with asked(running) as statements:
            admit(running.context, running.door, code)
        heard.append(list(statements))
    assert heard[0] == heard[1]
    assert not any("box_" in statement for statement in heard[0]), "the answers are not looked at"


def test_a_box_that_knows_the_code_under_another_stratum_is_not_trusted(running: Running) -> None:
    """Whoever can write in the database could else move an answer from one group to another."""
    code = new_code(secrets.token_bytes(8), running.door.fingerprint, 1)
    nu = nullifier(running.door.key or b"", WAVE, code)
    with writing(running.context.database) as connection:
        key = "eligible_linkoping_norrkoping_1"
        drop = f"DROP TRIGGER {key}_no_insert"
        connection.execute(text(drop if connection.dialect.name == "sqlite" else f"{drop} ON {key}"))
        connection.execute(text(f"INSERT INTO {key} VALUES (:nu, '0580/elected')"), {"nu": nu})
    with pytest.raises(StoreError, match="under another stratum"):
        admit(running.context, running.door, code)


@contextmanager
def asked(running: Running) -> Iterator[list[str]]:
    """Every statement that is sent to the database meanwhile, with how many values."""
    heard: list[str] = []

    def hear(_one: object, _two: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    event.listen(running.context.database, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(running.context.database, "before_cursor_execute", hear)


def test_a_code_of_another_wave_opens_nothing_here(running: Running) -> None:
    """The same K would make another nullifier of the same code: the wave is part of it."""
    renamed = msgspec.structs.replace(running.door, wave="linkoping-norrkoping-2")
    code = running.codes["0580/staff"][0]
    nus = {nullifier(one.key or b"", one.wave, read_code(code)) for one in (running.door, renamed)}
    assert len(nus) == 2


def test_no_refusal_repeats_the_code(running: Running) -> None:
    code = running.codes["0580/staff"][0]
    for instant, typed in ((OPENS - SECOND, code), (OPENS, code[:-1]), (OPENS, UNUSED), (OPENS, code[:-1] + "*")):
        running.world.clock.move_to(instant)
        with pytest.raises((PhaseError, CodeFault, WrongSymbol, UnknownCode)) as refusal:
            admit(running.context, running.door, typed)
        assert typed not in str(refusal.value)


def test_a_wave_that_is_not_there_has_no_door(running: Running) -> None:
    with pytest.raises(UnknownWave, match=f"there is no wave other-1; the waves are: {WAVE}"):
        door(running.context, "other-1")


def test_a_running_wave_without_its_key_says_so(running: Running) -> None:
    wavekeys.destroy(running.world.settings.keys, WAVE)
    with pytest.raises(KeyFileError, match="point the setting `keys`"):
        door(running.context, WAVE)


def test_another_key_admits_nobody(running: Running) -> None:
    """Whoever has the codes and the database, but not K, cannot tell a code from a stranger's."""
    other = msgspec.structs.replace(running.door, key=bytes(32))
    with pytest.raises(UnknownCode):
        admit(running.context, other, running.codes["0580/staff"][0])


def test_the_last_to_open_is_shown_first(world: World) -> None:
    world.approve()
    issue(world.context, WAVE, world.folder / "codes")
    text = world.study_file.read_text(encoding="utf-8")
    for wave, month in ((2, "06"), (3, "05")):
        later = text.replace("wave = 1", f"wave = {wave}").replace("2022-04-25T", f"2022-{month}-02T")
        world.study_file.write_text(later.replace("2022-05-16T", "2022-07-16T"), encoding="utf-8")
        world.define()
    assert [one.wave[-1] for one in doors(world.context)] == ["2", "3", "1"]
