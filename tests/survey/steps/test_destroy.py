"""When the answer sets are checked, the bundle goes: overwritten, unlinked, and twice does no harm."""

import os
from pathlib import Path

import pytest

from questionnaires.answersets import AnswerSet, assemble, read
from survey.errors import BundleError, StillOpen, UnknownWave
from survey.steps.close import close
from survey.steps.destroy import destroy, require_counted
from survey.steps.find import status
from tests.builders import CLOSES
from tests.survey.steps.running import WAVE, Running


def test_the_bundle_of_a_closed_wave_is_overwritten_and_unlinked(running: Running) -> None:
    running.answer(0.2)
    closing = running.close()
    whole = closing.bundle.read_bytes()
    second_name = running.world.folder / "second-name"
    os.link(closing.bundle, second_name)
    assert destroy(running.context, WAVE) == closing.bundle
    assert not closing.bundle.exists()
    left = second_name.read_bytes()
    assert len(left) == len(whole)
    assert not any(left[place : place + 16] == whole[place : place + 16] for place in range(len(whole) - 16))
    assert destroy(running.context, WAVE) == closing.bundle


def test_what_was_signed_and_the_board_stay(running: Running) -> None:
    running.answer(0.2)
    closing = running.close()
    destroy(running.context, WAVE)
    assert closing.manifest.exists()
    assert closing.board.exists()
    assert status(running.context, WAVE).missing == ()


def test_a_wave_that_is_not_closed_keeps_its_answers(running: Running) -> None:
    running.answer(0.2)
    for instant in (running.world.clock.now(), CLOSES):
        running.world.clock.move_to(instant)
        with pytest.raises(StillOpen, match="close it and tally it first"):
            destroy(running.context, WAVE)
    assert sum(running.close().envelopes.values()) > 0


def test_a_wave_that_is_not_there_is_told(running: Running) -> None:
    with pytest.raises(UnknownWave, match="there is no wave other-1"):
        destroy(running.context, "other-1")


def test_after_the_destruction_nothing_can_be_closed_again(running: Running) -> None:
    running.answer(0.2)
    running.close()
    destroy(running.context, WAVE)
    with pytest.raises(BundleError, match="the box is gone"):
        close(running.context, WAVE)


def counted(running: Running, folder: Path) -> list[AnswerSet]:
    """The answer sets of the closed wave."""
    tallied = running.tally(running.close(), folder)
    return [read(path.read_bytes()) for path in tallied.files.values()]


def test_answer_sets_that_hold_the_whole_bundle_let_it_go(running: Running, tmp_path: Path) -> None:
    running.answer(0.2)
    require_counted(running.context, WAVE, counted(running, tmp_path / "out"))


def test_a_bundle_that_is_not_counted_whole_stays(running: Running, tmp_path: Path) -> None:
    running.answer(0.5)
    first, second = counted(running, tmp_path / "out")
    group, rows = next((group, rows) for group, rows in second.rows.items() if rows)
    short = assemble(second.header, {**second.rows, group: rows[1:]})
    for given, said in (
        ([], "of nobody are given"),
        ([first], "one for each municipality"),
        ([first, first], "one for each municipality"),
        ([first, short], "tally again"),
    ):
        with pytest.raises(BundleError, match=said):
            require_counted(running.context, WAVE, given)
    require_counted(running.context, WAVE, [first, short], unreadable=1)
