"""The page on anonymity lists every field that is kept; a field that it does not name may not exist."""

import re
from pathlib import Path

from sqlalchemy import create_engine, inspect

from survey.store import box
from survey.store.engine import open_engine, writing
from survey.store.migrate import bring_up

PAGE = Path(__file__).parents[2] / "docs" / "anonymity.md"
ROW = re.compile(r"^\| (?:table `(?P<table>\w+)…?`)? ?\| `(?P<field>\w+)` \|", re.MULTILINE)


def listed() -> set[tuple[str, str]]:
    """(table, field) for each row of the inventory."""
    found = set()
    table = ""
    for row in ROW.finditer(PAGE.read_text(encoding="utf-8")):
        table = (row["table"] or table).rstrip("_")
        found.add((table, row["field"]))
    return found


def test_the_inventory_names_every_field_of_a_real_database_and_no_other(database_url: str) -> None:
    engine = open_engine(database_url)
    bring_up(engine)
    with writing(engine) as connection:
        box.build(connection, "w-1", [(bytes(32), "0580/staff")])
    engine.dispose()
    plain = create_engine(engine.url)
    seen = inspect(plain)
    kept = {
        (name.removesuffix("_w_1"), column["name"])
        for name in seen.get_table_names()
        for column in seen.get_columns(name)
    }
    plain.dispose()
    assert kept == listed()


def test_every_command_that_shows_a_claim_is_there() -> None:
    named = re.findall(r"`\./run test ([^`]+)`", PAGE.read_text(encoding="utf-8"))
    assert len(named) > 5
    assert [path for paths in named for path in paths.split() if not (PAGE.parents[1] / path).exists()] == []
