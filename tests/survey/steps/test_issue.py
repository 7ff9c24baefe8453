"""Codes are issued once, to files, with every approval and before the opening; the database never sees one."""

import base64
import csv
import stat
import threading
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from survey.ballot.codes import read_code
from survey.errors import AlreadyIssued, ApprovalError, NotYetOpen, SamtidigError, StoreError
from survey.steps.enter import admit, door
from survey.steps.find import status
from survey.steps.issue import Issued, issue
from survey.store import wavekeys
from survey.store.engine import reading, writing
from tests.builders import OPENS, World
from tests.survey.steps.dying import killed_at_every_point
from tests.survey.steps.running import WAVE
from tests.survey.store.test_files import little_room


def read(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(line["group"], line["code"]) for line in csv.DictReader(file)]


def nothing_is_issued(world: World, folder: Path) -> bool:
    """No code is in a file, no box stands, and the wave can still be issued."""
    found = status(world.context, WAVE)
    return found.state == "defined" and found.codes == {} and not list(folder.glob("*"))


def test_each_invited_person_has_one_code_of_their_own(world: World) -> None:
    world.approve()
    issued = issue(world.context, WAVE, world.folder / "codes")
    assert issued.codes == {"0580/elected": 12, "0580/staff": 12, "0581/elected": 12, "0581/staff": 12}
    assert sorted(path.name for path in issued.files.values()) == [f"codes-{WAVE}-0580.csv", f"codes-{WAVE}-0581.csv"]
    rows = [row for path in issued.files.values() for row in read(path)]
    assert len({read_code(code) for _, code in rows}) == 48
    assert sorted(group for group, _ in rows) == ["elected"] * 24 + ["staff"] * 24
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in issued.files.values())
    assert status(world.context, WAVE).phase == "early"


def test_the_order_of_the_codes_tells_nothing_of_the_order_of_their_making(world: World) -> None:
    codes = world.issue()
    assert all(made == sorted(made) for made in codes.values())


def test_no_code_is_in_the_database(world: World) -> None:
    codes = {read_code(code) for made in world.issue().values() for code in made}
    with reading(world.context.database) as connection:
        tables = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'table'")
            if connection.dialect.name == "sqlite"
            else text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        cells = [
            cell
            for (table,) in tables.all()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
            for cell in row
        ]
    octets = b"\n".join(bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in cells)
    assert len(octets) > 5000
    for code in codes:
        raw = code.encode()
        assert all(form not in octets for form in (raw, raw.hex().encode(), base64.b64encode(raw)[:-2]))


@pytest.mark.parametrize("signed", [("0580",), ("0581",)])
def test_one_missing_approval_stops_the_issue(world: World, signed: tuple[str, ...]) -> None:
    world.approve(*signed)
    with pytest.raises(ApprovalError, match="not yet signed by"):
        issue(world.context, WAVE, world.folder / "codes")
    assert nothing_is_issued(world, world.folder / "codes")
    assert not list((world.folder / "keys").glob("*"))


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), timedelta(days=400)])
def test_at_the_opening_it_is_too_late(world: World, late: timedelta) -> None:
    """Codes that come after the opening would give one municipality a later start."""
    world.approve()
    world.clock.move_to(OPENS + late)
    with pytest.raises(NotYetOpen, match="define a new wave"):
        issue(world.context, WAVE, world.folder / "codes")
    assert nothing_is_issued(world, world.folder / "codes")


def test_the_last_second_before_the_opening_is_early_enough(world: World) -> None:
    world.approve()
    world.clock.move_to(OPENS - timedelta(seconds=1))
    issue(world.context, WAVE, world.folder / "codes")


def test_a_second_issue_is_refused_and_changes_nothing(world: World) -> None:
    codes = world.issue()
    kept = wavekeys.read(world.settings.keys, WAVE)
    with pytest.raises(AlreadyIssued, match="use the files that were written then"):
        issue(world.context, WAVE, world.folder / "others")
    assert wavekeys.read(world.settings.keys, WAVE) == kept
    assert not (world.folder / "others").exists()
    world.clock.move_to(OPENS)
    assert admit(world.context, door(world.context, WAVE), codes["0580/staff"][0]).stratum == "0580/staff"


