"""Find: a wave by its key, with its manifest read. The other steps begin here."""

import msgspec

from survey.errors import UnknownWave
from survey.steps.context import Context
from survey.store import engine, waves
from survey.store.engine import Transaction
from survey.store.waves import WaveRecord
from survey.study import approvals
from survey.study.manifest import Manifest, fingerprint, from_bytes
from survey.study.phase import Phase, phase


class Status(msgspec.Struct, frozen=True):
    """How a wave stands. *missing*: municipalities that have not signed. *codes*: issued, by stratum. Never how many
    have answered: while a wave is open nobody is told.
    """

    wave: str
    manifest: Manifest
    fingerprint: bytes
    phase: Phase
    state: str
    missing: tuple[str, ...]
    codes: dict[str, int]


def found(connection: Transaction, wave: str) -> tuple[WaveRecord, Manifest]:
    """The wave and its manifest. Raises UnknownWave."""
    record = waves.find(connection, wave)
    if record is None:
        known = ", ".join(one.key for one in waves.every(connection)) or "none is defined"
        raise UnknownWave(f"there is no wave {wave}", f"the waves are: {known}")
    return record, from_bytes(record.manifest)


def status(context: Context, wave: str) -> Status:
    """How the wave stands now. Raises UnknownWave."""
    with engine.reading(context.database) as connection:
        record, manifest = found(connection, wave)
        kept = waves.approvals(connection, wave)
        codes = waves.issued(connection, wave)
    missing = approvals.missing(manifest, kept)
    now_phase = phase(manifest, not missing, bool(codes), context.clock.now())
    return Status(wave, manifest, fingerprint(manifest), now_phase, record.state, missing, codes)


def every_status(context: Context) -> tuple[Status, ...]:
    """How every wave stands, by key."""
    with engine.reading(context.database) as connection:
        keys = [record.key for record in waves.every(connection)]
    return tuple(status(context, key) for key in keys)
