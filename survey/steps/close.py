"""Close: the box becomes a bundle without nullifiers, K is destroyed, the box is pulled down.

Four small steps, each harmless to repeat; after a crash at any point the command is run again and goes on where it
stopped. The order matters: the bundle is safely on the disk, and its digest in the database, before K and the box go.
"""

import hashlib
from pathlib import Path

import msgspec

from questionnaires.items import row_width
from survey.ballot import bundle, envelopes, lists
from survey.errors import BundleError, NotIssued, StillOpen
from survey.steps.context import Context
from survey.steps.find import found
from survey.store import box, engine, files, wavekeys, waves
from survey.study.manifest import Manifest, closes_at, fingerprint, strata, to_bytes


class Closing(msgspec.Struct, frozen=True):
    """What a closed wave left: the bundle, the manifest, the board of receipts, and envelopes in each stratum."""

    bundle: Path
    manifest: Path
    board: Path
    envelopes: dict[str, int]


def paths(context: Context, wave: str) -> tuple[Path, Path, Path]:
    """Where the bundle, the manifest and the board of the wave are written."""
    folder = context.settings.bundles
    return folder / f"{wave}.bundle", folder / f"{wave}.manifest.json", folder / f"{wave}.board.txt"


def close(context: Context, wave: str) -> Closing:
    """Close the wave. Raises StillOpen before the closing instant, NotIssued, StoreError, BundleError.

    Run again after an interruption, or on a closed wave, it completes what is left and gives the same answer.
    """
    manifest = _shut(context, wave)
    target, manifest_path, board_path = paths(context, wave)
    gathered = _gather(context, wave, manifest, target)
    files.write_whole(manifest_path, to_bytes(manifest))
    files.write_whole(board_path, lists.write(lists.receipts_of(gathered)))
    wavekeys.destroy(context.settings.keys, wave)
    with engine.writing(context.database) as connection:
        box.pull_down(connection, wave)
        waves.set_state(connection, wave, "closed")
    box.scrub(context.database)
    counts = {stratum: len(sealed) for stratum, sealed in gathered.strata.items()}
    return Closing(target, manifest_path, board_path, counts)


def _shut(context: Context, wave: str) -> Manifest:
    """From here on no writer takes an answer: the state changes under the lock that every deposit holds."""
    with engine.writing(context.database) as connection:
        waves.lock(connection, wave, exclusive=True)
        record, manifest = found(connection, wave)
        if record.state == "defined":
            raise NotIssued(f"no codes of {wave} were issued, so there is nothing to close")
        if context.clock.now() < closes_at(manifest):
            raise StillOpen(f"{wave} is open until {manifest.window.closes_at}", "close it after that instant")
        if record.state == "issued":
            waves.set_state(connection, wave, "closing")
    return manifest


def _gather(context: Context, wave: str, manifest: Manifest, target: Path) -> bundle.Bundle:
    """The bundle: written now, or read back if an earlier run wrote it."""
    with engine.reading(context.database) as connection:
        written = found(connection, wave)[0].bundle
        standing = box.exists(connection, wave)
        contents = box.contents(connection, wave) if standing else {}
    if written and target.exists():
        content = files.read_whole(target)
        if hashlib.sha256(content).hexdigest() == written:
            return bundle.read(content)
    if not standing:
        raise BundleError(
            f"{target} is missing or altered, and the box is gone", "restore the very file from where you copied it"
        )
    size = envelopes.envelope_size(envelopes.plaintext_size(row_width(manifest.questionnaire)), len(manifest.trustees))
    every = {stratum: contents.get(stratum, []) for stratum in strata(manifest)}
    gathered = bundle.gather(fingerprint(manifest), wave, size, every)
    content = bundle.write(gathered)
    files.write_whole(target, content, mode=0o600)
    with engine.writing(context.database) as connection:
        waves.set_bundle(connection, wave, hashlib.sha256(content).hexdigest())
    return gathered
