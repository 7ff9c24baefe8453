"""Words: is every text there in every declared language, and can its placeholders be filled?

A text may hold `{period}` (the study's reference period) and the form's own terms, such as `{duty}`; nothing else.
"""

import re
from collections.abc import Iterator, Mapping

from questionnaires.model import (
    AgreementScale,
    Battery,
    Confirm,
    FrequencyScale,
    Option,
    Question,
    Questionnaire,
    Text,
    questions,
)

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PERIOD = "period"


def fill(text: str, words: Mapping[str, str]) -> str:
    """*text* with each `{name}` replaced by `words[name]`. A name without a word raises KeyError."""
    return PLACEHOLDER.sub(lambda found: words[found.group(1)], text)


def terms_for(questionnaire: Questionnaire, group: str, language: str, period: str) -> dict[str, str]:
    """The words that fill the placeholders for one group and language."""
    words = {name: by_group[group][language] for name, by_group in questionnaire.terms.items()}
    return {**words, PERIOD: period}


def _options(place: str, options: tuple[Option, ...]) -> Iterator[tuple[str, Text]]:
    for option in options:
        yield f"{place}, option {option.code}", option.text


def _question(question: Question) -> Iterator[tuple[str, Text]]:
    place = f"question {question.id}"
    yield f"{place}, text", question.text
    if question.hint is not None:
        yield f"{place}, hint", question.hint
    for number, variant in enumerate(question.variants, start=1):
        yield f"{place}, variant {number}", variant.text
    match question:
        case Confirm():
            yield f"{place}, label", question.label
        case Battery():
            for statement in question.statements:
                yield f"statement {statement.id}", statement.text
        case FrequencyScale() | AgreementScale():
            pass
        case _:
            yield from _options(place, question.options)


def texts(questionnaire: Questionnaire) -> Iterator[tuple[str, Text]]:
    """Every wording of the form with its place, in order; terms, which never hold placeholders, are not among them."""
    yield "title", questionnaire.title
    for name, scale in questionnaire.scales.items():
        yield from _options(f"scale {name}", scale.options)
    for section in questionnaire.sections:
        yield f"section {section.id}, title", section.title
        if section.intro is not None:
            yield f"section {section.id}, intro", section.intro
    for _, question in questions(questionnaire):
        yield from _question(question)
    for indicator in questionnaire.indicators:
        yield f"indicator {indicator.id}, label", indicator.label
        yield f"indicator {indicator.id}, finding", indicator.finding
        yield f"indicator {indicator.id}, denominator", indicator.denominator


def missing_languages(place: str, text: Text, languages: tuple[str, ...]) -> Iterator[str]:
    """Faults of one wording: a declared language without words, words in a language that is not declared."""
    for language in languages:
        if not text.get(language, "").strip():
            yield f"{place}: the wording in {language!r} is missing; write it, or take the language out of languages"
    for language in sorted(set(text) - set(languages)):
        yield f"{place}: it is worded in {language!r}, which is not declared; add it to languages or take it away"


def missing_words(questionnaire: Questionnaire) -> Iterator[str]:
    """Faults of wording: a language missing or not declared, a placeholder that cannot be filled."""
    yield from _terms(questionnaire)
    known = {PERIOD, *questionnaire.terms}
    met: set[str] = set()
    for place, text in texts(questionnaire):
        yield from missing_languages(place, text, questionnaire.languages)
        used = {language: set(PLACEHOLDER.findall(words)) for language, words in text.items()}
        for language, words in text.items():
            for name in sorted(used[language] - known):
                yield f"{place} ({language}): nothing fills {{{name}}}; use {{period}} or a name under [terms]"
            if set("{}") & set(PLACEHOLDER.sub("", words)):
                yield f"{place} ({language}): a brace stands alone; write a placeholder as {{name}}"
        if len({frozenset(names) for names in used.values()}) > 1:
            yield f"{place}: not every language has the same placeholders; put them in all"
        met.update(*used.values())
        for name in sorted(_unfillable(place, set().union(*used.values()) & known)):
            yield f"{place}: where it stands nothing fills {{{name}}}; write it out"
    for name in sorted(set(questionnaire.terms) - met):
        yield f"term {name}: no wording uses it; take it away or use it"


def _unfillable(place: str, names: set[str]) -> set[str]:
    """The title is read before the group is known; an indicator's label and denominator are for all groups at once."""
    if place == "title":
        return names
    if place.startswith("indicator ") and not place.endswith(", finding"):
        return names - {PERIOD}
    return set()


def _terms(questionnaire: Questionnaire) -> Iterator[str]:
    if PERIOD in questionnaire.terms:
        yield f"term {PERIOD}: the name is that of the reference period; choose another"
    for name, by_group in questionnaire.terms.items():
        for group in questionnaire.groups:
            place, text = f"term {name}, {group}", by_group.get(group, {})
            yield from missing_languages(place, text, questionnaire.languages)
            if any(set("{}") & set(words) for words in text.values()):
                yield f"{place}: a term cannot hold a placeholder; write it out"
        for group in sorted(set(by_group) - set(questionnaire.groups)):
            yield f"term {name}: the group {group} is not declared; mend the name"
