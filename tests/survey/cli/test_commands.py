"""The program as a person at a terminal meets it: one line for what is refused, and the mend in it."""

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from survey.cli import main as cli
from survey.cli.main import ORDER, Program, program
from tests.builders import World

PASSPHRASE = "fyra ord i en rad"


class Done(NamedTuple):
    """What a command said and left."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `samtidig` with the given words in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAMTIDIG_DATABASE", f"sqlite:///{tmp_path / 's.sqlite'}")

    def call(*words: object) -> Done:
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        return Done(code, *capsys.readouterr())

    return call


def make_key(run: Run, folder: Path, stem: str) -> None:
    """Make a key with the command."""
    (folder / "passphrase").write_text(PASSPHRASE + "\n", encoding="utf-8")
    words = ("keys", "new", "--name", stem, "--file", stem, "--passphrase-file", folder / "passphrase")
    assert run(*words).returncode == 0


@pytest.fixture
def defined(tmp_path: Path, run: Run) -> Path:
    """The manifest of a study that has been defined."""
    world = World(tmp_path, f"sqlite:///{tmp_path / 's.sqlite'}")
    world.close()
    assert run("define", world.study_file, "--manifest", "manifest.json").returncode == 0
    return tmp_path / "manifest.json"


def test_every_registered_command_has_its_place_in_the_help() -> None:
    assert isinstance(program, Program)
    assert sorted(program.list_commands(program.make_context("samtidig", ["status"]))) == sorted(ORDER)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("status",), 1, "no wave is defined"),
        (("status", "nowhere-1"), 1, "there is no wave nowhere-1"),
        (("close", "nowhere-1"), 1, "there is no wave nowhere-1"),
        (("issue", "nowhere-1", "--out", "codes"), 1, "there is no wave nowhere-1"),
        (("approve", "nowhere-1"), 2, "give --approval FILE, or --municipality CODE with --key FILE"),
        (("define", "missing.toml"), 2, "does not exist"),
        (("frobnicate",), 2, "no such command 'frobnicate'; see samtidig --help"),
        (("define",), 2, "missing argument"),
        (("define", "missing.toml"), 2, "'missing.toml' does not exist; mend the path"),
        (("approve", "nowhere-1", "--frobnicate"), 2, "; see samtidig approve --help"),
        (("analyse", "x.answers"), 2, "'x.answers' does not exist; mend the path"),
        (("analyse", ".", "--form", "."), 2, "is a directory; name a file"),
        (
            ("plan", "--form", ".", "--response", "x", "--exposed", "abc"),
            2,
            "--exposed: 'abc' is not a valid float; write",
        ),
        (
            ("plan", "--form", ".", "--response", "x", "--out", "s.toml"),
            2,
            "--out: directory 's.toml' is a file; name a fol",
        ),
    ],
)
def test_a_refusal_says_the_mend_and_has_its_exit_code(
    run: Run, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "s.toml").touch()

    done = run(*words)

    assert done.returncode == code
    assert said in done.stderr
    assert done.stderr.startswith("samtidig: ")
    assert len(done.stderr.splitlines()) == 1


def test_the_program_runs_as_a_program_and_ends_with_the_code(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "survey.cli", "status", "nowhere-1"]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == "samtidig: there is no wave nowhere-1; the waves are: none is defined\n"


def test_who_signs_is_shown_the_frame_that_is_signed(run: Run, tmp_path: Path) -> None:
    world = World(tmp_path, f"sqlite:///{tmp_path / 's.sqlite'}")
    world.close()
    text = world.study_file.read_text(encoding="utf-8")
    frame = '[{ answers = { B1 = "council" }, persons = 8 }, { answers = { B1 = "other" }, persons = 4 }]'
    stratum = '{ group = "elected", invited = 12,'
    world.study_file.write_text(text.replace(stratum, f"{stratum} frame = {frame},", 1), encoding="utf-8")

    done = run("study", "check", world.study_file)

    assert "  0580/elected: 12 invited\n    of them 8 with B1 = council\n    of them 4 with B1 = other\n" in done.stdout


def test_an_unreachable_database_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMTIDIG_DATABASE", "postgresql://nobody@127.0.0.1:1/none")

    done = run("status")

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "the database refuses" in done.stderr


def test_a_key_is_never_written_over(run: Run, tmp_path: Path) -> None:
    make_key(run, tmp_path, "chief")
    before = (tmp_path / "chief.key.json").read_text(encoding="utf-8")

    again = run("keys", "new", "--name", "x", "--file", "chief", "--passphrase-file", "passphrase")

    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert (tmp_path / "chief.key.json").read_text(encoding="utf-8") == before


def test_a_key_file_is_for_its_owner_alone(run: Run, tmp_path: Path) -> None:
    make_key(run, tmp_path, "chief")

    assert (tmp_path / "chief.key.json").stat().st_mode & 0o777 == 0o600
    assert "chief" in run("keys", "show", "chief.public.json").stdout


def test_a_wrong_passphrase_is_said(run: Run, tmp_path: Path, defined: Path) -> None:
    make_key(run, tmp_path, "chief")
    (tmp_path / "wrong").write_text("not these words at all\n", encoding="utf-8")

    done = run(
        "sign", defined, "--municipality", "0580", "--key", "chief.key.json", "--passphrase-file", "wrong",
        "--out", "approval.json",
    )  # fmt: skip

    assert done.returncode == 1
    assert "the passphrase does not open the key file of chief" in done.stderr


def test_a_key_that_is_not_the_chiefs_cannot_sign(run: Run, tmp_path: Path, defined: Path) -> None:
    make_key(run, tmp_path, "stranger")

    done = run(
        "sign", defined, "--municipality", "0580", "--key", "stranger.key.json", "--passphrase-file", "passphrase",
        "--out", "approval.json",
    )  # fmt: skip

    assert done.returncode == 1
    assert "not made with the key that the study names" in done.stderr
    assert not (tmp_path / "approval.json").exists()


CODED = (
    "group,A1,B1,C1,C2,C3,D1,G1,I1\r\n"
    "elected,yes,council,once,no,yes,criminal citizen,agree,no\r\n"
    "staff,yes,,no,no,,,,\r\n"
)


def test_answers_come_back_from_csv_as_they_went(run: Run, tmp_path: Path, defined: Path) -> None:
    (tmp_path / "paper.csv").write_text(CODED, encoding="utf-8", newline="")
    words = ("--manifest", defined, "--municipality", "0580", "--out", "a.txt")
    assert run("answers", "import", "paper.csv", *words).returncode == 0

    assert run("answers", "export", "a.txt", "--manifest", defined, "--out", "back.csv").returncode == 0

    assert (tmp_path / "back.csv").read_bytes().decode("utf-8") == CODED


def test_a_fault_in_coded_answers_names_line_and_column(run: Run, tmp_path: Path, defined: Path) -> None:
    (tmp_path / "paper.csv").write_text(CODED.replace("once", "often"), encoding="utf-8", newline="")

    done = run("answers", "import", "paper.csv", "--manifest", defined, "--municipality", "0580", "--out", "a.txt")

    assert done.returncode == 1
    assert "line 2, 0580/elected, column C1" in done.stderr
    assert not (tmp_path / "a.txt").exists()


def test_the_demo_refuses_at_once_what_would_stop_it_later(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run("demo", port, "--out", tmp_path / "new")
    assert refused.returncode != 0
    assert f"port {port} is taken; name another" in " ".join(refused.stderr.split())

    (tmp_path / "samtidig.sqlite").touch()
    refused = run("demo", "--once", "--out", tmp_path)
    assert refused.returncode != 0
    assert "holds a demonstration already; name another folder" in " ".join(refused.stderr.split())
