"""The clock: every instant in the program comes from here, aware and in UTC.

Opening and closing are comparisons of *now* with two instants in the manifest, so a clock that can be moved is all
that a test needs to stand one second before the opening.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    """The machine's clock. Keep it right with NTP: two municipalities rely on the same instant."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@lru_cache(maxsize=256)  # the same two instants are compared with the clock at every request
def utc(text: str) -> datetime:
    """The instant written as `2022-04-25T06:00:00Z`. Raises ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def utc_text(instant: datetime) -> str:
    """An aware instant as `2022-04-25T06:00:00Z`; raises ValueError if it has no time zone or fractions of a second."""
    if instant.tzinfo is None or instant.microsecond:
        raise ValueError("an instant needs a time zone and whole seconds, as 2022-04-25T08:00:00+02:00")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
