"""Was the same asked? A digest of all that an indicator rests on, so that two waves can be compared on it, or not.

In it: who is in its base and who counts, spelled out to the answers; each item that they or its routing read, with its
wordings, options and scores; the words that fill the placeholders. A comma's difference is a difference: whether it
matters is not for a program to say.
"""

from typing import Any

from questionnaires.conditions import All, Answer, Answered, Condition, leaves, spelled_out
from questionnaires.digest import canonical_bytes, digest
from questionnaires.items import Item, item_index
from questionnaires.model import Battery, Indicator, Question, Questionnaire, questions


def comparability(questionnaire: Questionnaire, indicator: Indicator) -> str:
    """64 hexadecimal digits, the same in two forms where the same was asked; the indicator's own words do not count."""
    meaning: dict[str, Condition] = {}
    for each in questionnaire.indicators:
        base, counts = (spelled_out(condition, meaning) for condition in (each.base, each.counts))
        meaning[each.id] = All((base, counts))
    conditions = tuple(spelled_out(each, meaning) for each in (indicator.base, indicator.counts))
    asked = {question.id: question for _, question in questions(questionnaire)}
    read = [_asked(item, asked[item.question]) for item in _items(questionnaire, conditions)]
    spelt = canonical_bytes(read).decode("utf-8")
    terms = {name: words for name, words in questionnaire.terms.items() if f"{{{name}}}" in spelt}
    return digest([conditions, indicator.groups or questionnaire.groups, read, terms])


def _items(questionnaire: Questionnaire, conditions: tuple[Condition, ...]) -> list[Item]:
    """The items that *conditions* read, and those that their routing reads, in the order of the form."""
    index = item_index(questionnaire)
    read: set[str] = set()
    waiting = list(conditions)
    while waiting:
        for leaf in leaves(waiting.pop()):
            if isinstance(leaf, Answer | Answered):
                new = [index[name] for name in leaf.items if name not in read]
                read.update(item.id for item in new)
                waiting.extend(item.shown_if for item in new if item.shown_if is not None)
    return [item for name, item in index.items() if name in read]


def _asked(item: Item, question: Question) -> list[Any]:
    """What was shown for one item: its place in the row is not in it, nor are a battery's other statements."""
    stem = [question.text, question.hint, question.variants, isinstance(question, Battery)]
    return [
        item.id,
        item.text,
        item.options,
        item.multiple,
        item.groups,
        item.shown_if,
        *stem,
    ]
