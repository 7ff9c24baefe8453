"""Can anybody be asked this question? A search for one set of answers that satisfies its condition.

The condition, and the conditions of the questions it asks about, are written as a choice between lists of demands on
single items; a list without contradiction means that somebody can get there. `at_least` above one is taken as one
(the number of items is checked elsewhere), so the search can miss a fault in such a condition but never invents one.
"""

from collections.abc import Iterator
from itertools import product

import msgspec

from questionnaires.conditions import All, Answer, Answered, Condition, Either, Not
from questionnaires.items import Item

#: More alternatives than this are not searched: the question is taken to be reachable.
LIMIT = 20_000


class Demand(msgspec.Struct, frozen=True):
    """One item must have a chosen code among *codes* (or, *wanted* false, must have none of them)."""

    item: str
    codes: frozenset[str]
    wanted: bool


Demands = tuple[Demand, ...]


def _leaf(condition: Answer | Answered, index: dict[str, Item], wanted: bool) -> list[Demands]:
    demands = []
    for name in condition.items:
        item = index[name]
        if isinstance(condition, Answer):
            codes = frozenset(condition.codes)
        else:
            codes = frozenset(code for code in item.codes() if item.substantive(code))
        demands.append(Demand(name, codes, wanted))
    return [(demand,) for demand in demands] if wanted else [tuple(demands)]


def _alternatives(condition: Condition, index: dict[str, Item], wanted: bool = True) -> list[Demands]:
    match condition:
        case Answer() | Answered():
            return _leaf(condition, index, wanted)
        case Not(of=part):
            return _alternatives(part, index, not wanted)
        case All(of=parts) | Either(of=parts):
            each = [_alternatives(part, index, wanted) for part in parts]
            if isinstance(condition, All) == wanted:
                return _joined(each)
            return [demands for part in each for demands in part]
        case _:
            return [()]


def _joined(each: list[list[Demands]]) -> list[Demands]:
    size = 1
    for part in each:
        size *= len(part)
    if size > LIMIT:
        return [()]
    return [tuple(demand for demands in choice for demand in demands) for choice in product(*each)]


def _consistent(demands: Demands, index: dict[str, Item]) -> bool:
    for name in {demand.item for demand in demands}:
        item = index[name]
        wanted = [demand.codes & set(item.codes()) for demand in demands if demand.item == name and demand.wanted]
        barred = frozenset[str]().union(*(d.codes for d in demands if d.item == name and not d.wanted))
        if item.multiple:
            if any(not codes - barred for codes in wanted):
                return False
        elif wanted and not frozenset.intersection(*wanted) - barred:
            return False
    return True


def _asked_about(demands: Demands) -> Iterator[str]:
    yield from sorted({demand.item for demand in demands if demand.wanted})


def is_reachable(condition: Condition | None, group: str, index: dict[str, Item]) -> bool:
    """Whether some respondent of *group* can satisfy *condition*, each item asked about being reachable in turn.

    Every item named must be in *index* and stand before the question whose condition it is.
    """
    pending: list[Demands] = [()] if condition is None else _alternatives(condition, index)
    return any(_satisfiable(demands, group, index, frozenset()) for demands in pending)


def _satisfiable(demands: Demands, group: str, index: dict[str, Item], settled: frozenset[str]) -> bool:
    if not _consistent(demands, index):
        return False
    for name in _asked_about(demands):
        item = index[name]
        if group not in item.groups:
            return False
        if item.shown_if is not None and name not in settled:
            return any(
                _satisfiable(demands + more, group, index, settled | {name})
                for more in _alternatives(item.shown_if, index)
            )
    return True
