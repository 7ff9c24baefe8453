"""The page on anonymity lists every field that is kept; a field that it does not name may not exist."""

import re
from pathlib import Path

from sqlalchemy import create_engine, inspect

from survey.steps.publish import publish
from survey.store import box
from survey.store.engine import open_engine, writing
from survey.store.migrate import bring_up
from tests.builders import World
from tests.survey.steps.running import WAVE, Running

PAGE = Path(__file__).parents[2] / "docs" / "anonymity.md"
FILE = re.compile(r"^\| file `(?P<name>[^`]+)` \|", re.MULTILINE)
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


def test_the_inventory_names_every_file_that_a_wave_leaves_and_no_other(tmp_path: Path) -> None:
    running = Running(World(tmp_path, f"sqlite:///{tmp_path}/data/survey.sqlite"))
    kept = {path for path in tmp_path.rglob("*") if path.is_file()}  # the key and the codes, while the wave is open
    running.answer(0.2)
    tallied = running.tally(running.close(), tmp_path / "answers")
    publish(running.context, WAVE, tallied.counted.read_bytes())
    kept |= {path for path in tmp_path.rglob("*") if path.is_file()}
    running.stop()
    outside = (
        "form/",
        "study.toml",
        "linkoping.",
        "norrkoping.",
        "lansstyrelsen.",
        "data/",
    )  # what the study came from
    names = {path.relative_to(tmp_path).as_posix() for path in kept}
    names = {name for name in names if not name.startswith(outside)}
    patterns = {
        name: re.compile("(?:.*/)?" + re.escape(name).replace("WAVE", WAVE).replace("0580", r"\d{4}"))
        for name in FILE.findall(PAGE.read_text(encoding="utf-8"))
        if name != "*.key.json"  # the holders' own, on the holders' own machines
    }
    assert len(names) >= 9
    assert {name for name in names if not any(pattern.fullmatch(name) for pattern in patterns.values())} == set()
    assert {one for one, pattern in patterns.items() if not any(map(pattern.fullmatch, names))} == set()


def test_every_command_that_shows_a_claim_is_there() -> None:
    named = re.findall(r"`\./run test ([^`]+)`", PAGE.read_text(encoding="utf-8"))
    assert len(named) > 5
    assert [path for paths in named for path in paths.split() if not (PAGE.parents[1] / path).exists()] == []
