"""Answering writes nothing where people stand: not a byte, not a row header."""

from pathlib import Path

import pytest

from survey.store.engine import open_engine
from tests.attacks.adversary import pages_of
from tests.attacks.followed import ANSWERS, Followed
from tests.attacks.naive import touched_by_a_foreign_key


def test_answering_leaves_the_table_of_those_who_may_answer_as_it_was(followed: Followed) -> None:
    """In SQLite every byte of its pages; in PostgreSQL every row's place, transactions and content."""
    assert len(followed.eligible_before) > 3
    assert followed.eligible_after == followed.eligible_before


@pytest.mark.postgres
def test_a_foreign_key_would_have_marked_each_who_answered(postgres_url: str) -> None:
    """Positive control: its check locks the row that is referred to, which writes the answer's transaction into it."""
    database = open_engine(postgres_url)
    people = [f"person-{number}" for number in range(20)]
    assert touched_by_a_foreign_key(database, people) == (10, 20)
    database.dispose()


def test_a_mark_of_having_answered_would_have_been_seen(tmp_path: Path) -> None:
    """Positive control for the reading of pages."""
    file = tmp_path / "marked.sqlite"
    database = open_engine(f"sqlite:///{file}")
    with database.connect() as connection:
        raw = connection.connection
        raw.execute("CREATE TABLE people (nu BLOB PRIMARY KEY, used INTEGER) WITHOUT ROWID")
        raw.executemany("INSERT INTO people VALUES (?, 0)", [(bytes([n]) * 32,) for n in range(ANSWERS)])
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = pages_of(file, "people")
        raw.execute("UPDATE people SET used = 1 WHERE nu = ?", (bytes([7]) * 32,))
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        after = pages_of(file, "people")
    database.dispose()
    assert [number for number, _ in after] == [number for number, _ in before]
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
