"""The box of one wave: who may answer (as nullifiers), and the sealed answers.

Nothing is ever updated, here or anywhere, because somebody answered. The database itself refuses: triggers stop
every change of `eligible` and every update, deletion or replacement in `box`. `deposit` is the only way in.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from contextlib import suppress
from sqlite3 import Error as SqliteError
from typing import Literal

from sqlalchemy import Connection, Engine, Table, func, inspect, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ProgrammingError

from survey.errors import StoreError
from survey.store import tables

Outcome = Literal["kept", "again", "refused", "unknown", "shut"]


def build(connection: Connection, key: str, eligible: Iterable[tuple[bytes, str]]) -> None:
    """Make the box and fill `eligible` with (nullifier, stratum), in sorted order."""
    who, box = tables.box_tables(key)
    who.create(connection)
    box.create(connection)
    rows = [{"nu": nu, "stratum": stratum} for nu, stratum in sorted(eligible)]
    connection.execute(who.insert(), rows)
    _leave_out_of_statistics(connection, who, box)
    _guard(connection, who, ("UPDATE", "DELETE", "INSERT"))
    _guard(connection, box, ("UPDATE", "DELETE"))
    if connection.dialect.name == "sqlite":
        # INSERT OR REPLACE deletes without asking the trigger on deletions.
        is_there = f"EXISTS (SELECT 1 FROM {box.name} WHERE nu = NEW.nu)"  # noqa: S608  tables.py checks the name
        connection.execute(
            text(
                f"CREATE TRIGGER {box.name}_no_replace BEFORE INSERT ON {box.name} "
                f"WHEN {is_there} BEGIN SELECT RAISE(IGNORE); END"
            )
        )


def _leave_out_of_statistics(connection: Connection, *tables: Table) -> None:
    """PostgreSQL keeps samples of columns for its planner, in pages of its own that outlive the table."""
    if connection.dialect.name == "postgresql":
        for table in tables:
            for column in table.columns:
                connection.execute(text(f"ALTER TABLE {table.name} ALTER COLUMN {column.name} SET STATISTICS 0"))


def _guard(connection: Connection, table: Table, verbs: tuple[str, ...]) -> None:
    for verb in verbs:
        name = f"{table.name}_no_{verb.lower()}"
        if connection.dialect.name == "sqlite":
            statement = (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} "
                "BEGIN SELECT RAISE(ABORT, 'the box takes no such change'); END"
            )
        else:
            every = f"{verb} OR TRUNCATE" if verb == "DELETE" else verb
            statement = (
                f"CREATE TRIGGER {name} BEFORE {every} ON {table.name} "
                "FOR EACH STATEMENT EXECUTE FUNCTION samtidig_refuse()"
            )
        connection.execute(text(statement))


def exists(connection: Connection, key: str) -> bool:
    """Whether the box stands (it does from the issue of codes until it is pulled down at close)."""
    return inspect(connection).has_table(tables.box_tables(key)[1].name)


def stratum_of(connection: Connection, key: str, nu: bytes) -> str | None:
    """The stratum of a nullifier, or None. Reads `eligible` only: whether the code is used cannot be told here."""
    who, _ = tables.box_tables(key)
    return connection.execute(select(who.c.stratum).where(who.c.nu == nu)).scalar_one_or_none()


def deposit(connection: Connection, key: str, envelopes: Mapping[bytes, bytes]) -> dict[bytes, Outcome]:
    """Put *envelopes* (nullifier -> envelope) into the box; what became of each.

    `kept`: it lies in the box now. `again`: the very same envelope lay there already. `refused`: another envelope
    lies under that nullifier, and nothing was changed. `unknown`: the nullifier is not eligible. (`shut` is the
    writer's: the wave takes no more answers.)
    """
    who, box = tables.box_tables(key)
    known = set(connection.execute(select(who.c.nu).where(who.c.nu.in_(envelopes))).scalars().all())
    known = {bytes(nu) for nu in known}
    outcome: dict[bytes, Outcome] = {nu: "unknown" for nu in envelopes if nu not in known}
    rows = [{"nu": nu, "envelope": envelopes[nu]} for nu in sorted(known)]  # sorted: arrival leaves no order
    if not rows:
        return outcome
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    kept = connection.execute(dialect.insert(box).on_conflict_do_nothing().returning(box.c.nu), rows)
    new = {bytes(nu) for nu in kept.scalars().all()}
    outcome.update(dict.fromkeys(new, "kept"))
    others = known - new
    if others:
        lying = connection.execute(select(box.c.nu, box.c.envelope).where(box.c.nu.in_(others)))
        for row in lying:
            same = bytes(row.envelope) == envelopes[bytes(row.nu)]
            outcome[bytes(row.nu)] = "again" if same else "refused"
    return outcome


def lies(connection: Connection, key: str, nu: bytes, envelope: bytes) -> bool:
    """Whether this very envelope lies under *nu*. Reads only, and says nothing of any other that may lie there."""
    if not exists(connection, key):
        return False
    _, box = tables.box_tables(key)
    lying = connection.execute(select(box.c.envelope).where(box.c.nu == nu)).scalar_one_or_none()
    return hmac.compare_digest(bytes(lying or b""), envelope)


def count(connection: Connection, key: str) -> int:
    """How many envelopes lie in the box."""
    _, box = tables.box_tables(key)
    return connection.execute(select(func.count()).select_from(box)).scalar_one()


def contents(connection: Connection, key: str) -> dict[str, list[bytes]]:
    """The envelopes of each stratum, without their nullifiers, sorted by SHA-256."""
    who, box = tables.box_tables(key)
    found: dict[str, list[bytes]] = {}
    rows = connection.execute(select(who.c.stratum, box.c.envelope).join_from(box, who, who.c.nu == box.c.nu))
    for row in rows:
        found.setdefault(row.stratum, []).append(bytes(row.envelope))
    for envelopes in found.values():
        envelopes.sort(key=lambda envelope: hashlib.sha256(envelope).digest())
    return found


def pull_down(connection: Connection, key: str) -> None:
    """Drop both tables, if they stand."""
    for table in tables.box_tables(key):
        table.drop(connection, checkfirst=True)


def scrub(engine: Engine) -> None:
    """Rewrite the database so that dropped pages are gone, and empty SQLite's write-ahead log.

    Dropping alone deletes nothing (docs/anonymity.md); what makes old copies harmless is that the key is destroyed.
    Raises StoreError while another process holds an SQLite file open in a transaction.
    """
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.execute("VACUUM")
            ((busy, _, _),) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except SqliteError as error:
            raise _not_rewritten(str(error)) from None
        finally:
            raw.close()
        if busy:
            raise _not_rewritten("another process is reading it")
    else:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection, suppress(ProgrammingError):
            connection.execute(text("CHECKPOINT"))  # where our role may not, the server does so within minutes


def _not_rewritten(why: str) -> StoreError:
    return StoreError(f"dropped pages are still in the database: {why}", "stop the server, then close the wave again")
