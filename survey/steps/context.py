"""What every step needs: the settings, the clock and the database, opened once and passed on."""

import msgspec

from survey.clock import Clock, SystemClock
from survey.settings import Settings
from survey.store import engine, migrate
from survey.store.engine import Database


class Context(msgspec.Struct, frozen=True):
    """The settings, the clock, and the open database (which only `store` looks into)."""

    settings: Settings
    clock: Clock
    database: Database

    def close(self) -> None:
        """Let go of the database's connections."""
        self.database.dispose()


def open_context(settings: Settings, clock: Clock | None = None) -> Context:
    """A context on the database of *settings*, made ready if it is empty. Raises StoreError."""
    database = engine.open_engine(settings.database)
    migrate.bring_up(database)
    return Context(settings, clock or SystemClock(), database)
