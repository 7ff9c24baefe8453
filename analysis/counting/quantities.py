"""The quantities: every number that the plan wants counted, as a base and who counts in it.

A breakdown, a split and a step of a scale are each nothing but an indicator of the form with other conditions. So one
counting, one hiding and one attacker serve all tables, and what ties two tables together is found as any other tie is.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

from questionnaires.conditions import All, Answer, Answered, Condition, Either, IndicatorHolds, Not
from questionnaires.items import Item, item_index
from questionnaires.model import Indicator, Questionnaire
from questionnaires.plans import Breakdown, Distribution, Plan, Split, complement, excluded

Table = Literal["rates", "breakdowns", "splits", "distributions"]
Denominator = Literal["", "exposed", "answered"]


class Quantity(msgspec.Struct, frozen=True):
    """One share to count. *id* is its own; *wording* is what its estimates are called in their *table*.

    "undue_influence"; among women "undue_influence|B4=woman", worded as "undue_influence" with the *subset* ("B4",
    "woman"); a split "perpetrators/criminal|exposed", worded without the *denominator*; a step "H1>=agree". *indicator*
    has the conditions and the groups. Who is not *told* is counted for disclosure control alone.
    """

    id: str
    table: Table
    wording: str
    indicator: Indicator
    subset: tuple[str, str] | None = None
    denominator: Denominator = ""
    told: bool = True


def quantities(questionnaire: Questionnaire, plan: Plan) -> tuple[Quantity, ...]:
    """All that *plan* counts: rates first, in the plan's order, then breakdowns, splits and steps of scales."""
    index = {indicator.id: indicator for indicator in questionnaire.indicators}
    return (
        *(rate(index[name]) for name in plan.indicators),
        *(made for each in plan.breakdowns for made in _breakdown(each, questionnaire, index)),
        *(made for each in plan.splits for made in _split(each, questionnaire, index[each.of])),
        *(made for each in plan.distributions for made in _distribution(each, questionnaire)),
    )


def rate(indicator: Indicator) -> Quantity:
    """An indicator of the form as it is."""
    return Quantity(indicator.id, "rates", indicator.id, indicator)


def subset_id(name: str, item: str, code: str) -> str:
    """The id of the indicator *name* among those who chose *code* of *item*."""
    return f"{name}|{item}={code}"


def step_id(item: str, cut: str) -> str:
    """The id of the share who chose *cut* or a higher option of *item*."""
    return f"{item}>={cut}"


def split_id(split: str, category: str, denominator: Denominator) -> str:
    """The id of a category of a split under one of its denominators."""
    return f"{split}/{category}|{denominator}"


def _shared(groups: tuple[str, ...], item: Item, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The groups that both are about, in the order of the form."""
    return tuple(group for group in questionnaire.groups if group in item.groups and (not groups or group in groups))


def _derived(indicator: Indicator, name: str, base: Condition, counts: Condition, groups: tuple[str, ...]) -> Indicator:
    return msgspec.structs.replace(indicator, id=name, base=base, counts=counts, groups=groups)


def _breakdown(breakdown: Breakdown, questionnaire: Questionnaire, index: dict[str, Indicator]) -> Iterator[Quantity]:
    item = item_index(questionnaire)[breakdown.item]
    for name in breakdown.indicators:
        for code in breakdown.codes or _substantive(item):
            yield _part(index[name], item, code, questionnaire)


def unnamed_rests(questionnaire: Questionnaire, plan: Plan) -> tuple[Quantity, ...]:
    """Who is in none of a breakdown's parts, where the plan does not name them: never shown, and to be protected.

    They are the indicator less its parts. Few leave a background question out, so it would be one or two persons.
    """
    index = {indicator.id: indicator for indicator in questionnaire.indicators}
    by = item_index(questionnaire)
    return tuple(
        _part(index[name], by[each.item], complement(each.options or _substantive(by[each.item])), questionnaire)
        for each in plan.breakdowns
        if each.rest is None
        for name in each.indicators
    )


def _part(indicator: Indicator, item: Item, code: str, questionnaire: Questionnaire) -> Quantity:
    """*indicator* among those who chose *code* of *item*, or none of the options that *code* is the complement of."""
    named = excluded(code)
    chose: Condition = Not(Answer((item.id,), named)) if named else Answer((item.id,), (code,))
    own = subset_id(indicator.id, item.id, code)
    groups = _shared(indicator.groups, item, questionnaire)
    made = _derived(indicator, own, All((indicator.base, chose)), indicator.counts, groups)
    return Quantity(own, "breakdowns", indicator.id, made, subset=(item.id, code))


def _substantive(item: Item) -> tuple[str, ...]:
    return tuple(code for code in item.codes() if item.substantive(code))


def _split(split: Split, questionnaire: Questionnaire, of: Indicator) -> Iterator[Quantity]:
    """Each category twice: of those who count and answered, and of all in the base but those who count and did not."""
    item = item_index(questionnaire)[split.item]
    groups = _shared(of.groups, item, questionnaire)
    met, said = IndicatorHolds(of.id), Answered((item.id,))
    bases: dict[Denominator, Condition] = {
        "exposed": All((met, said)),
        "answered": All((of.base, Either((Not(met), said)))),
    }
    for denominator, base in bases.items():
        for category in split.categories:
            chosen = Answer((item.id,), category.codes)
            counts = chosen if denominator == "exposed" else All((met, chosen))
            own = split_id(split.id, category.id, denominator)
            made = msgspec.structs.replace(_derived(of, own, base, counts, groups), label=category.label)
            yield Quantity(own, "splits", f"{split.id}/{category.id}", made, denominator=denominator)


def _distribution(distribution: Distribution, questionnaire: Questionnaire) -> Iterator[Quantity]:
    for name in distribution.items:
        item = item_index(questionnaire)[name]
        for cut in distribution.cuts:
            own = step_id(name, cut)
            made = Indicator(
                id=own,
                label=item.text,
                finding=item.text,
                denominator=item.text,
                base=Answered((name,)),
                counts=Answer((name,), from_cut(item, cut)),
                groups=item.groups,
            )
            yield Quantity(own, "distributions", own, made)


def from_cut(item: Item, cut: str) -> tuple[str, ...]:
    """The codes of *cut* and of all higher options of an *item* with an ordered scale, in the order of the form."""
    score = {option.code: option.score for option in item.options if option.score is not None}
    return tuple(code for code, value in score.items() if value >= score[cut])
