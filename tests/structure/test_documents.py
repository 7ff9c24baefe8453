"""What the documents promise and the code does are the same: settings, errors, sample files."""

import importlib
import inspect
import pkgutil
import re
import tomllib
from pathlib import Path

import pytest

import analysis.errors
import questionnaires.errors
import survey.errors
from survey.settings import PREFIX, Settings, read_settings

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "deploy" / "settings.example.toml"
TREES = [questionnaires.errors, survey.errors, analysis.errors]


def test_the_sample_settings_name_every_setting_with_its_default_and_a_comment() -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    for name in Settings.__struct_fields__:
        (place,) = [i for i, line in enumerate(lines) if re.match(rf"(# )?{name} = ", line)]
        assert lines[place - 1].startswith("# "), f"{name} has no word of explanation"


def test_the_sample_settings_are_settings(tmp_path: Path) -> None:
    (tmp_path / "samtidig.toml").write_bytes(SAMPLE.read_bytes())
    assert read_settings({}, tmp_path) is not None
    uncommented = re.sub(r"^# (\w+ = )", r"\1", SAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(tomllib.loads(uncommented)) == set(Settings.__struct_fields__)
    assert PREFIX in uncommented


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.__name__)
def test_every_error_is_described_and_drawn_in_its_tree(tree: object) -> None:
    text = inspect.getdoc(tree) or ""
    assert inspect.ismodule(tree)
    for name, error in inspect.getmembers(tree, inspect.isclass):
        if issubclass(error, Exception) and error.__module__ == tree.__name__:
            assert error.__doc__, f"{name} says nothing of itself"
            assert name in text, f"{name} is not in the tree at the top of {tree.__name__}"


def test_errors_are_defined_in_the_error_modules_only() -> None:
    """The commands may have their own ways of stopping: nothing stands above them to catch one unknowing."""
    elsewhere = re.compile(r"\.(errors|__main__)$|\.migrations\.|\.cli(\.|$)")
    strangers = []
    for package in ("questionnaires", "survey", "analysis"):
        for found in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if elsewhere.search(found.name):
                continue
            strangers += [
                f"{found.name}.{name}"
                for name, kind in inspect.getmembers(importlib.import_module(found.name), inspect.isclass)
                if issubclass(kind, Exception) and kind.__module__ == found.name
            ]
    assert strangers == []
