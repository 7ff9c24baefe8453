"""A file is written whole or not at all, whatever fails; and what is destroyed is gone."""

import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from survey.errors import KeyFileError, StoreError
from survey.store import files, wavekeys


@contextmanager
def little_room(limit: int) -> Iterator[None]:
    """No file may grow past *limit* bytes: the kernel refuses the write half-way, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_is_written_with_its_folder_and_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    files.write_whole(path, b"content", mode=0o600)
    assert path.read_bytes() == b"content"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.write_whole(path, b"before")
    with little_room(4096), pytest.raises(StoreError, match=r"file cannot be written: .*; make room"):
        files.write_whole(path, bytes(10_000))
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    with little_room(4096), pytest.raises(StoreError):
        files.write_whole(tmp_path / "file", bytes(10_000))
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be written"):
        files.write_whole(tmp_path / "blocked" / "file", b"content")
    with pytest.raises(StoreError, match="cannot be written"):
        files.write_whole(tmp_path, b"content")
    assert (tmp_path / "blocked").read_bytes() == b""


def test_the_left_over_of_a_killed_process_is_no_obstacle(tmp_path: Path) -> None:
    """It may have rights that would stop a plain user, or be wider open than the new file should be."""
    for mode in (0o000, 0o666):
        partial = tmp_path / ".file.partial"
        partial.write_bytes(b"half")
        partial.chmod(mode)
        files.write_whole(tmp_path / "file", b"whole", mode=0o600)
        assert (tmp_path / "file").read_bytes() == b"whole"
        assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
        assert not partial.exists()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="none cannot be read"):
        files.read_whole(tmp_path / "none")


def test_a_destroyed_file_is_overwritten_before_it_is_unlinked(tmp_path: Path) -> None:
    path, other_name = tmp_path / "secret", tmp_path / "other"
    path.write_bytes(b"s" * 5000)
    path.chmod(0o400)
    os.link(path, other_name)  # a second name shows what lies in the blocks when the first is gone
    files.destroy(path)
    assert not path.exists()
    assert len(other_name.read_bytes()) == 5000
    assert b"ssss" not in other_name.read_bytes()
    files.destroy(path)


def test_what_cannot_be_destroyed_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="folder cannot be destroyed"):
        files.destroy(tmp_path / "folder")


def test_a_wave_key_is_its_owners_alone_and_is_read_back(tmp_path: Path) -> None:
    key = wavekeys.create(tmp_path / "keys", "w-1")
    path = wavekeys.path_of(tmp_path / "keys", "w-1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert wavekeys.read(tmp_path / "keys", "w-1") == key
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with pytest.raises(StoreError, match="is there already"):  # it may be that of a wave which runs elsewhere
        wavekeys.create(tmp_path / "keys", "w-1")
    assert wavekeys.read(tmp_path / "keys", "w-1") == key
    wavekeys.destroy(tmp_path / "keys", "w-1")
    wavekeys.destroy(tmp_path / "keys", "w-1")
    with pytest.raises(KeyFileError, match="missing or cannot be read; point the setting `keys`"):
        wavekeys.read(tmp_path / "keys", "w-1")


@pytest.mark.parametrize("content", [b"", b"00" * 31, b"00" * 33, b"zz" * 32, b"\xff" * 64])
def test_a_damaged_wave_key_is_told(tmp_path: Path, content: bytes) -> None:
    wavekeys.path_of(tmp_path, "w-1").write_bytes(content)
    with pytest.raises(KeyFileError, match="restore the very file"):
        wavekeys.read(tmp_path, "w-1")
