"""The files of a publication: release.json, tables.csv, the figures and the report, written all or none.

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
from analysis.report.catalogue import Words, words
from analysis.report.drawing import Figure
from analysis.report.figures.differences import whole_differences
from analysis.report.figures.rates import whole_figure
from analysis.report.figures.response import whole_response
from analysis.report.figures.scales import whole_scales
from analysis.report.pages import figure_file, report_page
from analysis.report.printing import report_pdf
from analysis.report.tables import tables_csv


def _figure(draw: Callable[[Release, Words], Figure | None], language: str) -> Callable[[Release], bytes | None]:
    """What makes a figure's file in *language*, or None where there is nothing to draw."""

    def make(release: Release) -> bytes | None:
        figure = draw(release, words(language))
        return figure_file(figure) if figure else None

    return make


#: File name -> what makes its bytes; None: this release has nothing for it.
FILES: Mapping[str, Callable[[Release], bytes | None]] = {
    "release.json": to_bytes,
    "tables.csv": tables_csv,
    "figure.svg": _figure(whole_figure, "sv"),
    "figure.en.svg": _figure(whole_figure, "en"),
    "response.svg": _figure(whole_response, "sv"),
    "response.en.svg": _figure(whole_response, "en"),
    "differences.svg": _figure(whole_differences, "sv"),
    "differences.en.svg": _figure(whole_differences, "en"),
    "scales.svg": _figure(whole_scales, "sv"),
    "scales.en.svg": _figure(whole_scales, "en"),
    "report.html": report_page,
    "report.pdf": lambda release: report_pdf(release, words("sv")),
    "report.en.pdf": lambda release: report_pdf(release, words("en")),
}


def _nothing(name: str) -> None:
    """Tells nobody that *name* is being written."""


def write_files(release: Release, folder: Path, report: Callable[[str], None] = _nothing) -> tuple[Path, ...]:
    """Write all files of *release* into *folder*, which is made if it is not there; *report* is told each name.

    A file that this release has nothing for is taken away if it is there from before. Raises OutputError if they could
    not all be written; what was there before is then untouched.
    """
    return write_all({name: partial(make, release) for name, make in FILES.items()}, folder, report)


def write_all(
    makers: Mapping[str, Callable[[], bytes | None]], folder: Path, report: Callable[[str], None] = _nothing
) -> tuple[Path, ...]:
    """The same for the files that *makers* make, by name."""
    waiting: list[tuple[Path, Path]] = []
    empty: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, make in makers.items():
            report(name)
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, f"{name} is a folder there")
            content = make()
            if content is None:
                empty.append(folder / name)
                continue
            waiting.append((folder / f".{name}.partial", folder / name))
            _write(waiting[-1][0], content)
        for waited, final in waiting:
            waited.replace(final)
        for old in empty:
            old.unlink(missing_ok=True)
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
