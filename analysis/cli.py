"""The command `samtidig analyse`: from answer sets to the files of a publication.

It reads, calls the method section and writes; it decides nothing. A fault in what it was given ends it with status 2
and one line that says the mend; a release that may not go out, or a full disk, with status 1.
"""

from pathlib import Path

import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from analysis.disclosure.ledger import with_entry
from analysis.errors import AnalysisError, DisclosureError, OutputError
from analysis.reading import read_form, read_given, read_ledger_file, read_release
from analysis.report.files import FILES, write_all, write_files
from analysis.run import analyse as run
from analysis.run import ledger_entry
from questionnaires.errors import QuestionnaireError


class Refused(click.ClickException):
    """A fault in the input, said in one line."""

    exit_code = 2


@click.command()
@click.argument("answers", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--form",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the questionnaire.toml and analysis.toml that were approved.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write in; made if it is not there. What is written: " + ", ".join(FILES) + ".",
)
@click.option("--level", type=float, help="Another confidence level than the plan's, as 0.9; the report then says so.")
@click.option(
    "--earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The release.json of an earlier wave, for the comparisons of waves that the plan declares.",
)
@click.option(
    "--not-equivalent",
    "override",
    metavar="REASON",
    help="Compare answer sets though fingerprint, period, window, access, languages or thresholds differ, for this "
    "reason; every table and figure is then marked. Another form, plan or wave is never compared.",
)
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that keeps what was published of this study. Nothing goes out that could be set against it; what "
    "goes out is added. Made if it is not there.",
)
def analyse(
    *,
    answers: tuple[Path, ...],
    form: Path,
    out: Path,
    level: float | None,
    earlier: Path | None,
    override: str | None,
    ledger: Path | None,
) -> None:
    """Analyse ANSWERS, an answer set or counts file a municipality, and write the release, its tables and report.

    Rates and the planned comparisons are given for these very persons and for the risk behind them; the plan says which
    is the headline. What is too small is hidden, and what would give it away. Answer sets that were not made with the
    same questions at the same instant are refused.
    """
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("Reading", total=len(answers) + 1 + len(FILES))

        def step(description: str) -> None:
            progress.update(task, advance=1, description=description)

        try:
            questionnaire, plan = read_form(form)
            answer_sets = []
            for path in answers:
                answer_sets.append(read_given(path, questionnaire, plan))
                step(f"Reading {path.name}")
            progress.update(task, description="Counting, comparing, hiding")
            before = None if earlier is None else read_release(earlier)
            kept, entries = (b"", ()) if ledger is None else read_ledger_file(ledger)
            release = run(answer_sets, questionnaire, plan, level, earlier=before, override=override, ledger=entries)
            step("Writing")
            # The ledger first: what it does not know of must never be out.
            if ledger is not None:
                kept = with_entry(kept, ledger_entry(release, answer_sets, questionnaire, plan))
                write_all({ledger.name: lambda: kept}, ledger.parent)
            written = write_files(release, out, lambda name: step(f"Writing {name}"))
        except (DisclosureError, OutputError) as error:
            raise click.ClickException(str(error)) from error
        except (AnalysisError, QuestionnaireError) as error:
            raise Refused(str(error)) from error
    for path in written:
        click.echo(path)
