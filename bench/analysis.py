"""`./run bench analysis`: a million answers, 20 municipalities, 2 groups, 30 items: from files to all estimates.

Ours runs as a process of its own and is charged for all of it: starting Python, reading the form and the answer set
files, checking every row, counting, rates and comparisons. Beside it, in the same run on the same machine: statsmodels
on the cells that we counted (it is charged for the intervals alone), and R's `svyciprop` on the rows of the first item
(charged for the design and that item; reading them in is free). What is extrapolated to thirty items says so. The form
is thirty questions with yes and no; every comparison between groups, also pooled, and between municipalities is
planned, and both targets are worked out.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis.intervals.difference import newcombe
from analysis.intervals.wilson import wilson
from analysis.reading import read_form
from bench.answersets import CODES, SHEETS, answer_set
from questionnaires.answersets import write

ITEMS = 30
BAR_SECONDS, BAR_MEGABYTES = 3.0, 1000
_R_SCRIPT = Path(__file__).parent / "svyciprop.R"
_TEXT = '{ sv = "x" }'


class Cost(msgspec.Struct, frozen=True):
    """CPU seconds of a process and its children, and the most memory it held, in megabytes."""

    seconds: float
    megabytes: float


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="samtidig-bench-") as name:
        folder = Path(name)
        _write_inputs(folder)
        rows = len(CODES) * sum(SHEETS.values())
        print(f"{rows:,} answers, {len(CODES)} municipalities, {len(SHEETS)} groups, {ITEMS} yes/no items")
        ours = _cost([sys.executable, "-m", "bench.estimating", str(folder)])
        verdict = "within" if ours.seconds <= BAR_SECONDS and ours.megabytes <= BAR_MEGABYTES else "OVER"
        print(f"{ours.seconds:9.2f} CPU s  samtidig, files to all estimates, {ours.megabytes:.0f} MB", end=" ")
        print(f"({verdict} {BAR_SECONDS:g} CPU s and {BAR_MEGABYTES} MB)")
        _beside_statsmodels(folder)
        _beside_r(folder, ours)


def _write_inputs(folder: Path) -> None:
    """The form, its plan and an answer set a municipality, in files; for R the first item's rows and shares."""
    (folder / "questionnaire.toml").write_text(_form(), encoding="utf-8")
    (folder / "analysis.toml").write_text(_plan(), encoding="utf-8")
    questionnaire, plan = read_form(folder)
    strata, first = ["stratum,sheets,invited,share"], []
    for code in CODES:
        answers = answer_set(questionnaire, plan, code)
        (folder / f"{code}.answers").write_bytes(write(answers))
        for stratum in answers.header.strata:
            said = np.frombuffer(b"".join(row[:1] for row in answers.rows[stratum.group]), dtype=np.uint8)
            yes = np.where((said == ord("a")) | (said == ord("b")), said == ord("b"), -1).astype(np.int8)
            strata.append(f"{code}/{stratum.group},{len(yes)},{stratum.invited},{yes[yes >= 0].mean()}")
            first.append(yes)
    (folder / "strata.csv").write_text("\n".join(strata) + "\n", encoding="utf-8")
    (folder / "first.bin").write_bytes(np.concatenate(first).tobytes())


def _form() -> str:
    options = '[{ code = "no", text = { sv = "Nej" } }, { code = "yes", text = { sv = "Ja" } }]'
    head = f'id = "thirty"\nversion = "1"\nlanguages = ["sv"]\ngroups = ["elected", "staff"]\ntitle = {_TEXT}\n'
    questions = (
        f'[[sections.questions]]\nkind = "single"\nid = "Q{item}"\ntext = {_TEXT}\noptions = {options}\n'
        for item in range(1, ITEMS + 1)
    )
    indicators = (
        f'[[indicators]]\nid = "q{item}"\nlabel = {_TEXT}\nfinding = {_TEXT}\ndenominator = {_TEXT}\n'
        f'base = {{ when = "answered", items = ["Q{item}"] }}\n'
        f'counts = {{ when = "answer", items = ["Q{item}"], is = ["yes"] }}\n'
        for item in range(1, ITEMS + 1)
    )
    return "".join([head, f'[[sections]]\nid = "all"\ntitle = {_TEXT}\n', *questions, *indicators])


