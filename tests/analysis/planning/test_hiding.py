from math import comb

import numpy as np
import pytest

from analysis.disclosure.rules import Rules, too_small
from analysis.planning.hiding import chance_hidden

RULES = Rules(10, 5)


def by_hand(answered: int, rate: float, rules: Rules) -> float:
    """The rule of the disclosure control itself, over every outcome."""
    k = np.arange(answered + 1)
    sheets = np.full(answered + 1, max(answered, 1))
    flags = too_small(k, np.full(answered + 1, answered), sheets, rules)
    weights = [comb(answered, j) * rate**j * (1 - rate) ** (answered - j) for j in range(answered + 1)]
    return float(np.array(weights) @ flags)


@pytest.mark.parametrize("answered", [0, 4, 9, 10, 11, 40, 79])
@pytest.mark.parametrize("rate", [0.0, 0.05, 0.25, 0.9, 1.0])
def test_the_chance_is_that_of_the_rule(answered: int, rate: float) -> None:
    for rules in (RULES, Rules(20, 7)):
        assert chance_hidden(answered, rate, rules) == pytest.approx(by_hand(answered, rate, rules), abs=1e-10)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_a_part_of_those_who_answer_has_a_base_left_to_chance_too(part: float) -> None:
    weights = [comb(60, n) * part**n * (1 - part) ** (60 - n) for n in range(61)]
    expected = sum(weight * by_hand(n, 0.25, RULES) for n, weight in enumerate(weights))
    assert chance_hidden(60, 0.25, RULES, part) == pytest.approx(expected, abs=1e-8)


def test_more_answers_hide_less() -> None:
    found = [chance_hidden(n, 0.25, RULES) for n in range(10, 100, 5)]
    assert found == sorted(found, reverse=True)


def test_nine_answers_are_always_hidden() -> None:
    assert chance_hidden(9, 0.5, RULES) == 1.0
