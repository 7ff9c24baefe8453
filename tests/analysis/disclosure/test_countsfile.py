"""What comes of counts files must be what comes of the answers, and a file that lies must be found out."""

from typing import Any

import msgspec
import pytest

from analysis.disclosure.countsfile import TOO_FEW, CountsFile, Sufficient, from_bytes, to_bytes
from analysis.disclosure.release import to_bytes as release_bytes
from analysis.errors import InputError
from analysis.run import analyse, counts
from questionnaires.answersets import AnswerSet, assemble
from questionnaires.model import Text
from questionnaires.plans import Breakdown, Comparison, Plan
from tests.analysis.answers import counted, form_of, header, plan_for, words
from tests.analysis.tied import FORM, study

CODES = ("0580", "0581", "1480")


def plan_with(**changes: Any) -> Plan:
    pooled = Comparison("pooled", "groups_pooled", words("tillsammans"), ("elected", "staff"), ("any", "first"))
    plan = plan_for(FORM)
    return msgspec.structs.replace(plan, comparisons=(*plan.comparisons, pooled), **changes)


PLAN = plan_with(bands=(0.15, 0.5))


def made(answers: AnswerSet, plan: Plan = PLAN) -> CountsFile:
    return from_bytes(to_bytes(counts(answers, FORM, plan)[0]), FORM, plan)


@pytest.mark.parametrize("seed", range(10))
def test_the_release_of_counts_is_byte_for_byte_that_of_the_answers(seed: int) -> None:
    sets = study(PLAN, seed, CODES)
    expected = release_bytes(analyse(sets, FORM, PLAN))
    files = [made(each) for each in sets]
    assert release_bytes(analyse(files, FORM, PLAN)) == expected
    assert release_bytes(analyse([files[2], sets[0], files[1]], FORM, PLAN)) == expected


def test_a_counts_file_holds_no_hidden_number_and_no_sheet() -> None:
    sets = study(PLAN, 3, CODES)
    release = analyse(sets, FORM, PLAN)
    hidden = {(e.municipality, e.group, e.indicator) for e in release.estimates if e.suppressed}
    assert hidden
    for each in sets:
        file = made(each)
        empty = {
            (each.header.municipality.code, group.group, name)
            for group in file.groups
            for name, told in group.counts.items()
            if told is None
        }
        assert empty == {cell for cell in hidden if cell[0] == each.header.municipality.code}
        assert not any(row in to_bytes(file) for rows in each.rows.values() for row in rows)


SIMPLE = form_of(2)
SIMPLE_PLAN = plan_for(SIMPLE)
TABLE = {"0580/elected": [(20, 55), (3, 55)], "0580/staff": [(2, 6), (1, 6)]}


def simple() -> CountsFile:
    sets = counted(TABLE, {"0580/elected": 79, "0580/staff": 900}, SIMPLE, SIMPLE_PLAN)
    return counts(sets[0], SIMPLE, SIMPLE_PLAN)[0]


def test_how_few_answered_is_not_told() -> None:
    assert [stratum.answered for stratum in simple().header.strata] == [55, TOO_FEW]


def test_the_sheets_of_a_few_leave_no_digest() -> None:
    # The digest of one sheet is found by making every sheet that the form can give.
    elected, staff = simple().groups
    assert len(elected.answers) == 64
    assert staff.answers == ""


@pytest.mark.parametrize(("place", "answers"), [(0, ""), (1, "0" * 64)])
def test_a_digest_of_a_few_or_none_of_many_is_refused(place: int, answers: str) -> None:
    file = simple()
    groups = list(file.groups)
    groups[place] = msgspec.structs.replace(groups[place], answers=answers)
    with pytest.raises(InputError, match="a digest of too few sheets, or none of enough"):
        from_bytes(to_bytes(msgspec.structs.replace(file, groups=tuple(groups))), SIMPLE, SIMPLE_PLAN)


CUT = msgspec.structs.replace(SIMPLE_PLAN, breakdowns=(Breakdown("I1", ("i2",), ("yes",), words("övriga")),))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("i2|I1=yes", Sufficient(11, 20, None)),
        ("i2|I1=yes", Sufficient(10, 21, None)),
        ("i2|I1=yes", Sufficient(9, 20, None)),
        ("i2|I1=yes", Sufficient(10, 19, None)),
        ("i2", Sufficient(26, 55, 79)),
    ],
)
def test_parts_that_are_not_the_whole_are_refused(name: str, told: Sufficient) -> None:
    file = parts()
    group = msgspec.structs.replace(file.groups[0], counts={**file.groups[0].counts, name: told})
    with pytest.raises(InputError, match="0580/elected, i2: the parts by I1 do not sum to the whole"):
        from_bytes(to_bytes(msgspec.structs.replace(file, groups=(group,))), SIMPLE, CUT)


