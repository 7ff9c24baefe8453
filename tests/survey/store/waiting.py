"""A wave's box in an empty database, and a way to make its writer wait while a group gathers."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from survey.store import box, waves
from survey.store.engine import Database, open_engine, writing
from survey.store.migrate import bring_up

WAVE = "w-1"


def nullifier(name: object) -> bytes:
    """Thirty-two bytes that go by *name*."""
    return sha256(str(name).encode()).digest()


def standing_box(database: Database, names: Iterable[object], wave: str = WAVE) -> None:
    """A wave whose codes are issued, with a nullifier for each of *names*."""
    with writing(database) as connection:
        waves.add(connection, wave, b"")
        waves.set_state(connection, wave, "issued")
        box.build(connection, wave, [(nullifier(name), "0580/staff") for name in names])


def ready(url: str, names: Iterable[object]) -> Database:
    """An engine on *url* with such a wave in it."""
    database = open_engine(url)
    bring_up(database)
    standing_box(database, names)
    return database


@contextmanager
def held(url: str) -> Iterator[None]:
    """While this lasts, another connection has the wave's lock and no deposit can be committed."""
    other = open_engine(url)
    with writing(other) as connection:
        waves.lock(connection, WAVE, exclusive=True)
        yield
    other.dispose()
