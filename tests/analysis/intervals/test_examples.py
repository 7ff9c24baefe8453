"""The examples in the docstrings of the intervals are true."""

import doctest
import pkgutil
from importlib import import_module

import pytest

from analysis import intervals

MODULES = [module.name for module in pkgutil.iter_modules(intervals.__path__)]
#: Without examples: what the others stand on.
PARTS = {"interval", "lattice", "roots"}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_give_what_they_show(name: str) -> None:
    result = doctest.testmod(import_module(f"analysis.intervals.{name}"))
    assert result.failed == 0
    assert result.attempted or name in PARTS
