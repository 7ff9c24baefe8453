"""Keep: write a small text file whole or not at all, readable by its owner alone if it is secret."""

from pathlib import Path

from survey.store import files


def keep(path: Path, text: str, secret: bool = False) -> None:
    """Write *text* to *path*. Raises StoreError when the disk or the folder refuses."""
    files.write_whole(path, text.encode("utf-8"), mode=0o600 if secret else 0o644)
