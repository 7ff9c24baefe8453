"""When a question is shown, and who counts in an indicator: one small language for both.

A condition is data (a table in TOML with the key `when`), never code: no expression is ever evaluated as Python.
It is two-valued: a question without an answer makes `answer` and `answered` false. The same evaluation serves
the respondent's page, the check of an incoming sheet and the counting of indicators.
"""

from collections.abc import Callable, Iterator, Mapping

import msgspec

#: item id -> the codes chosen, in the order of the form; an item that was not answered is absent.
Answers = Mapping[str, tuple[str, ...]]


class Answer(msgspec.Struct, frozen=True, tag_field="when", tag="answer", forbid_unknown_fields=True):
    """At least *at_least* of *items* have a chosen code among *codes* (written `is` in TOML)."""

    items: tuple[str, ...]
    codes: tuple[str, ...] = msgspec.field(name="is")
    at_least: int = 1


class Answered(msgspec.Struct, frozen=True, tag_field="when", tag="answered", forbid_unknown_fields=True):
    """At least *at_least* of *items* have a substantive answer: not skipped, "don't know" or refused."""

    items: tuple[str, ...]
    at_least: int = 1


class All(msgspec.Struct, frozen=True, tag_field="when", tag="all", forbid_unknown_fields=True):
    """Every one of the conditions holds."""

    of: tuple["Condition", ...]


class Either(msgspec.Struct, frozen=True, tag_field="when", tag="either", forbid_unknown_fields=True):
    """At least one of the conditions holds."""

    of: tuple["Condition", ...]


class Not(msgspec.Struct, frozen=True, tag_field="when", tag="not", forbid_unknown_fields=True):
    """The condition does not hold."""

    of: "Condition"


class IndicatorHolds(msgspec.Struct, frozen=True, tag_field="when", tag="indicator", forbid_unknown_fields=True):
    """The respondent is in the base of an earlier indicator and counts in it. Only in indicators, not in routing."""

    id: str


Condition = Answer | Answered | All | Either | Not | IndicatorHolds


def holds(
    condition: Condition,
    answers: Answers,
    substantive: Callable[[str, str], bool],
    indicator: Callable[[str], bool] | None = None,
) -> bool:
    """Whether *condition* holds for one respondent's *answers*.

    `substantive(item, code)` says whether a code is an answer in substance. Items are ids of single items: a
    battery's id has been replaced by its statements' when the form was read. `indicator` resolves earlier
    indicators; without it an `indicator` condition raises ValueError (the form's checks never let that happen).
    """
    match condition:
        case Answer(items=items, codes=codes, at_least=at_least):
            wanted = frozenset(codes)
            chosen = sum(not wanted.isdisjoint(answers.get(item, ())) for item in items)
            return chosen >= at_least
        case Answered(items=items, at_least=at_least):
            given = sum(any(substantive(item, code) for code in answers.get(item, ())) for item in items)
            return given >= at_least
        case All(of=parts):
            return all(holds(part, answers, substantive, indicator) for part in parts)
        case Either(of=parts):
            return any(holds(part, answers, substantive, indicator) for part in parts)
        case Not(of=part):
            return not holds(part, answers, substantive, indicator)
        case IndicatorHolds(id=name):
            if indicator is None:
                raise ValueError(f"a routing condition may not ask for the indicator {name!r}")
            return indicator(name)


def leaves(condition: Condition) -> Iterator[Answer | Answered | IndicatorHolds]:
    """The conditions at the ends of the tree, in the order they are written."""
    match condition:
        case All(of=parts) | Either(of=parts):
            for part in parts:
                yield from leaves(part)
        case Not(of=part):
            yield from leaves(part)
        case _:
            yield condition


def with_items(condition: Condition, members: Callable[[str], tuple[str, ...]]) -> Condition:
    """The same condition with every id in `items` replaced by `members(id)`: a battery becomes its statements."""
    match condition:
        case Answer(items=items, codes=codes, at_least=at_least):
            return Answer(tuple(m for item in items for m in members(item)), codes, at_least)
        case Answered(items=items, at_least=at_least):
            return Answered(tuple(m for item in items for m in members(item)), at_least)
        case All(of=parts):
            return All(tuple(with_items(part, members) for part in parts))
        case Either(of=parts):
            return Either(tuple(with_items(part, members) for part in parts))
        case Not(of=part):
            return Not(with_items(part, members))
        case IndicatorHolds():
            return condition


def spelled_out(condition: Condition, indicators: Mapping[str, Condition]) -> Condition:
    """The same condition with every `indicator` replaced by what it means, `indicators[id]`."""
    match condition:
        case All(of=parts):
            return All(tuple(spelled_out(part, indicators) for part in parts))
        case Either(of=parts):
            return Either(tuple(spelled_out(part, indicators) for part in parts))
        case Not(of=part):
            return Not(spelled_out(part, indicators))
        case IndicatorHolds(id=name):
            return indicators[name]
        case Answer() | Answered():
            return condition
