"""Connections: SQLite by default, PostgreSQL by a URL, the same code for both.

Durability is the point of every line: an answer is acknowledged only after a commit that has reached the disk
(SQLite `synchronous=FULL`, PostgreSQL `synchronous_commit=on`). Nothing here writes statements or parameters
to any log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from survey.errors import StoreError

#: The writer takes its lock and then reads: that needs each statement to see what was committed before it.
_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "READ COMMITTED", "pool_pre_ping": True},
}

#: What steps hold and pass on without looking inside; SQL is spoken only here.
Database = Engine
Transaction = Connection

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL flushes nothing for an acknowledgement
    "secure_delete=ON",
    "temp_store=MEMORY",
    "busy_timeout=10000",
)


def open_engine(url: str) -> Engine:
    """An engine for *url*. Raises StoreError when the URL cannot be used or the database cannot be reached."""
    parsed = _parsed(url)
    try:
        engine = create_engine(parsed, hide_parameters=True, **_OPTIONS[parsed.get_backend_name()])
    except ArgumentError as error:
        raise StoreError("the database URL cannot be read", "write sqlite:///file or postgresql://…") from error
    if engine.dialect.name == "sqlite":
        _make_folder(parsed)
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "connect", _postgresql_connect)
    with reading(engine):
        pass
    return engine


def _parsed(url: str) -> URL:
    """The URL with the driver that we bring; each other driver would be another program to trust."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("the database URL cannot be read", "write sqlite:///file or postgresql://…") from error
    match parsed.drivername.partition("+")[0]:
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case "sqlite":
            if not parsed.database or ":memory:" in parsed.database or "mode=memory" in url:
                raise StoreError(
                    "a database in memory would lose every answer", "name a file: sqlite:///samtidig.sqlite"
                )
            return parsed.set(drivername="sqlite")
        case other:
            raise StoreError(f"{other} is not supported", "use sqlite:///file or postgresql://…")


def _make_folder(parsed: URL) -> None:
    folder = Path(parsed.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder {folder} cannot be made: {error.strerror}", "mend the database URL") from error


def _sqlite_connect(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # the begin event below decides, not the driver
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _postgresql_connect(connection: Any, _record: object) -> None:
    # A database server may be set to acknowledge before the disk does. Not for answers.
    autocommit = connection.autocommit
    connection.autocommit = True
    connection.execute("SET synchronous_commit = on")
    connection.autocommit = autocommit


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads. Raises StoreError when the database refuses."""
    with _refusals(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; committed at the end, rolled back on an error. Raises StoreError."""
    with _refusals(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except PoolTimeoutError:
        raise StoreError("every connection to the database is busy", "try again in a moment") from None
    except DBAPIError as error:
        # The driver's text may quote a row; its class and first line are enough for the one who mends it.
        first = str(error.orig).partition("\n")[0] if error.orig else type(error).__name__
        raise StoreError(f"the database refuses: {first}") from None
