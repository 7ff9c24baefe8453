"""The key K of each running wave: one file, outside the database and outside its backups.

From K come the nullifiers and the key of the drafts. While it lives, whoever has it and all codes can see who has
answered; once destroyed, at close, nobody can. So it is made when codes are issued and destroyed when the wave closes.
"""

from pathlib import Path

from survey.ballot import nullifiers
from survey.errors import KeyFileError, StoreError
from survey.store import files


def path_of(folder: Path, key: str) -> Path:
    """Where the K of the wave *key* lies."""
    return folder / f"{key}.key"


def create(folder: Path, key: str) -> bytes:
    """A new K, written with rights for the owner alone.

    Raises StoreError if one is there already: it may be that of a running wave in another database, and whose K is lost
    has lost every code.
    """
    path = path_of(folder, key)
    if path.exists():
        raise StoreError(
            f"the wave key {path} is there already",
            "choose another folder `keys`; delete it only if it was left by an issue that was cut off",
        )
    secret = nullifiers.random_key()
    files.write_whole(path, secret.hex().encode("ascii") + b"\n", mode=0o400)
    return secret


def read(folder: Path, key: str) -> bytes:
    """The K of the wave. Raises KeyFileError when it is missing or damaged."""
    path = path_of(folder, key)
    try:
        secret = bytes.fromhex(files.read_whole(path).decode("ascii").strip())
    except StoreError as error:
        raise KeyFileError(
            f"the wave key {path} is missing or cannot be read", "point the setting `keys` at the folder where it lies"
        ) from error
    except ValueError as error:
        raise KeyFileError(
            f"the wave key {path} is damaged", "restore the very file; another one opens nothing"
        ) from error
    if len(secret) != nullifiers.KEY_BYTES:
        raise KeyFileError(f"the wave key {path} is cut off", "restore the very file; another one opens nothing")
    return secret


def destroy(folder: Path, key: str) -> None:
    """Overwrite and unlink the K of the wave; nothing happens if it is gone already."""
    files.destroy(path_of(folder, key))
