"""`samtidig questionnaires`: check a questionnaire and its plan before anybody sees them."""

from pathlib import Path

import rich_click as click

from questionnaires.checks import item_count
from questionnaires.digest import digest
from questionnaires.reading import read_plan, read_questionnaire


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
