"""Durability is really on, on every connection, and a refusal tells nothing of what was refused."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
import traceback
from pathlib import Path

import pytest
from sqlalchemy import text

from survey.errors import StoreError
from survey.store import waves
from survey.store.engine import open_engine, reading, writing
from survey.store.migrate import bring_up

ROOT = Path(__file__).parents[3]
MARK = "canary-8f1e"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("temp_store", 2), ("busy_timeout", 10000)],
)
def test_every_connection_to_sqlite_is_durable_and_leaves_nothing(
    sqlite_url: str, pragma: str, value: str | int
) -> None:
    """The pragma `synchronous` is 2 (FULL): NORMAL (1) does not flush before it acknowledges."""
    engine = open_engine(sqlite_url)
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value
    engine.dispose()


@pytest.mark.postgres
def test_postgresql_acknowledges_after_the_disk_even_where_the_database_is_set_not_to(postgres_url: str) -> None:
    careless = open_engine(postgres_url)
    with writing(careless) as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    careless.dispose()
    engine = open_engine(postgres_url)
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"
    engine.dispose()


FLUSHES = """
    import sys
    from survey.store.engine import open_engine, writing
    from survey.store.migrate import bring_up
    from survey.store import box
    from survey.store.writer import Writer
    from survey.store import waves
    engine = open_engine(sys.argv[1])
    bring_up(engine)
    nullifiers = [bytes([number]) * 32 for number in range(20)]
    with writing(engine) as connection:
        waves.add(connection, "w-1", b"")
        waves.set_state(connection, "w-1", "issued")
        box.build(connection, "w-1", [(nu, "0580/staff") for nu in nullifiers])
    writer = Writer(engine, "w-1", 100)
    sys.stdout.write("ready")
    sys.stdout.flush()
    for nu in nullifiers:
        assert writer.deposit(nu, b"envelope").result() == "kept"
        sys.stdout.write("kept")
        sys.stdout.flush()
    writer.close()
"""


def test_the_disk_is_flushed_before_each_acknowledgement(tmp_path: Path, sqlite_url: str) -> None:
    """As the kernel sees it, where strace is at hand; else as SQLite says of itself."""
    strace = shutil.which("strace")
    if strace is None:
        engine = open_engine(sqlite_url)
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        engine.dispose()
        return
    traced = tmp_path / "trace"
    program = [sys.executable, "-c", textwrap.dedent(FLUSHES), sqlite_url]
    subprocess.run(
        [strace, "-f", "-o", traced, "-e", "trace=fsync,fdatasync,write", *program],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    seen = re.findall(r'(fsync|fdatasync)\(|write\(1, "(ready|kept)"', traced.read_text(encoding="utf-8"))
    steps = ["flush" if flush else word for flush, word in seen]
    steps = steps[steps.index("ready") + 1 :]
    acknowledged = [place for place, step in enumerate(steps) if step == "kept"]
    assert len(acknowledged) == 20
    assert all(steps[place - 1] == "flush" for place in acknowledged)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "cannot be read"),
        ("survey.sqlite", "cannot be read"),
        ("mysql://localhost/x", "mysql is not supported"),
        ("oracle+oracledb://localhost/x", "oracle is not supported"),
        ("sqlite://", "in memory would lose every answer"),
        ("sqlite:///:memory:", "in memory would lose every answer"),
        ("sqlite:///file:x?mode=memory&uri=true", "in memory would lose every answer"),
        ("postgresql://nobody@127.0.0.1:1/none", "the database refuses"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused(url: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as refusal:
        open_engine(url)
    assert "\n" not in str(refusal.value)


def test_a_password_is_not_told(tmp_path: Path) -> None:
    for url in (f"postgresql://nobody:{MARK}@127.0.0.1:1/none", f"mysql://nobody:{MARK}@127.0.0.1:1/none"):
        with pytest.raises(StoreError) as refusal:
            open_engine(url)
        assert MARK not in "".join(traceback.format_exception(refusal.value))
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be made"):
        open_engine(f"sqlite:///{blocked}/folder/survey.sqlite")


def test_other_spellings_of_our_databases_mean_the_driver_that_we_bring(postgres_url: str, sqlite_url: str) -> None:
    for url in (
        postgres_url.replace("postgresql+psycopg", "postgres"),
        postgres_url.replace("+psycopg", "+psycopg2"),
        sqlite_url.replace("sqlite:", "sqlite+aiosqlite:"),
    ):
        engine = open_engine(url)
        assert engine.driver in {"psycopg", "pysqlite"}
        engine.dispose()


def test_a_refused_row_stands_in_no_message(database_url: str) -> None:
    """Databases quote the row that breaks a rule; our error must not pass it on."""
    engine = open_engine(database_url)
    bring_up(engine)

    def refused() -> None:
        with writing(engine) as connection:
            waves.add(connection, f"w-{MARK}", MARK.encode())
            waves.set_state(connection, f"w-{MARK}", f"no state {MARK}")

    with pytest.raises(StoreError, match="the database refuses: ") as refusal:
        refused()
    assert MARK not in "".join(traceback.format_exception(refusal.value))
    with reading(engine) as connection:
        assert waves.every(connection) == (), "a refused transaction leaves nothing"
    engine.dispose()


def test_a_transaction_that_fails_leaves_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    bring_up(engine)

    def interrupted() -> None:
        with writing(engine) as connection:
            waves.add(connection, "w-1", b"")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with reading(engine) as connection:
        assert waves.every(connection) == ()
    engine.dispose()
