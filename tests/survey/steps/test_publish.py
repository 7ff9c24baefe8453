"""The list of what was counted is put on the board once, and only the right one."""

from pathlib import Path

import msgspec
import pytest

from survey.ballot import lists
from survey.errors import BoardError, StillOpen, StoreError, UnknownWave
from survey.steps.board import Board, counted_path, marks, read_board
from survey.steps.publish import Publication, publish
from tests.survey.steps.running import WAVE, Running


def counted(running: Running, folder: Path, share: float = 0.5) -> bytes:
    """Let some answer, close and tally; the list that comes out."""
    running.answer(share)
    return running.tally(running.close(), folder / "answers").counted.read_bytes()


def shown(running: Running) -> Board | None:
    return read_board(running.context, WAVE, running.door.fingerprint)


def test_the_board_grows_with_the_close_and_with_the_publishing(running: Running, tmp_path: Path) -> None:
    assert shown(running) is None
    nothing = marks(running.context, WAVE)
    content = counted(running, tmp_path)
    first = shown(running)
    assert first is not None
    assert (first.in_box, first.opened, first.whole) == (24, None, first.receipts)
    closed = marks(running.context, WAVE)
    assert publish(running.context, WAVE, content) == Publication(in_box=24, counted=24, again=False)
    second = shown(running)
    assert second is not None
    assert (second.in_box, second.opened) == (24, 24)
    assert second.whole == first.receipts + content
    assert len({nothing, closed, marks(running.context, WAVE)}) == 3


def test_publishing_the_same_list_again_changes_nothing(running: Running, tmp_path: Path) -> None:
    content = counted(running, tmp_path)
    publish(running.context, WAVE, content)
    before = marks(running.context, WAVE)
    assert publish(running.context, WAVE, content) == Publication(in_box=24, counted=24, again=True)
    assert marks(running.context, WAVE) == before


def test_another_list_than_the_published_one_is_refused(running: Running, tmp_path: Path) -> None:
    content = counted(running, tmp_path)
    publish(running.context, WAVE, content)
    fewer = content.rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n"
    with pytest.raises(BoardError, match=f"another list is published for {WAVE}; find out which is right"):
        publish(running.context, WAVE, fewer)
    assert counted_path(running.context, WAVE).read_bytes() == content


def test_before_the_close_nothing_is_published(running: Running) -> None:
    with pytest.raises(StillOpen, match="is not closed; close it and tally it first"):
        publish(running.context, WAVE, b"")
    with pytest.raises(UnknownWave):
        publish(running.context, "none-1", b"")


def test_a_list_of_something_else_is_refused_and_leaves_nothing(running: Running, tmp_path: Path) -> None:
    right = lists.read(counted(running, tmp_path), "counted")
    board = (running.context.settings.bundles / f"{WAVE}.board.txt").read_bytes()
    longer = (*right.texts, "ZZZZ-ZZZZ-ZZZZ-ZZZZ")
    for content, said in (
        (lists.write(msgspec.structs.replace(right, wave="another-1")), f"the list is of another-1 .*, not of {WAVE}"),
        (lists.write(msgspec.structs.replace(right, fingerprint="0" * 64)), "the fingerprint 0000000000000000…"),
        (
            lists.write(msgspec.structs.replace(right, texts=longer)),
            "counts 25 envelopes, and 24 lay in the box; tally",
        ),
        (board, "the list that is called 'board', where 'counted' is wanted"),
        (lists.write(right)[:-3], "cut short or altered; copy the list again"),
        (b"\x89PNG", "no list of receipts or trackers"),
    ):
        with pytest.raises(BoardError, match=said):
            publish(running.context, WAVE, content)
    assert not counted_path(running.context, WAVE).exists()


def test_fewer_than_lay_in_the_box_is_published_and_can_be_seen(running: Running, tmp_path: Path) -> None:
    """An envelope that nobody could read is no answer; the difference between the two lists tells how many."""
    right = lists.read(counted(running, tmp_path), "counted")
    publish(running.context, WAVE, lists.write(msgspec.structs.replace(right, texts=right.texts[1:])))
    found = shown(running)
    assert found is not None
    assert (found.in_box, found.opened) == (24, 23)


def test_a_board_that_was_altered_or_taken_away_is_not_shown(running: Running, tmp_path: Path) -> None:
    content = counted(running, tmp_path)
    publish(running.context, WAVE, content)
    board = running.context.settings.bundles / f"{WAVE}.board.txt"
    whole = board.read_bytes()
    board.write_bytes(whole.replace(WAVE.encode("ascii"), b"another-1"))
    with pytest.raises(BoardError, match="the list is of another-1"):
        shown(running)
    board.unlink()
    assert shown(running) is None
    with pytest.raises(StoreError, match="cannot be read"):
        publish(running.context, WAVE, content)
