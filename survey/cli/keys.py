"""`samtidig keys`: key files of security chiefs and trustees."""

from pathlib import Path

import rich_click as click

from survey.ballot.keyfiles import random_keys, read_public_keys, write_key_file, write_public_keys
from survey.cli.opening import FILE, FOLDER
from survey.errors import StoreError
from survey.steps.keep import keep


@click.group()
def keys() -> None:
    """Make and show key files."""


@keys.command()
@click.option("--name", required=True, help="Who holds the key: a person or an office, as it will stand in the study.")
@click.option("--out", type=FOLDER, default=Path(), help="The folder to write to.")
@click.option("--file", "stem", required=True, help="The files' name without ending, as linkoping.")
@click.option("--passphrase-file", type=FILE, help="Read the passphrase from the first line of this file.")
def new(name: str, out: Path, stem: str, passphrase_file: Path | None) -> None:
    """Make a key of your own: <file>.key.json, which you keep, and <file>.public.json, which you send."""
    secret_path, public_path = out / f"{stem}.key.json", out / f"{stem}.public.json"
    for path in (secret_path, public_path):
        if path.exists():
            raise StoreError(f"{path} is there already", "choose another --file or --out: a lost key opens nothing")
    if passphrase_file is not None:
        passphrase = passphrase_file.read_text(encoding="utf-8").partition("\n")[0]
    else:
        passphrase = click.prompt(
            "Passphrase (four words will do)", hide_input=True, confirmation_prompt=True, err=True
        )
    secret = random_keys(name)
    keep(secret_path, write_key_file(secret, passphrase), secret=True)
    keep(public_path, write_public_keys(secret.public))
    click.echo(f"{secret_path}: keep this file and its passphrase; without them your share of the box stays shut")
    click.echo(f"{public_path}: send this one to whoever writes the study file")
    click.echo(f"Read out over the telephone, so that nobody can exchange it on the way: {secret.public.fingerprint}")


@keys.command()
@click.argument("file", type=FILE)
def show(file: Path) -> None:
    """Show whose public keys FILE holds, and their fingerprint."""
    public = read_public_keys(file.read_text(encoding="utf-8"))
    click.echo(f"{public.name}: {public.fingerprint}")
