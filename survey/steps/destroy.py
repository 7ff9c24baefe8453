"""Destroy: after the tally the bundle has done its work, and what does not exist cannot be handed out.

The key K and the box went at the close. What is left is the bundle; when the answer sets have been checked and the
trustees have destroyed their keys, it is destroyed here.
"""

from pathlib import Path

from survey.errors import StillOpen
from survey.steps.close import paths
from survey.steps.context import Context
from survey.steps.find import found
from survey.store import engine, files


def destroy(context: Context, wave: str) -> Path:
    """Overwrite and unlink the bundle of a closed wave; its path. Raises StillOpen while it is not closed."""
    with engine.reading(context.database) as connection:
        record, _ = found(connection, wave)
    if record.state != "closed":
        raise StillOpen(f"{wave} is not closed", "close it and tally it first")
    target = paths(context, wave)[0]
    files.destroy(target)
    return target
