"""Small councils that are reported only together: one municipality in everything, fixed before anyone answered."""

import pytest
from msgspec.structs import replace

from analysis.counting.together import merged
from analysis.disclosure.release import Release, to_bytes
from analysis.errors import InputError
from analysis.run import analyse, counts
from questionnaires.answersets import AnswerSet, FrameCount
from questionnaires.plans import Plan, Pool
from tests.analysis.answers import counted, form_of, plan_for, words

FORM = form_of(2)
POOL = Pool("coast", words("Kusten"), ("0581", "1480", "1761"), only_together=True)
PLAN: Plan = replace(plan_for(FORM), pools=(POOL,))
INVITED = {f"{code}/{group}": 40 for code in ("0580", "0581", "1480", "1761") for group in ("elected", "staff")}
#: Each small council has fewer than five exposed to the first; all but one of them together have five or more.
TABLE = {
    "0580/elected": [(9, 30), (12, 30)],
    "0581/elected": [(3, 15), (4, 15)],
    "1480/elected": [(4, 16), (4, 16)],
    "1761/elected": [(3, 14), (0, 14)],
}


def sets(table: dict[str, list[tuple[int, int]]] = TABLE, plan: Plan = PLAN) -> list[AnswerSet]:
    return counted(table, INVITED, FORM, plan)


def told(release: Release, indicator: str) -> dict[str | None, tuple[int | None, int | None]]:
    return {
        each.municipality: (each.exposed, each.answered)
        for each in release.estimates
        if (each.indicator, each.group, each.table) == (indicator, "elected", "rates")
    }


def test_they_are_one_municipality_and_none_of_them_has_numbers() -> None:
    release = analyse(sets(), FORM, PLAN)
    assert [place.code for place in release.wave.places] == ["0580", "coast"]
    assert release.wave.places[1].name == "Kusten"
    assert told(release, "i1") == {"0580": (9, 30), "coast": (10, 45)}
    assert [each.invited for each in release.strata if each.municipality == "coast"] == [120]
    pairs = {(each.first.municipality, each.second.municipality) for each in release.comparisons}
    assert pairs == {("0580", "coast")}


def test_apart_all_of_them_would_be_hidden() -> None:
    apart = replace(PLAN, pools=(replace(POOL, only_together=False),))
    release = analyse(sets(plan=apart), FORM, apart)
    assert set(told(release, "i1").values()) == {(9, 30), (None, None)}
    assert all(each.suppressed for each in release.pooled if each.pool and each.indicator == "i1")


def test_it_is_hidden_where_a_member_would_be_left_with_too_little() -> None:
    # 8 of 45, of which 1480 knows 4: the other two would be 4 together.
    release = analyse(sets(), FORM, PLAN)
    assert told(release, "i2")["coast"] == (None, None)
    enough = {**TABLE, "1761/elected": [(3, 14), (3, 14)]}
    assert told(analyse(sets(enough), FORM, PLAN), "i2")["coast"] == (11, 45)


@pytest.mark.parametrize("given", [["0581"], ["0580", "0581", "1480"]])
def test_without_a_member_nothing_is_told(given: list[str]) -> None:
    some = [each for each in sets() if each.header.municipality.code in given]
    with pytest.raises(InputError, match=r"0581, 1480, 1761 are reported only together .*: give .*1761 too"):
        analyse(some, FORM, PLAN)


def test_counts_of_a_member_alone_are_refused() -> None:
    with pytest.raises(InputError, match="reported only together"):
        counts(sets()[1], FORM, PLAN)


def test_the_order_of_the_files_does_not_matter() -> None:
    made = sets()
    assert to_bytes(analyse(made[::-1], FORM, PLAN)) == to_bytes(analyse(made, FORM, PLAN))


def test_a_frame_count_is_of_all_or_left_out() -> None:
    known = (FrameCount({"I1": "yes"}, 10), FrameCount({"I1": "no"}, 30))
    members = [
        replace(each, header=replace(each.header, strata=tuple(replace(s, frame=known) for s in each.header.strata)))
        for each in sets()[1:]
    ]
    (stratum,) = merged(POOL, members).header.strata
    assert stratum.frame == (FrameCount({"I1": "no"}, 90), FrameCount({"I1": "yes"}, 30))
    bare = replace(members[0], header=replace(sets()[1].header))
    (stratum,) = merged(POOL, [bare, *members[1:]]).header.strata
    assert stratum.frame == ()
