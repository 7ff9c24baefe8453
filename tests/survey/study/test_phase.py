"""The phase is a comparison with the clock: to the second, for all at once, and never backwards."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.study.manifest import Manifest, closes_at, opens_at
from survey.study.phase import phase
from survey.study.reading import read_study
from tests.builders import CLOSES, OPENS, World

TICK = timedelta(microseconds=1)
ORDER = ("unapproved", "unissued", "early", "open", "closed")
instants = st.datetimes(datetime(2022, 1, 1), datetime(2022, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    folder: Path = tmp_path_factory.mktemp("study")
    world = World(folder, f"sqlite:///{folder}/survey.sqlite")
    world.close()
    return read_study(world.study_file)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - timedelta(seconds=1), "early"),
        (OPENS - TICK, "early"),
        (OPENS, "open"),
        (OPENS + TICK, "open"),
        (CLOSES - TICK, "open"),
        (CLOSES, "closed"),
        (CLOSES + timedelta(days=400), "closed"),
    ],
)
def test_it_is_open_from_the_opening_instant_until_just_before_the_closing(
    manifest: Manifest, now: datetime, expected: str
) -> None:
    assert phase(manifest, approved=True, issued=True, now=now) == expected


def test_the_same_instant_in_another_time_zone_is_the_same_instant(manifest: Manifest) -> None:
    stockholm = datetime.fromisoformat("2022-04-25T08:00:00+02:00")
    assert stockholm == opens_at(manifest)
    assert phase(manifest, approved=True, issued=True, now=stockholm) == "open"
    assert phase(manifest, approved=True, issued=True, now=stockholm - TICK) == "early"


@given(now=instants, approved=st.booleans(), issued=st.booleans())
def test_nothing_is_open_that_is_not_approved_issued_and_on_time(
    manifest: Manifest, now: datetime, approved: bool, issued: bool
) -> None:
    is_open = phase(manifest, approved, issued, now) == "open"
    assert is_open == (approved and issued and opens_at(manifest) <= now < closes_at(manifest))


@given(first=instants, second=instants, approved=st.booleans(), issued=st.booleans())
def test_time_only_takes_a_wave_forward(
    manifest: Manifest, first: datetime, second: datetime, approved: bool, issued: bool
) -> None:
    earlier, later = sorted((first, second))
    before, after = (ORDER.index(phase(manifest, approved, issued, now)) for now in (earlier, later))
    assert before <= after
