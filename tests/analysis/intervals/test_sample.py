import math

import numpy as np
import pytest

from analysis.errors import CountError
from analysis.intervals.sample import crossed, kish, sample


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([1.0, 2.0, -1.0], "1 of 3 weights are negative or missing, the first -1"),
        ([1.0, 2.0, math.nan], "1 of 3 weights are negative or missing, the first nan"),
        ([1.0, 2.0], "2 weights for 3 answers"),
        ([3.0, 3.0, 3.1], "sum to 9.100000 and the frame to 9"),
    ],
)
def test_weights_that_do_not_fit_are_refused_and_never_mended(weights: list[float], words: str) -> None:
    with pytest.raises(CountError, match=words):
        sample([0, 0, 0], [9], weights)


@pytest.mark.parametrize(
    ("strata_", "frame", "words"),
    [
        ([0, 0, 0], [2], "stratum 0: 3 answered in a frame of 2"),
        ([0, 0], [2, 5], "stratum 1: nobody answered"),
        ([0, 2], [2, 5], "stratum: code 2 is outside 0 to 1"),
        ([0.5], [2], "codes are one whole number"),
        ([0], [2.5], "frame: 2.5 is no number of persons"),
    ],
)
def test_strata_that_do_not_fit_their_frame_are_refused(strata_: list[float], frame: list[float], words: str) -> None:
    with pytest.raises(CountError, match=words):
        sample(strata_, frame)


def test_persons_of_one_stratum_and_weight_are_of_one_kind() -> None:
    found = sample([0, 1, 0, 1, 0], [30, 8], [10.0, 4.0, 10.0, 4.0, 10.0])
    assert found.persons.tolist() == [3, 2]
    assert found.person_weights().tolist() == [10.0, 4.0, 10.0, 4.0, 10.0]


def test_margins_divide_the_kinds_and_change_no_weight() -> None:
    design = sample([0, 1, 0, 1, 0], [30, 8])
    ages, sexes = np.array([0, 0, 2, 2, 2]), np.array([1, 1, 1, 0, 0])
    found = crossed(design, (ages, sexes))
    assert found.person_weights().tolist() == design.person_weights().tolist()
    assert found.margins[0][found.kinds].tolist() == ages.tolist()
    assert found.margins[1][found.kinds].tolist() == sexes.tolist()
    assert found.strata[found.kinds].tolist() == [0, 1, 0, 1, 0]
    assert found.persons.sum() == 5


def test_equal_weights_cost_nothing() -> None:
    assert kish(sample([0, 0, 0], [30])) == pytest.approx(1)
    assert kish(sample([0, 0], [4], [1.0, 3.0])) == pytest.approx(1.25)
