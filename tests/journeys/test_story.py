"""Two municipalities, from key files to the report, with the commands and pages that people use, on both databases."""

import json
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from questionnaires import answersets
from questionnaires.reading import read_questionnaire
from questionnaires.sheets import encode
from survey.cli.demo.visitor import RECEIPT, fetch
from tests.builders import CLOSES, HOLDERS, OPENS, SMALL_FORM, SMALL_PLAN
from tests.journeys.program import HOST, Program, Served
from tests.survey.steps.running import WAVE, Sheet, random_sheet

SECOND = timedelta(seconds=1)
LINKOPING, NORRKOPING, OUTSIDE = HOLDERS
FORM = read_questionnaire(SMALL_FORM)


def form_folder(folder: Path) -> Path:
    (folder / "form").mkdir()
    (folder / "form" / "questionnaire.toml").write_text(SMALL_FORM.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "form" / "analysis.toml").write_text(SMALL_PLAN, encoding="utf-8")
    return folder / "form"


def before_the_opening(program: Program) -> dict[str, list[str]]:
    """Keys, study, signatures and codes; each thing too early is refused."""
    program.make_keys()
    assert stat.S_IMODE((program.folder / "linkoping.key.json").stat().st_mode) == 0o600
    study = program.write_study(form_folder(program.folder))
    assert "2 of 3 open the box" in program.do("study", "check", study)
    program.do("define", study, "--manifest", "manifest.json")
    assert "not yet signed by 0580 Linköping, 0581 Norrköping" in program.refused("issue", WAVE, "--out", "codes")
    sign = ("sign", "manifest.json", "--municipality", "0580", "--passphrase-file", "passphrase")
    assert "the key that the study names for 0580" in program.refused(
        *sign, "--key", f"{NORRKOPING}.key.json", "--out", "approval.json"
    )
    program.do(*sign, "--key", f"{LINKOPING}.key.json", "--out", "approval.json")
    assert "still missing: 0581" in program.do("approve", WAVE, "--approval", "approval.json")
    here = ("--municipality", "0581", "--key", f"{NORRKOPING}.key.json", "--passphrase-file", "passphrase")
    assert "all have approved" in program.do("approve", WAVE, *here)
    program.do("issue", WAVE, "--out", "codes")
    return program.codes()


def cut_off(served: Served, code: str) -> None:
    """A visitor whose connection breaks in the middle of a form."""
    head = (
        f"POST /s/{WAVE}/sv/svara HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: 5000\r\n\r\ncode={code}&"
    )
    with socket.create_connection((HOST, served.port)) as line:
        line.sendall(head.encode("ascii"))


