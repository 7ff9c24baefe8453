from collections import Counter

import numpy as np
import pytest

from analysis.counting.counts import count
from analysis.errors import InputError
from questionnaires.answersets import AnswerSet
from questionnaires.sheets import decode
from tests.analysis.answers import SMALL, counted, form_of, plan_for, random_set

PLAN = plan_for(SMALL)


def test_the_counts_are_those_of_the_sheets_one_by_one() -> None:
    answers = random_set(SMALL, PLAN, "0580", {"elected": 40, "staff": 90}, seed=3)
    found = count([answers], SMALL, PLAN)
    for column, group in enumerate(("elected", "staff")):
        tally: Counter[str] = Counter()
        for row in answers.rows[group]:
            given = [decode(SMALL, group, row).get(item, ("",))[0] for item in ("C1", "C2")]
            if all(code in {"no", "once", "more"} for code in given):
                tally["answered"] += 1
                tally["exposed"] += any(code != "no" for code in given)
        assert (found.exposed[0, column], found.answered[0, column]) == (tally["exposed"], tally["answered"])


def test_chosen_counts_come_out_as_they_went_in() -> None:
    form = form_of(2)
    table = {"0580/elected": [(3, 20), (7, 18)], "0580/staff": [(0, 30), (30, 30)], "0581/elected": [(1, 1), (0, 0)]}
    sets = counted(table, dict.fromkeys(table, 100), form, plan_for(form))
    found = count(sets, form, plan_for(form))
    assert [str(stratum) for stratum in found.strata] == ["0580/elected", "0580/staff", "0581/elected"]
    assert found.exposed.tolist() == [[3, 0, 1], [7, 30, 0]]
    assert found.answered.tolist() == [[20, 30, 1], [18, 30, 0]]
    assert [stratum.answered for stratum in found.strata] == [20, 30, 1]
    assert found.applies.all()


def test_the_order_of_files_and_groups_changes_nothing() -> None:
    sets = [random_set(SMALL, PLAN, code, {"elected": 20, "staff": 20}, seed=4) for code in ("0580", "0581")]
    turned = [AnswerSet(each.header, dict(reversed(each.rows.items()))) for each in reversed(sets)]
    one, other = count(sets, SMALL, PLAN), count(turned, SMALL, PLAN)
    assert one.strata == other.strata
    assert np.array_equal(one.exposed, other.exposed)
    for column in range(len(one.strata)):
        assert one.found.tied(column, 0).kinds.tolist() == other.found.tied(column, 0).kinds.tolist()


def test_a_row_that_the_form_cannot_have_given_stops_the_count() -> None:
    answers = random_set(SMALL, PLAN, "0581", {"elected": 5, "staff": 5}, seed=5)
    forged = tuple(b"a" + b"a" + row[2:] for row in answers.rows["staff"])
    with pytest.raises(InputError, match=r"0581/staff, row 1, item B1"):
        count([AnswerSet(answers.header, {**answers.rows, "staff": forged})], SMALL, PLAN)
