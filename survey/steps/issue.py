"""Issue: one code for each invited person, handed out once; only the nullifiers stay.

The codes go to one file per municipality, for its letters. They are in nobody's database: what is kept is
ν = HMAC(K, wave, code), from which no code can be found. There is no list of who gets which.
"""

import csv
import io
import secrets
from pathlib import Path

import msgspec

from survey.ballot import codes, nullifiers
from survey.ballot.crockford import fingerprint_text
from survey.errors import AlreadyIssued, NotYetOpen, StoreError
from survey.steps.approve import require_approved
from survey.steps.context import Context
from survey.steps.find import found
from survey.store import box, engine, files, wavekeys, waves
from survey.store.engine import Transaction
from survey.study.manifest import Manifest, fingerprint, invited, opens_at, strata


class Issued(msgspec.Struct, frozen=True):
    """The files written (municipality code -> path) and how many codes each stratum got."""

    files: dict[str, Path]
    codes: dict[str, int]


def issue(context: Context, wave: str, folder: Path) -> Issued:
    """Make the codes of the wave, one file a municipality in *folder*, and build the box.

    Needs every approval, and must be done before the opening. Raises ApprovalError, AlreadyIssued, NotYetOpen (it is
    too late), StoreError. Nothing is issued unless the files are written: if the database then refuses, the files are
    taken away again, since their codes would never be valid.
    """
    written: list[Path] = []
    try:
        with engine.writing(context.database) as connection:
            waves.lock(connection, wave, exclusive=True)  # of two that issue at once, one waits and finds it done
            manifest = _ready(context, connection, wave)
            paths = {m.code: folder / f"codes-{wave}-{m.code}.csv" for m in manifest.municipalities}
            _refuse_existing(paths)
            key = wavekeys.create(context.settings.keys, wave)
            written.append(wavekeys.path_of(context.settings.keys, wave))
            fresh = _fresh(manifest)
            for municipality, path in paths.items():
                written.append(path)
                files.write_whole(path, _csv(manifest, municipality, fresh), mode=0o600)
            _keep(connection, wave, key, fresh)
    except StoreError:
        _take_back(context, wave, written)
        raise
    return Issued(paths, {stratum: len(made) for stratum, made in fresh.items()})


def _take_back(context: Context, wave: str, written: list[Path]) -> None:
    """Unlink what was written for codes that never became valid.

    A connection can be lost after the database has committed: then the codes are valid and these are the only copies.
    So the database is asked once more; if it cannot say, StoreError goes on and the files stay.
    """
    with engine.reading(context.database) as connection:
        if waves.state_of(connection, wave) != "defined":
            return
    for path in written:
        path.unlink(missing_ok=True)


def _ready(context: Context, connection: Transaction, wave: str) -> Manifest:
    record, manifest = found(connection, wave)
    if record.state != "defined":
        raise AlreadyIssued(f"the codes of {wave} are issued already", "use the files that were written then")
    require_approved(manifest, waves.approvals(connection, wave))
    if context.clock.now() >= opens_at(manifest):
        raise NotYetOpen(f"{wave} should have opened already", "define a new wave with a window to come")
    return manifest


def _fresh(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """Stratum -> its new codes, each naming the stratum by its place in the manifest."""
    mark = fingerprint(manifest)
    return {stratum: _codes(mark, place, invited(manifest, stratum)) for place, stratum in enumerate(strata(manifest))}


def _codes(mark: bytes, place: int, number: int) -> tuple[str, ...]:
    made: set[str] = set()
    while len(made) < number:
        made.add(codes.new_code(secrets.token_bytes(codes.RANDOM_BYTES), mark, place))
    return tuple(sorted(made))


def _csv(manifest: Manifest, municipality: str, fresh: dict[str, tuple[str, ...]]) -> bytes:
    """One line a letter: the group, the code, and what the letter must say for its reader to compare with the page."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(["group", "code", "fingerprint", "opens_at", "closes_at"])
    mark = fingerprint_text(fingerprint(manifest))
    window = manifest.window
    for stratum, made in fresh.items():
        code, _, group = stratum.partition("/")
        if code == municipality:
            table.writerows([group, codes.printed(one), mark, window.opens_at, window.closes_at] for one in made)
    return out.getvalue().encode("utf-8")


def _refuse_existing(paths: dict[str, Path]) -> None:
    for path in paths.values():
        if path.exists():
            raise StoreError(
                f"{path} is there already, but the codes of this wave are not issued",
                "it is a left-over whose codes were never valid: delete it, or choose another folder",
            )


def _keep(connection: Transaction, wave: str, key: bytes, fresh: dict[str, tuple[str, ...]]) -> None:
    eligible = [(nullifiers.nullifier(key, wave, code), stratum) for stratum, made in fresh.items() for code in made]
    box.build(connection, wave, eligible)
    waves.put_issue(connection, wave, {stratum: len(made) for stratum, made in fresh.items()})
    waves.set_state(connection, wave, "issued")
