import subprocess
import sys
from pathlib import Path

import pytest

from analysis.disclosure.release import from_bytes
from analysis.errors import OutputError
from analysis.report.files import FILES, write_all, write_files
from tests.analysis.report import releases, rich

ROOT = Path(__file__).parents[3]


def test_all_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    written = write_files(releases.release(), tmp_path / "new" / "folder")
    names = [name for name in FILES if not name.startswith("scales")]  # this release has no scales
    assert [path.name for path in written] == names
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(names)
    assert from_bytes(written[0].read_bytes()) == releases.release()


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (write_files(releases.release(), tmp_path / name) for name in ("one", "other"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_a_file_that_the_release_has_nothing_for_does_not_stay_from_before(tmp_path: Path) -> None:
    (tmp_path / "scales.svg").write_text("of an older release", encoding="utf-8")
    write_all({"scales.svg": lambda: None, "tables.csv": lambda: b"new"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["tables.csv"]


def test_a_release_with_everything_has_every_file(tmp_path: Path) -> None:
    assert [path.name for path in write_files(rich.release(), tmp_path)] == list(FILES)


def test_a_file_that_cannot_be_replaced_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "release.json").write_text("before", encoding="utf-8")
    (tmp_path / "report.html").mkdir()
    with pytest.raises(OutputError, match="nothing there was changed"):
        write_files(releases.release(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["release.json", "report.html"]
    assert (tmp_path / "release.json").read_text(encoding="utf-8") == "before"


def test_a_folder_that_cannot_be_made_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="choose another folder"):
        write_files(releases.release(), tmp_path / "file" / "out")


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    # A limit on the size of files is the full disk that a test can have: the report is larger, the release is not.
    program = f"""
import resource, signal, sys
from pathlib import Path
from analysis.errors import OutputError
from analysis.report.files import write_files
from tests.analysis.report import releases, rich
release = releases.release()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
try:
    write_files(release, Path({str(tmp_path)!r}))
except OutputError as error:
    sys.exit(str(error))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert list(tmp_path.iterdir()) == []
