"""All less the parts that are shown: those few who left a background question out must not be told by subtraction."""

from collections.abc import Sequence
from typing import Literal

import pytest
from msgspec.structs import replace

from analysis import run
from analysis.disclosure.release import Estimate, Release, Subset
from analysis.run import analyse
from questionnaires.answersets import AnswerSet, FrameCount, assemble
from questionnaires.plans import Breakdown, Plan, Targets, Weighting
from questionnaires.sheets import encode
from tests.analysis.answers import header, words
from tests.analysis.full import FORM

REST = "!woman"
APART = Plan(0.95, Targets("population", "risk"), ("met", "second"), (), (Breakdown("B4", ("met",)),))
NAMED = replace(
    APART,
    breakdowns=(Breakdown("B4", ("met",), ("woman",), words("Övriga")),),
    weighting=Weighting(("B4",), ("met",)),
)
#: women, men and those who did not say: (exposed, answered)
FEW = ((12, 40), (14, 40), (1, 2))
Group = Literal["woman", "man", ""]


def answers(plan: Plan, parts: Sequence[tuple[int, int]], frame: tuple[FrameCount, ...] = ()) -> list[AnswerSet]:
    """One municipality's staff, in which each part of B4 has so many exposed to `met` of so many answered."""
    rows = []
    genders: tuple[Group, ...] = ("woman", "man", "")
    for gender, (exposed, answered) in zip(genders, parts, strict=True):
        for place in range(answered):
            sheet = {"I1": ("yes" if place < exposed else "no",), "I2": ("yes" if place % 3 else "no",)}
            rows.append(encode(FORM, "staff", sheet | ({"B4": (gender,)} if gender else {})))
    head = header(FORM, plan, "0580", {"staff": 200})
    head = replace(head, strata=(replace(head.strata[0], frame=frame),))
    return [assemble(head, {"staff": rows})]


def found(release: Release, code: str = "") -> Estimate:
    """The rate of `met`: of all, or of those who chose *code*."""
    subset = Subset("B4", code) if code else None
    return next(each for each in release.estimates if (each.indicator, each.subset) == ("met", subset))


def shown(release: Release) -> list[str]:
    return [code for code in ("", "woman", "man") if not found(release, code).suppressed]


def test_one_of_all_and_its_parts_is_hidden_where_few_are_in_none_of_them() -> None:
    assert len(shown(analyse(answers(APART, FEW), FORM, APART))) == 2


@pytest.mark.parametrize("rest", [(0, 0), (6, 15)])
def test_all_are_shown_where_nobody_or_enough_are_in_none_of_them(rest: tuple[int, int]) -> None:
    assert shown(analyse(answers(APART, (*FEW[:2], rest)), FORM, APART)) == ["", "woman", "man"]


def test_without_the_guard_they_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "unnamed_rests", lambda *_: ())
    release = analyse(answers(APART, FEW), FORM, APART)
    assert shown(release) == ["", "woman", "man"]
    every, *parts = (found(release, code) for code in ("", "woman", "man"))
    assert (every.exposed or 0) - sum(each.exposed or 0 for each in parts) == 1


def test_those_in_no_part_are_in_no_row_of_the_release() -> None:
    release = analyse(answers(APART, FEW), FORM, APART)
    assert {each.subset for each in release.estimates} == {None, Subset("B4", "woman"), Subset("B4", "man")}


def test_with_a_name_the_rest_is_a_part_and_nothing_is_hidden() -> None:
    release = analyse(answers(NAMED, FEW), FORM, NAMED)
    women, rest, every = found(release, "woman"), found(release, REST), found(release)
    assert (rest.exposed, rest.answered) == (15, 42)
    assert (every.exposed, every.answered) == (27, 82)
    assert (women.frame, rest.frame) == (None, None)
    (table,) = release.breakdowns
    assert [(each.code, each.label["sv"]) for each in table.options] == [("woman", "woman"), (REST, "Övriga")]


def test_its_frame_is_what_the_others_leave_and_its_weight_follows() -> None:
    frame = (FrameCount({"B4": "woman"}, 150), FrameCount({"B4": "man"}, 50))
    release = analyse(answers(NAMED, FEW, frame), FORM, NAMED)
    assert (found(release, "woman").frame, found(release, REST).frame) == (150, 50)
    (weighted,) = release.weighted
    assert weighted.parts == (Subset("B4", "woman"), Subset("B4", REST))
    assert weighted.share == pytest.approx((150 * 12 / 40 + 50 * 15 / 42) / 200)


def test_who_did_not_say_may_be_more_than_the_register_leaves() -> None:
    frame = (FrameCount({"B4": "woman"}, 160), FrameCount({"B4": "man"}, 40))
    plan = replace(NAMED, weighting=None)
    release = analyse(answers(plan, FEW, frame), FORM, plan)
    assert found(release, REST).frame is None
    assert found(release, REST).target == "risk"
    assert found(release, "woman").frame == 160
