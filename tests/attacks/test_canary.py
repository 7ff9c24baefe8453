"""Every file is searched for who came, with what code, and what they answered: while the server runs, after it was
killed, and after the close. Each visitor has an address, a browser and a referring page of their own to be found by.
"""

import os
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import text

from questionnaires.sheets import encode
from survey.ballot.codes import printed, read_code
from survey.ballot.nullifiers import nullifier
from survey.cli.demo.visitor import answer
from survey.steps.close import close
from survey.steps.enter import door
from survey.steps.submit import seal_sheet
from survey.steps.tally import read_bundle, tally
from survey.store import wavekeys
from survey.store.engine import reading, writing
from tests.attacks.canaries import Needles, forms
from tests.attacks.followed import FORM
from tests.builders import CLOSES, HOLDERS, OPENS, World
from tests.journeys.program import HOST, Program, Served
from tests.survey.steps.running import WAVE, Sheet, random_sheet

VISITORS = 40


class Visitor(HTTPConnection):
    """A visitor whose every trace has a name, and who remembers the hidden fields that were sent."""

    def __init__(self, served: Served, number: int) -> None:
        self.address = f"127.77.{100 + number // 100}.{100 + number % 100}"
        self.agent = f"canary-agent-{number:05}"
        self.referer = f"https://canary-referer-{number:05}.example/"
        self.drafts: set[str] = set()
        super().__init__(HOST, served.port, 60, source_address=(self.address, 0))

    def request(self, method, url, body=None, headers: Mapping[str, str] = {}, **rest) -> None:  # type: ignore[no-untyped-def,override]
        """As HTTPConnection's, with the visitor's marks."""
        marked = {**headers, "User-Agent": self.agent, "Referer": self.referer, "X-Forwarded-For": self.address}
        if isinstance(body, str):
            self.drafts |= {value for _, value in parse_qsl(body) if len(value) > 100}
        super().request(method, url, body=body, headers=marked, **rest)


