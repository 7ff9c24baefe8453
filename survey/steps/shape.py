"""Shape: bring the database to a revision, and say which it has."""

from survey.settings import Settings
from survey.store import engine, migrate

EMPTY = "none (empty)"


def revision(settings: Settings) -> str:
    """The database's revision."""
    return migrate.revision(engine.open_engine(settings.database)) or EMPTY


def upgrade(settings: Settings) -> str:
    """Bring the database to the newest revision; that revision."""
    database = engine.open_engine(settings.database)
    migrate.upgrade(database)
    return migrate.revision(database) or EMPTY


def downgrade(settings: Settings, target: str) -> str:
    """Take the database back to *target*; the revision it then has."""
    database = engine.open_engine(settings.database)
    migrate.downgrade(database, target)
    return migrate.revision(database) or EMPTY
