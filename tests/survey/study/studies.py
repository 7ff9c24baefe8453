"""A well-made study as the table its TOML gives, and how to spoil it in one place."""

import copy
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from questionnaires.reading import read_questionnaire
from survey.study.model import Study
from tests.builders import SMALL_FORM, study_text

FORM = read_questionnaire(SMALL_FORM)
TABLE = tomllib.loads(
    study_text("form")
    + """
[[reminders]]
on = 2022-05-02
text = { sv = "Har du svarat: tack!", en = "Have you answered: thank you!" }
"""
)


def spoiled(changes: Mapping[str, object]) -> Study:
    """The study with each value at a dotted place (`municipalities.0.code`) exchanged."""
    table = copy.deepcopy(TABLE)
    for place, value in changes.items():
        *path, last = place.split(".")
        inner: Any = table
        for step in path:
            inner = inner[int(step) if isinstance(inner, list) else step]
        inner[int(last) if isinstance(inner, list) else last] = value
    return msgspec.convert(table, Study)


def study_file(folder: Path, changes: Mapping[str, object]) -> Path:
    """The study of a World in *folder* with texts exchanged in its file."""
    file = folder / "study.toml"
    text = file.read_text(encoding="utf-8")
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, str(after), 1)
    file.write_text(text, encoding="utf-8")
    return file
