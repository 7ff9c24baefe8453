"""Files that matter: written whole or not at all, and flushed before they bear their name.

A full disk, a missing folder or a killed process leaves the old file (or none) and a clear error, never half of one.
"""

import os
from contextlib import suppress
from pathlib import Path

from survey.errors import StoreError


def write_whole(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write *content* to *path* through a temporary neighbour, flushed to the disk, then renamed.

    Raises StoreError, and leaves what was there, when the disk or the folder refuses.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        private = not mode & 0o077  # what is for its owner alone lies in a folder for its owner alone
        path.parent.mkdir(mode=0o700 if private else 0o755, parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)  # of a process that was killed; its rights may be others than ours
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        with suppress(OSError):  # the first error is the one to tell
            partial.unlink(missing_ok=True)
        raise StoreError(
            f"{path} cannot be written: {error.strerror}", "make room or mend the path, then run it again"
        ) from error


def read_whole(path: Path) -> bytes:
    """The file's bytes. Raises StoreError naming the file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}", "mend the path or its rights") from error


def destroy(path: Path) -> None:
    """Overwrite the file once, flush, and unlink it. No error if it is gone already.

    On a solid-state disk overwriting is no proof; keep such files on an encrypted volume (docs/operating.md).
    """
    try:
        size = path.stat().st_size
        path.chmod(0o600)
        with path.open("r+b") as file:
            file.write(os.urandom(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        _flush_folder(path.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(
            f"{path} cannot be destroyed: {error.strerror}", "mend its rights, then run it again"
        ) from error


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