def test_of_two_who_issue_at_once_one_is_refused_and_the_codes_of_the_other_are_good(world: World) -> None:
    """Else the second would exchange the key under the first's codes, and nobody could answer."""
    world.approve()
    together = threading.Barrier(2)
    issued: list[Issued] = []
    refused: list[SamtidigError] = []

    def start(folder: Path) -> None:
        together.wait()
        try:
            issued.append(issue(world.context, WAVE, folder))
        except SamtidigError as error:
            refused.append(error)

    clerks = [threading.Thread(target=start, args=[world.folder / name]) for name in ("one", "two")]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert [type(error) for error in refused] == [AlreadyIssued]
    world.clock.move_to(OPENS)
    entrance = door(world.context, WAVE)
    for path in issued[0].files.values():
        for group, code in read(path):
            assert admit(world.context, entrance, code).stratum.endswith(group)
    assert len(list(world.folder.glob("*/codes-*.csv"))) == 2


def test_a_full_disk_issues_nothing_and_it_can_be_done_again(world: World) -> None:
    world.approve()
    with little_room(200), pytest.raises(StoreError, match="cannot be written"):
        issue(world.context, WAVE, world.folder / "codes")
    assert nothing_is_issued(world, world.folder / "codes")
    assert len(world.issue()) == 4


def test_a_database_that_refuses_takes_the_files_away_again(world: World) -> None:
    """Their codes would never be valid."""
    world.approve()
    with writing(world.context.database) as connection:
        connection.execute(text("CREATE TABLE box_linkoping_norrkoping_1 (x TEXT)"))
    with pytest.raises(StoreError, match="the database refuses"):
        issue(world.context, WAVE, world.folder / "codes")
    assert nothing_is_issued(world, world.folder / "codes")
    with writing(world.context.database) as connection:
        connection.execute(text("DROP TABLE box_linkoping_norrkoping_1"))
    assert len(world.issue()) == 4


def test_a_folder_of_keys_that_cannot_be_written_issues_nothing(world: World) -> None:
    world.approve()
    (world.folder / "blocked").write_bytes(b"")
    settings = msgspec.structs.replace(world.settings, keys=world.folder / "blocked")
    with pytest.raises(StoreError, match="cannot be written"):
        issue(msgspec.structs.replace(world.context, settings=settings), WAVE, world.folder / "codes")
    assert nothing_is_issued(world, world.folder / "codes")


def test_a_left_over_file_is_not_written_over(world: World) -> None:
    """It may be of another installation; a person decides."""
    world.approve()
    left = world.folder / "codes" / f"codes-{WAVE}-0581.csv"
    left.parent.mkdir()
    left.write_text("group,code\n", encoding="utf-8")
    with pytest.raises(StoreError, match="is there already, but the codes of this wave are not issued"):
        issue(world.context, WAVE, left.parent)
    assert [path.name for path in left.parent.iterdir()] == [left.name]
    assert left.read_text(encoding="utf-8") == "group,code\n"
    left.unlink()
    assert len(world.issue()) == 4


def test_killed_anywhere_either_all_codes_are_good_or_none_was_issued(world: World) -> None:
    """What was left is named, and when a person has deleted it the codes can be issued."""
    world.approve()
    world.context.database.dispose()
    folder = world.folder / "codes"
    killed = []
    for point in killed_at_every_point(partial(issue, wave=WAVE, folder=folder), world.settings, world.clock.now()):
        killed.append(point)
        if status(world.context, WAVE).state == "issued":
            break
        for left in [*folder.glob("codes-*"), *world.settings.keys.glob("*.key")]:
            with pytest.raises(StoreError, match=r"is there already.*delete"):
                issue(world.context, WAVE, folder)
            left.unlink()
    assert len(killed) > 5, "the points were seen"
    world.clock.move_to(OPENS)
    entrance = door(world.context, WAVE)
    made = [(path.stem[-4:], group, code) for path in folder.glob("codes-*") for group, code in read(path)]
    assert len(made) == 48
    for municipality, group, code in made:
        assert admit(world.context, entrance, code).stratum == f"{municipality}/{group}"
