import json

import msgspec
import pytest

from analysis.disclosure.release import Estimate, Release, from_bytes, to_bytes
from analysis.errors import DisclosureError
from tests.analysis.disclosure.test_publishing import chosen_counts


@pytest.fixture(scope="module")
def release() -> Release:
    return chosen_counts()


def test_reading_what_was_written_gives_it_back(release: Release) -> None:
    assert from_bytes(to_bytes(release)) == release


def test_the_bytes_are_canonical_json_on_one_line(release: Release) -> None:
    file = to_bytes(release)
    table = json.loads(file)
    spelt = json.dumps(table, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    assert file.count(b"\n") == 1
    assert json.loads(spelt) == table
    assert list(table) == sorted(table)


@pytest.mark.parametrize("name", ["exposed", "answered", "share", "low", "high", "bounds_low", "bounds_high"])
def test_a_rate_that_is_hidden_cannot_hold_a_number(release: Release, name: str) -> None:
    hidden = next(each for each in release.estimates if each.suppressed)
    with pytest.raises(DisclosureError, match="a hidden number"):
        msgspec.structs.replace(hidden, **{name: 0})


@pytest.mark.parametrize("name", ["difference", "low", "high", "bounds_low", "bounds_high", "p", "p_adjusted"])
def test_a_comparison_that_is_hidden_cannot_hold_a_number(release: Release, name: str) -> None:
    hidden = next(each for each in release.comparisons if each.suppressed)
    with pytest.raises(DisclosureError, match="a hidden number"):
        msgspec.structs.replace(hidden, **{name: 0.5})


def test_a_stratum_that_is_hidden_cannot_hold_its_number_of_answers(release: Release) -> None:
    with pytest.raises(DisclosureError, match="0580/elected: a hidden number"):
        msgspec.structs.replace(release.strata[0], suppressed=True)


def test_a_number_cannot_be_smuggled_in_through_a_file(release: Release) -> None:
    table = json.loads(to_bytes(release))
    next(each for each in table["estimates"] if each["suppressed"])["exposed"] = 3
    with pytest.raises(DisclosureError, match="a hidden number"):
        from_bytes(json.dumps(table).encode())


def test_suppressed_and_the_status_say_the_same(release: Release) -> None:
    shown: Estimate = next(each for each in release.estimates if not each.suppressed)
    with pytest.raises(DisclosureError, match="contradict"):
        msgspec.structs.replace(shown, suppressed=True)


@pytest.mark.parametrize("file", [b"", b"{}", b"[1]", b'{"format": 1'])
def test_what_is_no_release_is_refused(file: bytes) -> None:
    with pytest.raises(DisclosureError, match="no release"):
        from_bytes(file)
