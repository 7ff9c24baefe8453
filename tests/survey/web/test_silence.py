"""The pages say nothing of a visitor to anyone. (Every file is searched for a whole crowd in tests/attacks/.)"""

import logging
import re
from pathlib import Path

import pytest

import survey.web
from tests.survey.web.visiting import SV, Open

SOURCES = sorted(Path(survey.web.__file__).parent.rglob("*.py"))


def test_no_page_and_no_refusal_writes_a_line(
    opened: Open, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code, visitor = opened.code(), opened.visitor
    for address in (SV, f"{SV}?code={code}", f"/s/{code}/sv", SV + "/svara"):
        visitor.get(address)
    for form in ({"code": code[:-1]}, {"code": "x" * 70_000}, {"draft": code}, {"go": code}):
        visitor.post(SV + "/svara", form)
    visitor.start(code).to_the_end(C1="once").press("send").get("/nowhere")
    assert visitor.client.request("DELETE", SV).status_code == 405
    ours = [line for line in caplog.messages if not line.startswith(("HTTP Request:", "Using selector:"))]  # the client
    assert ours == []
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


def test_no_source_of_the_pages_reads_who_is_asking_or_can_write_a_log() -> None:
    asks = re.compile(
        r"\.client\b|user-agent|remote_addr|forwarded|import logging|getLogger|set_cookie|\.cookies|print\(",
        re.IGNORECASE,
    )
    found = [(file.name, hit.group()) for file in SOURCES if (hit := asks.search(file.read_text(encoding="utf-8")))]
    assert SOURCES
    assert found == []
    assert asks.search("host = request.client.host")
