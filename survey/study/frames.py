"""Is what the study says of all the invited well made? How many women and men there are, say, from the payroll.

The numbers weight the answers and limit what a group can be, so they must be whole: of one background question, or of
several crossed, they add up to the invited. Nothing here is about anybody's answer.
"""

from collections.abc import Iterator

from questionnaires.answersets import FrameCount
from questionnaires.items import item_index
from questionnaires.model import Questionnaire
from survey.study.model import Stratum


def frame_problems(stratum: Stratum, questionnaire: Questionnaire) -> Iterator[str]:
    """All faults of the stratum's `frame`, as ": what is wrong; mend"."""
    met: dict[frozenset[str], int] = {}
    known: set[frozenset[tuple[str, str]]] = set()
    for count in stratum.frame:
        yield from _count(count, stratum.group, questionnaire)
        answers = frozenset(count.answers.items())
        if answers in known:
            yield f": {named(count)} is counted twice; keep one"
        known.add(answers)
        items = frozenset(count.answers)
        met[items] = met.get(items, 0) + count.persons
    for items, persons in met.items():
        if items and persons != stratum.invited:
            yield (
                f": the counts by {' and '.join(sorted(items))} add up to {persons}, not to the {stratum.invited} "
                "invited; mend them, so that everybody is counted once"
            )


def _count(count: FrameCount, group: str, questionnaire: Questionnaire) -> Iterator[str]:
    if not count.answers:
        yield ": a count says nothing of whom it counts; name an item and an option in answers"
    if count.persons < 0:
        yield f": {named(count)} has {count.persons} persons; a count is 0 or more"
    index = item_index(questionnaire)
    for name, code in sorted(count.answers.items()):
        item = index.get(name)
        if item is None:
            yield f": the questionnaire has no item {name!r}; mend the id"
        elif item.multiple or item.required or group not in item.groups:
            yield f": the item {name} is no single choice that {group} is asked; name another"
        elif code not in item.said:
            offered = ", ".join(each for each in item.codes() if each in item.said)
            yield f": the item {name} has no option {code!r} that says who somebody is; it has {offered}"


def named(count: FrameCount) -> str:
    """Whom *count* counts, as "B4 = woman"."""
    return ", ".join(f"{item} = {code}" for item, code in sorted(count.answers.items()))
