from math import comb

import pytest

from analysis.intervals.difference import newcombe, newcombe_fpc
from analysis.intervals.finite import hypergeometric
from analysis.intervals.wilson import wilson
from analysis.planning.chances import Side
from analysis.planning.widths import expected_half_width, expected_width


def binomial(k: int, n: int, rate: float) -> float:
    return comb(n, k) * rate**k * (1 - rate) ** (n - k)


def drawn(k: int, n: int, inside: int, frame: int) -> float:
    return comb(inside, k) * comb(frame - inside, n - k) / comb(frame, n)


def test_the_expected_width_is_the_mean_over_every_outcome() -> None:
    found = (wilson(k, 47) for k in range(48))
    by_hand = sum(binomial(k, 47, 0.25) * (each.high - each.low) for k, each in enumerate(found))
    assert expected_width(Side(47), 0.25, 0.95) == pytest.approx(by_hand, rel=1e-8)


def test_about_these_persons_it_is_the_mean_of_the_hypergeometric_widths() -> None:
    found = (hypergeometric(k, 31, 61, 0.95) for k in range(16))
    by_hand = sum(drawn(k, 31, 15, 61) * (each.high - each.low) for k, each in enumerate(found))
    assert expected_width(Side(31, 61), 15 / 61, 0.95) == pytest.approx(by_hand, rel=1e-8)


def test_the_expected_half_width_is_the_mean_over_every_pair_of_outcomes() -> None:
    pairs = ((k, j, newcombe(k, 12, j, 17)) for k in range(13) for j in range(18))
    by_hand = sum(binomial(k, 12, 0.3) * binomial(j, 17, 0.3) * (each.high - each.low) / 2 for k, j, each in pairs)
    assert expected_half_width(Side(12), Side(17), 0.3, 0.95) == pytest.approx(by_hand, rel=1e-8)


def test_and_about_these_persons_with_the_correction_for_both_frames() -> None:
    pairs = ((k, j, newcombe_fpc(k, 12, 20, j, 17, 30)) for k in range(6) for j in range(10))
    by_hand = sum(drawn(k, 12, 5, 20) * drawn(j, 17, 8, 30) * (each.high - each.low) / 2 for k, j, each in pairs)
    assert expected_half_width(Side(12, 20), Side(17, 30), 0.2501, 0.95) == pytest.approx(by_hand, rel=1e-8)


@pytest.mark.parametrize("rate", [0.05, 0.25, 0.5])
def test_more_answers_make_it_narrower(rate: float) -> None:
    for frame in (None, 400):
        widths = [expected_width(Side(n, frame), rate, 0.95) for n in (20, 40, 80, 160, 320)]
        assert widths == sorted(widths, reverse=True)
        halves = [expected_half_width(Side(n, frame), Side(100, frame), rate, 0.95) for n in (20, 40, 80, 160, 320)]
        assert halves == sorted(halves, reverse=True)


def test_about_these_persons_it_is_narrower_than_about_the_risk() -> None:
    assert expected_width(Side(47, 79), 0.25, 0.95) < expected_width(Side(47), 0.25, 0.95)


def test_a_higher_level_makes_it_wider() -> None:
    assert expected_width(Side(47), 0.25, 0.99) > expected_width(Side(47), 0.25, 0.95)


def test_when_all_answer_nothing_is_left_to_chance_and_when_nobody_does_all_is() -> None:
    assert expected_width(Side(79, 79), 0.25, 0.95) == 0.0
    assert expected_width(Side(0, 79), 0.25, 0.95) == 1.0
    assert expected_half_width(Side(0), Side(79), 0.25, 0.95) == 1.0
