"""The one writer: groups in one commit, each answer acknowledged after it, and no bad group that stops the rest."""

import threading
import time
from concurrent.futures import Future, wait
from concurrent.futures import TimeoutError as NotYet

import pytest
from sqlalchemy import event, text

from survey.errors import Busy, StoreError
from survey.store import box, waves
from survey.store.box import Outcome
from survey.store.engine import Database, open_engine, reading, writing
from survey.store.writer import GROUP, Writer
from tests.survey.store.waiting import WAVE, held, nullifier, ready

PATIENCE_S = 20


def commits(database: Database) -> list[int]:
    """A list that grows by one with every commit."""
    counted: list[int] = []
    event.listen(database, "commit", lambda _connection: counted.append(1))
    return counted


def busy_with(writer: Writer, name: object) -> "Future[Outcome]":
    """Give the writer one envelope and wait until it is at work with it (and held up by the lock)."""
    first = writer.deposit(nullifier(name), b"first")
    while first.running() is False:
        time.sleep(0.001)
    return first


def results(futures: "list[Future[Outcome]]") -> list[Outcome]:
    return [future.result(PATIENCE_S) for future in futures]


def test_what_gathers_during_one_commit_is_written_in_the_next(database_url: str) -> None:
    database = ready(database_url, range(101))
    counted, writer = commits(database), Writer(database, WAVE, 1000)
    with held(database_url):
        waiting = [busy_with(writer, 0)] + [writer.deposit(nullifier(n), b"envelope") for n in range(1, 101)]
        with pytest.raises(NotYet):
            waiting[50].result(0.05)
    assert results(waiting) == ["kept"] * 101
    assert len(counted) == 2
    writer.close()
    database.dispose()


def test_a_group_has_a_limit_and_the_rest_follow(database_url: str) -> None:
    database = ready(database_url, range(2 * GROUP))
    counted, writer = commits(database), Writer(database, WAVE, 2 * GROUP)
    with held(database_url):
        waiting = [busy_with(writer, 0)] + [writer.deposit(nullifier(n), b"x") for n in range(1, 2 * GROUP)]
    assert results(waiting) == ["kept"] * 2 * GROUP
    assert len(counted) == 3
    writer.close()
    database.dispose()


def test_within_a_group_the_first_envelope_goes_in(database_url: str) -> None:
    database = ready(database_url, "abcz")
    writer = Writer(database, WAVE, 100)
    a, b = nullifier("a"), nullifier("b")
    with held(database_url):
        waiting = [busy_with(writer, "z")]
        for nu, envelope in ((a, b"A"), (a, b"A"), (a, b"other"), (b, b"B"), (nullifier("?"), b"X"), (a, b"A")):
            waiting.append(writer.deposit(nu, envelope))
    assert results(waiting) == ["kept", "kept", "again", "refused", "kept", "unknown", "again"]
    with reading(database) as connection:
        assert sorted(box.contents(connection, WAVE)["0580/staff"]) == [b"A", b"B", b"first"]
    writer.close()
    database.dispose()


def test_within_a_group_the_box_goes_before_the_first(database_url: str) -> None:
    """An answer lies there already; a retry of it is known again though another envelope came just before."""
    database = ready(database_url, "az")
    writer = Writer(database, WAVE, 100)
    a = nullifier("a")
    assert writer.deposit(a, b"A").result(PATIENCE_S) == "kept"
    with held(database_url):
        waiting = [busy_with(writer, "z")] + [writer.deposit(a, envelope) for envelope in (b"B", b"A", b"B", b"C")]
    assert results(waiting) == ["kept", "refused", "again", "refused", "refused"]
    assert results([writer.deposit(a, b"A"), writer.deposit(a, b"B")]) == ["again", "refused"]
    writer.close()
    database.dispose()


def test_one_group_that_the_database_refuses_does_not_stop_the_writer(database_url: str) -> None:
    database = ready(database_url, "abc")
    writer = Writer(database, WAVE, 100)
    with writing(database) as connection:
        connection.execute(text("ALTER TABLE box_w_1 RENAME TO elsewhere"))
    refused = [writer.deposit(nullifier(name), b"x") for name in "ab"]
    for future in refused:
        with pytest.raises(StoreError, match="the database refuses"):
            future.result(PATIENCE_S)
    with writing(database) as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO box_w_1"))
    assert results([writer.deposit(nullifier(name), b"x") for name in "abc"]) == ["kept"] * 3
    writer.close()
    database.dispose()


