"""The box takes an envelope under a nullifier once, and the database itself refuses every other change."""

from contextlib import suppress
from hashlib import sha256

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from survey.errors import StoreError
from survey.store import box
from survey.store.engine import Database, open_engine, reading, writing
from tests.survey.store.waiting import WAVE, nullifier, ready

A, B = nullifier("a"), nullifier("b")


@pytest.fixture
def database(database_url: str) -> Database:
    database = ready(database_url, "abc")
    with writing(database) as connection:
        box.deposit(connection, WAVE, {A: b"envelope of a"})
    return database


def lying(database: Database) -> dict[bytes, bytes]:
    """What lies in the box."""
    with reading(database) as connection:
        rows = connection.execute(text("SELECT nu, envelope FROM box_w_1"))
        return {bytes(nu): bytes(envelope) for nu, envelope in rows}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE eligible_w_1 SET stratum = '0581/staff'",
        "UPDATE eligible_w_1 SET nu = nu",
        "DELETE FROM eligible_w_1",
        "INSERT INTO eligible_w_1 (nu, stratum) VALUES ('x', '0580/staff')",
        "UPDATE box_w_1 SET envelope = 'another'",
        "UPDATE box_w_1 SET envelope = envelope",
        "DELETE FROM box_w_1",
    ],
)
def test_the_database_refuses_every_change(database: Database, statement: str) -> None:
    with pytest.raises(StoreError, match="the box takes no such change"), writing(database) as connection:
        connection.execute(text(statement))
    assert lying(database) == {A: b"envelope of a"}
    database.dispose()


def test_writing_over_on_conflict_changes_nothing(database: Database) -> None:
    """PostgreSQL refuses it; SQLite passes the row by."""
    with suppress(StoreError), writing(database) as connection:
        connection.execute(
            text("INSERT INTO box_w_1 (nu, envelope) VALUES (:nu, :x) ON CONFLICT (nu) DO UPDATE SET envelope = :x"),
            {"nu": A, "x": b"another"},
        )
    assert lying(database) == {A: b"envelope of a"}
    database.dispose()


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_sqlites_replacing_replaces_nothing(sqlite_url: str, verb: str) -> None:
    database = ready(sqlite_url, "a")
    with writing(database) as connection:
        box.deposit(connection, WAVE, {A: b"first"})
        connection.execute(text(f"{verb} INTO box_w_1 (nu, envelope) VALUES (:nu, :other)"), {"nu": A, "other": b"x"})
    assert lying(database) == {A: b"first"}
    database.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["box_w_1", "eligible_w_1"])
def test_postgresqls_emptying_empties_nothing(postgres_url: str, table: str) -> None:
    database = ready(postgres_url, "a")
    with pytest.raises(StoreError, match="the box takes no such change"), writing(database) as connection:
        connection.execute(text(f"TRUNCATE {table}"))
    database.dispose()


def test_each_outcome_of_a_deposit(database: Database) -> None:
    stranger = nullifier("nobody")
    with writing(database) as connection:
        assert box.deposit(connection, WAVE, {A: b"envelope of a"}) == {A: "again"}
        assert box.deposit(connection, WAVE, {A: b"another"}) == {A: "refused"}
        assert box.deposit(connection, WAVE, {stranger: b"x"}) == {stranger: "unknown"}
        assert box.deposit(connection, WAVE, {}) == {}
        outcomes = box.deposit(connection, WAVE, {A: b"another", B: b"envelope of b", stranger: b"x"})
        assert outcomes == {A: "refused", B: "kept", stranger: "unknown"}
    assert lying(database) == {A: b"envelope of a", B: b"envelope of b"}
    database.dispose()


def test_the_stratum_is_told_alike_for_a_used_and_an_unused_code(database: Database) -> None:
    with reading(database) as connection:
        assert box.stratum_of(connection, WAVE, A) == box.stratum_of(connection, WAVE, B) == "0580/staff"
        assert box.stratum_of(connection, WAVE, nullifier("nobody")) is None
    database.dispose()


