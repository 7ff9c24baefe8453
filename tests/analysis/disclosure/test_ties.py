import math

import msgspec
import numpy as np
import pytest

from analysis.counting.kinds import Tied
from analysis.disclosure.attack import Attacker
from analysis.disclosure.rules import Rules
from analysis.disclosure.suppression import breaches, suppress
from analysis.disclosure.ties import Numbers, demand, demands, problem
from analysis.disclosure.told import Told
from analysis.errors import DisclosureError
from tests.analysis.tied import all_kinds

RULES = Rules(10, 5)
ANY_SHEET = (0, 60)
KINDS = all_kinds()


@pytest.mark.parametrize(
    ("value", "answered", "expected"),
    [
        (3, 50, (0.0, 5.0, math.nan)),  # too few: anything from 0 to 5
        (0, 50, (0.0, 5.0, math.nan)),
        (7, 50, (math.nan, math.nan, math.nan)),  # the other half of the cell is the small one
        (6, 8, (math.nan, math.nan, 5.0)),  # too small a base: five persons of doubt
        (2, 8, (0.0, 5.0, 5.0)),
        (0, 0, (math.nan, math.nan, math.nan)),  # nobody answered: nothing is said of anybody
    ],
)
def test_what_is_demanded_of_a_hidden_count(value: int, answered: int, expected: tuple[float, ...]) -> None:
    assert demand(value, answered, ANY_SHEET, RULES) == pytest.approx(expected, nan_ok=True)


def test_no_more_is_demanded_than_the_number_of_sheets_allows() -> None:
    assert demand(1, 3, (0, 3), RULES) == (0.0, 3.0, 3.0)


def test_what_the_form_makes_certain_is_not_demanded() -> None:
    assert demand(40, 40, (40, 40), RULES)[:2] == pytest.approx((math.nan, math.nan), nan_ok=True)
    assert demand(0, 40, (0, 0), RULES) == pytest.approx((0.0, 0.0, math.nan), nan_ok=True)


def numbers(**cells: tuple[int, int]) -> Numbers:
    """A stratum of the tied form: any, first, second, influence, reported; None left out is hidden."""
    names = ("any", "first", "second", "influence", "reported")
    exposed, answered = np.array([cells[name] for name in names]).T
    small = (answered < 10) | (exposed < 5) | (answered - exposed < 5)
    told = tuple(Told(name, *cells[name]) for name in names)
    return Numbers(Tied(names, KINDS, np.ones(len(KINDS), dtype=np.bool_)), 40, told, small)


def hidden(found: Numbers) -> list[int]:
    cost = np.array([10.0, 3.0, 3.0, 3.0, 3.0])
    return np.flatnonzero(suppress(problem(found, demands(found, RULES), cost))).tolist()


def test_the_base_of_one_indicator_gives_another_away_and_is_hidden() -> None:
    # 37 of 40 were exposed, and 37 answered whether they had reported: three persons met nothing.
    found = numbers(any=(37, 40), first=(20, 40), second=(30, 40), influence=(20, 40), reported=(9, 37))
    assert found.small.tolist() == [True, False, False, False, False]
    assert 4 in hidden(found)


def test_a_part_that_is_shown_large_enough_gives_nothing_away() -> None:
    found = numbers(any=(30, 40), first=(20, 40), second=(22, 40), influence=(2, 40), reported=(9, 28))
    assert hidden(found) == [3]


def test_the_parts_of_a_union_give_it_away_and_are_hidden() -> None:
    # Whoever met the first or the second event is exposed: 35 met the second, so at most five met nothing.
    found = numbers(any=(36, 40), first=(8, 40), second=(36, 40), influence=(20, 40), reported=(9, 20))
    assert found.small.tolist() == [True, False, True, False, False]
    chosen = hidden(found)
    given = problem(found, demands(found, RULES), np.ones(5))
    assert not breaches(given, Attacker(given.real), np.isin(np.arange(5), chosen))


@pytest.mark.parametrize(("aside", "expected"), [(None, [0]), ((0, 4), [0, 4])])
def test_a_frame_that_tells_how_few_were_not_asked_is_hidden(
    aside: tuple[int, int] | None, expected: list[int]
) -> None:
    # Only who met something is asked whether it was reported. "Fewer than five were not asked" is about the same few.
    found = numbers(any=(37, 40), first=(20, 40), second=(22, 40), influence=(20, 40), reported=(9, 20))
    told = (*found.told[:-1], msgspec.structs.replace(found.told[-1], aside=aside))
    assert hidden(msgspec.structs.replace(found, told=told)) == expected


def test_what_was_told_before_cannot_be_hidden_again_and_is_reckoned_with() -> None:
    # Shown alone, the base of `reported` gives nothing away; with an earlier release that told of 37 in it, all does.
    found = numbers(any=(37, 40), first=(20, 40), second=(22, 40), influence=(20, 40), reported=(9, 20))
    before = msgspec.structs.replace(found, known=(Told("reported", 9, 37),))
    with pytest.raises(DisclosureError):
        hidden(before)
