"""Instants: aware, in UTC, and with one spelling."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from survey.clock import SystemClock, utc, utc_text


def test_an_instant_in_another_zone_is_written_in_utc() -> None:
    eight_in_sweden = datetime(2022, 4, 25, 8, tzinfo=timezone(timedelta(hours=2)))

    assert utc_text(eight_in_sweden) == "2022-04-25T06:00:00Z"


def test_what_is_written_is_read_back() -> None:
    assert utc(utc_text(datetime(2022, 4, 25, 6, tzinfo=UTC))) == datetime(2022, 4, 25, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "instant",
    [datetime(2022, 4, 25, 6), datetime(2022, 4, 25, 6, 0, 0, 1, tzinfo=UTC)],  # noqa: DTZ001  the fault to find
)
def test_an_instant_without_zone_or_of_half_a_second_is_refused(instant: datetime) -> None:
    with pytest.raises(ValueError, match="time zone"):
        utc_text(instant)


def test_another_spelling_is_refused() -> None:
    with pytest.raises(ValueError, match="does not match"):
        utc("2022-04-25 06:00")


def test_the_machines_clock_is_aware() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
