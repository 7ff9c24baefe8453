"""CPU time of sealing and of the tally: 22,000 envelopes, three key holders, two of them opening."""

import secrets
import tempfile
import time
from pathlib import Path
from random import Random

from rich.console import Console

from questionnaires.items import row_width
from questionnaires.sheets import clean, encode
from survey.ballot import bundle, envelopes
from survey.cli.demo import story, study
from survey.cli.demo.population import RATES, draw
from survey.steps.submit import sealing_context
from survey.steps.tally import tally
from survey.study.manifest import fingerprint, strata, wave_key

ENVELOPES = 22_000
DIFFERENT = 500


def main() -> None:
    """Measure and print."""
    console = Console()
    folder = Path(tempfile.mkdtemp(prefix="samtidig-bench-"))
    keys = study.make_keys(folder)
    each = ENVELOPES // len(RATES)
    manifest = study.finished_wave(story.example(), folder, dict.fromkeys(RATES, each))
    form = manifest.questionnaire
    random = Random(1)
    sealed: dict[str, list[bytes]] = {}
    seal_s = 0.0
    for stratum in strata(manifest):
        group, context = stratum.partition("/")[2], sealing_context(manifest, stratum)
        rows = [encode(form, group, clean(form, group, draw(stratum, random)).sheet) for _ in range(DIFFERENT)]
        begin = time.process_time()
        sealed[stratum] = [envelopes.seal(random.choice(rows), context, secrets.token_bytes(32)) for _ in range(each)]
        seal_s += time.process_time() - begin
    size = envelopes.envelope_size(envelopes.plaintext_size(row_width(form)), len(manifest.trustees))
    gathered = bundle.gather(fingerprint(manifest), wave_key(manifest), size, sealed)
    begin = time.process_time()
    tallied = tally(manifest, gathered, [keys["linkoping"].hpke, keys["norrkoping"].hpke], folder)
    tally_s = time.process_time() - begin
    counted = sum(tallied.answered.values())
    console.print(f"sealing   {1000 * seal_s / counted:6.2f} CPU ms an envelope of {size} bytes, 3 trustees")
    console.print(f"tally     {tally_s:6.1f} CPU s for {counted} envelopes, 2 of 3 trustees (goal: at most 60)")
