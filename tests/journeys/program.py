"""The installed program in a folder of its own: its commands, its server, and a clock that the test moves."""

import csv
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from survey.cli.demo.server import free_port
from survey.cli.demo.visitor import Visit, answer
from tests.builders import HOLDERS, OPENS, study_text
from tests.survey.steps.running import WAVE

HOST = "127.0.0.1"
PASSPHRASE = "hemligt nog för ett test"
MOVED = Path(__file__).parent / "moved"
PATIENCE_S = 60


class Program:
    """`samtidig` with *database*, working in *folder*, at the instant of `move_to` (before the opening at first)."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.port = free_port(HOST)
        self.offset = folder / "clock"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(MOVED),
            "SAMTIDIG_TEST_CLOCK": str(self.offset),
            "SAMTIDIG_DATABASE": database,
            "SAMTIDIG_KEYS": str(folder / "keys"),
            "SAMTIDIG_BUNDLES": str(folder / "bundles"),
            "SAMTIDIG_PORT": str(self.port),
            "COLUMNS": "200",
        }
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
        self.move_to(OPENS.replace(day=24))

    def move_to(self, instant: datetime) -> None:
        """From now on it is *instant*, and time goes on from there."""
        replacement = self.offset.with_suffix(".new")
        replacement.write_text(str((instant - datetime.now(UTC)).total_seconds()), encoding="ascii")
        replacement.replace(self.offset)  # no reader finds half a file

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "survey.cli", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )

    def do(self, *arguments: str | Path) -> str:
        """One command that must succeed; what it said."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *arguments: str | Path) -> str:
        """One command that must be refused in one line; the line."""
        done = self.run(*arguments)
        assert done.returncode == 1, done.stdout + done.stderr
        (line,) = done.stderr.strip().splitlines()
        assert line.startswith("samtidig: ")
        return line

    def make_keys(self) -> None:
        """A key file for each holder, by the command."""
        for holder in HOLDERS:
            self.do("keys", "new", "--name", holder, "--file", holder, "--passphrase-file", self.passphrase)

    def write_study(self, form: Path, invited: int = 12) -> Path:
        """The study file of Linköping and Norrköping."""
        file = self.folder / "study.toml"
        file.write_text(study_text(str(form), invited), encoding="utf-8")
        return file

    def issue(self, form: Path, invited: int = 12) -> dict[str, list[str]]:
        """All the way to codes in hand; stratum -> codes."""
        self.make_keys()
        self.do("define", self.write_study(form, invited))
        for municipality, holder in (("0580", HOLDERS[0]), ("0581", HOLDERS[1])):
            key = self.folder / f"{holder}.key.json"
            self.do("approve", WAVE, "--municipality", municipality, "--key", key, "--passphrase-file", self.passphrase)
        self.do("issue", WAVE, "--out", "codes")
        return self.codes()

    def codes(self) -> dict[str, list[str]]:
        """The codes in the files for the letters."""
        found: dict[str, list[str]] = {}
        for file in sorted((self.folder / "codes").iterdir()):
            municipality = file.stem.rpartition("-")[2]
            with file.open(encoding="utf-8", newline="") as lines:
                for line in csv.DictReader(lines):
                    found.setdefault(f"{municipality}/{line['group']}", []).append(line["code"])
        return found

    def tally(self, *holders: str) -> tuple[str | Path, ...]:
        """The arguments of `samtidig tally` with the keys of *holders*."""
        keys = [part for holder in holders for part in ("--key", f"{holder}.key.json")]
        phrases = [part for _ in holders for part in ("--passphrase-file", "passphrase")]
        bundles = self.folder / "bundles"
        manifest = bundles / f"{WAVE}.manifest.json"
        return ("tally", bundles / f"{WAVE}.bundle", "--manifest", manifest, *keys, *phrases, "--out", "answers")

    @contextmanager
    def serving(self) -> Iterator["Served"]:
        """`samtidig serve`, from when it answers until the end of the block; killed there if it still runs."""
        with (self.folder / "server.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "survey.cli", "serve"],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            served = Served(process, self.port)
            try:
                served.wait()
                yield served
            finally:
                served.stop()


class Served:
    """A running server and its workers."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process = process
        self.port = port

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + PATIENCE_S
        while self.process.poll() is None and time.monotonic() < end:
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex((HOST, self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def connection(self, source: str = "") -> HTTPConnection:
        """A connection, from the address *source* if one is given."""
        return HTTPConnection(HOST, self.port, PATIENCE_S, source_address=(source, 0) if source else None)

    def visit(self, code: str, answers: Mapping[str, tuple[str, ...]], language: str = "sv") -> Visit:
        """One visitor without JavaScript, from the entrance to the receipt."""
        connection = self.connection()
        try:
            return answer(connection, f"/s/{WAVE}/{language}", code, answers)
        finally:
            connection.close()

    def kill(self) -> None:
        """SIGKILL, to the server and its workers, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_S)

    def stop(self) -> None:
        """As an operator does."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.kill()
