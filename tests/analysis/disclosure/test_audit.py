import msgspec
import numpy as np
import pytest

from analysis.counting.kinds import EXPOSED, IN_BASE, Tied
from analysis.disclosure.audit import Guard, Watch, audit
from analysis.disclosure.release import Release
from analysis.disclosure.told import Told
from analysis.errors import DisclosureError
from tests.analysis.disclosure.test_publishing import chosen_counts

RELEASE: Release = chosen_counts()
KINDS = np.array([[0], [1], [2]], dtype=np.int8)
NAN = float("nan")
NO_WORLDS = np.empty((0, 3))
TOLD = Told("i2", 3, 55)
SHEETS = {"elected": 55, "staff": 300}


def watch(indicator: str, group: str, *guards: Guard) -> Watch:
    tied = Tied((indicator,), KINDS, np.ones(3, dtype=np.bool_))
    return Watch("0580", group, SHEETS[group], tied, guards, NO_WORLDS)


def test_a_hidden_number_that_can_be_anything_passes() -> None:
    guards = [Guard("i2", state, 0.0, 5.0, 5.0) for state in (EXPOSED, IN_BASE)]
    audit(RELEASE, [watch("i2", "elected", *guards)])


SHOWN = [
    Guard("i1", EXPOSED, 0.0, NAN, NAN),
    Guard("i1", EXPOSED, NAN, 31.0, NAN),
    Guard("i1", IN_BASE, NAN, NAN, 1.0),
]


@pytest.mark.parametrize("guard", SHOWN)
def test_a_number_that_is_shown_fails_every_guard(guard: Guard) -> None:
    with pytest.raises(DisclosureError, match="0580/staff, i1: the hidden number could be worked out"):
        audit(RELEASE, [watch("i1", "staff", guard)])


def test_a_guard_beyond_the_number_of_sheets_fails() -> None:
    with pytest.raises(DisclosureError, match="nothing was published"):
        audit(RELEASE, [watch("i2", "elected", Guard("i2", EXPOSED, NAN, 56.0, NAN))])


def test_a_release_that_contradicts_the_form_is_refused() -> None:
    never = Tied(("i1", "i2"), np.array([[0, 0], [0, 1], [0, 2]], dtype=np.int8), np.ones(3, dtype=np.bool_))
    with pytest.raises(DisclosureError, match="contradict each other"):
        audit(RELEASE, [Watch("0580", "elected", 55, never, (Guard("i2", EXPOSED, 0.0, 5.0, NAN),), NO_WORLDS)])


@pytest.mark.parametrize(("exposed", "answered"), [(0, 55), (3, 55), (52, 55), (55, 55), (5, 9)])
def test_a_number_that_is_too_small_is_refused_whoever_let_it_through(exposed: int, answered: int) -> None:
    first = msgspec.structs.replace(RELEASE.estimates[0], exposed=exposed, answered=answered)
    with pytest.raises(DisclosureError, match="0580/elected, i1: a number that is too small is shown"):
        audit(msgspec.structs.replace(RELEASE, estimates=(first, *RELEASE.estimates[1:])), [])


def test_too_few_answers_of_a_stratum_are_refused_whoever_let_them_through() -> None:
    few = msgspec.structs.replace(RELEASE.strata[0], answered=9)
    with pytest.raises(DisclosureError, match="0580/elected: the number of answers is shown, and it is too small"):
        audit(msgspec.structs.replace(RELEASE, strata=(few, *RELEASE.strata[1:])), [])


def test_a_total_over_a_hidden_part_is_refused() -> None:
    shown = next(each for each in RELEASE.estimates if not each.suppressed)
    total = msgspec.structs.replace(shown, indicator="i2", municipality=None, group="elected")
    with pytest.raises(DisclosureError, match="a total shows what one of its parts hides"):
        audit(msgspec.structs.replace(RELEASE, pooled=(total,)), [])


def test_a_comparison_with_a_hidden_side_is_refused() -> None:
    hidden = next(each for each in RELEASE.comparisons if each.suppressed)
    shown = msgspec.structs.replace(hidden, status="shown", suppressed=False, difference=0.1)
    with pytest.raises(DisclosureError, match="a comparison shows a hidden rate"):
        audit(msgspec.structs.replace(RELEASE, comparisons=(shown,)), [])


def test_a_world_that_does_not_agree_with_the_release_is_no_witness() -> None:
    # As if the suppression swore that the shown number could be anything.
    guard = Guard("i1", EXPOSED, 0.0, 31.0, NAN)
    lies = np.array([[0.0, 300.0, 0.0], [0.0, 0.0, 300.0]])
    with pytest.raises(DisclosureError, match="could be worked out"):
        audit(RELEASE, [msgspec.structs.replace(watch("i1", "staff", guard), worlds=lies)])


def test_worlds_that_agree_with_the_release_settle_it_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_search(*_: object) -> None:
        raise AssertionError("a programme was set up")

    monkeypatch.setattr("analysis.disclosure.attack.Programme", no_search)
    guard = Guard("i2", EXPOSED, 0.0, 5.0, NAN)
    shown = np.array([[0.0, 55.0, 0.0], [0.0, 50.0, 5.0]])
    audit(RELEASE, [msgspec.structs.replace(watch("i2", "elected", guard), worlds=shown)])


def test_what_was_published_before_is_known_too() -> None:
    before = msgspec.structs.replace(watch("i2", "elected", Guard("i2", EXPOSED, 0.0, 5.0, NAN)), known=(TOLD,))
    with pytest.raises(DisclosureError, match="0580/elected, i2: the hidden number could be worked out"):
        audit(RELEASE, [before])


def test_a_band_is_reckoned_with() -> None:
    banded = [
        msgspec.structs.replace(each, band=(0.0, 0.05)) if each.indicator == "i2" and each.group == "elected" else each
        for each in RELEASE.estimates
    ]
    release = msgspec.structs.replace(RELEASE, estimates=tuple(banded))
    audit(release, [watch("i2", "elected", Guard("i2", EXPOSED, 0.0, 2.0, NAN))])
    with pytest.raises(DisclosureError, match="could be worked out"):
        audit(release, [watch("i2", "elected", Guard("i2", EXPOSED, 0.0, 5.0, NAN))])