@pytest.mark.postgres
def test_a_database_server_that_throws_us_out_is_met_again(postgres_url: str) -> None:
    database = ready(postgres_url, "abc")
    writer = Writer(database, WAVE, 100)
    assert writer.deposit(nullifier("a"), b"x").result(PATIENCE_S) == "kept"
    other = open_engine(postgres_url)
    with writing(other) as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert writer.deposit(nullifier("b"), b"x").result(PATIENCE_S) == "kept"
    assert writer.deposit(nullifier("a"), b"x").result(PATIENCE_S) == "again"
    writer.close()
    database.dispose()
    other.dispose()


def test_a_full_queue_says_busy_and_loses_nothing(database_url: str) -> None:
    database = ready(database_url, range(10))
    writer = Writer(database, WAVE, 3)
    with held(database_url):
        waiting = [busy_with(writer, 0)] + [writer.deposit(nullifier(n), b"x") for n in (1, 2, 3)]
        with pytest.raises(Busy, match="send again in a moment"):
            writer.deposit(nullifier(4), b"x")
    assert results(waiting) == ["kept"] * 4
    assert writer.deposit(nullifier(4), b"x").result(PATIENCE_S) == "kept"
    writer.close()
    database.dispose()


def test_closing_writes_what_has_arrived_and_takes_no_more(database_url: str) -> None:
    database = ready(database_url, range(10))
    writer = Writer(database, WAVE, 100)
    with held(database_url):
        waiting = [busy_with(writer, 0)] + [writer.deposit(nullifier(n), b"x") for n in range(1, 10)]
        closing = threading.Thread(target=writer.close)
        closing.start()
    closing.join(PATIENCE_S)
    assert wait(waiting, timeout=0).not_done == set()
    assert results(waiting) == ["kept"] * 10
    with pytest.raises(Busy):
        writer.deposit(nullifier(0), b"x")
    database.dispose()


def test_a_visitor_who_leaves_before_the_writing_leaves_nothing(database_url: str) -> None:
    database = ready(database_url, "abz")
    writer = Writer(database, WAVE, 100)
    with held(database_url):
        first = busy_with(writer, "z")
        gone, there = writer.deposit(nullifier("a"), b"x"), writer.deposit(nullifier("b"), b"x")
        assert gone.cancel()
        assert not first.cancel(), "what is being written cannot be called back"
    assert results([first, there]) == ["kept", "kept"]
    with reading(database) as connection:
        assert box.count(connection, WAVE) == 2
    writer.close()
    database.dispose()


def test_a_wave_that_takes_no_more_answers_is_shut(database_url: str) -> None:
    database = ready(database_url, "ab")
    writer = Writer(database, WAVE, 100)
    assert writer.deposit(nullifier("a"), b"x").result(PATIENCE_S) == "kept"
    with writing(database) as connection:
        waves.set_state(connection, WAVE, "closing")
    assert writer.deposit(nullifier("b"), b"x").result(PATIENCE_S) == "shut"
    assert writer.deposit(nullifier("a"), b"x").result(PATIENCE_S) == "shut"
    with reading(database) as connection:
        assert box.count(connection, WAVE) == 1
    writer.close()
    database.dispose()


def test_two_processes_that_race_for_one_code_keep_one_answer(database_url: str) -> None:
    """Each worker process has a writer of its own; here two engines stand for two processes."""
    names = range(40)
    databases = [ready(database_url, names), open_engine(database_url)]
    writers = [Writer(database, WAVE, 1000) for database in databases]
    waiting = [
        (name, number, writers[number].deposit(nullifier(name), b"%d" % number)) for name in names for number in (0, 1)
    ]
    outcomes: dict[int, list[Outcome]] = {name: [] for name in names}
    kept = {}
    for name, number, future in waiting:
        outcomes[name].append(future.result(PATIENCE_S))
        if outcomes[name][-1] == "kept":
            kept[name] = number
    assert all(sorted(both) == ["kept", "refused"] for both in outcomes.values())
    with reading(databases[0]) as connection:
        rows = connection.execute(text("SELECT nu, envelope FROM box_w_1"))
        assert {bytes(nu): bytes(envelope) for nu, envelope in rows} == {
            nullifier(name): b"%d" % number for name, number in kept.items()
        }
    for writer in writers:
        writer.close()
    for database in databases:
        database.dispose()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_that_nobody_foresaw_leaves_nobody_waiting(database_url: str) -> None:
    database = ready(database_url, range(2))
    writer = Writer(database, WAVE, queue=10)

    def burst(*_arguments: object) -> None:
        raise RuntimeError("not an error of the database")

    event.listen(database, "before_cursor_execute", burst)
    waiting = writer.deposit(nullifier(0), b"envelope")
    with pytest.raises(StoreError, match="the writer of the box has stopped"):
        waiting.result(timeout=30)
    with pytest.raises(Busy):
        writer.deposit(nullifier(1), b"envelope")
    writer.close()
    assert not writer.is_alive
    database.dispose()
