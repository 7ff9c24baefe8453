"""The page on the format of a study names every key, and its example is a study."""

import inspect
import re
from pathlib import Path

import msgspec
import pytest

from questionnaires.answersets import Disclosure, FrameCount
from survey.ballot.keyfiles import random_keys, write_public_keys
from survey.study import model
from survey.study.reading import read_study
from tests.builders import HOLDERS, SMALL_FORM, SMALL_PLAN

PAGE = (Path(__file__).parents[3] / "docs" / "study-format.md").read_text(encoding="utf-8")
STRUCTS: list[type[msgspec.Struct]] = [
    Disclosure,
    FrameCount,
    *(
        kind
        for _, kind in inspect.getmembers(model, inspect.isclass)
        if issubclass(kind, msgspec.Struct) and kind.__module__ == model.__name__
    ),
]


@pytest.mark.parametrize("struct", STRUCTS, ids=[struct.__name__ for struct in STRUCTS])
def test_every_key_stands_in_its_own_section_and_no_other_key(struct: type[msgspec.Struct]) -> None:
    section = re.search(rf"^## {struct.__name__}$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section is not None
    first_cells = re.findall(r"^\| (`[^|]*) \|", section[1], re.MULTILINE)
    assert {key for cell in first_cells for key in re.findall(r"`(\w+)`", cell)} == set(struct.__struct_fields__)


def test_the_page_has_a_section_for_each_table_and_no_other() -> None:
    sections = re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)
    assert sorted(sections) == sorted(struct.__name__ for struct in STRUCTS)


def test_the_example_on_the_page_is_a_study(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    (tmp_path / "study.toml").write_text(example[1], encoding="utf-8")
    (tmp_path / "form").mkdir()
    (tmp_path / "form" / "questionnaire.toml").write_bytes(SMALL_FORM.read_bytes())
    (tmp_path / "form" / "analysis.toml").write_text(SMALL_PLAN, encoding="utf-8")
    for holder in HOLDERS:
        keys = write_public_keys(random_keys(holder).public)
        (tmp_path / f"{holder}.public.json").write_text(keys, encoding="utf-8")
    assert read_study(tmp_path / "study.toml").study == "exempel"
