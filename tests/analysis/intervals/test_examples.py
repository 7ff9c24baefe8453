"""The examples in the docstrings of the intervals are true."""

import doctest
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

from analysis import intervals

WITH_EXAMPLES = [
    module.name
    for folder in intervals.__path__
    for module in pkgutil.iter_modules([folder])
    if ">>>" in (Path(folder) / f"{module.name}.py").read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_give_what_they_show(name: str) -> None:
    result = doctest.testmod(import_module(f"analysis.intervals.{name}"))
    assert (result.failed, result.attempted > 0) == (0, True)
