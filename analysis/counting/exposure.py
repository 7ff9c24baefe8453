"""Who is in the base of an indicator, and who counts in it: the form's own conditions, over whole columns.

It must agree with `questionnaires.conditions.holds` sheet by sheet (a property test holds it to that). Each condition
is worked out once for each stratum and kept, since indicators build on each other. Letters are compared as ranges of
bytes, never looked up: a processor compares 32 of them at once.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from analysis.counting.responses import Symbols
from analysis.intervals.interval import Flags
from questionnaires.conditions import All, Answer, Answered, Condition, Either, IndicatorHolds, Not
from questionnaires.items import LETTERS, Item, item_index
from questionnaires.model import Indicator, Questionnaire

_TICKED = ord("1")


class Exposure:
    """The conditions of *questionnaire* over *symbols* (row width, sheets): one flag a sheet."""

    def __init__(self, questionnaire: Questionnaire, symbols: Symbols) -> None:
        self.symbols = symbols
        self.items = item_index(questionnaire)
        self._indicators = {indicator.id: indicator for indicator in questionnaire.indicators}
        self._known: dict[Condition, Flags] = {}

    @property
    def sheets(self) -> int:
        """How many sheets there are."""
        return int(self.symbols.shape[1])

    def in_base(self, indicator: Indicator) -> Flags:
        """Who the indicator is about."""
        return self.holds(indicator.base)

    def exposed(self, indicator: Indicator) -> Flags:
        """Who of them counts."""
        return self.in_base(indicator) & self.holds(indicator.counts)

    def holds(self, condition: Condition) -> Flags:
        """For each sheet, whether *condition* holds. Read the array, never change it: it is kept."""
        found = self._known.get(condition)
        if found is None:
            found = self._known[condition] = self._evaluate(condition)
        return found

    def chosen(self, item: Item, codes: Iterable[str]) -> Flags:
        """For each sheet, whether one of *codes* was chosen in *item*."""
        wanted = frozenset(codes)
        places = [place for place, code in enumerate(item.codes()) if code in wanted]
        if item.multiple:
            ticked = (self.symbols[item.offset + place] == _TICKED for place in places)
        else:
            ticked = (_between(self.symbols[item.offset], *run) for run in _runs(places))
        return self.any_of(ticked)

    def any_of(self, flags: Iterable[Flags]) -> Flags:
        """For each sheet, whether one of *flags* is set."""
        found = np.zeros(self.sheets, dtype=np.bool_)
        for each in flags:
            found |= each
        return found

    def all_of(self, flags: Iterable[Flags]) -> Flags:
        """For each sheet, whether all of *flags* are set."""
        found = np.ones(self.sheets, dtype=np.bool_)
        for each in flags:
            found &= each
        return found

    def many_of(self, flags: list[Flags], at_least: int) -> Flags:
        """For each sheet, whether at least so many of *flags* are set."""
        if at_least == 1:
            return self.any_of(flags)
        if at_least == len(flags):
            return self.all_of(flags)
        many: npt.NDArray[np.integer] = np.zeros(self.sheets, dtype=np.uint8 if len(flags) < 256 else np.int64)
        for each in flags:
            np.add(many, each, out=many, casting="unsafe")
        enough: Flags = many >= at_least
        return enough

    def _evaluate(self, condition: Condition) -> Flags:
        match condition:
            case Answer(items=names, codes=codes, at_least=at_least):
                return self.many_of([self.chosen(self.items[name], codes) for name in names], at_least)
            case Answered(items=names, at_least=at_least):
                asked = [self.items[name] for name in names]
                return self.many_of([self.chosen(item, item.said) for item in asked], at_least)
            case All(of=parts):
                return self.all_of(self.holds(part) for part in parts)
            case Either(of=parts):
                return self.any_of(self.holds(part) for part in parts)
            case Not(of=part):
                return ~self.holds(part)
            case IndicatorHolds(id=name):
                return self.exposed(self._indicators[name])


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring *places*, which are in rising order, taken together as (first, last)."""
    for place in places:
        if place - 1 not in places:
            last = place
            while last + 1 in places:
                last += 1
            yield place, last


def _between(column: Symbols, first: int, last: int) -> Flags:
    """Whether a symbol is one of the letters from *first* to *last*; what is below the first wraps round to above."""
    start = np.uint8(ord(LETTERS[first]))
    found: Flags = column == start if first == last else column - start <= np.uint8(last - first)
    return found
