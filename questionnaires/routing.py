"""Are the conditions of this questionnaire well made? Those that decide what is shown, and those of the indicators.

A condition may ask only for earlier questions, and must be one that somebody can meet: a question nobody can reach,
a wording nobody gets and a share that is always 0 or 100 % are mistakes that no reader of the form would see.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from questionnaires.conditions import All, Answer, Answered, Condition, Either, IndicatorHolds, Not, leaves, spelled_out
from questionnaires.items import Item, item_index
from questionnaires.model import Indicator, Question, Questionnaire, questions
from questionnaires.reachability import is_reachable

Index = Mapping[str, Item]


def condition_problems(form: Questionnaire) -> Iterator[str]:
    """Faults of the conditions themselves: what they ask about does not exist, comes later, or says nothing."""
    index = item_index(form)
    earlier: set[str] = set()
    for _, question in questions(form):
        for place, condition in _routes(question):
            yield from _condition(place, condition, index, earlier)
            for leaf in leaves(condition):
                if isinstance(leaf, IndicatorHolds):
                    yield f"{place}: routing may not ask for the indicator {leaf.id}; ask for the items themselves"
        earlier.update(item.id for item in index.values() if item.question == question.id)
    before: set[str] = set()
    for indicator in form.indicators:
        for part, condition in (("base", indicator.base), ("counts", indicator.counts)):
            place = f"indicator {indicator.id}, {part}"
            yield from _condition(place, condition, index, index)
            for leaf in leaves(condition):
                if isinstance(leaf, IndicatorHolds) and leaf.id not in before:
                    yield f"{place}: the indicator {leaf.id} is not declared before this one; move it or mend the id"
        strangers = sorted(set(indicator.groups) - set(form.groups))
        if strangers:
            yield f"indicator {indicator.id}: there is no group {', '.join(strangers)}; mend the name"
        before.add(indicator.id)


def reach_problems(form: Questionnaire) -> Iterator[str]:
    """What nobody can reach: a question, a wording, a base; and an indicator that is always 0 or 100 %.

    Only for a form without `condition_problems`.
    """
    index = item_index(form)
    for _, question in questions(form):
        yield from _unreachable(form, question, index)
    meaning: dict[str, Condition] = {}
    for indicator in form.indicators:
        base, counts = spelled_out(indicator.base, meaning), spelled_out(indicator.counts, meaning)
        meaning[indicator.id] = All((base, counts))
        yield from _constant(form, indicator, base, counts, index)


def _routes(question: Question) -> Iterator[tuple[str, Condition]]:
    if question.shown_if is not None:
        yield f"question {question.id}, shown_if", question.shown_if
    for number, variant in enumerate(question.variants, start=1):
        yield f"question {question.id}, variant {number}", variant.shown_if


def _unreachable(form: Questionnaire, question: Question, index: Index) -> Iterator[str]:
    groups = question.groups or form.groups
    for group in groups:
        if not is_reachable(question.shown_if, group, index):
            yield (
                f"question {question.id}: nobody in {group} can reach it, whatever they answer; "
                "mend shown_if, or name in groups only those who can"
            )
    before = [] if question.shown_if is None else [question.shown_if]
    for number, variant in enumerate(question.variants, start=1):
        if not any(is_reachable(All((*before, variant.shown_if)), group, index) for group in groups):
            yield f"question {question.id}, variant {number}: nobody can get this wording; mend it or take it away"
        before.append(Not(variant.shown_if))


def _constant(
    form: Questionnaire, indicator: Indicator, base: Condition, counts: Condition, index: Index
) -> Iterator[str]:
    place = f"indicator {indicator.id}"
    for group in indicator.groups or form.groups:
        if not is_reachable(base, group, index):
            yield f"{place}, base: nobody in {group} can be in it; mend it, or name in groups only those it is about"
        elif not is_reachable(All((base, counts)), group, index):
            yield f"{place}, counts: nobody in {group} who is in the base can count; mend it"
        elif not is_reachable(All((base, Not(counts))), group, index):
            yield f"{place}, counts: everyone in {group} who is in the base counts; mend it"


def _condition(place: str, condition: Condition, index: Index, earlier: Collection[str]) -> Iterator[str]:
    if any(not parts for parts in _lists(condition)):
        yield f"{place}: 'of' is empty; name the conditions"
    for leaf in leaves(condition):
        if not isinstance(leaf, IndicatorHolds):
            for fault in _leaf(leaf, index, earlier):
                yield f"{place}: {fault}"


def _lists(condition: Condition) -> Iterator[tuple[Condition, ...]]:
    """The `of` of every `all` and `either` in the tree."""
    match condition:
        case All(of=parts) | Either(of=parts):
            yield parts
            for part in parts:
                yield from _lists(part)
        case Not(of=part):
            yield from _lists(part)
        case _:
            return


def _leaf(leaf: Answer | Answered, index: Index, earlier: Collection[str]) -> Iterator[str]:
    for name, times in Counter(leaf.items).items():
        if name not in index:
            yield f"there is no item {name}; mend the id"
        elif name not in earlier:
            yield f"item {name} comes later or is the question itself; ask only for earlier ones"
        elif isinstance(leaf, Answer):
            for code in sorted(set(leaf.codes) - set(index[name].codes())):
                yield f"item {name} has no option {code}; mend the code"
        if times > 1:
            yield f"item {name} is named {times} times (a battery stands for its statements); name it once"
    if isinstance(leaf, Answer) and not leaf.codes:
        yield "'is' is empty, so it never holds; name the options"
    if not 1 <= leaf.at_least <= len(leaf.items):
        yield f"at_least = {leaf.at_least} of {len(leaf.items)} items can never be, or always is, met; mend it"
