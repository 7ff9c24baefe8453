"""The settings, read once and passed on. Nothing else in the program reads the environment.

First the TOML file that SAMTIDIG_SETTINGS names (or `samtidig.toml` in the working folder, if there is one), then
environment variables `SAMTIDIG_<NAME>`, which win. `deploy/settings.example.toml` documents each.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from survey.errors import SettingsError

PREFIX = "SAMTIDIG_"
DEFAULT_FILE = "samtidig.toml"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All there is to set.

    *database*: a URL, `sqlite:///path` or `postgresql://…`. *keys*: the folder of the wave keys; it must be outside
    the database and outside every backup. *bundles*: the folder of closed boxes. *host*, *port* and *workers* are the
    server's; *queue* is how many answers may wait for one commit before the server says that it is busy.
    """

    database: str = "sqlite:///samtidig.sqlite"
    keys: Path = Path("keys")
    bundles: Path = Path("bundles")
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8080
    workers: Annotated[int, Meta(ge=1)] = 1
    queue: Annotated[int, Meta(ge=1)] = 2000


def read_settings(environment: Mapping[str, str], folder: Path) -> Settings:
    """The settings for *environment* and the working *folder*. Raises SettingsError naming the setting."""
    named = environment.get(PREFIX + "SETTINGS")
    file = Path(named) if named else folder / DEFAULT_FILE
    table: dict[str, object] = {}
    if named or file.exists():
        table = _table(file)
    for name in Settings.__struct_fields__:
        if (value := environment.get(PREFIX + name.upper())) is not None:
            table[name] = value
    try:
        return msgspec.convert(table, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise SettingsError(f"settings: {error}; see deploy/settings.example.toml") from error


def _path(kind: type, value: object) -> Path:
    """Msgspec knows no paths: text that is not empty is one, and nothing else."""
    if kind is not Path or not isinstance(value, str) or not value:
        raise ValueError("Expected a path")
    return Path(value)


def settings_of_process() -> Settings:
    """The settings of this process's environment and working folder."""
    return read_settings(os.environ, Path.cwd())


def _table(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}; mend SAMTIDIG_SETTINGS or the file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not valid TOML: {error}") from error
