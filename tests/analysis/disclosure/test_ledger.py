"""What was published before must not be set against what is published now."""

import msgspec
import pytest

from analysis.disclosure.countsfile import TOO_FEW, answers_digest
from analysis.disclosure.ledger import Entry, read_ledger, with_entry
from analysis.disclosure.release import Release
from analysis.errors import DisclosureError, InputError
from analysis.run import analyse, counts, ledger_entry
from questionnaires.answersets import AnswerSet, Disclosure, assemble
from questionnaires.digest import canonical_bytes, digest
from questionnaires.plans import Plan
from tests.analysis.answers import counted, form_of, plan_for, renamed

FORM = form_of(2)
PLAN = plan_for(FORM)
INVITED = {"0580/elected": 200, "0580/staff": 900}


def answers(first: tuple[int, int], second: tuple[int, int] = (20, 60)) -> list[AnswerSet]:
    """One municipality: of the elected, *first* and *second* are (exposed, answered) of two unrelated questions."""
    table = {"0580/elected": [first, second], "0580/staff": [(40, 300), (60, 300)]}
    return counted(table, INVITED, FORM, PLAN)


def released(sets: list[AnswerSet], plan: Plan = PLAN) -> tuple[Release, Entry]:
    release = analyse(sets, FORM, plan)
    return release, ledger_entry(release, sets, FORM, plan)


BEFORE = answers((20, 60))
ENTRY = released(BEFORE)[1]


@pytest.mark.parametrize("first", [(21, 61), (20, 61), (24, 69), (27, 70), (30, 70), (33, 64)])
def test_a_few_late_answers_stop_the_publication(first: tuple[int, int]) -> None:
    late = answers(first, (max(20, first[0]), first[1]))
    assert analyse(late, FORM, PLAN).estimates
    with pytest.raises(DisclosureError, match="nothing was published"):
        analyse(late, FORM, PLAN, ledger=[ENTRY])


def test_enough_late_answers_of_both_kinds_may_be_published() -> None:
    late = answers((25, 70), (26, 72))
    assert analyse(late, FORM, PLAN, ledger=[ENTRY]) == analyse(late, FORM, PLAN)


@pytest.mark.parametrize("first", [(21, 60), (25, 61)])
def test_a_correction_of_a_few_stops_the_publication(first: tuple[int, int]) -> None:
    # As many sheets as before: somebody's answer was changed.
    corrected = counted({"0580/elected": [first, (20, 61)], "0580/staff": [(40, 300), (60, 300)]}, INVITED, FORM, PLAN)
    before = counted({"0580/elected": [(20, 60), (20, 61)], "0580/staff": [(40, 300), (60, 300)]}, INVITED, FORM, PLAN)
    with pytest.raises(DisclosureError, match=r"0580/elected, i1: too few persons tell this number from the one"):
        analyse(corrected, FORM, PLAN, ledger=[released(before)[1]])


def test_the_same_answers_under_the_same_plan_give_the_same_release() -> None:
    release, _ = released(BEFORE)
    assert analyse(BEFORE, FORM, PLAN, ledger=[ENTRY, ENTRY]) == release


def test_the_order_of_rows_makes_no_other_answers() -> None:
    turned = [AnswerSet(each.header, {g: tuple(reversed(list(r))) for g, r in each.rows.items()}) for each in BEFORE]
    assert released(turned)[1] == ENTRY


def test_another_wave_has_other_answers_and_is_only_kept() -> None:
    earlier = msgspec.structs.replace(ENTRY, wave=0)
    late = answers((21, 61), (21, 61))
    assert analyse(late, FORM, PLAN, ledger=[earlier]) == analyse(late, FORM, PLAN)


def told_of(release: Release, name: str) -> bool:
    """Whether *release* shows the quantity *name* of the elected."""
    return not next(e for e in release.estimates if (e.indicator, e.group) == (name, "elected")).suppressed


def test_what_stricter_thresholds_hid_stays_hidden_under_lower_ones() -> None:
    strict = [renamed(each, disclosure=Disclosure(70, 30)) for each in BEFORE]
    release, entry = released(strict)
    assert not told_of(release, "i1")
    assert told_of(analyse(BEFORE, FORM, PLAN), "i1")
    again = analyse(BEFORE, FORM, PLAN, ledger=[ENTRY, entry])
    assert not told_of(again, "i1")
    assert (again.rules.min_answered, again.rules.min_exposed) == (70, 30)


def test_thresholds_lower_than_now_lower_nothing() -> None:
    strict = [renamed(each, disclosure=Disclosure(70, 30)) for each in BEFORE]
    assert not told_of(analyse(strict, FORM, PLAN, ledger=[ENTRY]), "i1")


def test_counts_made_under_lower_thresholds_must_not_tell_what_was_hidden() -> None:
    _, entry = released([renamed(each, disclosure=Disclosure(10, 30)) for each in BEFORE])
    file, _ = counts(BEFORE[0], FORM, PLAN)
    with pytest.raises(DisclosureError, match=r"0580/elected: other numbers of the same answers .* with the ledger"):
        analyse([file], FORM, PLAN, ledger=[entry])
    file, _ = counts(BEFORE[0], FORM, PLAN, ledger=[entry])
    assert not told_of(analyse([file], FORM, PLAN, ledger=[entry]), "i1")


