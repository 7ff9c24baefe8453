"""Weights from crossed counts: what is merged, what is refused. The numbers themselves: test_weighted.py."""

import math

import numpy as np
import pytest

from analysis.counting.counts import Stratum
from analysis.counting.crossing import NO_ANSWER, Crossed
from analysis.errors import CountError
from analysis.estimates.weighting import WeightedRate, rate, weights_of
from questionnaires.answersets import FrameCount, Place
from questionnaires.items import item_index
from tests.analysis.full import FORM

AGE = (item_index(FORM)["B5"],)
COLLAPSE = (("young", "middle"), ("young", "middle", "old"))
#: sheets, answered and exposed of the young, the middle-aged and the old
Cells = tuple[tuple[int, int, int], ...]


def stratum(*persons: int, invited: int | None = None) -> Stratum:
    frame = tuple(
        FrameCount({"B5": code}, count) for code, count in zip(("young", "middle", "old"), persons, strict=True)
    )
    return Stratum(Place("0580", "Linköping"), "staff", invited or sum(persons), 100, frame)


def crossed(*cells: tuple[int, int, int], unknown: tuple[int, int, int] = (0, 0, 0)) -> Crossed:
    rows = (unknown, *cells)
    there = [place for place, row in enumerate(rows) if row[0]]
    codes = np.array([[place + NO_ANSWER for place in there]], dtype=np.int64)
    answered, exposed = np.array([rows[place][1:] for place in there], dtype=np.int64).T
    return Crossed("met", 0, codes, answered, exposed)


def made(of: Crossed, where: Stratum, collapse: tuple[tuple[str, ...], ...] = ()) -> WeightedRate:
    return rate(of, where, weights_of(of, where, AGE, ((),), collapse))


def test_each_cell_counts_by_its_persons() -> None:
    found = made(crossed((20, 20, 10), (40, 40, 10), (40, 40, 30)), stratum(100, 100, 200))
    assert found.share == pytest.approx((100 * 0.5 + 100 * 0.25 + 200 * 0.75) / 400)
    assert found.collapsed == ()
    assert found.effective_population == pytest.approx(found.effective / (1 - 100 / 400))


def test_those_who_did_not_tell_their_age_stand_for_nobody() -> None:
    cells = ((20, 20, 10), (40, 40, 10), (40, 40, 30))
    without, with_them = (made(crossed(*cells, unknown=u), stratum(100, 100, 200)) for u in ((0, 0, 0), (9, 9, 9)))
    assert without == with_them


def test_an_option_that_the_frame_does_not_name_stands_for_nobody() -> None:
    # A register knows two ages where the form has three; named with 0 persons it would be a contradiction.
    two = (FrameCount({"B5": "young"}, 100), FrameCount({"B5": "old"}, 200))
    register = Stratum(Place("0580", "Linköping"), "staff", 300, 100, two)
    found = made(crossed((20, 20, 10), (9, 9, 9), (40, 40, 30)), register)
    assert found.share == pytest.approx((100 * 0.5 + 200 * 0.75) / 300)


def test_who_left_the_indicator_out_has_no_weight() -> None:
    # Half of the young said, and a quarter of the old: each cell still stands for all its persons.
    found = made(crossed((20, 10, 4), (40, 40, 10), (40, 10, 8)), stratum(100, 100, 200))
    assert found.share == pytest.approx((100 * 0.4 + 100 * 0.25 + 200 * 0.8) / 400)
    assert found.effective_population == pytest.approx(found.effective / (1 - 60 / 400))


def test_all_answered_is_a_census() -> None:
    found = made(crossed((20, 20, 10), (40, 40, 10), (40, 40, 30)), stratum(20, 40, 40))
    assert found.effective_population == math.inf
    interval = found.interval("population", 0.95)
    assert (interval.low, interval.high, interval.status) == (0.5, 0.5, "census")
    assert found.interval("risk", 0.95).low < 0.5


def test_a_cell_without_answers_is_refused_by_name_unless_it_is_collapsed() -> None:
    of, where = crossed((0, 0, 0), (40, 40, 10), (40, 40, 30)), stratum(100, 100, 200)
    with pytest.raises(CountError, match=r"nobody answered in cell young \(100 persons\)"):
        made(of, where)
    found = made(of, where, COLLAPSE[:1])
    assert found.collapsed == COLLAPSE[:1]
    assert found.share == pytest.approx((200 * 0.25 + 200 * 0.75) / 400)


def test_answers_where_the_frame_has_nobody_are_refused() -> None:
    with pytest.raises(CountError, match="40 answers in cell middle with nobody in the frame"):
        made(crossed((20, 20, 10), (40, 40, 10), (40, 40, 30)), stratum(100, 0, 300))


def test_a_frame_smaller_than_the_answers_is_refused() -> None:
    with pytest.raises(CountError, match="cell middle: 40 answered of 30"):
        made(crossed((20, 20, 10), (40, 40, 10), (40, 40, 30)), stratum(100, 30, 300))


def test_a_frame_that_does_not_sum_to_the_invited_is_refused() -> None:
    with pytest.raises(CountError, match="the cells hold 400 persons and the frame 500"):
        made(crossed((20, 20, 10), (40, 40, 10), (40, 40, 30)), stratum(100, 100, 200, invited=500))


def test_nobody_who_told_their_age_is_refused() -> None:
    with pytest.raises(CountError, match="nobody answered the items"):
        made(crossed((0, 0, 0), (0, 0, 0), (0, 0, 0), unknown=(9, 9, 9)), stratum(100, 100, 200))
