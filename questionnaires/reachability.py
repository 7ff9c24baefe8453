"""Can anybody answer so that a condition holds? Every essentially different sheet is tried, until one is found.

Only items that decide are tried, in the order of the form; of their answers, only one of each sort that the
conditions tell apart; and of statements that no condition tells apart, only one order of the answers. A branch is
left as soon as the condition can no longer hold. A search that still grows too long is given up, and the condition
taken to be satisfiable: a fault can be missed in a very large form, but never invented.
"""

from collections.abc import Iterable, Mapping
from itertools import chain, combinations

from questionnaires.conditions import (
    All,
    Answer,
    Answered,
    Answers,
    Condition,
    Either,
    IndicatorHolds,
    Not,
    holds,
    leaves,
)
from questionnaires.items import Item

#: Steps before a search is given up.
LIMIT = 20_000

Leaf = Answer | Answered


def is_reachable(condition: Condition | None, group: str, index: Mapping[str, Item]) -> bool:
    """Whether some respondent of *group* can give answers for which *condition* holds.

    *index* is the form's `item_index`, in order; *condition* names only items in it, and no indicator.
    """
    return condition is None or _Search(condition, group, index).found()


def _deciding(condition: Condition, index: Mapping[str, Item]) -> tuple[list[Item], list[Leaf]]:
    """The items that *condition* depends on, itself or by routing, in the order of the form; and all leaves met."""
    asked: dict[str, None] = {}
    met: dict[Leaf, None] = {}
    pending = [condition]
    while pending:
        for leaf in leaves(pending.pop()):
            if isinstance(leaf, IndicatorHolds):
                continue  # refused by the verdict
            met[leaf] = None
            for name in leaf.items:
                route = index[name].shown_if
                if name not in asked and route is not None:
                    pending.append(route)
                asked[name] = None
    return [item for item in index.values() if item.id in asked], list(met)


def hit_by(leaf: Leaf, item: Item) -> frozenset[str]:
    """The codes of *item* that count for *leaf*."""
    if item.id not in leaf.items:
        return frozenset()
    return frozenset(leaf.codes) if isinstance(leaf, Answer) else item.said


def sorts(item: Item, told: Iterable[Leaf]) -> list[tuple[str, ...]]:
    """One answer to *item* of each sort that *told* tell apart; no answer among them unless it is required."""
    kinds: dict[tuple[bool, ...], str] = {}
    for option in item.options:
        hits = tuple(option.code in hit_by(leaf, item) for leaf in told)
        kinds.setdefault((option.exclusive, *hits), option.code)
    alone = [(code,) for code in kinds.values()]
    several = [code for (exclusive, *_), code in kinds.items() if not exclusive] if item.multiple else []
    beside = chain.from_iterable(combinations(several, many) for many in range(2, len(several) + 1))
    return [*([] if item.required else [()]), *alone, *beside]


class _Search:
    """One search, for one group; it counts its steps."""

    def __init__(self, condition: Condition, group: str, index: Mapping[str, Item]) -> None:
        self.condition = condition
        self.group = group
        self.index = index
        self.items, self.leaves = _deciding(condition, index)
        self.sorts = [sorts(item, self.leaves) for item in self.items]
        self.steps = 0

    def found(self) -> bool:
        """Whether there is a sheet for which the condition holds."""
        return self._from((), {})

    def _interchangeable(self, place: int) -> bool:
        """Whether no condition tells this item from the one before it: two statements of one battery."""
        if place == 0:
            return False
        one, other = self.items[place - 1], self.items[place]
        return one.question == other.question and all(
            (one.id in leaf.items) == (other.id in leaf.items) for leaf in self.leaves
        )

    def _from(self, tried: tuple[int, ...], answers: dict[str, tuple[str, ...]]) -> bool:
        """Whether a sheet is found that begins with *answers*; *tried* are their sorts by number, -1 when not shown."""
        place = len(tried)
        self.steps += 1
        verdict = self._verdict(self.condition, answers, {item.id for item in self.items[place:]})
        if verdict is not None or self.steps > LIMIT:
            return verdict is not False
        item = self.items[place]
        if not self._shown(item, answers):
            return self._from((*tried, -1), answers)
        first = tried[-1] if self._interchangeable(place) else 0
        return any(
            self._from((*tried, number), {**answers, item.id: sort})
            for number, sort in enumerate(self.sorts[place])
            if number >= first
        )

    def _shown(self, item: Item, answers: Answers) -> bool:
        if self.group not in item.groups:
            return False
        return item.shown_if is None or holds(
            item.shown_if, answers, lambda name, code: self.index[name].substantive(code)
        )

    def _verdict(self, condition: Condition, answers: Answers, undecided: set[str]) -> bool | None:
        """Whether *condition* holds, whatever the items in *undecided* will be answered; None when that decides."""
        match condition:
            case Answer() | Answered():
                given = (name for name in condition.items if name not in undecided)
                hits = sum(not hit_by(condition, self.index[n]).isdisjoint(answers.get(n, ())) for n in given)
                if hits >= condition.at_least:
                    return True
                pending = sum(name in undecided for name in condition.items)
                return None if hits + pending >= condition.at_least else False
            case Not(of=part):
                verdict = self._verdict(part, answers, undecided)
                return None if verdict is None else not verdict
            case All(of=parts) | Either(of=parts):
                decisive = isinstance(condition, Either)
                verdicts = {self._verdict(part, answers, undecided) for part in parts}
                if decisive in verdicts:
                    return decisive
                return None if None in verdicts else not decisive
            case IndicatorHolds(id=name):
                raise ValueError(f"the indicator {name!r} must be spelled out before the search")
