"""The truth beside the estimates: what only a simulated population can show."""

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from survey.cli.demo.population import true_rates
from survey.study.manifest import Manifest, strata


def truth(console: Console, manifest: Manifest, release: Path) -> None:
    """Print the true rate of each published estimate beside it, and how many intervals hold it."""
    estimates = json.loads(release.read_text(encoding="utf-8"))["estimates"]
    language = manifest.languages[-1]
    labels = {indicator.id: indicator.label[language] for indicator in manifest.questionnaire.indicators}
    rates = {stratum: true_rates(manifest.questionnaire, stratum) for stratum in strata(manifest)}
    compared = {name for comparison in manifest.plan.comparisons for name in comparison.indicators}
    table = Table(title="The simulated population's true rates, and what the survey found (per cent)")
    for heading in ("", "stratum", "true", "estimate", "95 % CI", ""):
        table.add_column(heading, justify="left" if heading in {"", "stratum"} else "right")
    held = shown = 0
    for one in estimates:
        stratum = f"{one['municipality']}/{one['group']}"
        if stratum not in rates:
            continue
        true = rates[stratum][one["indicator"]]
        label = labels[one["indicator"]]
        if one["suppressed"]:
            if one["indicator"] in compared:
                table.add_row(label, stratum, f"{100 * true:.1f}", "hidden", "", "")
            continue
        holds = one["low"] <= true <= one["high"]
        shown += 1
        held += holds
        if one["indicator"] in compared:
            interval = f"{100 * one['low']:.1f}–{100 * one['high']:.1f}"
            verdict = "" if holds else "misses"
            table.add_row(label, stratum, f"{100 * true:.1f}", f"{100 * one['share']:.1f}", interval, verdict)
    console.print(table)
    console.print(f"{held} of all {shown} published intervals hold the true rate; about 95 % should, over many seeds.")