def race(served: Served, code: str) -> tuple[str, str]:
    """Twenty at once with one code and different answers: one receipt, and its tracker."""
    random = Random(3)
    sheets = [random_sheet(FORM, "staff", random) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        visits = list(pool.map(lambda sheet: served.visit(code, sheet), sheets))
    assert all("Redan besvarad" in visit.last for visit in visits if not visit.taken)
    ((receipt, tracker),) = [(visit.receipt, visit.tracker) for visit in visits if visit.taken]
    return receipt, tracker


@pytest.mark.timeout(600)  # some twenty programs, one after the other, on however slow a machine
def test_two_municipalities_from_define_to_the_report(program: Program) -> None:
    codes = before_the_opening(program)
    assert {stratum: len(issued) for stratum, issued in codes.items()} == dict.fromkeys(codes, 12)
    random = Random(11)
    sent: dict[str, list[Sheet]] = {stratum: [] for stratum in codes}
    shown: list[tuple[str, str]] = []
    with program.serving() as served:
        program.move_to(OPENS - 3600 * SECOND)
        for stratum, issued in codes.items():
            early = served.visit(issued[0], random_sheet(FORM, stratum.partition("/")[2], random))
            assert not early.taken
            assert "Enkäten har inte öppnat" in early.last
        program.move_to(OPENS)
        for stratum, issued in codes.items():
            for number, code in enumerate(issued[1:12]):
                sheet = random_sheet(FORM, stratum.partition("/")[2], random)
                visit = served.visit(code, sheet, "en" if number % 3 else "sv")
                assert visit.taken
                shown.append((visit.receipt, visit.tracker))
                sent[stratum].append(sheet)
        cut_off(served, codes["0581/staff"][0])
        shown.append(race(served, codes["0581/staff"][0]))
        assert "is open until 2022-05-16T06:00:00Z" in program.refused("close", WAVE)
        program.move_to(CLOSES)
        late = served.visit(codes["0580/staff"][0], random_sheet(FORM, "staff", random))
        assert not late.taken
        assert "45 envelopes" in program.do("close", WAVE)
    after_the_close(program, sent)
    on_the_board(program, shown)


def after_the_close(program: Program, sent: dict[str, list[Sheet]]) -> None:
    """Tally, analysis, destruction; what came out is what was sent."""
    assert "1 of the 2 keys that are needed" in program.refused(*program.tally(OUTSIDE))
    (program.folder / "passphrase").write_text("fel lösenfras, tyvärr\n", encoding="utf-8")
    assert "the passphrase does not open the key file" in program.refused(*program.tally(LINKOPING, OUTSIDE))
    (program.folder / "passphrase").write_text("hemligt nog för ett test\n", encoding="utf-8")
    program.do(*program.tally(LINKOPING, OUTSIDE))
    assert "45 of the 45 envelopes" in program.do("publish", WAVE, f"answers/counted-{WAVE}.txt")
    sets = sorted((program.folder / "answers").glob("answers-*"))
    assert [path.name for path in sets] == [f"answers-{WAVE}-0580.txt", f"answers-{WAVE}-0581.txt"]
    for code, path in zip(("0580", "0581"), sets, strict=True):
        found = answersets.read(path.read_bytes(), FORM)
        for group, rows in found.rows.items():
            expected = sorted(encode(FORM, group, sheet) for sheet in sent[f"{code}/{group}"])
            if f"{code}/{group}" == "0581/staff":  # one of the twenty who raced is there too
                assert len(rows) == len(expected) + 1
                assert all(rows.count(row) >= expected.count(row) for row in expected)
            else:
                assert list(rows) == expected
    program.do("analyse", *sets, "--form", "form", "--out", "report")
    release = json.loads((program.folder / "report" / "release.json").read_text(encoding="utf-8"))
    assert release
    assert (program.folder / "report" / "report.html").exists()
    program.refused("destroy", WAVE, "--answers", sets[0], "--yes")
    program.do("destroy", WAVE, "--answers", sets[0], "--answers", sets[1], "--yes")
    assert sorted(path.suffix for path in (program.folder / "bundles").iterdir()) == [".json", ".txt", ".txt"]
    assert "phase: closed" in program.do("status", WAVE)
    assert RECEIPT.search((program.folder / "server.log").read_text(encoding="utf-8")) is None


def on_the_board(program: Program, shown: list[tuple[str, str]]) -> None:
    """Everybody finds the own receipt and tracker in the file that all can fetch; long after, and with no key left."""
    with program.serving() as served, closing(served.connection()) as connection:
        board = fetch(connection, f"/s/{WAVE}/tavla.txt").decode("ascii")
    in_box, counted = (sorted(one.splitlines()[1:]) for one in board.split("samtidig ")[1:])
    assert in_box == sorted(receipt for receipt, _ in shown)
    assert counted == sorted(tracker for _, tracker in shown)
    assert "The list was published already." in program.do("publish", WAVE, f"answers/counted-{WAVE}.txt")


def test_a_wave_that_is_not_there_is_refused_in_one_line(tmp_path: Path, sqlite_url: str) -> None:
    program = Program(tmp_path, sqlite_url)
    assert "there is no wave none-1; the waves are: none is defined" in program.refused("close", "none-1")
