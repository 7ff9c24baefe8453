"""Missing, refused, not applicable and routed past are four things: only who was rightly not asked leaves the frame."""

import msgspec
import numpy as np
import pytest

from analysis.counting.applicable import Applicability
from analysis.counting.counts import Counts, count
from analysis.counting.exposure import Exposure
from analysis.counting.frames import UNKNOWN, frame_of
from analysis.counting.quantities import quantities, rate
from analysis.counting.responses import columns
from analysis.errors import InputError
from questionnaires.answersets import AnswerSet, FrameCount, assemble
from questionnaires.conditions import All, Answer, Answered, IndicatorHolds, Not
from questionnaires.items import row_width
from questionnaires.model import Indicator, Option, Questionnaire, Section, SingleChoice
from questionnaires.plans import Breakdown, Plan, Targets
from questionnaires.sheets import clean, encode
from tests.analysis.answers import GROUPS, header, words

_SAID = (
    Option("yes", words("Ja")),
    Option("no", words("Nej")),
    Option("dont_know", words("Vet ej"), missing="dont_know"),
    Option("decline", words("Vill inte svara"), missing="decline"),
    Option("none", words("Inte aktuellt"), missing="not_applicable"),
)


def _asked(name: str, shown_if: Answer | Not | None = None) -> SingleChoice:
    return SingleChoice(id=name, text=words(name), options=_SAID, shown_if=shown_if)


#: Held a duty (H)? Who did is asked of an event (C); who met one, of a report (F). S says who somebody is.
FORM = Questionnaire(
    id="applicable",
    version="1",
    languages=("sv", "en"),
    groups=GROUPS,
    title=words("Enkät"),
    sections=(
        Section("one", words("Ett"), (_asked("S"), _asked("H"))),
        Section("two", words("Två"), (_asked("C", Not(Answer(("H",), ("no",)))),)),
        Section("three", words("Tre"), (_asked("F", Answer(("C",), ("yes",))),)),
    ),
    indicators=(
        Indicator("met", words("m"), words("m"), words("m"), Answered(("C",)), Answer(("C",), ("yes",))),
        Indicator(
            "reported",
            words("r"),
            words("r"),
            words("r"),
            All((IndicatorHolds("met"), Answered(("F",)))),
            Answer(("F",), ("yes",)),
        ),
    ),
)
PLAN = Plan(0.95, Targets("population", "risk"), ("met", "reported"), (), breakdowns=(Breakdown("S", ("met",)),))

Sheet = dict[str, str]
MET: Sheet = {"S": "yes", "H": "yes", "C": "yes", "F": "no"}
UNMET: Sheet = {"S": "yes", "H": "yes", "C": "no"}
NO_DUTY: Sheet = {"S": "yes", "H": "no"}


def row(sheet: Sheet) -> bytes:
    cleaned = clean(FORM, "staff", {item: (code,) for item, code in sheet.items()})
    assert {item: (code,) for item, code in sheet.items()} == cleaned.sheet
    return encode(FORM, "staff", cleaned.sheet)


@pytest.mark.parametrize(
    ("sheet", "aside"),
    [
        (MET, []),
        (UNMET, ["reported"]),  # met nothing, so there was nothing to report
        (NO_DUTY, ["met", "reported"]),
        ({"H": "yes"}, []),  # C skipped: an event could have been met, and reported
        ({"H": "yes", "C": "decline"}, []),
        ({"H": "yes", "C": "dont_know"}, []),
        ({"H": "yes", "C": "none"}, ["met", "reported"]),
        ({}, []),  # H skipped, so C was asked
        ({"H": "decline", "C": "no"}, ["reported"]),
        ({**MET, "F": "none"}, ["reported"]),
        ({"H": "yes", "C": "yes"}, []),  # F skipped
    ],
)
def test_only_who_was_rightly_not_asked_is_set_aside(sheet: Sheet, aside: list[str]) -> None:
    exposure = Exposure(FORM, columns([row(sheet)], row_width(FORM), "test"))
    found = Applicability(FORM, exposure)
    assert [each.id for each in FORM.indicators if found.not_applicable(rate(each)).any()] == aside


def test_nobody_is_both_set_aside_and_in_the_base() -> None:
    sheets = [MET, UNMET, NO_DUTY, {"H": "yes", "C": "none"}, {**MET, "F": "none"}]
    exposure = Exposure(FORM, columns([row(sheet) for sheet in sheets], row_width(FORM), "test"))
    found = Applicability(FORM, exposure)
    for quantity in quantities(FORM, PLAN):
        assert not (found.not_applicable(quantity) & exposure.in_base(quantity.indicator)).any()


def test_an_indicator_that_asks_nothing_sets_nobody_aside() -> None:
    everybody = Indicator("all", words("a"), words("a"), words("a"), Answered(("C",)), All(()))
    exposure = Exposure(FORM, columns([row(NO_DUTY)], row_width(FORM), "test"))
    assert not Applicability(FORM, exposure).not_applicable(rate(everybody)).any()


