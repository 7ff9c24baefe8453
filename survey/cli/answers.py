"""`samtidig answers`: answer sets from coded CSV (answers on paper, another system's data), and back."""

from pathlib import Path

import msgspec
import rich_click as click

from questionnaires import answersets, coded
from questionnaires.errors import AnswerSetError
from survey.cli.opening import FILE, NEW_FILE
from survey.cli.opening import manifest as read_manifest
from survey.steps.keep import keep
from survey.study.manifest import header


@click.group()
def answers() -> None:
    """Import and export coded answers."""


@answers.command("import")
@click.argument("file", type=FILE)
@click.option("--manifest", type=FILE, required=True, help="The study's manifest, as `samtidig define` writes it.")
@click.option("--municipality", required=True, help="The four-digit code of the municipality that answered.")
@click.option("--out", type=NEW_FILE, required=True, help="Where to write the answer set.")
def import_(file: Path, manifest: Path, municipality: str, out: Path) -> None:
    """Make an answer set of the coded CSV in FILE: a column `group`, and one for each item."""
    found = read_manifest(manifest)
    try:
        text = coded.decoded(file.read_bytes())
    except AnswerSetError as error:
        raise AnswerSetError(f"{file}, {error}") from error
    imported = msgspec.structs.replace(header(found, municipality), origin="import")
    made = coded.from_csv(text, imported, found.questionnaire)
    keep(out, answersets.write(made).decode("utf-8"))
    click.echo(f"{out}: {sum(len(rows) for rows in made.rows.values())} answers")


@answers.command()
@click.argument("file", type=FILE)
@click.option("--manifest", type=FILE, required=True, help="The study's manifest.")
@click.option("--out", type=NEW_FILE, required=True, help="Where to write the CSV.")
def export(file: Path, manifest: Path, out: Path) -> None:
    """Write the answer set in FILE as coded CSV. These are single answers: handle them as such."""
    found = read_manifest(manifest)
    read = answersets.read(file.read_bytes(), found.questionnaire)
    keep(out, coded.to_csv(read, found.questionnaire), secret=True)
    click.echo(f"{out}: {sum(len(rows) for rows in read.rows.values())} answers")