def parts() -> CountsFile:
    """Of 55 elected 25 say yes to the second question: 10 of the 20 who say yes to the first, 15 of the other 35."""
    rows = [b"aa"] * 10 + [b"ab"] * 10 + [b"ba"] * 15 + [b"bb"] * 20
    answers = assemble(header(SIMPLE, CUT, "0580", {"elected": 79}), {"elected": rows})
    return counts(answers, SIMPLE, CUT)[0]


def test_parts_that_are_the_whole_are_read_and_of_hidden_ones_no_more_is_asked() -> None:
    file = parts()
    assert None not in file.groups[0].counts.values()
    assert from_bytes(to_bytes(file), SIMPLE, CUT) == file
    group = msgspec.structs.replace(file.groups[0], counts={**file.groups[0].counts, "i2|I1=!yes": None})
    less = msgspec.structs.replace(file, groups=(group,))
    assert from_bytes(to_bytes(less), SIMPLE, CUT) == less


def changed(**counts: Sufficient | None) -> bytes:
    """A counts file that says something else of the elected, with a digest that fits."""
    file = simple()
    first = file.groups[0]
    groups = (msgspec.structs.replace(first, counts={**first.counts, **counts}), *file.groups[1:])
    return to_bytes(msgspec.structs.replace(file, groups=groups))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Sufficient(56, 55, 79), "0580/elected, i1: 56 exposed of 55 answered"),
        (Sufficient(-1, 55, 79), "0580/elected, i1: -1 exposed of 55 answered"),
        (Sufficient(20, 56, 79), "0580/elected, i1: 56 answered of 55 sheets"),
        (Sufficient(20, 55, 80), "0580/elected, i1: 55 answered of 80 eligible in a frame of 79"),
        (Sufficient(20, 55, 54), "0580/elected, i1: 55 answered of 54 eligible in a frame of 79"),
        (Sufficient(20, 55, 76), "0580/elected, i1: 76 eligible of 79: too few are told as left out"),
        (Sufficient(20, 55, None), "0580/elected, i1: the frame is not the study's"),
        (Sufficient(4, 55, 79), "0580/elected, i1: 4 of 55 is too small to be shown"),
        (Sufficient(51, 55, 79), "0580/elected, i1: 51 of 55 is too small to be shown"),
        (Sufficient(5, 9, 79), "0580/elected, i1: 5 of 9 is too small to be shown"),
    ],
)
def test_numbers_that_cannot_be_are_refused(told: Sufficient, words: Text) -> None:
    with pytest.raises(InputError) as refused:
        from_bytes(changed(i1=told), SIMPLE, SIMPLE_PLAN)
    assert str(refused.value) == f"{words}; ask the municipality for a new counts file"


def test_a_number_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(InputError, match="0580/elected: the numbers are not those of the plan"):
        from_bytes(changed(i3=None), SIMPLE, SIMPLE_PLAN)


def test_a_number_is_not_told_of_a_group_that_too_few_answered() -> None:
    file = simple()
    staff = msgspec.structs.replace(file.groups[1], counts={"i1": Sufficient(0, 0, 900), "i2": None})
    with pytest.raises(InputError, match="0580/staff, i1: 0 of 0 is too small"):
        from_bytes(to_bytes(msgspec.structs.replace(file, groups=(file.groups[0], staff))), SIMPLE, SIMPLE_PLAN)


def test_a_band_of_a_number_that_is_shown_is_refused() -> None:
    file = simple()
    first = msgspec.structs.replace(file.groups[0], bands={"i1": (0.0, 0.5)})
    with pytest.raises(InputError, match="a band is told of a number that is not hidden"):
        from_bytes(to_bytes(msgspec.structs.replace(file, groups=(first, file.groups[1]))), SIMPLE, SIMPLE_PLAN)


def test_a_group_that_is_missing_is_refused() -> None:
    file = msgspec.structs.replace(simple(), groups=simple().groups[:1])
    with pytest.raises(InputError, match="the groups are not those of the header"):
        from_bytes(to_bytes(file), SIMPLE, SIMPLE_PLAN)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (b"samtidig counts 1", b"samtidig counts 2", "no whole counts file"),
        (b'"exposed":20', b'"exposed":21', "has been altered"),
        (b"sha256 ", b"sha", "no whole counts file"),
    ],
)
def test_a_file_that_was_altered_is_refused(before: bytes, after: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        from_bytes(to_bytes(simple()).replace(before, after, 1), SIMPLE, SIMPLE_PLAN)


def test_counts_of_another_form_or_plan_are_refused() -> None:
    with pytest.raises(InputError, match="another text of the form"):
        from_bytes(to_bytes(simple()), FORM, SIMPLE_PLAN)
    with pytest.raises(InputError, match="another plan"):
        from_bytes(to_bytes(simple()), SIMPLE, plan_for(SIMPLE, 0.9))


def test_what_is_no_counts_file_inside_is_refused() -> None:
    file = to_bytes(simple())
    inside = file.split(b"\n")[1]
    with pytest.raises(InputError, match="altered"):
        from_bytes(file.replace(inside, b"{}"), SIMPLE, SIMPLE_PLAN)
