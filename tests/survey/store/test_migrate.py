"""The migrations end at tables.py, go down and up again, and can be asked for by two at once."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import survey.store
from survey.errors import StoreError
from survey.store import waves
from survey.store.engine import Database, open_engine, reading, writing
from survey.store.migrate import HEAD, bring_up, downgrade, revision, upgrade
from survey.store.tables import STATES, standing

MIGRATIONS = Path(survey.store.__file__).parent / "migrations"


def tables(engine: Database) -> set[str]:
    with reading(engine) as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_head_is_the_newest_file() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_current_head() == HEAD
    assert len(scripts.get_heads()) == 1


def test_each_revision_goes_up_and_down_and_up_again(database_url: str) -> None:
    engine = open_engine(database_url)
    assert revision(engine) is None
    revisions = [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
    for before, after in zip(["base", *revisions], revisions, strict=False):
        upgrade(engine, after)
        assert revision(engine) == after
        downgrade(engine, before)
        assert revision(engine) == (None if before == "base" else before)
        upgrade(engine, after)
    assert tables(engine) == set(standing.tables)
    downgrade(engine, "base")
    assert tables(engine) == set()
    bring_up(engine)
    assert revision(engine) == HEAD
    engine.dispose()


def test_the_migrations_end_at_the_tables_as_declared(database_url: str) -> None:
    engine = open_engine(database_url)
    bring_up(engine)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, standing) == []
        checks = inspect(connection).get_check_constraints("wave")
    assert [check["name"] for check in checks] == ["ck_wave_state"]
    assert all(f"'{state}'" in checks[0]["sqltext"] for state in STATES)
    engine.dispose()


def test_what_is_kept_survives_a_second_start(database_url: str) -> None:
    engine = open_engine(database_url)
    bring_up(engine)
    with writing(engine) as connection:
        waves.add(connection, "w-1", b"manifest")
    bring_up(engine)
    with reading(engine) as connection:
        assert [wave.key for wave in waves.every(connection)] == ["w-1"]
    engine.dispose()


def test_a_database_of_another_revision_is_left_alone(database_url: str) -> None:
    engine = open_engine(database_url)
    bring_up(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"has revision 9999 and this program needs .*`samtidig database upgrade`"):
        bring_up(engine)
    with pytest.raises(StoreError, match="9999"):
        upgrade(engine)
    engine.dispose()


def test_a_revision_that_is_not_there_is_refused(database_url: str) -> None:
    engine = open_engine(database_url)
    bring_up(engine)
    with pytest.raises(StoreError, match="name a revision that is there"):
        downgrade(engine, "nonsense")
    assert revision(engine) == HEAD
    engine.dispose()


def test_two_that_start_at_once_on_an_empty_database_both_find_it_ready(database_url: str) -> None:
    open_engine(database_url).dispose()
    together = threading.Barrier(3)
    failed: list[StoreError] = []

    def start() -> None:
        engine = open_engine(database_url)
        together.wait()
        try:
            upgrade(engine)
        except StoreError as error:
            failed.append(error)
        engine.dispose()

    starters = [threading.Thread(target=start) for _ in range(3)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert failed == []
    engine = open_engine(database_url)
    assert revision(engine) == HEAD
    engine.dispose()