def test_another_text_of_the_form_in_the_same_wave_is_refused() -> None:
    other = msgspec.structs.replace(ENTRY, form="0" * 64)
    with pytest.raises(DisclosureError, match="was published with another text of the form"):
        analyse(BEFORE, FORM, PLAN, ledger=[other])


def test_an_indicator_that_means_something_else_by_now_is_another_number() -> None:
    name, made = next(iter(ENTRY.quantities.items()))
    turned = {**ENTRY.quantities, name: msgspec.structs.replace(made, groups=("elected",))}
    found = analyse(BEFORE, FORM, PLAN, ledger=[msgspec.structs.replace(ENTRY, quantities=turned)])
    assert {each.indicator for each in found.estimates} == {"i1", "i2"}


def test_counts_of_answers_that_were_published_otherwise_are_refused() -> None:
    only = msgspec.structs.replace(PLAN, indicators=("i2",), comparisons=())
    other = [renamed(each, plan_digest=digest(only)) for each in BEFORE]
    _, entry = released(other, only)
    less = msgspec.structs.replace(PLAN, indicators=("i1",), comparisons=())
    file, _ = counts(renamed(BEFORE[0], plan_digest=digest(less)), FORM, less)
    with pytest.raises(DisclosureError, match=r"make its counts file with the ledger"):
        analyse([file], FORM, less, ledger=[entry])
    whole, _ = counts(BEFORE[0], FORM, PLAN)
    assert analyse([whole], FORM, PLAN, ledger=[entry]) == analyse(BEFORE, FORM, PLAN)


def test_a_ledger_read_back_is_the_same_and_takes_no_entry_twice() -> None:
    late = released(answers((25, 70), (26, 72)))[1]
    file = with_entry(with_entry(with_entry(b"", ENTRY), late), ENTRY)
    assert read_ledger(file) == (ENTRY, late)


def test_it_holds_no_number_that_was_hidden() -> None:
    sets = counted({"0580/elected": [(3, 55), (20, 55)]}, INVITED, FORM, PLAN)
    entry = released(sets)[1]
    assert entry.strata[0].shown.keys() == {"i2"}


def test_it_holds_nothing_that_tells_the_sheets_of_a_few() -> None:
    # The digest of one sheet is found by making every sheet that the form can give.
    few = counted({"0580/elected": [(1, 1), (0, 1)], "0580/staff": [(40, 300), (60, 300)]}, INVITED, FORM, PLAN)
    elected, staff = released(few)[1].strata
    assert (elected.answers, elected.sheets) == ("", TOO_FEW)
    assert (staff.answers, staff.sheets) == (answers_digest(few[0].rows["staff"]), 300)


def test_of_too_few_sheets_any_may_be_the_same_and_the_thresholds_stay() -> None:
    few = [renamed(each, disclosure=Disclosure(70, 5)) for each in BEFORE]
    entry = released(few)[1]
    assert entry.strata[0].answers == ""
    again = analyse(BEFORE, FORM, PLAN, ledger=[entry])
    assert again.rules.min_answered == 70
    assert not told_of(again, "i1")
    assert ledger_entry(again, BEFORE, FORM, PLAN) == entry


def test_a_group_that_too_few_answered_by_now_has_nothing_to_be_set_against() -> None:
    now = counted({"0580/elected": [(2, 8), (3, 8)], "0580/staff": [(40, 300), (60, 300)]}, INVITED, FORM, PLAN)
    before = counted({"0580/elected": [(5, 10), (5, 10)], "0580/staff": [(40, 300), (60, 300)]}, INVITED, FORM, PLAN)
    entry = released(before)[1]
    assert analyse(now, FORM, PLAN, ledger=[entry]) == analyse(now, FORM, PLAN)
    file, _ = counts(now[0], FORM, PLAN)
    assert analyse([file], FORM, PLAN, ledger=[entry]) == analyse(now, FORM, PLAN)


@pytest.mark.parametrize("line", [b"{}", b"not json", b'{"study":1}', canonical_bytes(ENTRY).replace(b":", b": ", 1)])
def test_a_line_that_is_no_entry_is_refused_by_its_number(line: bytes) -> None:
    with pytest.raises(InputError, match=r"^line 2 is no(t| entry)"):
        read_ledger(with_entry(b"", ENTRY) + line + b"\n")


def test_a_late_answer_leaks_its_own_answers_when_the_ledger_is_not_given() -> None:
    # The attack that the ledger stops: the two numbers differ by one exposed person, who is the late one.
    then = {each.indicator: each for each in analyse(BEFORE, FORM, PLAN).estimates if each.group == "elected"}
    again = analyse(answers((21, 61), (20, 61)), FORM, PLAN).estimates
    late = {each.indicator: each for each in again if each.group == "elected"}
    differences = [
        (int(now.exposed or 0) - int(then[name].exposed or 0), int(now.answered or 0) - int(then[name].answered or 0))
        for name, now in late.items()
    ]
    assert differences == [(1, 1), (0, 1)]


def test_answers_must_not_be_told_apart_by_sheets_alone() -> None:
    more = [assemble(each.header, {**each.rows, "elected": [*each.rows["elected"], b".."]}) for each in BEFORE]
    with pytest.raises(DisclosureError, match="60 sheets were published and now there are 61"):
        analyse(more, FORM, PLAN, ledger=[ENTRY])
