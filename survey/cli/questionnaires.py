"""`samtidig questionnaires`: check a questionnaire and its plan, and its length, before anybody sees them."""

from pathlib import Path

import rich_click as click

from questionnaires.checks import item_count
from questionnaires.digest import digest
from questionnaires.errors import FormError
from questionnaires.reading import read_plan, read_questionnaire
from questionnaires.reading_time import longest_ways


@click.group()
def questionnaires() -> None:
    """Check questionnaires."""


@questionnaires.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path) -> None:
    """Check questionnaire.toml and analysis.toml in FOLDER; every fault is named with its place and mend."""
    form = read_questionnaire(folder / "questionnaire.toml")
    plan = read_plan(folder / "analysis.toml", form)
    counts = ", ".join(f"{group} at most {item_count(form, group)} items" for group in form.groups)
    click.echo(f"{form.id} {form.version}: {', '.join(form.languages)}; {counts}; {len(plan.indicators)} indicators")
    click.echo(f"sha256 {digest(form)}")


@questionnaires.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--exposed-by", "indicator", help="The indicator that tells the exposed from others; else the first.")
def time(folder: Path, indicator: str | None) -> None:
    """How long the form in FOLDER takes to read and answer, at 200 words a minute and 4 s a click.

    For each language and group: the longest way of those who are not exposed, and of those who are. An option's label
    that was met before is recognised; the last column is for whoever reads it again.
    """
    path = folder / "questionnaire.toml"
    form = read_questionnaire(path)
    known = [each.id for each in form.indicators]
    chosen = indicator or (known[0] if known else "")
    if chosen not in known:
        raise FormError(str(path), (f"it has no indicator {chosen!r}; name one of {', '.join(known) or 'none'}",))
    click.echo("| Language | Group | Exposed | Words | Clicks | Minutes | Every label read |")
    click.echo("|---|---|---|---|---|---|---|")
    for way in longest_ways(form, chosen):
        who = f"{way.reader.language} | {way.reader.group} | {'yes' if way.counts else 'no'}"
        read = f"{way.time.words} | {way.time.clicks} | {way.time.minutes:.2f} | {way.time.every_label:.2f}"
        click.echo(f"| {who} | {read} |")
