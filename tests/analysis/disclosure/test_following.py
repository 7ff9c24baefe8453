"""Other answers of the same wave, and other weights, must not show what the earlier release hid."""

import msgspec
import pytest

from analysis.disclosure.release import Release
from analysis.errors import DisclosureError
from analysis.run import analyse, ledger_entry
from questionnaires.answersets import AnswerSet
from questionnaires.digest import digest
from questionnaires.plans import Plan
from tests.analysis import grown
from tests.analysis.answers import counted, form_of, plan_for, renamed
from tests.analysis.full import FORM as WEIGHED
from tests.analysis.full import study
from tests.analysis.test_weighted import FRAMES, weighting_plan

FORM = form_of(2)
PLAN = plan_for(FORM)
BANDED = msgspec.structs.replace(PLAN, bands=(0.15, 0.5))
INVITED = {"0580/elected": 200, "0580/staff": 900}
STAFF = [(40, 300), (60, 300)]


def answers(first: tuple[int, int], second: tuple[int, int], plan: Plan = PLAN) -> list[AnswerSet]:
    return counted({"0580/elected": [first, second], "0580/staff": STAFF}, INVITED, FORM, plan)


def after(before: list[AnswerSet], now: list[AnswerSet], plan: Plan = PLAN) -> Release:
    return analyse(now, FORM, plan, ledger=[ledger_entry(analyse(before, FORM, plan), before, FORM, plan)])


def test_what_was_hidden_is_not_shown_of_as_many_other_sheets() -> None:
    # Each number is of nobody that the other is of: only that one was hidden before tells that they were corrected.
    before, now = answers((4, 60), (20, 61)), answers((14, 60), (20, 61))
    assert not any(each.suppressed for each in analyse(now, FORM, PLAN).estimates)
    with pytest.raises(DisclosureError, match=r"0580/elected, i1: as many sheets with other answers were published"):
        after(before, now)


def test_what_was_shown_may_be_hidden_of_as_many_other_sheets() -> None:
    before, now = answers((14, 60), (20, 61)), answers((4, 60), (20, 61))
    assert after(before, now) == analyse(now, FORM, PLAN)


def test_what_was_hidden_may_be_shown_of_enough_more_sheets() -> None:
    before, now = answers((4, 60), (20, 61)), answers((14, 75), (26, 76))
    assert after(before, now) == analyse(now, FORM, PLAN)


def test_another_band_is_not_told_of_as_many_other_sheets() -> None:
    before, now = answers((3, 60), (20, 61), BANDED), answers((58, 60), (20, 61), BANDED)
    bands = [analyse(sets, FORM, BANDED).estimates[0].band for sets in (before, now)]
    assert None not in bands
    assert bands[0] != bands[1]
    with pytest.raises(DisclosureError, match="0580/elected, i1: as many sheets"):
        after(before, now, BANDED)


def shown(release: Release) -> set[tuple[str, ...]]:
    return {
        (each.indicator, each.denominator, str(each.subset))
        for each in release.estimates
        if each.group == "elected" and not each.suppressed
    }


@pytest.mark.parametrize(("place", "row"), [(2, 392), (0, 155), (1, 519)])
def test_one_corrected_sheet_does_not_swap_what_is_hidden(place: int, row: int) -> None:
    # The part that is shown now and the whole that was shown then give away the part that is hidden both times.
    (before,) = grown.study(grown.PLAN, 33)
    rows = list(before.rows["elected"])
    rows[place] = grown.ROWS[row]
    now = AnswerSet(before.header, {**before.rows, "elected": tuple(sorted(rows))})
    then = analyse([before], grown.FORM, grown.PLAN)
    assert shown(analyse([now], grown.FORM, grown.PLAN)) - shown(then)
    with pytest.raises(DisclosureError, match="as many sheets with other answers"):
        analyse(
            [now],
            grown.FORM,
            grown.PLAN,
            ledger=[ledger_entry(then, [before], grown.FORM, grown.PLAN)],
        )


def weighed(*items: str) -> tuple[list[AnswerSet], Plan]:
    """The same answers under a plan that weights by *items*."""
    first = weighting_plan("B4")
    planned = weighting_plan(*items)
    return [renamed(each, plan_digest=digest(planned)) for each in study(first, frame=FRAMES, background=1.0)], planned


def test_the_same_answers_are_not_told_under_other_weights() -> None:
    sets, plan = weighed("B4")
    release = analyse(sets, WEIGHED, plan)
    entry = ledger_entry(release, sets, WEIGHED, plan)
    assert any(each.weighted for each in entry.strata)
    assert analyse(sets, WEIGHED, plan, ledger=[entry]) == release
    other, raked = weighed("B4", "B5")
    with pytest.raises(DisclosureError, match="weighted otherwise, the same answers were published before"):
        analyse(other, WEIGHED, raked, ledger=[entry])
