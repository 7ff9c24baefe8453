"""Closing can be stopped anywhere and run again: nothing is lost, nothing is left."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from survey.ballot import bundle, lists, receipts
from survey.errors import BundleError, Closed, NotIssued, StillOpen, StoreError
from survey.steps.close import close, paths
from survey.steps.enter import door
from survey.steps.find import status
from survey.steps.submit import Clerk
from survey.store import box, wavekeys
from survey.store.engine import reading
from survey.study.manifest import from_bytes
from tests.builders import CLOSES, World
from tests.survey.steps.dying import killed_at_every_point
from tests.survey.steps.running import WAVE, Running


def expected_bundle(running: Running) -> str:
    """The SHA-256 that the bundle must have, worked out from the open box."""
    running.clerk.close()
    size = 0
    with reading(running.context.database) as connection:
        contents = box.contents(connection, WAVE)
    for envelopes in contents.values():
        size = len(envelopes[0])
    every = {stratum: contents.get(stratum, []) for stratum in running.codes}
    gathered = bundle.gather(running.door.fingerprint, WAVE, size, every)
    return hashlib.sha256(bundle.write(gathered)).hexdigest()


def is_gone(running: Running) -> bool:
    """Neither the key nor the box is there any more."""
    with reading(running.context.database) as connection:
        return not box.exists(connection, WAVE) and not wavekeys.path_of(running.world.settings.keys, WAVE).exists()


def test_the_box_becomes_a_bundle_and_the_key_and_the_box_go(running: Running) -> None:
    sent = running.answer(0.5)
    expected = expected_bundle(running)
    closing = running.close()
    assert hashlib.sha256(closing.bundle.read_bytes()).hexdigest() == expected
    assert sum(closing.envelopes.values()) == len(sent) == 24
    assert is_gone(running)
    found = status(running.context, WAVE)
    assert (found.state, found.phase) == ("closed", "closed")
    assert from_bytes(closing.manifest.read_bytes()) == running.door.manifest
    after = door(running.context, WAVE)
    assert (after.key, after.draft_key, after.phase_now(running.context)) == (None, None, "closed")


def test_the_board_has_every_receipt_and_no_other(running: Running) -> None:
    mine = [running.send(code, {"A1": ("yes",)}).receipt for code in running.codes["0580/staff"]]
    closing = running.close()
    board = lists.read(closing.board.read_bytes(), "board")
    assert (board.wave, board.fingerprint) == (WAVE, running.door.fingerprint.hex())
    assert list(board.texts) == sorted(mine)
    (envelopes,) = [found for found in bundle.read(closing.bundle.read_bytes()).strata.values() if found]
    assert sorted(map(receipts.receipt, envelopes)) == sorted(mine)


def test_it_is_not_closed_one_second_early(running: Running) -> None:
    running.world.clock.move_to(CLOSES - timedelta(seconds=1))
    with pytest.raises(StillOpen, match="is open until 2022-05-16T06:00:00Z; close it after that instant"):
        close(running.context, WAVE)
    assert not running.send(running.codes["0580/staff"][0], {"A1": ("yes",)}).again
    assert not running.world.settings.bundles.exists()


def test_a_wave_without_codes_has_nothing_to_close(world: World) -> None:
    world.approve()
    world.clock.move_to(CLOSES)
    with pytest.raises(NotIssued, match="nothing to close"):
        close(world.context, WAVE)


def test_nobody_answered_is_a_bundle_too(running: Running) -> None:
    closing = running.close()
    assert closing.envelopes == dict.fromkeys(running.codes, 0)
    assert set(bundle.read(closing.bundle.read_bytes()).strata) == set(running.codes)


def test_closing_twice_gives_the_same(running: Running) -> None:
    running.answer(0.2)
    first = running.close()
    before = first.bundle.read_bytes()
    assert close(running.context, WAVE) == first
    assert first.bundle.read_bytes() == before


def test_who_still_has_an_open_door_in_hand_comes_too_late(running: Running) -> None:
    running.answer(0.2)
    running.close()
    clerk = Clerk(running.context)
    running.world.clock.move_to(CLOSES - timedelta(seconds=1))  # a worker whose clock is behind
    envelope = bundle.read(paths(running.context, WAVE)[0].read_bytes()).strata["0580/staff"][0]
    with pytest.raises(Closed):
        clerk.submit(running.door, "0000000000000000", envelope).result(20)
    clerk.close()


def in_the_way(path: Path) -> Callable[[], None]:
    """Put a folder where the file should be; the way to take it away again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.rename(path.with_suffix(".aside"))
    (path / "x").mkdir(parents=True)

    def away() -> None:
        shutil.rmtree(path)
        if path.with_suffix(".aside").exists():
            path.with_suffix(".aside").rename(path)

    return away


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_disk_that_refuses_a_file_stops_it_with_key_and_box_untouched(running: Running, place: int) -> None:
    """The bundle, the manifest or the board cannot be written."""
    running.answer(0.3)
    expected = expected_bundle(running)
    path = paths(running.context, WAVE)[place]
    away = in_the_way(path)
    running.world.clock.move_to(CLOSES)
    with pytest.raises(StoreError, match=f"{path.name} cannot be (written|read)"):
        close(running.context, WAVE)
    with reading(running.context.database) as connection:
        assert box.exists(connection, WAVE)
    assert wavekeys.read(running.world.settings.keys, WAVE) == running.door.key
    away()
    assert hashlib.sha256(close(running.context, WAVE).bundle.read_bytes()).hexdigest() == expected
    assert is_gone(running)


