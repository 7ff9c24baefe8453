"""Whom and what a number of the outlook is about, in the words of one language; and its numbers.

Differences are told in whole percentage points from ten up, rounded upwards: a smaller one would be found less surely.
"""

import math

from analysis.planning.catalogue import group, words
from analysis.planning.outlook import CellOutlook, Who
from questionnaires.items import item_index
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan

_SURE = 0.995  # nearer to 1 than this, or to 0 than the rest, a probability is not told in figures


class Names:
    """The names that *questionnaire* and *plan* give things, in *language*."""

    def __init__(self, questionnaire: Questionnaire, plan: Plan, language: str) -> None:
        self.words = words(language)
        self._items = item_index(questionnaire)
        self._families = {each.id: each for each in plan.comparisons}
        self._splits = {each.id: each.label for each in plan.splits}
        self._parts = {
            (item.id, option.code): option.text for item in self._items.values() for option in item.options
        } | {(each.item, each.codes[-1]): each.rest for each in plan.breakdowns if each.rest is not None}
        self._pools = {each.id: each.label for each in plan.pools}

    def who(self, who: Who) -> str:
        """Linköping, förtroendevalda: Kvinna."""
        t = self.words
        place = t.of(self._pools[who.name]) if who.name in self._pools else who.name
        named = t("who", place=place if who.name else t("who.all"), group=group(t.language, who.group))
        if who.option:
            named = t("who.part", who=named, option=t.of(self._parts[who.item, who.option]))
        return t("who.earlier", who=named) if who.earlier else named

    def family(self, family: str, *, exposed: bool) -> str:
        """The label of a family, and whether it is about the exposed only."""
        label = self.words.of(self._families[family].label)
        return self.words("family.exposed", label=label) if exposed else label

    def cell(self, cell: CellOutlook) -> str:
        """What a finer table is about."""
        t = self.words
        match cell.table:
            case "splits":
                return t("cell.splits", label=t.of(self._splits[cell.id]))
            case "breakdowns":
                return t("cell.breakdowns", item=t.of(self._items[cell.id].text))
            case _:
                return t(f"cell.{cell.table}")

    def least(self, difference: float | None) -> str:
        """A smallest difference, in percentage points; a dash if there is none."""
        if difference is None:
            return self.words("none")
        points = 100 * difference
        return self.words.whole(math.ceil(points - 1e-9)) if points >= 10 else self.words.points(difference)

    def probability(self, probability: float) -> str:
        """A probability in whole per cent; never 0 or 100."""
        if probability > _SURE:
            return self.words("probability.high")
        return self.words("probability.low") if probability < 1 - _SURE else self.words.share(probability, 0)
