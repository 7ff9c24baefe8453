"""Bring a database to the shape that this version of the program needs, or back.

The usual case, a database that is already there, costs one small query: Alembic is imported only when there is
something to do.
"""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from survey.errors import StoreError
from survey.store.engine import reading, writing

HEAD = "0001"
#: What survey.store.tables describes; a test holds it against the newest file in migrations/versions.


_LOCK = 0x53414D5441  # our own mark among PostgreSQL's advisory locks


def revision(engine: Engine) -> str | None:
    """The database's revision, or None for an empty one."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def bring_up(engine: Engine) -> None:
    """Make an empty database ready; refuse one of another revision, which a person should upgrade knowingly."""
    found = revision(engine)
    if found is None:
        upgrade(engine)
    elif found != HEAD:
        raise StoreError(
            f"the database has revision {found} and this program needs {HEAD}",
            "take a copy of it, then run `samtidig database upgrade`",
        )


def upgrade(engine: Engine, target: str = "head") -> None:
    """Run the migrations up to *target*."""
    _run(engine, "upgrade", target)


def downgrade(engine: Engine, target: str) -> None:
    """Run the migrations down to *target* (`base` for none)."""
    _run(engine, "downgrade", target)


def _run(engine: Engine, direction: str, target: str) -> None:
    from alembic import command  # noqa: PLC0415  a second of import that only an upgrade needs
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with writing(engine) as connection:
            if connection.dialect.name == "postgresql":  # of two that start at once, one waits and finds it done
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            config.attributes["connection"] = connection
            getattr(command, direction)(config, target)
    except CommandError as error:
        raise StoreError(str(error), f"name a revision that is there, `base`, or {HEAD}") from error
