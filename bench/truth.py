"""Over many seeds: how often do the demonstration's intervals hold the population's true rate?

Straight from the simulated sheets to the counts and Wilson's interval, without HTTP and before anything is hidden:
hiding depends on the counts, so what is left after it would not be a fair sample.
"""

import tempfile
from pathlib import Path
from random import Random

from rich.console import Console

from analysis import read_form
from analysis.counting.counts import count
from analysis.estimates.rates import rates
from questionnaires.answersets import AnswerSet, assemble
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan
from questionnaires.sheets import clean, encode
from survey.cli.demo import story, study
from survey.cli.demo.population import RATES, draw, true_rates
from survey.study.manifest import Manifest, header

INVITED = {"0580/elected": 120, "0580/staff": 620, "0581/elected": 128, "0581/staff": 680}
SEEDS = 40


def answer_sets(manifest: Manifest, seed: int) -> list[AnswerSet]:
    """What the simulated population of *seed* answers, as answer sets."""
    form, random = manifest.questionnaire, Random(seed)
    rows: dict[str, dict[str, list[bytes]]] = {}
    for stratum, invited in INVITED.items():
        code, _, group = stratum.partition("/")
        sheets = (draw(stratum, random) for _ in range(invited) if random.random() < RATES[stratum].response)
        rows.setdefault(code, {})[group] = [encode(form, group, clean(form, group, sheet).sheet) for sheet in sheets]
    return [assemble(header(manifest, code), found) for code, found in rows.items()]


def coverage(manifest: Manifest, questionnaire: Questionnaire, plan: Plan, seeds: int) -> tuple[int, int]:
    """(intervals that hold the true rate, intervals), over *seeds* populations and every indicator and stratum."""
    truth = {stratum: true_rates(questionnaire, stratum) for stratum in INVITED}
    held = made = 0
    for seed in range(seeds):
        found = rates(count(answer_sets(manifest, seed), questionnaire, plan), plan.level, plan.targets.rates)
        risk = found.readings.risk.interval  # the population was drawn by a risk
        for cell, low, high in zip(found.cells, risk.low, risk.high, strict=True):
            true = truth[f"{cell.municipality}/{cell.group}"].get(cell.indicator)
            if true is not None:  # a part of a group has no rate of its own
                held += bool(low <= true <= high)
                made += 1
    return held, made


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="samtidig-bench-"))
    study.make_keys(folder)
    manifest = study.finished_wave(story.example(), folder, INVITED)
    questionnaire, plan = read_form(study.form_of(story.example()))
    held, made = coverage(manifest, questionnaire, plan, SEEDS)
    Console().print(f"truth     {100 * held / made:.2f} % of {made} intervals hold the true rate, over {SEEDS} seeds")
