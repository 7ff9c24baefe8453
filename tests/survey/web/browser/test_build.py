"""What is served is what can be read: the built scripts are a fresh build of the modules, light, of nothing else."""

import gzip
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from survey.web.assets import STATIC
from tests.survey.web.browser.scripts import MODULES, ROOT, build

VENDOR = MODULES / "vendor"
#: file in vendor/, file in the package, SHA-256: as its README has them
VENDORED = re.findall(
    r"^\| `(\S+)` \| `(\S+)` \| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text("utf-8"), re.MULTILINE
)
BUILT = ("answer.js", "board.js")


def test_the_built_scripts_are_a_fresh_build_byte_for_byte() -> None:
    done = build("--check")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """All that the build reads and writes, to be spoiled."""
    for name in ("tools", "survey/web/browser", "survey/web/static"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path


def test_a_built_script_that_somebody_touched_is_found(copy: Path) -> None:
    built = copy / "survey" / "web" / "static" / "answer.js"
    built.write_bytes(built.read_bytes() + b"\n")
    done = build("--check", root=copy)
    assert done.returncode == 1
    assert "answer.js in survey/web/static" in done.stderr


def test_a_module_that_was_changed_and_not_built_is_found(copy: Path) -> None:
    with (copy / "survey" / "web" / "browser" / "main.js").open("a", encoding="utf-8") as file:
        file.write("globalThis.name = 'changed';\n")
    assert build("--check", root=copy).returncode == 1
    build(root=copy)
    assert build("--check", root=copy).returncode == 0


def test_the_build_refuses_what_is_not_in_the_repository(copy: Path) -> None:
    with (copy / "survey" / "web" / "browser" / "main.js").open("a", encoding="utf-8") as file:
        file.write('import { split } from "shamir-secret-sharing";\nglobalThis.split = split;\n')
    done = build("--check", root=copy)
    assert done.returncode != 0
    assert re.search(r"not in the repository: \S*node_modules/shamir-secret-sharing", done.stderr)


@pytest.mark.parametrize("name", BUILT)
def test_a_script_is_light_and_says_whose_it_is(name: str) -> None:
    script = (STATIC / name).read_bytes()
    assert len(gzip.compress(script, 9, mtime=0)) <= 20_000
    assert script.startswith(b"/*! Samtidig, EUPL-1.2.")


def test_the_vendored_modules_are_the_packages_unchanged() -> None:
    files = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert files == {"README.md", *(file for file, _, _ in VENDORED)}
    for file, inside, sha256 in VENDORED:
        octets = (VENDOR / file).read_bytes()
        assert hashlib.sha256(octets).hexdigest() == sha256, file
        assert octets == (ROOT / "node_modules" / Path(file).parts[0] / inside).read_bytes(), file


def test_each_vendored_package_has_its_licence_and_version() -> None:
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    packages = dict(
        re.findall(r'"(hpke|shamir-secret-sharing)": "([0-9.]+)"', (ROOT / "package.json").read_text("utf-8"))
    )
    assert len(packages) == 2
    for package, version in packages.items():
        assert f"| `{package}` | {version} |" in readme
        assert [file for file, _, _ in VENDORED if file.startswith(f"{package}/LICENSE")]


def test_the_types_hold() -> None:
    done = subprocess.run(
        [ROOT / "node_modules" / ".bin" / "tsc", "--project", ROOT / "tsconfig.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
