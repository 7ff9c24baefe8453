"""The import rules of pyproject.toml are kept, and each of them notices when it is broken.

Every contract is broken once, in a copy of the packages, by one added import; a contract that still says "kept"
guards nothing. What the import linter cannot say is checked in test_sources.py.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("questionnaires", "survey", "analysis")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

#: contract -> a file and the line that must not stand in it
OFFENCES = {
    "wings": ("analysis/errors.py", "import survey.clock"),
    "ground": ("questionnaires/digest.py", "import analysis.errors"),
    "survey-floors": ("survey/clock.py", "import survey.ballot.codes"),
    "store-through-steps": ("survey/cli/main.py", "import survey.store.waves"),
    "tables": ("survey/steps/define.py", "import survey.store.tables"),
    "sql": ("survey/steps/define.py", "from sqlalchemy import select"),
    "box": ("survey/steps/define.py", "import survey.store.box"),
    "writer": ("survey/web/app.py", "import survey.store.writer"),
    "opening": ("survey/steps/submit.py", "import survey.ballot.opening"),
    "pure": ("survey/study/phase.py", "import survey.settings"),
    "http": ("survey/steps/submit.py", "import jinja2"),
    "no-statistics": ("survey/steps/tally.py", "import numpy"),
    "no-server": ("analysis/run.py", "import litestar"),
    "analysis-floors": ("analysis/intervals/wilson.py", "import analysis.counting.counts"),
    "release": ("analysis/report/figures/dots.py", "import analysis.counting.counts"),
    "numbers": ("analysis/intervals/wilson.py", "import questionnaires.model"),
    "circles": ("survey/ballot/crockford.py", "import survey.ballot.codes"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their contracts, to be broken; the cache makes each check after the first a quick one."""
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def broken(copy: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The copy with one offending line more, taken out again afterwards."""
    name, line = OFFENCES[request.param]
    file = copy / name
    sound = file.read_text(encoding="utf-8")
    file.write_text(f"{sound}\n\ndef hidden_in_a_function() -> None:\n    {line}\n", encoding="utf-8")
    yield copy
    file.write_text(sound, encoding="utf-8")


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"]
    return subprocess.run(
        [*command, "--cache-dir", ".cache", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_import_rule_is_kept(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_import_rule_has_an_offence_here() -> None:
    assert sorted(contract["id"] for contract in CONTRACTS) == sorted(OFFENCES)


@pytest.mark.parametrize("broken", OFFENCES, indirect=True)
def test_an_import_rule_that_is_broken_says_so(broken: Path, request: pytest.FixtureRequest) -> None:
    done = lint(broken, "--contract", request.node.callspec.params["broken"])
    assert done.returncode == 1, done.stdout + done.stderr
    assert "0 kept, 1 broken" in done.stdout
