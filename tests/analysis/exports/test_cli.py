import re
import shlex
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from analysis.disclosure.release import to_bytes
from analysis.exports.cli import export
from analysis.exports.formats import FORMATS
from questionnaires.answersets import FormMark
from questionnaires.digest import digest
from questionnaires.reading import read_questionnaire
from tests.analysis.exports import published

ROOT = Path(__file__).parents[3]
FORM = ROOT / "questionnaires" / "otillaten-paverkan"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    form = read_questionnaire(FORM / "questionnaire.toml")
    wave = msgspec.structs.replace(published.WAVE, form=FormMark(form.id, form.version, digest(form)))
    path = tmp_path / "release.json"
    path.write_bytes(to_bytes(published.release(wave=wave)))
    return path


def run(release: Path, *arguments: str) -> Result:
    return CliRunner().invoke(export, [str(release), "--out", str(release.parent / "exports"), *arguments])


def refused(done: Result, words: str) -> None:
    assert done.exit_code == 2
    assert words in " ".join(done.output.replace("│", " ").split())


def names(release: Path) -> set[str]:
    return {path.name for path in (release.parent / "exports").iterdir()}


def test_without_a_word_all_formats_but_the_codebook_are_written(release: Path) -> None:
    done = run(release)
    assert done.exit_code == 0, done.output
    found = names(release)
    assert {"tables.csv", "codes.sv.csv", "codes.en.csv", "tables.xlsx", "tables.en.xlsx"} <= found
    assert {"tables.sav", "tables.dta", "tables.parquet", "rates.px", "rates.sv.json", "rates.en.json"} <= found
    assert "questionnaire.xml" not in found
    assert {Path(line).name for line in done.stdout.split()} == found


def test_the_examples_of_the_document_run(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    examples = re.findall(r"^samtidig export (.+?)(?: +#.*)?$", text, flags=re.MULTILINE)
    assert len(examples) == 3
    for example in examples:
        words = shlex.split(example.replace("out/release.json", str(release)))
        words[words.index("--out") + 1] = str(release.parent / "exports")
        done = CliRunner().invoke(export, words)
        assert done.exit_code == 0, done.output
    assert "questionnaire.xml" in names(release)


def test_writing_again_gives_the_same_bytes(release: Path) -> None:
    assert run(release, "--form", str(FORM)).exit_code == 0
    first = {path.name: path.read_bytes() for path in (release.parent / "exports").iterdir()}
    assert run(release, "--form", str(FORM)).exit_code == 0
    assert {path.name: path.read_bytes() for path in (release.parent / "exports").iterdir()} == first


def test_only_the_formats_asked_for_are_written(release: Path) -> None:
    assert run(release, "--format", "dta, sav").exit_code == 0
    assert names(release) == {"tables.dta", "tables.sav"}


def test_an_unknown_format_is_refused_with_those_there_are(release: Path) -> None:
    refused(run(release, "--format", "sas"), f"choose among {', '.join(FORMATS)}")


def test_the_codebook_needs_the_form(release: Path) -> None:
    refused(run(release, "--format", "ddi"), "give its folder with --form")


def test_what_is_no_release_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("{}", encoding="utf-8")
    refused(run(path), "this is no release")
    assert not (tmp_path / "exports").exists()


def test_a_file_that_cannot_be_written_ends_with_status_1(release: Path) -> None:
    (release.parent / "exports" / "tables.csv").mkdir(parents=True)
    done = run(release, "--format", "csv")
    assert done.exit_code == 1
    assert "nothing there was changed" in " ".join(done.output.replace("│", " ").split())


def test_every_format_is_described() -> None:
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in text for name in FORMATS)