def _plan() -> str:
    names = ", ".join(f'"q{item}"' for item in range(1, ITEMS + 1))
    families = (
        f'[[comparisons]]\nid = "{kind}"\nkind = "{kind}"\ngroups = ["elected", "staff"]\nindicators = [{names}]\n'
        f"label = {_TEXT}\n"
        for kind in ("groups_within_municipality", "municipalities_within_group", "groups_pooled")
    )
    targets = 'targets = { rates = "population", comparisons = "risk" }'
    return "".join([f"level = 0.95\n{targets}\nindicators = [{names}]\n", *families])


def _cost(command: list[str]) -> Cost:
    """Run *command* to its end and say what it cost. Raises RuntimeError if it fails."""
    started = subprocess.Popen(command)
    _, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise RuntimeError(f"{command[0]} ended with {started.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _beside_statsmodels(folder: Path) -> None:
    """Wilson over all cells and Newcombe over each municipality's two groups, by both, on the same counts."""
    cells = np.load(folder / "cells.npz")
    k, n, pairs = cells["exposed"], cells["answered"], cells["pairs"]
    (a, b), start = pairs.T, time.process_time()
    ours_one, ours_two = wilson(k, n), newcombe(k[a], n[a], k[b], n[b])
    ours = time.process_time() - start
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        low, high = proportion_confint(k, n, method="wilson")
        theirs_two = np.array(
            [
                confint_proportions_2indep(k[i], n[i], k[j], n[j], method="newcomb", compare="diff")
                for i, j in zip(a, b, strict=True)
            ]
        )
    theirs = time.process_time() - start
    apart = max(_apart(ours_one.low, low), _apart(ours_one.high, high))
    apart_two = max(_apart(ours_two.low, theirs_two[:, 0]), _apart(ours_two.high, theirs_two[:, 1]))
    print(f"{ours:9.4f} CPU s  samtidig, {len(k)} Wilson and {len(pairs)} Newcombe intervals of these cells")
    print(f"{theirs:9.4f} CPU s  statsmodels, the same ({theirs / max(ours, 1e-9):,.0f} times ours; ", end="")
    print(f"limits apart by at most {apart:.0e} and {apart_two:.0e})")


def _apart(ours: npt.NDArray[np.float64], theirs: npt.NDArray[np.float64]) -> float:
    return float(np.abs(ours - theirs).max())


def _beside_r(folder: Path, ours: Cost) -> None:
    """R's survey package on every row of the first item, and what thirty items would cost it."""
    program = shutil.which("Rscript")
    if program is None:
        print("          R is not installed: no comparison with svyciprop")
        return
    found = subprocess.run(
        [program, "--vanilla", str(_R_SCRIPT), str(folder)], capture_output=True, text=True, check=False
    )
    if found.returncode:
        print(f"          no comparison with svyciprop: {found.stderr.strip().splitlines()[-1]}")
        return
    version, design, item, megabytes, apart = found.stdout.split()
    seconds = float(design) + ITEMS * float(item)
    print(f"{float(design):9.2f} CPU s  R survey {version}, the design, all rows")
    print(
        f"{float(item):9.2f} CPU s  svyciprop(xlogit) over the strata, all rows, 1 item of {ITEMS} ({megabytes} MB; ",
        end="",
    )
    print(f"its shares and ours apart by at most {float(apart):.0e})")
    print(f"{seconds:9.0f} CPU s  {ITEMS} items, EXTRAPOLATED from that one: {seconds / ours.seconds:,.0f} times ours")