def trouble(served: Served, number: int, code: str) -> None:
    """Everything that could be written to a log of errors, with a code in each part of the request."""
    form, octets = {"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "application/octet-stream"}
    target, sealed = f"/s/{WAVE}/sv/svara", f"/s/{WAVE}/kuvert"
    for method, path, body, headers in (
        ("GET", f"/s/{WAVE}/sv?code={code}", None, {}),
        ("GET", f"/s/{code}/sv", None, {}),
        ("GET", f"/{code}", None, {}),
        ("PUT", target, f"code={code}", form),
        ("POST", target, f"code={code}", {"Content-Type": "text/plain"}),
        ("POST", target, f"code={code}&x=%ff%fe\xff", form),
        ("POST", target, f"code={code}&x=" + "y" * 100_000, form),
        ("POST", target, f"code={code[:-1]}*", form),
        ("POST", target, f"code={code}&utkast={'A' * 400}", form),
        ("GET", f"{sealed}?code={code}", None, {}),
        ("PUT", sealed, code.encode(), octets),
        ("POST", sealed, code.encode() + bytes(100), octets),
        ("POST", sealed, code.encode() + bytes(70_000), octets),
        ("POST", sealed, code.encode() + bytes(100), form),
        ("POST", f"{sealed}?code={code}", code.lower().encode() + bytes(100), octets),
        ("POST", sealed, code.encode() + bytes(100), {**octets, "Origin": f"https://{code}.example"}),
    ):
        visitor = Visitor(served, number)
        visitor.request(method, path, body, headers)
        assert visitor.getresponse().status in {200, 303, 400, 403, 404, 405, 413, 415, 422}
        visitor.close()


class Watched:
    """A wave served by the real program, its visitors, and what is searched for."""

    def __init__(self, folder: Path, database: str) -> None:
        self.world = World(folder, database, invited=VISITORS, form=FORM)
        self.codes = [read_code(code) for code in self.world.issue()["0580/staff"]]
        for file in (folder / "codes").iterdir():
            file.unlink()  # the letters are printed
        self.form = self.world.define().manifest.questionnaire
        self.door = door(self.world.context, WAVE)
        self.key = wavekeys.read(self.world.settings.keys, WAVE)
        self.nullifiers = [nullifier(self.key, WAVE, code) for code in self.codes]
        self.program = Program(folder, database)
        self.program.move_to(OPENS)
        self.visitors: list[Visitor] = []
        self.rows: list[bytes] = []
        self.envelopes: list[bytes] = []
        self.folders = [folder, *self._server_folder()]
        self.begun = (folder / "study.toml").stat().st_mtime

    def _server_folder(self) -> Iterator[Path]:
        if self.world.context.database.dialect.name == "postgresql":
            with reading(self.world.context.database) as connection:
                yield Path(connection.execute(text("SHOW data_directory")).scalar_one()).parent

    def _may_tell(self, path: Path) -> bool:
        """Whether the file has been written to since we began."""
        try:
            return path.is_file() and path.stat().st_mtime >= self.begun
        except FileNotFoundError:  # a database took it away meanwhile
            return False

    def come(self, served: Served) -> None:
        """Everybody answers, and some get into every kind of trouble."""
        random = Random(1)
        for number, code in enumerate(self.codes):
            sheet = random_sheet(self.form, "staff", random)
            visitor = Visitor(served, number)
            if number % 2:
                assert self.seal(visitor, code, sheet) == (201, 200), "and once more, as after a lost acknowledgement"
            else:
                assert answer(visitor, f"/s/{WAVE}/sv", printed(code), sheet).taken
            visitor.close()
            self.visitors.append(visitor)
            self.rows.append(encode(self.form, "staff", sheet))
        trouble(served, 1, self.codes[1])
        with writing(self.world.context.database) as connection:
            connection.execute(text("ALTER TABLE box_linkoping_norrkoping_1 RENAME TO elsewhere"))
        visitor = Visitor(served, 2)
        refused = answer(visitor, f"/s/{WAVE}/sv", printed(self.codes[2]), random_sheet(self.form, "staff", random))
        assert not refused.taken
        assert self.seal(visitor, self.codes[2], {"A1": ("yes",)}) == (503, 503)
        visitor.close()
        with writing(self.world.context.database) as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO box_linkoping_norrkoping_1"))

    def seal(self, visitor: Visitor, code: str, sheet: Sheet) -> tuple[int, int]:
        """Answer as a browser does that seals by itself, and send the same once more: the status of each."""
        envelope = seal_sheet(self.door, "0580/staff", sheet, secrets.token_bytes(32))
        self.envelopes.append(envelope)
        found = []
        for _ in range(2):
            octets = {"Content-Type": "application/octet-stream"}
            visitor.request("POST", f"/s/{WAVE}/kuvert", code.encode() + envelope, octets)
            response = visitor.getresponse()
            response.read()
            found.append(response.status)
        return found[0], found[1]

    def look_through_tables(self) -> None:
        """What a database does by itself in quiet hours: write its pages out, and take samples for its planner."""
        with writing(self.world.context.database) as connection:
            connection.execute(text("ANALYZE"))
        if self.world.context.database.dialect.name == "postgresql":
            with self.world.context.database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("CHECKPOINT"))

    def needles(self) -> Needles:
        """All that must be nowhere, whatever the time."""
        spellings = [spelling for code in self.codes for spelling in (code, printed(code), printed(code).lower())]
        return Needles(
            {
                "code": [spelling.encode() for spelling in spellings],
                "row": self.rows,
                "address": [visitor.address.encode() for visitor in self.visitors],
                "browser": [visitor.agent.encode() for visitor in self.visitors],
                "referring page": [visitor.referer.encode() for visitor in self.visitors],
                "draft": [draft[:64].encode() for visitor in self.visitors for draft in visitor.drafts],
            }
        )

    def files(self, *but: str) -> list[Path]:
        """Every file of the survey and of its database, but those whose path has one of *but* in it."""
        found = [path for folder in self.folders for path in folder.rglob("*") if self._may_tell(path)]
        return [path for path in found if not any(part in str(path) for part in but)]


