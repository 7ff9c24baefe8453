"""Layouts that look anonymous and are not, for the attackers to show their teeth on.

Each has no name, no time and no foreign key from person to answer, and random ids. In one transaction the invitation is
marked as used and the answer inserted: what most survey tools do.
"""

import secrets
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text

from survey.store.engine import Database, writing


def marked_and_answered(database: Database, people: Sequence[str]) -> dict[str, str]:
    """Everybody in *people* answers, in that order; person -> answer, the truth."""
    with writing(database) as connection:
        connection.execute(text("CREATE TABLE invitation (code TEXT PRIMARY KEY, used INTEGER NOT NULL)"))
        connection.execute(text("CREATE TABLE response (id TEXT PRIMARY KEY, answer TEXT NOT NULL)"))
        for code in sorted(people):
            connection.execute(text("INSERT INTO invitation VALUES (:code, 0)"), {"code": code})
    truth = {code: secrets.token_hex(8) for code in people}
    for code in people:
        with writing(database) as connection:
            connection.execute(text("UPDATE invitation SET used = 1 WHERE code = :code"), {"code": code})
            connection.execute(
                text("INSERT INTO response VALUES (:id, :answer)"),
                {"id": secrets.token_hex(16), "answer": truth[code]},
            )
    return truth


def linked_by_transaction(database: Database) -> dict[str, str]:
    """PostgreSQL: person -> answer, from the transaction number in both rows' headers. No order of arrival needed."""
    with writing(database) as connection:
        rows = connection.execute(
            text("SELECT i.code, r.answer FROM invitation AS i, response AS r WHERE i.xmin = r.xmin")
        )
        return {row.code: row.answer for row in rows}


def linked_by_row_id(file: Path, arrived: Sequence[str]) -> dict[str, str]:
    """SQLite: person -> answer, from the hidden row ids and the order in which people came."""
    with sqlite3.connect(file) as connection:
        answers = [answer for (answer,) in connection.execute("SELECT answer FROM response ORDER BY rowid")]
    connection.close()
    return dict(zip(arrived, answers, strict=True))


def touched_by_a_foreign_key(database: Database, people: Sequence[str]) -> tuple[int, int]:
    """PostgreSQL: how many rows of people are marked by answers whose only link is a foreign key, of how many."""
    with writing(database) as connection:
        connection.execute(text("CREATE TABLE listed (code TEXT PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE given (code TEXT REFERENCES listed, answer TEXT)"))
        for code in people:
            connection.execute(text("INSERT INTO listed VALUES (:code)"), {"code": code})
    for code in people[: len(people) // 2]:
        with writing(database) as connection:
            connection.execute(text("INSERT INTO given VALUES (:code, 'yes')"), {"code": code})
    with writing(database) as connection:
        marked = connection.execute(text("SELECT count(*) FROM listed WHERE xmax::text <> '0'")).scalar_one()
    return marked, len(people)
