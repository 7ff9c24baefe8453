"""Whom and what a number of the outlook is about, in the words of one language; and its numbers.

Differences are told in whole percentage points from ten up, rounded upwards: a smaller one would be found less surely.
"""

import math
from collections.abc import Sequence

from analysis.planning.catalogue import group, words
from analysis.planning.outlook import CellOutlook, Who
from questionnaires.items import item_index
from questionnaires.model import Questionnaire, Text
from questionnaires.plans import Plan
from questionnaires.wordings import fill, terms_for

_SURE = 0.995  # nearer to 1 than this, or to 0 than the rest, a probability is not told in figures


class Names:
    """The names that *questionnaire* and *plan* give things, in *language*."""

    def __init__(self, questionnaire: Questionnaire, plan: Plan, language: str) -> None:
        self.words = words(language)
        self._form = questionnaire
        self._items = item_index(questionnaire)
        self._families = {each.id: each for each in plan.comparisons}
        self._splits = {each.id: each.label for each in plan.splits}
        self._asked = {item.id: item.text for item in self._items.values()} | {
            each.item: each.label for each in plan.breakdowns if each.label is not None
        }
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
            named = t("who.part", who=named, option=self.option(who))
        return t("who.earlier", who=named) if who.earlier else named

    def option(self, who: Who) -> str:
        """The part of a group alone, as the group read it."""
        return self._read(self._parts[who.item, who.option], (who.group,))

    def share(self, name: str, share: float) -> str:
        """An assumed share of those who chose an option, *name* being "item.option"."""
        item, _, option = name.partition(".")
        groups = self._items[item].groups
        asked, chosen = self._read(self._items[item].text, groups), self._read(self._parts[item, option], groups)
        return self.words("assumed.share", item=asked, option=chosen, share=self.words.level(share))

    def family(self, family: str, *, exposed: bool) -> str:
        """The label of a family, and whether it is about the exposed only."""
        label = self.words.of(self._families[family].label)
        return self.words("family.exposed", label=label) if exposed else label

    def cell(self, cell: CellOutlook) -> str:
        """What a finer table is about."""
        t = self.words
        match cell.table:
            case "splits":
                return t("cell.splits", label=self._read(self._splits[cell.id], (cell.who.group,)).removesuffix("."))
            case "breakdowns":
                return t("cell.breakdowns", item=self._read(self._asked[cell.id], (cell.who.group,)))
            case _:
                return t(f"cell.{cell.table}")

    def _read(self, text: Text, groups: Sequence[str]) -> str:
        """*text* as *groups* read it: the form's terms filled in, those of several groups with a stroke between."""
        t = self.words
        filled = (fill(t.of(text), terms_for(self._form, group, t.language, t("period"))) for group in groups)
        return "/".join(dict.fromkeys(filled))

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
