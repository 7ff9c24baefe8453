"""The two forms that these tests read, and a way to spoil the small one in one place."""

import copy
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from questionnaires.model import Questionnaire
from questionnaires.plans import Plan
from questionnaires.reading import checked, from_table, read_plan, read_questionnaire

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).with_name("small.toml")
STANDARD = ROOT / "questionnaires" / "otillaten-paverkan" / "questionnaire.toml"

#: As a value in `spoiled`: take the key away.
GONE = "GONE"


@cache
def small() -> Questionnaire:
    return read_questionnaire(SMALL)


@cache
def standard() -> Questionnaire:
    return read_questionnaire(STANDARD)


@cache
def standard_plan() -> Plan:
    return read_plan(STANDARD.with_name("analysis.toml"), standard())


@cache
def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def spoiled(changes: Mapping[str, object], path: Path = SMALL) -> dict[str, Any]:
    """The form's TOML with each place ("sections/1/questions/0/id") given another value."""
    table = copy.deepcopy(_table(path))
    for place, value in changes.items():
        *way, last = [int(step) if step.isdecimal() else step for step in place.split("/")]
        here: Any = table
        for step in way:
            here = here[step]
        if value == GONE:
            del here[last]
        elif isinstance(here, list) and last == len(here):
            here.append(value)
        else:
            here[last] = value
    return table


def made(table: dict[str, Any]) -> Questionnaire:
    """The questionnaire that *table* describes; raises FormError as reading a file would."""
    return checked("small.toml", from_table("small.toml", table, Questionnaire))
