from collections import Counter

import msgspec
import numpy as np

from analysis.counting.counts import count
from analysis.counting.crossing import NO_ANSWER, crossed
from questionnaires.answersets import AnswerSet
from questionnaires.indicators import standing
from questionnaires.items import item_index
from questionnaires.plans import Weighting
from questionnaires.sheets import decode
from tests.analysis.answers import SMALL, plan_for, random_set

PLAN = plan_for(SMALL)
BY_TWO = Weighting(("B1", "I1"), ("exposed_any", "undue_influence"))
ANSWERS = random_set(SMALL, PLAN, "0580", {"elected": 200, "staff": 50}, seed=8)


def place(item: str, sheet: dict[str, tuple[str, ...]]) -> int:
    """The option's place in the form, one sheet at a time."""
    found = item_index(SMALL)[item]
    codes = [code for code in sheet.get(item, ()) if found.substantive(code)]
    return found.codes().index(codes[0]) if codes else NO_ANSWER


def test_each_kind_of_sheet_is_counted_as_one_by_one() -> None:
    found = crossed(count([ANSWERS], SMALL, PLAN), SMALL, BY_TWO)
    for each in found:
        tally: dict[str, Counter[tuple[int, int]]] = {"sheets": Counter(), "answered": Counter(), "exposed": Counter()}
        for row in ANSWERS.rows["elected"]:
            sheet = decode(SMALL, "elected", row)
            key = place("B1", sheet), place("I1", sheet)
            counts = standing(SMALL, sheet)[each.indicator]
            tally["sheets"][key] += 1
            tally["answered"][key] += counts is not None
            tally["exposed"][key] += counts is True
        assert [tuple(codes) for codes in each.codes.T.tolist()] == sorted(tally["sheets"])
        for name in ("answered", "exposed"):
            assert getattr(each, name).tolist() == [tally[name][key] for key in sorted(tally["sheets"])]


def test_only_groups_that_are_asked_the_items_are_weighted() -> None:
    # B1 is asked of elected representatives only.
    found = crossed(count([ANSWERS], SMALL, PLAN), SMALL, BY_TWO)
    assert [(each.indicator, each.column) for each in found] == [("exposed_any", 0), ("undue_influence", 0)]
    both = crossed(count([ANSWERS], SMALL, PLAN), SMALL, Weighting(("I1",), ("exposed_any",)))
    assert [each.column for each in both] == [0, 1]


def test_a_stratum_without_answers_is_left_out() -> None:
    header = msgspec.structs.replace(
        ANSWERS.header, strata=tuple(msgspec.structs.replace(each, answered=0) for each in ANSWERS.header.strata)
    )
    empty = AnswerSet(header, {"elected": (), "staff": ()})
    assert crossed(count([empty], SMALL, PLAN), SMALL, BY_TWO) == ()


def test_the_order_of_rows_changes_nothing() -> None:
    turned = AnswerSet(ANSWERS.header, {group: tuple(reversed(rows)) for group, rows in ANSWERS.rows.items()})
    one, other = (crossed(count([each], SMALL, PLAN), SMALL, BY_TWO) for each in (ANSWERS, turned))
    for mine, its in zip(one, other, strict=True):
        assert np.array_equal(mine.codes, its.codes)
        assert np.array_equal(mine.exposed, its.exposed)
