"""The command `samtidig counts`: one municipality's answers as counts, for a comparison that no sheet has to leave for.

It reads, calls the method section and writes; it decides nothing. What the counts file holds is what the municipality's
own release would show, tried by the same attacker.
"""

from pathlib import Path

import rich_click as click

from analysis.cli import Refused
from analysis.disclosure.countsfile import to_bytes
from analysis.disclosure.ledger import with_entry
from analysis.errors import AnalysisError, DisclosureError, OutputError
from analysis.reading import read_answer_set, read_form, read_ledger_file
from analysis.report.files import write_all
from analysis.run import counts as run
from analysis.run import ledger_entry
from questionnaires.errors import QuestionnaireError


@click.command()
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--form",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the questionnaire.toml and analysis.toml that were approved.",
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The counts file to write.")
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that keeps what was published of this study. Nothing is told that could be set against it; what is "
    "told is added. Made if it is not there.",
)
def counts(answers: Path, form: Path, out: Path, ledger: Path | None) -> None:
    """Write the counts file of ANSWERS, one municipality's answer set: numbers large enough to be shown, and no sheet.

    `samtidig analyse` takes counts files in place of answer sets and makes the same release of them.
    """
    try:
        questionnaire, plan = read_form(form)
        kept, entries = (b"", ()) if ledger is None else read_ledger_file(ledger)
        answer_set = read_answer_set(answers, questionnaire)
        made, release = run(answer_set, questionnaire, plan, entries)
        # The ledger first: what it does not know of must never be out.
        if ledger is not None:
            kept = with_entry(kept, ledger_entry(release, [answer_set], questionnaire, plan))
            write_all({ledger.name: lambda: kept}, ledger.parent)
        write_all({out.name: lambda: to_bytes(made)}, out.parent)
    except (DisclosureError, OutputError) as error:
        raise click.ClickException(str(error)) from error
    except (AnalysisError, QuestionnaireError) as error:
        raise Refused(str(error)) from error
    click.echo(out)
