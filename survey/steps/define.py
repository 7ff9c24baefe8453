"""Define: a study file becomes a wave with one fingerprint.

The same file may be defined again and again until the codes are issued. If anything in it has changed, the fingerprint
is another and every approval is void; after the issue nothing can change, since the letters bear the fingerprint.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from survey.errors import AlreadyIssued
from survey.steps.context import Context
from survey.store import engine, waves
from survey.study.manifest import Manifest, fingerprint, to_bytes, wave_key
from survey.study.reading import read_study


class Defined(msgspec.Struct, frozen=True):
    """A defined wave. *changed*: an earlier manifest of it was replaced, and its approvals are void."""

    wave: str
    manifest: Manifest
    fingerprint: bytes
    changed: bool


def define(context: Context, file: Path, pages: Mapping[str, str]) -> Defined:
    """Read, check and keep the study in *file*, bound to the program's *pages*. Raises StudyError or AlreadyIssued."""
    return keep_manifest(context, read_study(file, pages))


def keep_manifest(context: Context, manifest: Manifest) -> Defined:
    """Keep *manifest* as its wave, in place of an earlier one. Raises AlreadyIssued once the codes are issued."""
    key, content = wave_key(manifest), to_bytes(manifest)
    with engine.writing(context.database) as connection:
        waves.lock(connection, key, exclusive=True)  # nobody issues codes of what is being replaced
        earlier = waves.find(connection, key)
        if earlier is None:
            waves.add(connection, key, content)
        elif earlier.manifest != content:
            if earlier.state != "defined":
                raise AlreadyIssued(
                    f"the codes of {key} are issued, and the letters bear its fingerprint",
                    "give a changed study the next wave number",
                )
            waves.replace_manifest(connection, key, content)
    changed = earlier is not None and earlier.manifest != content
    return Defined(key, manifest, fingerprint(manifest), changed)
