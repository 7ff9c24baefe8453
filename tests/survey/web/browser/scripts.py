"""The browser's modules, run by Node, and the block of data that they read the form from."""

import json
import subprocess
from pathlib import Path
from typing import Any

import msgspec

from questionnaires.model import Questionnaire
from survey.steps.enter import door
from survey.web.respond.device import device_data
from survey.web.respond.rooms import room
from tests.builders import World
from tests.survey.web.visiting import WAVE

ROOT = Path(__file__).parents[4]
MODULES = ROOT / "survey" / "web" / "browser"
HERE = Path(__file__).parent


def run_node(script: str, given: object) -> Any:
    """What the script *script* of this folder answers, as JSON, to *given*, as JSON."""
    done = subprocess.run(
        ["node", HERE / script], input=json.dumps(given), capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def block_of(world: World, form: Questionnaire) -> str:
    """The block of data of a wave that asks *form*; *world* lends it the rest of its manifest."""
    found = door(world.context, WAVE)
    manifest = msgspec.structs.replace(found.manifest, questionnaire=form)
    return device_data(room(msgspec.structs.replace(found, manifest=manifest), ("sv",))).decode("utf-8")


def build(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run tools/build.mjs, which fails loudly unless it is asked to `--check`."""
    command = ["node", str(root / "tools" / "build.mjs"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or "--check" in arguments, done.stderr
    return done
