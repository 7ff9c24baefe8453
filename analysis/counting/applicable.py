"""Whom an indicator could not be about: those who, by what they did answer, were rightly not asked it.

They leave the base and the frame alike. Whoever skipped a question, or refused it, is another matter: what was not
asked because of that could have been answered, so they stay in the frame as persons whose answer is not known.
"""

import numpy as np

from analysis.counting.exposure import Exposure
from analysis.counting.quantities import Quantity
from analysis.intervals.interval import Flags
from questionnaires.conditions import All, Answer, Answered, Condition, Either, IndicatorHolds, Not, leaves
from questionnaires.items import Item
from questionnaires.model import Questionnaire
from questionnaires.plans import excluded
from questionnaires.sheets import NOT_SHOWN, UNANSWERED


class Applicability:
    """Which sheets the quantities cannot be about; *exposure* has the sheets."""

    def __init__(self, questionnaire: Questionnaire, exposure: Exposure) -> None:
        self._exposure = exposure
        self._indicators = {indicator.id: indicator for indicator in questionnaire.indicators}
        self._aside: dict[str, Flags] = {}
        self._can: dict[Condition, Flags] = {}

    def not_applicable(self, quantity: Quantity) -> Flags:
        """The sheets outside the base to which no item applies that decides who counts.

        In a subset only those who are in it: of the others the frame of the subset knows nothing.
        """
        exposure = self._exposure
        decide = self._deciding(quantity.indicator.counts)
        if not decide:
            return np.zeros(exposure.sheets, dtype=np.bool_)
        found = exposure.all_of(self._set_aside(exposure.items[name]) for name in decide)
        if found.any():
            found &= ~exposure.in_base(quantity.indicator)
            if quantity.subset is not None:
                item, code = quantity.subset
                named = excluded(code)
                chosen = exposure.chosen(exposure.items[item], named or (code,))
                found &= ~chosen if named else chosen
        return found

    def _deciding(self, counts: Condition) -> tuple[str, ...]:
        names: dict[str, None] = {}
        waiting = [counts]
        while waiting:
            for leaf in leaves(waiting.pop()):
                if isinstance(leaf, IndicatorHolds):
                    waiting.append(self._indicators[leaf.id].counts)
                else:
                    names.update(dict.fromkeys(leaf.items))
        return tuple(names)

    def _set_aside(self, item: Item) -> Flags:
        """The sheets to which *item* does not apply: rightly not asked, or answered so."""
        found = self._aside.get(item.id)
        if found is None:
            found = self._exposure.symbols[item.offset] == ord(NOT_SHOWN)
            if item.shown_if is not None and found.any():
                can = self._can.get(item.shown_if)
                if can is None:
                    can = self._can[item.shown_if] = self._possible(item.shown_if)
                found &= ~can
            answered_so = [option.code for option in item.options if option.missing == "not_applicable"]
            if answered_so:
                found |= self._exposure.chosen(item, answered_so)
            self._aside[item.id] = found
        return found

    def _unknown(self, item: Item) -> Flags:
        """The sheets whose answer to *item* could be anything: skipped, refused, not known, or not asked for that."""
        symbols = self._exposure.symbols[item.offset]
        unsaid = [option.code for option in item.options if option.missing in ("dont_know", "decline")]
        found: Flags = (symbols == ord(UNANSWERED)) | self._exposure.chosen(item, unsaid)
        found |= (symbols == ord(NOT_SHOWN)) & ~self._set_aside(item)
        return found

    def _possible(self, condition: Condition) -> Flags:
        """Whether *condition* would hold for some answers to what is unknown."""
        exposure = self._exposure
        match condition:
            case Answer(items=names, at_least=at_least) | Answered(items=names, at_least=at_least):
                asked = [exposure.items[name] for name in names]
                wanted = [condition.codes if isinstance(condition, Answer) else item.said for item in asked]
                could = [exposure.chosen(i, codes) | self._unknown(i) for i, codes in zip(asked, wanted, strict=True)]
                return exposure.many_of(could, at_least)
            case All(of=parts):
                return exposure.all_of(self._possible(part) for part in parts)
            case Either(of=parts):
                return exposure.any_of(self._possible(part) for part in parts)
            case Not(of=part):
                return ~self._certain(part)
            case IndicatorHolds(id=name):
                raise ValueError(f"a routing condition may not ask for the indicator {name!r}")

    def _certain(self, condition: Condition) -> Flags:
        """Whether *condition* holds for all answers to what is unknown."""
        exposure = self._exposure
        match condition:
            case All(of=parts):
                return exposure.all_of(self._certain(part) for part in parts)
            case Either(of=parts):
                return exposure.any_of(self._certain(part) for part in parts)
            case Not(of=part):
                return ~self._possible(part)
            case _:
                return exposure.holds(condition)
