"""What several commands do first: open the context, read a manifest, unlock a key file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import rich_click as click

from survey.ballot.keyfiles import SecretKeys, read_key_file, read_public_half
from survey.errors import KeyFileError
from survey.settings import settings_of_process
from survey.steps.context import Context, open_context
from survey.study.manifest import Manifest, from_bytes

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@contextmanager
def context() -> Iterator[Context]:
    """A context on the database of the settings, closed afterwards."""
    opened = open_context(settings_of_process())
    try:
        yield opened
    finally:
        opened.close()


def manifest(path: Path) -> Manifest:
    """The manifest in the file at *path*. Raises StudyError."""
    return from_bytes(path.read_bytes())


def unlock(path: Path, passphrase_file: Path | None) -> SecretKeys:
    """The keys in the file at *path*; the passphrase is the first line of *passphrase_file*, or is asked for."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KeyFileError(f"{path} is no key file", "give the file that `samtidig keys new` wrote") from error
    holder = read_public_half(text).name
    if passphrase_file is not None:
        passphrase = passphrase_file.read_text(encoding="utf-8").partition("\n")[0]
    else:
        passphrase = click.prompt(f"Passphrase of {holder}", hide_input=True, err=True)
    return read_key_file(text, passphrase)
