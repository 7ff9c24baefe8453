"""What a release's table says of each row, in the words of the exports: what a reader of any format should find."""

from analysis.disclosure.release import Release
from analysis.exports.codes import Code, code_lists, list_of
from analysis.report.tables import COLUMNS, Row, rows
from tests.analysis.exports import published


def table(release: Release | None = None) -> list[Row]:
    """The rows of *release*, or of the one with everything in it."""
    return list(rows(release or published.release()))


def lists(release: Release | None = None) -> dict[str, tuple[Code, ...]]:
    """Its code lists."""
    release = release or published.release()
    return code_lists(release, table(release))


def names(column: str) -> dict[str, str]:
    """Code -> Swedish name, in the list of *column*."""
    return {code.code: code.label["sv"] for code in lists()[list_of(column)]}


def columns(*kinds: str) -> list[str]:
    """The names of the columns of these kinds."""
    return [column.name for column in COLUMNS if column.kind in kinds]
