"""Who is in the base of an indicator, and who counts in it: the form's own conditions, over whole columns.

It must agree with `questionnaires.conditions.holds` sheet by sheet (a property test holds it to that). Each condition
is worked out once for each stratum and kept, since indicators build on each other.
"""

import numpy as np

from analysis.counting.responses import Symbols, table
from analysis.intervals.interval import Flags
from questionnaires.conditions import All, Answer, Answered, Condition, Either, IndicatorHolds, Not
from questionnaires.items import LETTERS, Item, item_index
from questionnaires.model import Indicator, Questionnaire

_TICKED = ord("1")


class Exposure:
    """The conditions of *questionnaire* over *symbols* (row width, sheets): one flag a sheet."""

    def __init__(self, questionnaire: Questionnaire, symbols: Symbols) -> None:
        self._symbols = symbols
        self._items = item_index(questionnaire)
        self._indicators = {indicator.id: indicator for indicator in questionnaire.indicators}
        self._known: dict[Condition, Flags] = {}

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

    def _evaluate(self, condition: Condition) -> Flags:
        match condition:
            case Answer(items=names, codes=codes, at_least=at_least):
                return self._at_least([(self._items[name], codes) for name in names], at_least)
            case Answered(items=names, at_least=at_least):
                asked = [self._items[name] for name in names]
                return self._at_least([(item, _substantive(item)) for item in asked], at_least)
            case All(of=parts):
                return self._combined(np.logical_and, parts, start=True)
            case Either(of=parts):
                return self._combined(np.logical_or, parts, start=False)
            case Not(of=part):
                return ~self.holds(part)
            case IndicatorHolds(id=name):
                return self.exposed(self._indicators[name])

    def _combined(self, way: np.ufunc, parts: tuple[Condition, ...], *, start: bool) -> Flags:
        flags = np.full(self._symbols.shape[1], start)
        for part in parts:
            way(flags, self.holds(part), out=flags)
        return flags

    def _at_least(self, wanted: list[tuple[Item, tuple[str, ...]]], at_least: int) -> Flags:
        many = np.zeros(self._symbols.shape[1], dtype=np.int16)
        for item, codes in wanted:
            many += self._chosen(item, codes)
        enough: Flags = many >= at_least
        return enough

    def _chosen(self, item: Item, codes: tuple[str, ...]) -> Flags:
        """For each sheet, whether one of *codes* was chosen in *item*."""
        places = [place for place, code in enumerate(item.codes()) if code in codes]
        if item.multiple:
            ticked: Flags = self._symbols[[item.offset + place for place in places]] == _TICKED
            some: Flags = np.any(ticked, axis=0)
            return some
        flags: Flags = table("".join(LETTERS[place] for place in places))[self._symbols[item.offset]]
        return flags


def _substantive(item: Item) -> tuple[str, ...]:
    return tuple(option.code for option in item.options if not option.missing)
