"""`samtidig database`: the shape of the database, up and down."""

import rich_click as click

from survey.settings import settings_of_process
from survey.steps import shape


@click.group()
def database() -> None:
    """Upgrade or downgrade the database, and say its revision."""


@database.command()
def upgrade() -> None:
    """Bring the database to the newest revision."""
    click.echo(f"revision {shape.upgrade(settings_of_process())}")


@database.command()
@click.argument("revision")
@click.confirmation_option(prompt="What the older revision has no place for will be lost. Go on?")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION (`base` for an empty one)."""
    click.echo(f"revision {shape.downgrade(settings_of_process(), revision)}")


@database.command()
def revision() -> None:
    """Say the database's revision."""
    click.echo(f"revision {shape.revision(settings_of_process())}")
