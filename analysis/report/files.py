"""The files of a publication: release.json, tables.csv, the figure and the report, written all or none.

Each is written beside its place under another name and moved there when all are whole, so that a full disk or a broken
run never leaves half a file, or a new table beside an old report.
"""

import errno
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from analysis.disclosure.release import Release, to_bytes
from analysis.errors import OutputError
from analysis.report.pages import figure_file, report_page
from analysis.report.tables import tables_csv

#: File name -> what makes its bytes.
FILES: Mapping[str, Callable[[Release], bytes]] = {
    "release.json": to_bytes,
    "tables.csv": tables_csv,
    "figure.svg": lambda release: figure_file(release, "sv"),
    "figure.en.svg": lambda release: figure_file(release, "en"),
    "report.html": report_page,
}


def _nothing(name: str) -> None:
    """Tells nobody that *name* is being written."""


def write_files(release: Release, folder: Path, report: Callable[[str], None] = _nothing) -> tuple[Path, ...]:
    """Write all files of *release* into *folder*, which is made if it is not there; *report* is told each name.

    Raises OutputError if they could not all be written; what was there before is then untouched.
    """
    return write_all({name: partial(make, release) for name, make in FILES.items()}, folder, report)


def write_all(
    makers: Mapping[str, Callable[[], bytes]], folder: Path, report: Callable[[str], None] = _nothing
) -> tuple[Path, ...]:
    """The same for the files that *makers* make, by name."""
    waiting: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, make in makers.items():
            report(name)
            waiting.append((folder / f".{name}.partial", folder / name))
            if waiting[-1][1].is_dir():
                raise IsADirectoryError(errno.EISDIR, f"{name} is a folder there")
            _write(waiting[-1][0], make())
        for waited, final in waiting:
            waited.replace(final)
    except OSError as error:
        for waited, _ in waiting:
            waited.unlink(missing_ok=True)
        raise OutputError(
            f"{folder}: {error.strerror or error}; make room or choose another folder; nothing there was changed"
        ) from error
    return tuple(final for _, final in waiting)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
