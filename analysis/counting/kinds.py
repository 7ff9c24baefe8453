"""Kinds of sheets: what the form's own logic says about numbers that are published side by side.

For each indicator a sheet is outside the base, in it, or exposed; the tuple of these over several indicators is its
kind. Whoever met threats is also exposed, whoever reported was first exposed: such ties are known to every reader of
the form, and give hidden numbers away. They are just this: some kinds cannot occur. An attacker who reasons with kinds
reasons with every tie there is, so disclosure control does too. The kinds are those of the answers at hand and those of
sheets drawn at random through the form's routing. A kind that neither has shown is taken for impossible, which only
makes the attacker stronger.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.counting.exposure import Exposure
from analysis.counting.responses import Symbols
from analysis.intervals.interval import Flags
from questionnaires.conditions import Answer, Answered, Condition, IndicatorHolds, leaves
from questionnaires.items import LETTERS, Item, item_index, items, row_width
from questionnaires.model import Indicator, Questionnaire
from questionnaires.sheets import NOT_SHOWN, UNANSWERED

#: (kinds, indicators) int8, each kind once: the state of its sheets in each indicator.
Kinds = npt.NDArray[np.int8]
OUTSIDE, IN_BASE, EXPOSED = 0, 1, 2

DRAWN = 20_000
_DIGITS = 39  # that many indicators of three states fit a 64-bit number


class Tied(msgspec.Struct, frozen=True):
    """Indicators that the form ties to each other, and the *kinds* of sheets there can be of them.

    *real* (kinds,): whether some of the sheets at hand are of the kind.
    """

    indicators: tuple[str, ...]
    kinds: Kinds
    real: Flags


def clusters(questionnaire: Questionnaire, indicators: tuple[Indicator, ...]) -> tuple[tuple[Indicator, ...], ...]:
    """*indicators* clustered with those they can be tied to: the ones that read an answer they read, or its routing.

    Answers to other items can be combined in any way, so nothing about one cluster says anything about another.
    """
    found: list[tuple[set[str], list[Indicator]]] = []
    for indicator in indicators:
        read = _items_read(questionnaire, indicator)
        together = [each for each in found if each[0] & read]
        merged = [other for each in together for other in each[1]]
        found = [each for each in found if not each[0] & read]
        found.append((read.union(*(each[0] for each in together)), [*merged, indicator]))
    order = {indicator.id: place for place, indicator in enumerate(indicators)}
    sorted_clusters = [tuple(sorted(each, key=lambda indicator: order[indicator.id])) for _, each in found]
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


def kinds(exposure: Exposure, indicators: tuple[Indicator, ...], sheets: int) -> Kinds:
    """The kinds among *sheets* sheets, in sorted order."""
    states = [exposure.in_base(each).astype(np.int8) + exposure.exposed(each) for each in indicators]
    if len(states) > _DIGITS:
        return np.unique(np.array(states).T, axis=0)
    key = np.zeros(sheets, dtype=np.int64)  # the states as digits in base 3
    for state in states:
        key *= 3
        key += state
    found = np.flatnonzero(np.bincount(key)) if 3 ** len(states) <= sheets else np.unique(key)
    digits = 3 ** np.arange(len(states) - 1, -1, -1, dtype=np.int64)
    return (found[:, np.newaxis] // digits % 3).astype(np.int8)


def with_drawn(tied: Tied, drawn: Exposure, questionnaire: Questionnaire) -> Tied:
    """*tied*, whose kinds are all real, with the kinds of the *drawn* sheets added (see `drawn_sheets`)."""
    index = {indicator.id: indicator for indicator in questionnaire.indicators}
    more = kinds(drawn, tuple(index[name] for name in tied.indicators), DRAWN)
    known = {kind.tobytes() for kind in tied.kinds}
    new = more[[kind.tobytes() not in known for kind in more]]
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
