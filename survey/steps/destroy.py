"""Destroy: after the tally the bundle has done its work, and what does not exist cannot be handed out.

The key K and the box went at the close. What is left is the bundle; when the answer sets hold all of it, it is
destroyed here. The trustees destroy their key files themselves.
"""

from collections.abc import Sequence
from pathlib import Path

from questionnaires.answersets import AnswerSet
from survey.ballot import bundle
from survey.errors import BundleError, StillOpen
from survey.steps.close import paths
from survey.steps.context import Context
from survey.steps.find import found
from survey.store import engine, files
from survey.study.manifest import fingerprint


def require_counted(context: Context, wave: str, answer_sets: Sequence[AnswerSet], unreadable: int = 0) -> None:
    """Raises BundleError unless the *answer_sets* hold every envelope of the wave's bundle but *unreadable* ones.

    There must be one for each municipality, of this very manifest. What is destroyed cannot be counted again.
    """
    with engine.reading(context.database) as connection:
        _, manifest = found(connection, wave)
    mark = fingerprint(manifest).hex()
    if any(answers.header.fingerprint != mark for answers in answer_sets):
        raise BundleError("an answer set is of another study", f"give those of {wave}")
    given = sorted(answers.header.municipality.code for answers in answer_sets)
    if given != sorted(municipality.code for municipality in manifest.municipalities):
        raise BundleError(
            f"answer sets of {', '.join(given) or 'nobody'} are given", "give one for each municipality, each once"
        )
    sealed = bundle.read(files.read_whole(paths(context, wave)[0]))
    envelopes = sum(len(found) for found in sealed.strata.values())
    counted = sum(len(rows) for answers in answer_sets for rows in answers.rows.values())
    if counted != envelopes - unreadable:
        raise BundleError(
            f"the bundle has {envelopes} envelopes and the answer sets {counted} answers",
            "tally again; if the tally said that some could not be read, say how many with --unreadable",
        )


def destroy(context: Context, wave: str) -> Path:
    """Overwrite and unlink the bundle of a closed wave; its path. Raises StillOpen while it is not closed."""
    with engine.reading(context.database) as connection:
        record, _ = found(connection, wave)
    if record.state != "closed":
        raise StillOpen(f"{wave} is not closed", "close it and tally it first")
    target = paths(context, wave)[0]
    files.destroy(target)
    return target