def test_the_contents_come_without_nullifiers_and_in_the_order_of_their_hashes(database: Database) -> None:
    with writing(database) as connection:
        box.deposit(connection, WAVE, {B: b"envelope of b", nullifier("c"): b"envelope of c"})
        contents = box.contents(connection, WAVE)
        assert box.count(connection, WAVE) == 3
    hashes = [sha256(envelope).digest() for envelope in contents["0580/staff"]]
    assert hashes == sorted(hashes)
    assert set(contents["0580/staff"]) == {b"envelope of a", b"envelope of b", b"envelope of c"}
    database.dispose()


def test_the_box_is_pulled_down_whole_and_twice_does_no_harm(database: Database) -> None:
    for _ in range(2):
        with writing(database) as connection:
            box.pull_down(connection, WAVE)
            assert not box.exists(connection, WAVE)
    with reading(database) as connection, pytest.raises(DBAPIError):
        connection.execute(text("SELECT * FROM eligible_w_1"))
    database.dispose()


@pytest.mark.parametrize("wave", ["", "W-1", "w--1", "w_1", "w-1; DROP TABLE wave", "a" * 45])
def test_a_name_that_could_be_something_else_names_no_table(database: Database, wave: str) -> None:
    with reading(database) as connection, pytest.raises(ValueError, match="cannot name a table"):
        box.exists(connection, wave)
    database.dispose()


def test_scrubbing_leaves_nothing_of_a_box_in_sqlites_files(sqlite_url: str) -> None:
    database = ready(sqlite_url, "abc")
    with writing(database) as connection:
        box.deposit(connection, WAVE, {A: b"envelope of a" * 50})
    with writing(database) as connection:
        box.pull_down(connection, WAVE)

    def found() -> list[str]:
        file = make_url(sqlite_url).database
        assert file is not None
        octets = {}
        for name in (file, f"{file}-wal"):
            with open(name, "rb") as opened:  # noqa: PTH123  the name is text
                octets[name] = opened.read()
        return [name for name, content in octets.items() if A in content or b"envelope of a" in content]

    assert found() != [], "dropping alone deletes nothing"
    box.scrub(database)
    assert found() == []
    database.dispose()


def test_scrubbing_says_when_another_process_hinders_it(sqlite_url: str) -> None:
    database, other = ready(sqlite_url, "abc"), open_engine(sqlite_url)
    with reading(other) as connection:
        connection.execute(text("SELECT * FROM wave")).fetchone()
        with database.connect() as raw:
            raw.connection.execute("PRAGMA busy_timeout=100")
        with pytest.raises(StoreError, match=r"dropped pages are still in the database: .*; stop the server"):
            box.scrub(database)
    box.scrub(database)
    database.dispose()
    other.dispose()


@pytest.mark.postgres
def test_postgresqls_planner_keeps_no_sample_of_the_box(postgres_url: str) -> None:
    """Its statistics lie in pages of their own, which outlive the table; a canary was found there."""
    database = ready(postgres_url, range(100))
    with writing(database) as connection:
        box.deposit(connection, WAVE, {nullifier(name): b"envelope" for name in range(100)})
        connection.execute(text("CREATE TABLE ordinary AS SELECT * FROM box_w_1"))
    with writing(database) as connection:
        connection.execute(text("ANALYZE"))
        sampled = connection.execute(text("SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = 'public'"))
        tables = set(sampled.scalars())
    assert "ordinary" in tables
    assert tables.isdisjoint({"box_w_1", "eligible_w_1"})
    database.dispose()


@pytest.mark.postgres
def test_scrubbing_needs_no_superuser_in_postgresql(postgres_url: str) -> None:
    owner = open_engine(postgres_url)
    role = make_url(postgres_url).database
    with writing(owner) as connection:
        connection.execute(text(f'CREATE ROLE "{role}" LOGIN'))
    plain = open_engine(make_url(postgres_url).set(username=role).render_as_string(hide_password=False))
    box.scrub(plain)
    plain.dispose()
    with writing(owner) as connection:
        connection.execute(text(f'DROP ROLE "{role}"'))
    owner.dispose()