def open_files(served: Served) -> list[str]:
    """What the server and its workers hold open."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == served.process.pid:
                found += [str(name.readlink()) for name in (process / "fd").iterdir()]
        except (ProcessLookupError, FileNotFoundError):
            continue
    return found


def test_nothing_of_a_visitor_is_in_any_file_at_any_time(tmp_path: Path, database_url: str) -> None:
    watched = Watched(tmp_path, database_url)
    with watched.program.serving() as served:
        watched.come(served)
        needles, nullifiers = watched.needles(), Needles({"nullifier": watched.nullifiers})
        assert len(watched.visitors) == VISITORS
        assert sum(len(visitor.drafts) for visitor in watched.visitors) > VISITORS
        watched.look_through_tables()
        assert needles.search(watched.files()) == {}
        sealed = Needles({"envelope": [envelope[5:69] for envelope in watched.envelopes]}).search(watched.files())
        assert sum(kinds["envelope"] for kinds in sealed.values()) >= VISITORS // 2
        assert not [name for name in sealed if name.endswith((".log", ".out", ".err", ".tmp"))]
        assert set(sealed) <= set(nullifiers.search(watched.files())), "an envelope lies where the box lies, only"
        kept = nullifiers.search(watched.files())
        assert sum(kinds["nullifier"] for kinds in kept.values()) >= VISITORS, "the search does see the box's rows"
        held = [name for name in open_files(served) if name.startswith("/") and not name.startswith("/dev/")]
        assert [name for name in held if "(deleted)" in name or not Path(name).is_relative_to(tmp_path)] == []
        served.kill()
    assert needles.search(watched.files()) == {}
    watched.world.clock.move_to(CLOSES)
    closing = close(watched.world.context, WAVE)
    keys = [watched.world.keys[holder].hpke for holder in HOLDERS[:2]]
    tallied = tally(watched.world.define().manifest, read_bundle(closing.bundle), keys, tmp_path / "answers")
    assert tallied.answered["0580/staff"] == VISITORS
    assert set(needles.search(watched.files())) == {str(tallied.files["0580"])}, "the rows are in the answer set only"
    assert needles.search(watched.files("answers")) == {}
    assert Needles({"key": [watched.key]}).search(watched.files()) == {}
    # PostgreSQL's write-ahead log keeps dropped rows for a while; without K they lead nowhere (docs/anonymity.md).
    assert nullifiers.search(watched.files("pg_wal")) == {}
    watched.world.close()


def test_a_server_with_an_ordinary_log_is_caught(tmp_path: Path) -> None:
    """Positive control: the same application and visitors, under a server that logs as servers do."""
    watched = Watched(tmp_path, f"sqlite:///{tmp_path}/survey.sqlite")
    leaky = (
        "from granian import Granian; from granian.constants import Interfaces; "
        f"Granian('survey.assembly:app', port={watched.program.port}, interface=Interfaces.ASGI, factory=True, "
        "log_access=True, log_access_format='%(addr)s %(path)s %(query_string)s').serve()"
    )
    with (tmp_path / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", leaky], env=watched.program.environment, stdout=log, stderr=log, cwd=tmp_path,
            start_new_session=True,
        )  # fmt: skip
    served = Served(process, watched.program.port)
    served.wait()
    watched.come(served)
    end = time.monotonic() + 20
    found: dict[str, dict[str, int]] = {}
    while not found and time.monotonic() < end:
        found = watched.needles().search(watched.files())
    served.kill()
    assert set(found) == {str(tmp_path / "server.log")}
    assert set(found[str(tmp_path / "server.log")]) == {"address", "code"}
    watched.world.close()


@pytest.mark.parametrize("form", [form for form, _ in forms(b"S6CJ966GY6Z7QSCC")])
def test_the_search_sees_each_form_wherever_it_lies(tmp_path: Path, form: str) -> None:
    secret = b"S6CJ966GY6Z7QSCC"
    written = dict(forms(secret))[form]
    needles = Needles({"code": [secret, b"0000000000000000"]})
    for before in range(17):
        assert needles.kinds_in(bytes(range(before)) + written + b"!") == {"code": 1}
        assert needles.kinds_in(bytes(range(before)) + written[:-1] + b"!") == {}
    with sqlite3.connect(tmp_path / "naive.sqlite") as connection:
        connection.execute("CREATE TABLE answer (created_at TEXT, code TEXT, body BLOB)")
        connection.execute("INSERT INTO answer VALUES ('2022-04-25', ?, ?)", (written.decode("latin-1"), written))
    connection.close()
    assert list(needles.search(tmp_path.iterdir())) == [str(tmp_path / "naive.sqlite")]
