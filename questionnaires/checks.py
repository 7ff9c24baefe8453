"""Is this questionnaire well made? Every fault at once, each with its place and its mend.

These are the faults that TOML and types cannot see: the same id twice, a question nobody can reach, a condition
on a question that comes later, a wording that lacks a language, an option that nothing can score.
"""

import re
from collections import Counter
from collections.abc import Iterator

from questionnaires.items import LETTERS, items, options_of
from questionnaires.model import (
    AgreementScale,
    Battery,
    FrequencyScale,
    MultipleChoice,
    Option,
    Questionnaire,
    SingleChoice,
    questions,
)
from questionnaires.routing import condition_problems, reach_problems
from questionnaires.wordings import missing_words

ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
GROUP = re.compile(r"[a-z][a-z0-9_]{0,19}")
#: A language, with a region or a variant of it where needed: `sv`, `sv-simple`, `ar-XB` (BCP 47).
LANGUAGE = re.compile(r"[a-z]{2,3}(-([A-Z]{2}|[a-z0-9]{5,8}))?")
FORM = re.compile(r"[a-z][a-z0-9-]{0,59}")


def problems(questionnaire: Questionnaire) -> tuple[str, ...]:
    """All faults, as "place: what is wrong; mend", in the order of the form. Empty for a well-made questionnaire."""
    found = [*_declarations(questionnaire), *_ids(questionnaire), *_scales(questionnaire)]
    if found:  # the rest would only repeat these faults, or stumble over them
        return tuple(found)
    found.extend(missing_words(questionnaire))
    found.extend(_options(questionnaire))
    conditions = tuple(condition_problems(questionnaire))
    return (*found, *(conditions or reach_problems(questionnaire)))


def _declarations(form: Questionnaire) -> Iterator[str]:
    if not FORM.fullmatch(form.id):
        yield f"id: {form.id!r} is not lower-case letters, digits and -, beginning with a letter; mend it"
    if not form.version.strip():
        yield "version: it is empty; write one, as version = '1.0'"
    yield from _named_once("languages", form.languages, LANGUAGE, "languages = ['sv']")
    yield from _named_once("groups", form.groups, GROUP, "groups = ['elected', 'staff']")
    yield from _placed(form)


def _named_once(place: str, names: tuple[str, ...], pattern: re.Pattern[str], example: str) -> Iterator[str]:
    if not names:
        yield f"{place}: none is declared; name at least one, as {example}"
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{place}: {name} is named {times} times; name it once"
        if not pattern.fullmatch(name):
            yield f"{place}: {name!r} is not of the form of {example}; mend it"


def _placed(form: Questionnaire) -> Iterator[str]:
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
            yield f"question {question.id}: there is no scale {question.scale!r}; add it to [scales] or mend the name"
        if isinstance(question, Battery) and not question.statements:
            yield f"question {question.id}: the battery has no statement; add statements or take it away"


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


def item_count(questionnaire: Questionnaire, group: str) -> int:
    """How many items someone of *group* can meet at most: those of the group, whatever the routing."""
    return sum(group in item.groups for item in items(questionnaire))


def offered(questionnaire: Questionnaire) -> dict[str, tuple[Option, ...]]:
    """Question id -> the options it offers (a battery's are those of each statement)."""
    return {question.id: options_of(questionnaire, question) for _, question in questions(questionnaire)}
