"""Is this questionnaire well made? Every fault at once, each with its place and its mend.

These are the faults that TOML and types cannot see: the same id twice, a question nobody can reach, a condition
on a question that comes later, a wording that lacks a language, an option that nothing can score.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from questionnaires.conditions import Answer, Answered, Condition, IndicatorHolds, leaves
from questionnaires.items import LETTERS, Item, items, options_of
from questionnaires.model import (
    AgreementScale,
    Battery,
    FrequencyScale,
    MultipleChoice,
    Option,
    Question,
    Questionnaire,
    SingleChoice,
    Variant,
    questions,
)
from questionnaires.reachability import is_reachable
from questionnaires.wordings import missing_words

ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


def problems(questionnaire: Questionnaire) -> tuple[str, ...]:
    """All faults, as "place: what is wrong; mend", in the order of the form. Empty for a well-made questionnaire."""
    found = [*_declarations(questionnaire), *_ids(questionnaire), *_scales(questionnaire)]
    if found:  # the rest would only repeat these faults, or stumble over them
        return tuple(found)
    found.extend(missing_words(questionnaire))
    found.extend(_options(questionnaire))
    found.extend(_routing(questionnaire))
    found.extend(_indicators(questionnaire))
    return tuple(found)


def _declarations(form: Questionnaire) -> Iterator[str]:
    if not form.languages:
        yield "languages: none is declared; name at least one, as languages = ['sv']"
    if not form.groups:
        yield "groups: none is declared; name at least one, as groups = ['elected', 'staff']"
    if not form.sections or not any(section.questions for section in form.sections):
        yield "sections: there is no question; add [[sections]] with [[sections.questions]]"
    for section in form.sections:
        if not section.questions:
            yield f"section {section.id}: it has no question; add one or take the section away"
    for _, question in questions(form):
        strangers = sorted(set(question.groups) - set(form.groups))
        if strangers:
            yield f"question {question.id}: there is no group {', '.join(strangers)}; declare it or mend the name"
        if isinstance(question, FrequencyScale | AgreementScale | Battery) and question.scale not in form.scales:
            yield f"question {question.id}: there is no scale {question.scale!r}; add it under [scales] or mend the name"


def _named(form: Questionnaire) -> Iterator[tuple[str, str]]:
    for section in form.sections:
        yield "section", section.id
    for _, question in questions(form):
        yield "item", question.id
        if isinstance(question, Battery):
            for statement in question.statements:
                yield "item", statement.id
    for indicator in form.indicators:
        yield "indicator", indicator.id


def _ids(form: Questionnaire) -> Iterator[str]:
    for (what, name), times in Counter(_named(form)).items():
        if times > 1:
            yield f"{what} {name}: the id is used {times} times; give each its own"
        if not ID.fullmatch(name):
            yield f"{what} {name}: an id is a letter followed by letters, digits and _; mend it"


def _scales(form: Questionnaire) -> Iterator[str]:
    wanted: dict[str, str] = {}
    for _, question in questions(form):
        match question:
            case FrequencyScale():
                wanted[question.scale] = "frequency"
            case AgreementScale():
                wanted[question.scale] = "agreement"
            case _:
                continue
        scale = form.scales.get(question.scale)
        if scale is not None and scale.measure != wanted[question.scale]:
            yield (
                f"question {question.id}: its kind needs a scale with measure = '{wanted[question.scale]}', "
                f"but {question.scale} has '{scale.measure}'; choose another scale or kind"
            )
    used = {q.scale for _, q in questions(form) if isinstance(q, FrequencyScale | AgreementScale | Battery)}
    for name in sorted(set(form.scales) - used):
        yield f"scale {name}: no question uses it; take it away or use it"


def _offers(form: Questionnaire) -> Iterator[tuple[str, tuple[Option, ...], bool, bool]]:
    """Place, options, whether ordered by score, whether several may be chosen: each list of options once."""
    for name, scale in form.scales.items():
        yield f"scale {name}", scale.options, scale.measure != "choice", False
    for _, question in questions(form):
        if isinstance(question, SingleChoice | MultipleChoice):
            yield f"question {question.id}", question.options, False, isinstance(question, MultipleChoice)


def _options(form: Questionnaire) -> Iterator[str]:
    for place, options, ordered, multiple in _offers(form):
        if not 2 <= len(options) <= len(LETTERS):
            yield f"{place}: it has {len(options)} options; a question needs 2 to {len(LETTERS)}"
        for code, times in Counter(option.code for option in options).items():
            if times > 1:
                yield f"{place}, option {code}: the code is used {times} times; give each option its own"
        for option in options:
            yield from _option(f"{place}, option {option.code}", option, ordered, multiple)
        scores = Counter(option.score for option in options if option.score is not None)
        for score, times in scores.items():
            if times > 1:
                yield f"{place}: the score {score} is given to {times} options; an ordered scale needs different scores"


def _option(place: str, option: Option, ordered: bool, multiple: bool) -> Iterator[str]:
    if not ID.fullmatch(option.code):
        yield f"{place}: a code is a letter followed by letters, digits and _; mend it"
    if ordered and option.score is None and not option.missing:
        yield (
            f"{place}: nothing can score it; give it a score, or missing = 'dont_know', 'decline' or 'not_applicable'"
        )
    if option.score is not None and option.missing:
        yield f"{place}: it has both a score and missing = '{option.missing}'; keep one"
    if option.score is not None and not ordered:
        yield f"{place}: its options are not ordered, so nothing uses the score; take it away or use a scale"
    if option.exclusive and not multiple:
        yield f"{place}: exclusive has a meaning only where several may be chosen; take it away"
    if option.missing and multiple and not option.exclusive:
        yield f"{place}: an answer that says nothing cannot stand beside others; add exclusive = true"


def _routes(question: Question) -> Iterator[tuple[str, Condition]]:
    if question.shown_if is not None:
        yield f"question {question.id}, shown_if", question.shown_if
    for place, variant in enumerate(question.variants, start=1):
        yield f"question {question.id}, variant {place}", variant.shown_if


def _routing(form: Questionnaire) -> Iterator[str]:
    index = {item.id: item for item in items(form)}
    earlier: set[str] = set()
    for _, question in questions(form):
        faults: list[str] = []
        for place, condition in _routes(question):
            faults.extend(_condition(place, condition, index, earlier, may_name_indicators=False))
        yield from faults
        if not faults:
            yield from _unreachable(form, question, index)
        earlier.update(item.id for item in items(form) if item.question == question.id)


def _unreachable(form: Questionnaire, question: Question, index: dict[str, Item]) -> Iterator[str]:
    for group in question.groups or form.groups:
        if not is_reachable(question.shown_if, group, index):
            yield (
                f"question {question.id}: nobody in {group} can reach it, whatever they answer; "
                "mend shown_if, or name in groups only those who can"
            )
    for place, variant in enumerate(question.variants, start=1):
        if not _variant_reachable(form, question, variant, index):
            yield f"question {question.id}, variant {place}: nobody can get this wording; mend it or take it away"


def _variant_reachable(form: Questionnaire, question: Question, variant: Variant, index: dict[str, Item]) -> bool:
    return any(is_reachable(variant.shown_if, group, index) for group in question.groups or form.groups)


def _condition(
    place: str, condition: Condition, index: dict[str, Item], earlier: Iterable[str], may_name_indicators: bool
) -> Iterator[str]:
    for leaf in leaves(condition):
        if not isinstance(leaf, IndicatorHolds):
            for fault in _leaf(leaf, index, earlier):
                yield f"{place}: {fault}"
        elif not may_name_indicators:
            yield f"{place}: routing may not ask for the indicator {leaf.id}; ask for the items themselves"


def _leaf(leaf: Answer | Answered, index: dict[str, Item], earlier: Iterable[str]) -> Iterator[str]:
    for name in leaf.items:
        if name not in index:
            yield f"there is no item {name}; mend the id"
        elif name not in earlier:
            yield f"item {name} comes later or is the question itself; ask only for earlier ones"
        elif isinstance(leaf, Answer):
            for code in sorted(set(leaf.codes) - set(index[name].codes())):
                yield f"item {name} has no option {code}; mend the code"
    if isinstance(leaf, Answer) and not leaf.codes:
        yield "'is' is empty, so it never holds; name the options"
    if not 1 <= leaf.at_least <= len(leaf.items):
        yield f"at_least = {leaf.at_least} of {len(leaf.items)} items can never be, or always is, met; mend it"


def _indicators(form: Questionnaire) -> Iterator[str]:
    index = {item.id: item for item in items(form)}
    before: set[str] = set()
    for indicator in form.indicators:
        for part, condition in (("base", indicator.base), ("counts", indicator.counts)):
            place = f"indicator {indicator.id}, {part}"
            yield from _condition(place, condition, index, index, may_name_indicators=True)
            for leaf in leaves(condition):
                if isinstance(leaf, IndicatorHolds) and leaf.id not in before:
                    yield f"{place}: the indicator {leaf.id} is not declared before this one; move it or mend the id"
        strangers = sorted(set(indicator.groups) - set(form.groups))
        if strangers:
            yield f"indicator {indicator.id}: the group {', '.join(strangers)} is not declared; mend the name"
        before.add(indicator.id)


def item_count(questionnaire: Questionnaire, group: str) -> int:
    """How many items someone of *group* can meet at most: those of the group, whatever the routing."""
    return sum(group in item.groups for item in items(questionnaire))


def offered(questionnaire: Questionnaire) -> dict[str, tuple[Option, ...]]:
    """Question id -> the options it offers (a battery's are those of each statement)."""
    return {question.id: options_of(questionnaire, question) for _, question in questions(questionnaire)}
