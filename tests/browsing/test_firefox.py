"""A smoke run in Firefox: the whole form with the script, sealed there, taken by the server, opened by the tally."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from questionnaires import answersets
from questionnaires.sheets import decode
from survey.steps.close import close
from survey.steps.enter import door
from survey.steps.tally import read_bundle, tally
from tests.browsing.sites import STAFF, Site
from tests.builders import CLOSES, HOLDERS
from tests.firefox import ROOT, Firefox
from tests.survey.web.visiting import WAVE

PROGRAM = Path(__file__).with_name("firefox.mjs")


@pytest.mark.slow
def test_firefox_seals_and_sends_and_the_tally_opens_it(site: Site, firefox: Firefox, tmp_path: Path) -> None:
    done = subprocess.run(
        [firefox.node, PROGRAM, firefox.browser, site.entry(), site.code(STAFF)],
        capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    assert seen["level"] == "b"
    assert seen["headings"][-1] == "Tack, ditt svar är mottaget"
    assert len(seen["headings"]) > 8
    assert [one for one in seen["requests"] if one["method"] == "POST"] == [
        {"method": "POST", "path": f"/s/{WAVE}/kuvert", "query": "", "status": 201}
    ]
    assert all(one["query"] == "" and one["status"] in {200, 201} for one in seen["requests"])
    assert seen["left"] == [0, 0, 0]
    assert seen["said"] == []
    site.world.clock.move_to(CLOSES)
    closed = close(site.world.context, WAVE)
    bundle = read_bundle(closed.bundle)
    keys = [site.world.keys[holder].hpke for holder in HOLDERS[:2]]
    manifest = door(site.world.context, WAVE).manifest
    tallied = tally(manifest, bundle, keys, tmp_path)
    assert tallied.answered == {**dict.fromkeys(tallied.answered, 0), STAFF: 1}
    (row,) = answersets.read(tallied.files["0581"].read_bytes()).rows["staff"]
    sheet = decode(manifest.questionnaire, "staff", row)
    assert (sheet["A1"], sheet["C5"]) == (("yes",), ("once",))
