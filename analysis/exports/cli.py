"""The command `samtidig export`: from a release to the files that analysts and statistical offices take.

It reads a release and nothing else, so it cannot publish what is hidden. A fault in what it was given ends it with
status 2 and one line that says the mend.
"""

from pathlib import Path

import rich_click as click

from analysis.disclosure.release import Release, from_bytes
from analysis.errors import AnalysisError, InputError, OutputError
from analysis.exports.formats import FORMATS, OF_THE_FORM, makers
from analysis.report.files import write_all
from questionnaires.errors import QuestionnaireError
from questionnaires.reading import read_questionnaire


class Refused(click.ClickException):
    """A fault in the input, said in one line."""

    exit_code = 2


@click.command()
@click.argument("release", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write the files in; made if it is not there.",
)
@click.option("--format", "formats", help=f"Which, separated by commas: {', '.join(FORMATS)}. Otherwise all.")
@click.option(
    "--form",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the questionnaire.toml that was approved; only the codebook (ddi) needs it.",
)
def export(release: Path, out: Path, formats: str | None, form: Path | None) -> None:
    """Write RELEASE, a release.json, in the formats of other programs.

    csv (with code lists), xlsx, sav (SPSS), dta (Stata), parquet, px (PC-Axis), jsonstat (JSON-stat 2) and ddi (DDI
    Codebook 2.5 of the questionnaire). All are made of the published numbers alone; what is hidden is in none of them.
    """
    try:
        chosen = _chosen(formats, form)
        questionnaire = read_questionnaire(form / "questionnaire.toml") if form else None
        written = write_all(makers(_release(release), chosen, questionnaire), out)
    except OutputError as error:
        raise click.ClickException(str(error)) from error
    except (AnalysisError, QuestionnaireError) as error:
        raise Refused(str(error)) from error
    for path in written:
        click.echo(path)


def _chosen(formats: str | None, form: Path | None) -> tuple[str, ...]:
    """The formats asked for; without a word, all that can be made."""
    if formats is None:
        return tuple(name for name in FORMATS if name != OF_THE_FORM or form)
    chosen = tuple(dict.fromkeys(name.strip() for name in formats.split(",")))
    for name in chosen:
        if name not in FORMATS:
            raise InputError(f"--format {name}: there is no such format; choose among {', '.join(FORMATS)}")
    return chosen


def _release(path: Path) -> Release:
    try:
        return from_bytes(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; mend the path or its rights") from error
    except AnalysisError as error:
        raise InputError(f"{path}: {error}; give the release.json that `samtidig analyse` wrote") from error
