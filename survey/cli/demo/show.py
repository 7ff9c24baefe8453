"""The truth beside the estimates: what only a simulated population can show.

Each interval says what it is about, and is held against just that: `population` against the share among everybody who
was invited, those who did not answer too; `risk` against the rate from which they were drawn.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec
from rich.console import Console
from rich.table import Table

from survey.cli.demo.population import population_shares, true_rates
from survey.cli.demo.story import Finished
from survey.errors import DemoError
from survey.study.manifest import strata

Target = Literal["population", "risk"]
_ABOUT: Mapping[Target, str] = {
    "population": "the share among all invited",
    "risk": "the rate they were drawn from",
}
Truths = Mapping[tuple[Target, str], Mapping[str, float | None]]


class Reading(msgspec.Struct):
    """What is needed of one of an estimate's intervals; limits are shares."""

    target: Target
    low: float
    high: float


def truth(console: Console, finished: Finished, release: Path) -> None:
    """Print the true share of each compared rate beside its estimate, and how many of all intervals hold the truth."""
    manifest = finished.manifest
    language = "en" if "en" in manifest.languages else manifest.languages[0]
    labels = {indicator.id: indicator.label[language] for indicator in manifest.questionnaire.indicators}
    compared = {name for comparison in manifest.plan.comparisons for name in comparison.indicators}
    truths = _truths(finished)
    table = Table(title="The simulated population's true shares, and what the survey found (per cent)")
    for heading in ("", "stratum", "true", "estimate", "95 % CI", ""):
        table.add_column(heading, justify="left" if heading in {"", "stratum"} else "right")
    held, shown = Counter[Target](), Counter[Target]()
    for one in json.loads(release.read_text(encoding="utf-8"))["estimates"]:
        if one["table"] != "rates":
            continue
        stratum, name = f"{one['municipality']}/{one['group']}", one["indicator"]
        for place, reading in enumerate(_readings(one)):
            true = truths[reading.target, stratum][name]
            if true is None:
                continue
            holds = reading.low <= true <= reading.high
            shown[reading.target] += 1
            held[reading.target] += holds
            if place == 0 and name in compared:
                interval = f"{100 * reading.low:.1f}–{100 * reading.high:.1f}"
                found = (f"{100 * true:.1f}", f"{100 * one['share']:.1f}", interval, "" if holds else "misses")
                table.add_row(labels[name], stratum, *found)
        if one["suppressed"] and name in compared:
            table.add_row(labels[name], stratum, "", "hidden", "", "")
    console.print(table)
    for target, about in _ABOUT.items():
        if shown[target]:
            console.print(f"{held[target]} of {shown[target]} published intervals for {target} hold {about}.")
    console.print("About 95 % should, over many seeds: ./run bench truth")


def board(console: Console, finished: Finished) -> None:
    """Look for everybody's receipt and tracker on the published board, as each of them can, and print what was found.

    Raises DemoError if one is missing, or the board has one that nobody was shown.
    """
    lists = finished.board.decode("ascii").split("samtidig ")[1:]
    in_box, counted = (sorted(one.splitlines()[1:]) for one in lists)
    receipts, trackers = (sorted(texts) for texts in zip(*finished.shown, strict=True))
    if (in_box, counted) != (receipts, trackers):
        raise DemoError("the board is not made of the receipts and trackers that were shown")
    console.print(
        f"All {len(receipts)} receipts that were shown are on the board; all {len(trackers)} trackers were counted."
    )


def _truths(finished: Finished) -> Truths:
    form = finished.manifest.questionnaire
    found: dict[tuple[Target, str], Mapping[str, float | None]] = {}
    for stratum in strata(finished.manifest):
        people = [person.answers for person in finished.invited if person.stratum == stratum]
        found["population", stratum] = population_shares(form, stratum, people)
        found["risk", stratum] = true_rates(form, stratum)
    return found


def _readings(estimate: dict[str, Any]) -> Iterator[Reading]:
    """The headline's interval first; none of a hidden estimate, or where nobody answered."""
    if estimate["share"] is not None:
        both = (estimate, estimate["other"])
        yield from (msgspec.convert(one, Reading) for one in both if one is not None)
