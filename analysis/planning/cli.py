"""The command `samtidig plan`: before launch, what the planned analysis can show and what it will have to hide.

It reads the form and who will be invited, and prints sentences and tables; a fault in what it was given ends it with
status 2 and one line that says the mend.
"""

from pathlib import Path

import rich_click as click
from rich import box
from rich.console import Console
from rich.table import Table as Shown

from analysis.errors import AnalysisError, OutputError
from analysis.planning import sentences
from analysis.planning.assumptions import assumptions, given_shares
from analysis.planning.expecting import outlook
from analysis.planning.files import write_plan
from analysis.planning.frames import checked, given_frames, read_study
from analysis.planning.naming import Names
from analysis.planning.outlook import Outlook
from analysis.planning.tables import Table, by_heading, tables
from analysis.reading import read_form
from analysis.report.catalogue import LANGUAGES
from questionnaires.errors import QuestionnaireError

_ROWS = 40  # of a table on the screen; the files have them all
_PAIRS = 12  # of a family, in sentences


class Refused(click.ClickException):
    """A fault in the input, said in one line."""

    exit_code = 2


@click.command()
@click.option(
    "--form",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with questionnaire.toml and analysis.toml.",
)
@click.option(
    "--study",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The study.toml that says how many are invited; or use --frame.",
)
@click.option("--frame", multiple=True, help="How many are invited, as 0580/elected=79; once for each group.")
@click.option("--response", required=True, help="The share expected to answer, as elected=0.6,staff=0.5.")
@click.option("--rate", default="0.05,0.25", show_default=True, help="The shares exposed to reckon with.")
@click.option("--exposed", type=float, help="The share exposed, in tables of the exposed only; else the highest rate.")
@click.option("--share", multiple=True, help="The share who give an answer, as B4.woman=0.7; else the study's frame.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write plan.html, plan.json and plan.csv there too.",
)
def plan(  # noqa: PLR0913, PLR0917 -- an option each
    form: Path,
    study: Path | None,
    frame: tuple[str, ...],
    response: str,
    rate: str,
    exposed: float | None,
    share: tuple[str, ...],
    language: str,
    out: Path | None,
) -> None:
    """Before launch: how sure the numbers will be, which differences can be seen, and what will be hidden.

    Reckoned from the number invited, an assumed response and assumed rates, with the intervals and thresholds of the
    analysis itself. A small group can show only large differences; see it here before anyone is asked.
    """
    try:
        questionnaire, planned = read_form(form)
        if (study is None) == (not frame):
            raise Refused("give either --study or --frame: they say how many are invited")
        frames = checked(given_frames(frame) if study is None else read_study(study), questionnaire)
        shares = given_shares(share, frames, questionnaire, planned)
        found = outlook(frames, questionnaire, planned, assumptions(response, rate, shares, exposed, frames))
        names = Names(questionnaire, planned, language)
        _show(found, names)
        written = () if out is None else write_plan(found, names, out)
    except OutputError as error:
        raise click.ClickException(str(error)) from error
    except (AnalysisError, QuestionnaireError) as error:
        raise Refused(str(error)) from error
    for path in written:
        click.echo(path)


def _show(found: Outlook, names: Names) -> None:
    t, console = names.words, Console(highlight=False)
    parts = {
        "plan.assumed": sentences.assumed(found, names),
        "plan.strata": tuple(sentences.stratum(each, names) for each in found.strata),
        "plan.comparisons": (),
        "plan.hidden": sentences.hidden(found, names),
    }
    console.print(t("plan.title"), style="bold")
    console.print(t("plan.about", form=found.form), markup=False)
    for key, lines in parts.items():
        console.print(f"\n{t(key)}", style="bold")
        for line in lines:
            console.print(f"- {line}", markup=False)
        if key == "plan.comparisons":
            _show_families(found, names, console)
    for table in (part for each in tables(found, names) for part in by_heading(each)):
        console.print()
        console.print(_shown(table), crop=False)
        for line in _more(len(table.rows) - _ROWS, names):
            console.print(line, markup=False)


def _show_families(found: Outlook, names: Names, console: Console) -> None:
    """The sentences of each family of comparisons under its label."""
    for label, lines in sentences.families(found, names).items():
        console.print(f"\n{label}", markup=False, style="italic")
        for line in (*lines[:_PAIRS], *_more(len(lines) - _PAIRS, names)):
            console.print(f"- {line}", markup=False)


def _more(rows: int, names: Names) -> tuple[str, ...]:
    return (names.words("screen.more", rows=rows),) if rows > 0 else ()


def _shown(table: Table) -> Shown:
    """*table* for the screen: no column is narrower than its longest word, so that none is broken."""
    shown = Shown(title=table.caption, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 0), show_edge=False)
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows[:_ROWS]]
        if column.number:
            whole = max(len(text) for text in [*column.head.split(), *cells])
            shown.add_column(column.head, justify="right", width=whole)
        else:
            longest = max(len(word) for text in [column.head, *cells] for word in text.split())
            shown.add_column(column.head, overflow="fold", min_width=longest)
    for row in table.rows[:_ROWS]:
        shown.add_row(*row)
    return shown
