"""Kinds of sheets: what the form's own logic says about numbers that are published side by side.

For each quantity a sheet is outside the base, in it, or exposed, or the quantity cannot apply to it; the tuple of these
over several quantities is its kind. Whoever met threats is also exposed, whoever reported was first exposed: such ties
are known to every reader of the form, and give hidden numbers away. They are just this: some kinds cannot occur. An
attacker who reasons with kinds reasons with every tie there is, so disclosure control does too. The kinds are those of
the answers at hand and those of sheets drawn at random through the form's routing. A kind that neither has shown is
taken for impossible, which only makes the attacker stronger.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.counting.applicable import Applicability
from analysis.counting.exposure import Exposure
from analysis.counting.quantities import Quantity
from analysis.counting.responses import Responses, Symbols
from analysis.intervals.interval import Flags
from questionnaires.conditions import Answer, Answered, Condition, IndicatorHolds, leaves
from questionnaires.items import LETTERS, Item, item_index, items, row_width
from questionnaires.model import Indicator, Questionnaire
from questionnaires.sheets import NOT_SHOWN, UNANSWERED

#: (kinds, quantities) int8, each kind once: the state of its sheets in each quantity.
Kinds = npt.NDArray[np.int8]
NOT_APPLICABLE, OUTSIDE, IN_BASE, EXPOSED = -1, 0, 1, 2

DRAWN = 20_000
_DIGITS = 31  # that many quantities of four states fit a 64-bit number


class Tied(msgspec.Struct, frozen=True):
    """Quantities that the form ties to each other, by id, and the *kinds* of sheets there can be of them.

    *real* (kinds,): whether some of the sheets at hand are of the kind.
    """

    indicators: tuple[str, ...]
    kinds: Kinds
    real: Flags


class Found:
    """The kinds of sheets of *sheets* (strata), *clusters* by *clusters*: worked out when asked for, and not before."""

    def __init__(self, questionnaire: Questionnaire, planned: tuple[Quantity, ...], sheets: tuple[Responses, ...]):
        self.clusters = clusters(questionnaire, planned)
        self._questionnaire = questionnaire
        self._sheets = sheets
        self._last: tuple[int, Exposure] | None = None

    def exposure(self, column: int) -> Exposure:
        """The sheets of one stratum. The last one asked for is kept, with what has been worked out of it."""
        if self._last is None or self._last[0] != column:
            self._last = column, Exposure(self._questionnaire, self._sheets[column].symbols)
        return self._last[1]

    def sheets(self, column: int) -> int:
        """How many sheets there are of one stratum."""
        return self._sheets[column].sheets

    def tied(self, column: int, cluster: int) -> Tied:
        """One cluster in one stratum, with the kinds of the sheets at hand."""
        together = self.clusters[cluster]
        found = kinds(self._questionnaire, self.exposure(column), together)
        return Tied(tuple(quantity.id for quantity in together), found, np.ones(len(found), dtype=np.bool_))


def clusters(questionnaire: Questionnaire, planned: Sequence[Quantity]) -> tuple[tuple[Quantity, ...], ...]:
    """*planned* clustered with those they can be tied to: the ones that read an answer they read, or its routing.

    Answers to other items can be combined in any way, so nothing about one cluster says anything about another.
    """
    found: list[tuple[set[str], list[Quantity]]] = []
    for quantity in planned:
        read = _items_read(questionnaire, quantity.indicator)
        together = [each for each in found if each[0] & read]
        merged = [other for each in together for other in each[1]]
        found = [each for each in found if not each[0] & read]
        found.append((read.union(*(each[0] for each in together)), [*merged, quantity]))
    order = {quantity.id: place for place, quantity in enumerate(planned)}
    sorted_clusters = [tuple(sorted(each, key=lambda quantity: order[quantity.id])) for _, each in found]
    return tuple(sorted(sorted_clusters, key=lambda cluster: order[cluster[0].id]))


def _items_read(questionnaire: Questionnaire, indicator: Indicator) -> set[str]:
    """The ids of all items that decide *indicator*: those it names, through other indicators too, and their routing."""
    index, others = item_index(questionnaire), {each.id: each for each in questionnaire.indicators}
    read: set[str] = set()
    waiting: list[Condition | None] = [indicator.base, indicator.counts]
    while waiting:
        condition = waiting.pop()
        for leaf in leaves(condition) if condition is not None else ():
            match leaf:
                case Answer(items=names) | Answered(items=names):
                    waiting.extend(index[name].shown_if for name in names if name not in read)
                    read.update(names)
                case IndicatorHolds(id=name):
                    waiting.extend((others[name].base, others[name].counts))
    return read


def kinds(questionnaire: Questionnaire, exposure: Exposure, cluster: Sequence[Quantity]) -> Kinds:
    """The kinds among the sheets of *exposure*, in sorted order."""
    applicability = Applicability(questionnaire, exposure)
    states = [_state(exposure, applicability, quantity) for quantity in cluster]
    if len(states) > _DIGITS:
        return _distinct(np.array(states, dtype=np.int8))
    key = np.zeros(exposure.sheets, dtype=np.int64)  # the states as digits in base 4
    for state in states:
        key *= 4
        key += state - NOT_APPLICABLE
    digits = 4 ** np.arange(len(states) - 1, -1, -1, dtype=np.int64)
    return (np.unique(key)[:, np.newaxis] // digits % 4 + NOT_APPLICABLE).astype(np.int8)


def _state(exposure: Exposure, applicability: Applicability, quantity: Quantity) -> npt.NDArray[np.int8]:
    state = exposure.in_base(quantity.indicator).astype(np.int8)
    state += exposure.exposed(quantity.indicator)
    state[applicability.not_applicable(quantity)] = NOT_APPLICABLE
    return state


def _distinct(states: Kinds) -> Kinds:
    """The distinct columns of *states* (quantities, sheets), in sorted order, as rows."""
    words = np.zeros((-(-len(states) // _DIGITS), states.shape[1]), dtype=np.int64)
    for place, state in enumerate(states):
        word = words[place // _DIGITS]
        word *= 4
        word += state - NOT_APPLICABLE
    order = np.lexsort(words[::-1])
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (words[:, order[1:]] != words[:, order[:-1]]).any(axis=0)
    return np.ascontiguousarray(states[:, order[new]].T)


def with_drawn(tied: Tied, drawn: Kinds) -> Tied:
    """*tied*, whose kinds are all real, with the kinds of *drawn* sheets added (see `drawn_sheets`)."""
    known = {kind.tobytes() for kind in tied.kinds}
    new = drawn[[kind.tobytes() not in known for kind in drawn]]
    real = np.repeat([True, False], [len(tied.kinds), len(new)])
    return Tied(tied.indicators, np.concatenate((tied.kinds, new)), real)


def drawn_sheets(questionnaire: Questionnaire, group: str, sheets: int = DRAWN) -> Symbols:
    """Random sheets that keep to the routing, as columns of symbols: from those who answer "no" to all to the opposite.

    Always the same ones for the same form and group. Every sheet has its own chance of leaving an item out and of
    choosing an item's first option (mostly "no").
    """
    draw = np.random.default_rng(list(f"{questionnaire.id} {group}".encode()))
    symbols = np.full((row_width(questionnaire), sheets), ord(NOT_SHOWN), dtype=np.uint8)
    exposure = Exposure(questionnaire, symbols)
    skipping = draw.choice([0.0, 0.0, 0.05, 0.5], sheets)
    first = draw.choice([0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0], sheets)
    for item in items(questionnaire):
        if group not in item.groups:
            continue
        shown = np.ones(sheets, dtype=np.bool_) if item.shown_if is None else exposure.holds(item.shown_if)
        left_out = (draw.random(sheets) < skipping) & (not item.required)
        answer = _several(item, draw, sheets) if item.multiple else _single(item, draw, first)
        answer[:, left_out] = ord(UNANSWERED)
        symbols[item.offset : item.offset + item.width] = np.where(shown, answer, ord(NOT_SHOWN))
    return symbols


def _single(item: Item, draw: np.random.Generator, first: npt.NDArray[np.float64]) -> Symbols:
    letters = np.frombuffer(LETTERS[: len(item.options)].encode("ascii"), dtype=np.uint8)
    picked = np.where(draw.random(len(first)) < first, 0, draw.integers(0, len(letters), len(first)))
    return letters[picked][np.newaxis].copy()


def _several(item: Item, draw: np.random.Generator, sheets: int) -> Symbols:
    ticked: Flags = draw.random((item.width, sheets)) < draw.choice([0.0, 0.1, 0.4], sheets)
    one = draw.integers(0, item.width, sheets)
    ticked[one, np.arange(sheets)] = True
    for place, option in enumerate(item.options):
        if option.exclusive:
            alone = ticked[place] & (one == place)
            ticked[:, alone] = False
            ticked[place] = alone
    return np.where(ticked, ord("1"), ord("0")).astype(np.uint8)
