"""The box bears no trace: none of its columns could tell a time, an order, a place or a person.

This reads the tables as declared and as the two databases really make them.
"""

import re

import pytest
from sqlalchemy import Column, DateTime, ForeignKey, Integer, LargeBinary, MetaData, Table, Text, create_engine, inspect

from survey.store.tables import box_tables, standing

TRACES = re.compile(
    r"(^|_)(created|updated|modified|inserted|at|on|time|date|when|day|hour|seq|serial|order|position|"
    r"ip|address|agent|referer|session|cookie|user|person|name|email|version|count)(_|$)"
)
ALLOWED = (LargeBinary, Text)


def traces(table: Table) -> list[str]:
    """What in *table* could tell more than that an answer is there."""
    found = [f"{table.name}: foreign key" for _ in table.foreign_keys]
    found += [f"{table.name}: index {index.name}" for index in table.indexes]
    for column in table.columns:
        named = f"{table.name}.{column.name}"
        if TRACES.search(column.name):
            found.append(f"{named}: the name")
        if not isinstance(column.type, ALLOWED):
            found.append(f"{named}: the type {column.type}")
        if column.server_default is not None or column.default is not None or column.onupdate is not None:
            found.append(f"{named}: a default")
        if column.identity is not None or column.autoincrement is True:
            found.append(f"{named}: a counter")
    return found


@pytest.mark.parametrize("table", box_tables("wave-1"), ids=lambda table: table.name)
def test_a_table_of_the_box_bears_no_trace(table: Table) -> None:
    assert traces(table) == []
    assert table.dialect_options["sqlite"]["with_rowid"] is False, "SQLite's row ids tell the order of arrival"


@pytest.mark.parametrize(
    "column",
    [
        Column("created_at", Text),
        Column("moment", DateTime),
        Column("number", Integer),
        Column("nu", LargeBinary, ForeignKey("other.nu")),
        Column("nu", LargeBinary, index=True),
        Column("nu", Text, server_default="now()"),
    ],
    ids=["name", "type", "integer", "foreign key", "index", "default"],
)
def test_a_column_that_bears_a_trace_is_seen(column: "Column[object]") -> None:
    assert traces(Table("box", MetaData(), column)) != []


def test_the_databases_make_no_more_of_the_box_than_was_declared(database_url: str) -> None:
    engine = create_engine(database_url)
    eligible, box = box_tables("wave-1")
    for table in (eligible, box):
        table.create(engine)
    seen = inspect(engine)
    for table in (eligible, box):
        assert [column["name"] for column in seen.get_columns(table.name)] == [c.name for c in table.columns]
        assert all(column.get("default") is None for column in seen.get_columns(table.name))
        assert seen.get_indexes(table.name) == []
        assert seen.get_foreign_keys(table.name) == []
    engine.dispose()


def test_no_standing_table_knows_of_an_answer() -> None:
    assert {table.name for table in standing.tables.values()} == {"wave", "approval", "issue"}
    assert [traced for table in standing.tables.values() for traced in traces(table) if "foreign key" in traced] == []