def test_a_key_that_cannot_be_destroyed_stops_it_and_says_so(running: Running) -> None:
    running.answer(0.3)
    away = in_the_way(wavekeys.path_of(running.world.settings.keys, WAVE))
    running.world.clock.move_to(CLOSES)
    with pytest.raises(StoreError, match="cannot be destroyed"):
        close(running.context, WAVE)
    assert status(running.context, WAVE).state == "closing"
    away()
    close(running.context, WAVE)
    assert is_gone(running)


def test_a_bundle_that_was_lost_after_the_box_is_not_made_up(running: Running) -> None:
    running.answer(0.3)
    closing = running.close()
    whole = closing.bundle.read_bytes()
    for spoiled in (whole[:-1], whole[:-70] + b"x" + whole[-69:], b""):
        closing.bundle.write_bytes(spoiled)
        with pytest.raises(BundleError, match="is missing or altered, and the box is gone; restore the very file"):
            close(running.context, WAVE)
    closing.bundle.unlink()
    with pytest.raises(BundleError, match="restore the very file"):
        close(running.context, WAVE)
    closing.bundle.write_bytes(whole)
    assert close(running.context, WAVE) == closing


def test_a_bundle_that_was_spoiled_before_the_box_went_is_made_again(running: Running) -> None:
    running.answer(0.3)
    expected = expected_bundle(running)
    running.world.clock.move_to(CLOSES)
    away = in_the_way(paths(running.context, WAVE)[1])
    with pytest.raises(StoreError):
        close(running.context, WAVE)
    away()
    paths(running.context, WAVE)[0].write_bytes(b"half")
    assert hashlib.sha256(close(running.context, WAVE).bundle.read_bytes()).hexdigest() == expected


def test_killed_anywhere_it_is_run_again_and_nothing_is_lost(running: Running) -> None:
    running.answer(0.3)
    expected = expected_bundle(running)
    running.context.database.dispose()
    target = paths(running.context, WAVE)[0]
    killed = []
    for point in killed_at_every_point(partial(close, wave=WAVE), running.context.settings, CLOSES):
        killed.append(point)
        with reading(running.context.database) as connection:
            standing = box.exists(connection, WAVE)
        whole = target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == expected
        assert standing or whole, "the answers are somewhere, whole, at every moment"
    assert len(killed) > 10, "the points were seen"
    assert hashlib.sha256(target.read_bytes()).hexdigest() == expected
    assert is_gone(running)
    assert sorted(path.name for path in target.parent.iterdir()) == sorted(
        path.name for path in paths(running.context, WAVE)
    )
