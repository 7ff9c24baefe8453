from fractions import Fraction
from math import comb

import pytest

from analysis.planning.chances import Chances, Side, chances, persons


def agrees(found: Chances, exact: list[float]) -> None:
    """Whether the outcomes found have their exact probabilities, and what was left out has next to none."""
    places = [int(k) for k in found.exposed]
    assert found.weights.tolist() == pytest.approx([exact[k] for k in places], rel=1e-7)
    assert sum(exact) - sum(exact[k] for k in places) < 1e-8


@pytest.mark.parametrize(
    ("answered", "rate"), [(1, Fraction(1, 4)), (12, Fraction(1, 20)), (60, Fraction(1, 2)), (3000, Fraction(1, 500))]
)
def test_without_a_frame_the_number_is_binomial(answered: int, rate: Fraction) -> None:
    exact = [comb(answered, k) * rate**k * (1 - rate) ** (answered - k) for k in range(answered + 1)]
    agrees(chances(Side(answered), float(rate)), [float(each) for each in exact])


@pytest.mark.parametrize(("answered", "frame", "inside"), [(5, 8, 2), (31, 61, 15), (61, 61, 15), (0, 7, 3)])
def test_in_a_frame_the_number_is_hypergeometric(answered: int, frame: int, inside: int) -> None:
    exact = [comb(inside, k) * comb(frame - inside, answered - k) / comb(frame, answered) for k in range(answered + 1)]
    agrees(chances(Side(answered, frame), inside / frame), exact)


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_a_rate_of_nobody_or_all_leaves_nothing_to_chance(rate: float) -> None:
    found = chances(Side(9), rate)
    assert (found.exposed.tolist(), found.weights.tolist()) == ([9 * rate], [1.0])


def test_the_rare_is_left_out_and_the_rest_still_sums_to_one() -> None:
    found = chances(Side(5000, 10_000), 0.25)
    assert len(found.exposed) < 300
    assert found.weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert found.weights @ found.exposed == pytest.approx(1250, abs=1e-4)


def test_a_share_of_a_frame_is_the_nearest_number_of_persons() -> None:
    assert [persons(rate, 61) for rate in (0.0, 0.05, 0.25, 1.0)] == [0, 3, 15, 61]
