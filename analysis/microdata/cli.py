"""The command `samtidig microdata`: rows of single sheets, in one file, if they are k-anonymous.

It offers nothing by itself: who wants fewer background items says which to leave out, and is checked again.
"""

from functools import partial
from pathlib import Path

import rich_click as click

from analysis.errors import AnalysisError, DisclosureError, InputError, OutputError
from analysis.estimates.equivalence import check_equivalent
from analysis.exports.cli import Refused
from analysis.microdata.anonymity import FLOOR
from analysis.microdata.writing import ENDINGS, Wishes, labels_csv, table
from analysis.reading import read_answer_set
from analysis.report.files import write_all
from questionnaires.errors import QuestionnaireError
from questionnaires.reading import read_questionnaire


@click.command()
@click.argument("answers", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--form",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the questionnaire.toml that was approved.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The file to write; its ending says the format: {', '.join(ENDINGS)}.",
)
@click.option("--k", default=10, show_default=True, help=f"Fewest sheets in a class of background; at least {FLOOR}.")
@click.option("--background", multiple=True, help="An item that others may know, beside the section `background`.")
@click.option("--drop", multiple=True, help="An item to leave out of the file; once for each.")
def microdata(
    answers: tuple[Path, ...], form: Path, out: Path, k: int, background: tuple[str, ...], drop: tuple[str, ...]
) -> None:
    """Write the single sheets of ANSWERS, one answer set a municipality, as one file of rows.

    For research that tables cannot serve. First it is checked that within every municipality and group each combination
    of the background items has at least k sheets; if not, nothing is written.

    In Swedish law (the law of the country, not of this program): rows that one municipality gives to another, or to
    anybody outside, are public records there (handlingar that have been expedierade and inkomna), to be handed out on
    request, since statistical secrecy (OSL 24:8) seldom covers such surveys. Coded rows can be personal data if
    somebody can be told apart in them, whatever k is, and these tell of offences. Ask your jurist, your dataskyddsombud
    and your arkivarie first, and decide beforehand when the file is destroyed (gallring). To compare municipalities,
    tables and counts files are enough.
    """
    try:
        make = ENDINGS.get(out.suffix)
        if make is None:
            raise InputError(f"{out.name}: the ending says the format; choose {', '.join(ENDINGS)}")
        questionnaire = read_questionnaire(form / "questionnaire.toml")
        answer_sets = [read_answer_set(path, questionnaire) for path in answers]
        check_equivalent([each.header for each in answer_sets])
        data = table(answer_sets, questionnaire, Wishes(k, background, drop))
        makers = {out.name: partial(make, data)}
        if out.suffix == ".csv":
            makers[f"{out.stem}.codes.csv"] = partial(labels_csv, data)
        written = write_all(makers, out.parent)
    except (DisclosureError, OutputError) as error:
        raise click.ClickException(str(error)) from error
    except (AnalysisError, QuestionnaireError) as error:
        raise Refused(str(error)) from error
    for path in written:
        click.echo(path)