def answers(sheets: list[Sheet], invited: int = 60, frame: tuple[FrameCount, ...] = ()) -> AnswerSet:
    made = header(FORM, PLAN, "0580", {"staff": invited})
    framed = msgspec.structs.replace(made, strata=(msgspec.structs.replace(made.strata[0], frame=frame),))
    return assemble(framed, {"staff": [row(sheet) for sheet in sheets]})


def eligible(found: Counts) -> dict[str, int]:
    return {each.id: int(number) for each, number in zip(found.quantities, found.eligible[:, 0], strict=True)}


def test_those_set_aside_leave_the_frame_if_they_are_enough_to_be_told() -> None:
    # Five without a duty leave the frame of `met`; four more met nothing, and leave that of `reported`.
    found = count([answers([NO_DUTY] * 5 + [UNMET] * 4 + [MET] * 20)], FORM, PLAN)
    assert eligible(found)["met"] == 60 - 5
    assert eligible(found)["reported"] == 60 - 9
    few = count([answers([NO_DUTY] * 4 + [MET] * 20)], FORM, PLAN)
    assert eligible(few)["met"] == 60


def test_the_studys_own_threshold_is_the_one_that_counts() -> None:
    made = answers([NO_DUTY] * 7 + [MET] * 20)
    strict = msgspec.structs.replace(
        made.header, disclosure=msgspec.structs.replace(made.header.disclosure, min_exposed=8)
    )
    assert eligible(count([AnswerSet(strict, made.rows)], FORM, PLAN))["met"] == 60
    lax = msgspec.structs.replace(
        made.header, disclosure=msgspec.structs.replace(made.header.disclosure, min_exposed=1)
    )
    few = AnswerSet(lax, answers([NO_DUTY] * 4 + [MET] * 23).rows)
    assert eligible(count([few], FORM, PLAN))["met"] == 60


def test_nobody_is_eligible_to_a_subset_that_the_study_does_not_number() -> None:
    assert eligible(count([answers([MET] * 20)], FORM, PLAN))["met|S=yes"] == UNKNOWN


def test_a_subset_has_the_studys_frame_without_those_of_it_who_are_set_aside() -> None:
    frame = (FrameCount({"S": "yes"}, 41), FrameCount({"S": "no"}, 19))
    sheets = [NO_DUTY] * 6 + [{**NO_DUTY, "S": "no"}] * 9 + [{"H": "no"}] * 7 + [MET] * 20
    found = eligible(count([answers(sheets, frame=frame)], FORM, PLAN))
    assert (found["met"], found["met|S=yes"], found["met|S=no"]) == (60 - 22, 41 - 6, 19 - 9)


def test_a_frame_smaller_than_the_answers_is_refused_with_both_numbers() -> None:
    frame = (FrameCount({"S": "yes"}, 19), FrameCount({"S": "no"}, 41))
    with pytest.raises(
        InputError, match=r"^0580/staff, S = yes: 20 answers, but the study's frame has 19 such persons; "
    ):
        count([answers([MET] * 20, frame=frame)], FORM, PLAN)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ((), UNKNOWN),
        ((FrameCount({"H": "yes"}, 60),), UNKNOWN),
        ((FrameCount({"S": "no"}, 60),), UNKNOWN),
        ((FrameCount({"S": "yes"}, 0), FrameCount({"S": "no"}, 60)), 0),
        ((FrameCount({"S": "yes", "H": "yes"}, 12), FrameCount({"S": "yes", "H": "no"}, 5)), 17),
        ((FrameCount({"S": "yes", "H": "yes"}, 12), FrameCount({"S": "yes"}, 15)), 15),
    ],
)
def test_the_frame_of_a_subset_is_its_own_count_or_the_sum_of_its_parts(
    frame: tuple[FrameCount, ...], expected: int
) -> None:
    assert frame_of(frame, "S", "yes") == expected


def test_counts_are_64_bit_and_whole() -> None:
    crowd = count([answers([MET] * 20, invited=5_000_000_000)], FORM, PLAN)
    assert eligible(crowd)["met"] == 5_000_000_000
    found = count([answers([MET] * 20)], FORM, PLAN)
    assert {each.dtype for each in (found.exposed, found.answered, found.eligible)} == {np.dtype(np.int64)}
    assert (found.exposed <= found.answered).all()


def test_the_frame_of_a_complement_is_what_its_options_leave() -> None:
    frame = (FrameCount({"S": "yes"}, 40), FrameCount({"S": "no"}, 25), FrameCount({"S": "maybe"}, 5))
    assert frame_of(frame, "S", "!yes") == 30
    assert frame_of(frame, "S", "!yes+no") == 5
    assert frame_of(frame, "S", "!yes+never") == UNKNOWN
    assert frame_of((), "S", "!yes") == UNKNOWN
