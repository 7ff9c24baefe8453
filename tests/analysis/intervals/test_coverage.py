"""A part of `./run coverage` small enough for every run of the tests, and proof that its bars can be missed."""

import math

import numpy as np
import pytest
from scipy import stats

from analysis.intervals.interval import Intervals, statuses
from bench.coverage.bars import EVERY, Bar, Estimand, lines
from bench.coverage.cases import Group, shares
from bench.coverage.exact import Floats, covered, joint, of_a_frame, of_a_risk
from bench.coverage.figures import figure


@pytest.mark.parametrize("estimand", EVERY, ids=lambda estimand: estimand.name)
def test_every_method_keeps_its_bar(estimand: Estimand) -> None:
    found = list(lines(estimand.quick(), estimand.bars))
    assert set(estimand.bars) <= {line.method for line in found}
    assert [(line.method, line.failed) for line in found if line.failed] == []


def wald(exposed: Floats, answered: Floats, _frame: Floats) -> Intervals:
    share = exposed / answered
    half = 1.96 * np.sqrt(share * (1 - share) / answered)
    return Intervals(share - half, share + half, 0.95, "wald", statuses(answered > 0))


def test_a_method_that_falls_short_misses_it() -> None:
    (line,) = lines(shares([Group(30, 61)], {"Wald": wald}), {"Wald": Bar(0.945, 1, 0.88)})
    assert [each.case for each in line.failed] == ["30 of 61"]


@pytest.mark.parametrize(("answered", "frame"), [(1, 1), (3, 7), (20, 31), (61, 61)])
def test_the_chances_of_a_frame_are_scipys(answered: int, frame: int) -> None:
    people = np.arange(frame + 1)
    theirs = stats.hypergeom.pmf(np.arange(answered + 1)[:, None], frame, people, answered)
    assert of_a_frame(answered, frame) == pytest.approx(theirs, abs=1e-12)


def test_an_interval_of_everything_holds_every_truth() -> None:
    chances, counts = joint([of_a_frame(3, 7), of_a_frame(2, 7)])
    ends = np.zeros(len(counts)), np.ones(len(counts))
    assert covered(chances, *ends, np.arange(8) / 7) == pytest.approx(np.ones(8))


def test_one_hand_made_coverage_is_right() -> None:
    # One answer: no says [0, 0.5], yes says [0.4, 1]. At 0.45 both hold, at 0.2 only no does.
    low, high = np.array([0.0, 0.4]), np.array([0.5, 1.0])
    truths = np.array([0.2, 0.45])
    assert covered(of_a_risk(1, truths), low, high, truths) == pytest.approx([0.8, 1.0])


def test_a_figure_says_in_words_what_it_draws() -> None:
    drawn = list(shares([Group(20, 31)], {"Wald": wald}))
    text = figure("One rate: 20 of 31", drawn)
    assert f"Wald: least {drawn[0].least:.3f}, mean {drawn[0].mean:.3f}." in text
    assert text.count("<polyline") == 1
    assert not math.isnan(drawn[0].width)
