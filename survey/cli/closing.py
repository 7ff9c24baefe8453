"""The commands after the window: close, tally, publish, destroy."""

import hashlib
from pathlib import Path

import rich_click as click
from rich.console import Console
from rich.progress import Progress

from questionnaires.answersets import read
from survey.cli.opening import FILE, FOLDER, context, manifest, unlock
from survey.steps import close as closing
from survey.steps import destroy as destroying
from survey.steps import publish as publishing
from survey.steps import tally as tallying


@click.command()
@click.argument("wave")
def close(wave: str) -> None:
    """Turn the box of WAVE into a bundle, destroy its key and pull the box down. May be run again after a stop."""
    with context() as opened, Console(stderr=True).status("closing the box"):
        closed = closing.close(opened, wave)
    click.echo(f"{closed.bundle}: {sum(closed.envelopes.values())} envelopes, for the trustees to open")
    click.echo(f"{closed.manifest}: what was signed")
    click.echo(f"{closed.board}: the receipts of all envelopes, which the server now shows")
    click.echo(f"  SHA-256 {_sum(closed.board)}, for the trustees to note")
    click.echo("The wave's key is destroyed and its box pulled down.")


@click.command()
@click.argument("bundle", type=FILE)
@click.option("--manifest", "manifest_file", type=FILE, required=True, help="The manifest that was closed with it.")
@click.option("--key", "keys", type=FILE, multiple=True, required=True, help="A trustee's key file; once for each.")
@click.option(
    "--passphrase-file", "passphrases", type=FILE, multiple=True, help="In the order of --key; else each is asked for."
)
@click.option("--out", type=FOLDER, required=True, help="The folder for one answer set a municipality.")
def tally(bundle: Path, manifest_file: Path, keys: tuple[Path, ...], passphrases: tuple[Path, ...], out: Path) -> None:
    """Open BUNDLE with the keys of enough trustees and write one answer set for each municipality."""
    if passphrases and len(passphrases) != len(keys):
        raise click.UsageError("give --passphrase-file once for each --key, in the same order, or not at all")
    found = manifest(manifest_file)
    sealed = tallying.read_bundle(bundle)
    files = passphrases or (None,) * len(keys)
    secrets = [unlock(key, file).hpke for key, file in zip(keys, files, strict=True)]
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("opening", total=tallying.total(sealed))
        tallied = tallying.tally(found, sealed, secrets, out, lambda done: bar.advance(task, done))
    for municipality, path in tallied.files.items():
        number = sum(n for stratum, n in tallied.answered.items() if stratum.startswith(f"{municipality}/"))
        click.echo(f"{path}: {number} answers")
    click.echo(f"{tallied.counted}: the trackers of all that was counted, for `samtidig publish`")
    click.echo(f"  SHA-256 {_sum(tallied.counted)}, for the trustees to note")
    for stratum, number in tallied.unreadable.items():
        if number:
            click.echo(f"{stratum}: {number} envelopes could not be read and count as no answer", err=True)


@click.command()
@click.argument("wave")
@click.argument("file", type=FILE, metavar="FILE")
def publish(wave: str, file: Path) -> None:
    """Put FILE, the tally's list of what was counted, on the board of the closed WAVE. It can be run again."""
    with context() as opened:
        done = publishing.publish(opened, wave, file.read_bytes())
    click.echo(f"{done.counted} of the {done.in_box} envelopes in the box were counted")
    click.echo("The list was published already." if done.again else "The list is published beside the receipts.")


@click.command()
@click.argument("wave")
@click.option(
    "--answers", type=FILE, multiple=True, required=True, help="An answer set of the tally; once for each municipality."
)
@click.option("--unreadable", type=int, default=0, help="How many envelopes the tally said it could not read.")
@click.confirmation_option(prompt="The answer sets are checked and copied, and the bundle may go?")
def destroy(wave: str, answers: tuple[Path, ...], unreadable: int) -> None:
    """Destroy the bundle of a closed WAVE, once its answer sets hold every envelope of it."""
    with context() as opened:
        destroying.require_counted(opened, wave, [read(path.read_bytes()) for path in answers], unreadable)
        path = destroying.destroy(opened, wave)
    click.echo(f"{path} is destroyed; let the trustees destroy their key files too")


def _sum(path: Path) -> str:
    """The SHA-256 of the file, in hex, as `sha256sum` says it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
