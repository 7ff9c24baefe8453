"""Waves and approvals: what was agreed. Plain records in, plain records out."""

import hashlib

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from survey.store import tables
from survey.study.approvals import Approval

_LOCK_SPACE = 0x53414D  # our own corner of PostgreSQL's advisory locks


class WaveRecord(msgspec.Struct, frozen=True):
    """One wave as it is kept. *manifest*: canonical bytes. *bundle*: SHA-256 of the bundle, or empty."""

    key: str
    manifest: bytes
    state: str
    bundle: str


def lock(connection: Connection, key: str, exclusive: bool) -> None:
    """Keep closing and depositing, or two changes of a wave, apart until the end of this transaction.

    SQLite needs nothing more than its own writer's lock. In PostgreSQL it is an advisory lock, which writes to no
    row (a row lock would).
    """
    if connection.dialect.name == "postgresql":
        mark = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big", signed=True)
        taken = func.pg_advisory_xact_lock if exclusive else func.pg_advisory_xact_lock_shared
        connection.execute(select(taken(_LOCK_SPACE, mark)))


def add(connection: Connection, key: str, manifest: bytes) -> None:
    """A new wave in the state `defined`."""
    connection.execute(insert(tables.wave).values(key=key, manifest=manifest, state="defined", bundle=""))


def replace_manifest(connection: Connection, key: str, manifest: bytes) -> None:
    """Another manifest for a wave whose codes are not issued. Its old approvals go: they are over another text."""
    connection.execute(update(tables.wave).where(tables.wave.c.key == key).values(manifest=manifest))
    connection.execute(delete(tables.approval).where(tables.approval.c.wave == key))


def find(connection: Connection, key: str) -> WaveRecord | None:
    """The wave, or None."""
    row = connection.execute(select(tables.wave).where(tables.wave.c.key == key)).one_or_none()
    return None if row is None else WaveRecord(row.key, bytes(row.manifest), row.state, row.bundle)


def state_of(connection: Connection, key: str) -> str | None:
    """The wave's state alone (the writer asks at every commit), or None."""
    return connection.execute(select(tables.wave.c.state).where(tables.wave.c.key == key)).scalar_one_or_none()


def every(connection: Connection) -> tuple[WaveRecord, ...]:
    """All waves, by key."""
    rows = connection.execute(select(tables.wave).order_by(tables.wave.c.key))
    return tuple(WaveRecord(row.key, bytes(row.manifest), row.state, row.bundle) for row in rows)


def set_state(connection: Connection, key: str, state: str) -> None:
    """Move the wave to *state*."""
    connection.execute(update(tables.wave).where(tables.wave.c.key == key).values(state=state))


def set_bundle(connection: Connection, key: str, digest: str) -> None:
    """Remember the digest of the bundle that was written."""
    connection.execute(update(tables.wave).where(tables.wave.c.key == key).values(bundle=digest))


def put_approval(connection: Connection, key: str, approval: Approval) -> None:
    """Keep *approval*, in place of an earlier one of the same municipality."""
    mine = (tables.approval.c.wave == key) & (tables.approval.c.municipality == approval.municipality)
    connection.execute(delete(tables.approval).where(mine))
    connection.execute(insert(tables.approval).values(wave=key, **msgspec.structs.asdict(approval)))


def approvals(connection: Connection, key: str) -> tuple[Approval, ...]:
    """The approvals kept for the wave, by municipality."""
    rows = connection.execute(
        select(tables.approval).where(tables.approval.c.wave == key).order_by(tables.approval.c.municipality)
    )
    return tuple(Approval(row.municipality, row.fingerprint, row.signature) for row in rows)


def put_issue(connection: Connection, key: str, codes: dict[str, int]) -> None:
    """Remember how many codes were issued in each stratum. Once: a second time breaks the primary key."""
    connection.execute(
        insert(tables.issue), [{"wave": key, "stratum": stratum, "codes": number} for stratum, number in codes.items()]
    )


def issued(connection: Connection, key: str) -> dict[str, int]:
    """Stratum -> number of codes issued; empty if none."""
    rows = connection.execute(select(tables.issue).where(tables.issue.c.wave == key).order_by(tables.issue.c.stratum))
    return {row.stratum: row.codes for row in rows}
