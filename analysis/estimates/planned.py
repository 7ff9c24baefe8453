"""Which tests the plan declared, among the rates there are: in its order, then by municipality.

Nothing is tested that was not declared before anyone answered.
"""

from collections.abc import Iterator
from itertools import combinations

from analysis.counting.quantities import subset_id
from analysis.estimates.families import Subset, Test
from analysis.estimates.rates import Cell
from questionnaires.plans import Comparison


def tests_between(comparison: Comparison, there: frozenset[Cell]) -> tuple[Test, ...]:
    """The tests of a *comparison* between two rates of one wave; those whose rates are not *there* cannot be made."""
    codes = municipalities(there)
    found = (test for indicator in comparison.indicators for test in _tests(comparison, indicator, codes))
    return tuple(test for test in found if there.issuperset(test.parts))


def municipalities(there: frozenset[Cell]) -> list[str]:
    """The codes of all municipalities, in order."""
    return sorted({cell.municipality for cell in there if cell.municipality is not None})


def _tests(comparison: Comparison, indicator: str, codes: list[str]) -> Iterator[Test]:
    match comparison.kind:
        case "groups_within_municipality":
            group, other = comparison.groups
            for code in codes:
                yield _test(indicator, Cell(indicator, code, group), Cell(indicator, code, other))
        case "municipalities_within_group":
            for group in comparison.groups:
                for code, another in combinations(codes, 2):
                    yield _test(indicator, Cell(indicator, code, group), Cell(indicator, another, group))
        case "options_within_stratum":
            item = comparison.item
            option, against = comparison.options
            names = [subset_id(indicator, item, chosen) for chosen in (option, against)]
            for code in codes:
                for group in comparison.groups:
                    first, second = (Cell(name, code, group) for name in names)
                    yield _test(indicator, first, second, ((item, option), (item, against)))
        case _:
            return


def _test(indicator: str, first: Cell, second: Cell, subsets: tuple[Subset, Subset] = (None, None)) -> Test:
    return Test(indicator, first, second, (first, second), subsets)
