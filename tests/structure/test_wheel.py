"""The wheel: it builds, installs clean beside its dependencies, and both wings' commands run from it."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("questionnaires", "survey", "analysis")


def run(*command: str | Path, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built as `pip install` would build it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment that has the wheel, and our environment's dependencies."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    (site,) = folder.glob("lib/python3*/site-packages")
    # A .pth file inside a folder named by a .pth file is not read: the checkout itself stays out of sight.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    run(folder / "bin" / "python", "-m", "installer", wheel, cwd=folder)
    return folder / "bin"


def test_the_wheel_carries_the_packages_and_what_they_read(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
    assert {name.split("/")[0] for name in names} == set(OURS)
    checkout = {
        path.relative_to(ROOT).as_posix()
        for package in OURS
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    catalogues = {
        f"survey/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "locales").rglob("*") if path.is_file()
    }
    assert set(names) == checkout | catalogues


def test_the_installed_package_is_not_the_checkout(installed: Path) -> None:
    where = run(installed / "python", "-c", "import survey; print(survey.__file__)", cwd=installed)
    assert Path(where.strip()).is_relative_to(installed.parent)


@pytest.mark.parametrize("command", [(), ("analyse",)])
def test_the_installed_program_helps(installed: Path, command: tuple[str, ...]) -> None:
    assert "Usage" in run(installed / "samtidig", *command, "--help", cwd=installed)


def test_no_other_installed_distribution_claims_our_names() -> None:
    claimed = packages_distributions()
    assert {name: set(claimed.get(name, ())) - {"samtidig"} for name in OURS} == {name: set() for name in OURS}
