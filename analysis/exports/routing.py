"""Routing written out as a formula of item ids and codes, the same in every language: when a question is asked."""

from questionnaires.conditions import All, Answer, Answered, Condition, Either, IndicatorHolds, Not


def formula(condition: Condition) -> str:
    """*condition* in words of its own: `C1a = once | twice`, `at least 2 of (C1a, C1b) answered`, `not (...)`."""
    match condition:
        case Answer(items=items, codes=codes, at_least=at_least):
            return f"{_some(items, at_least)} = {' | '.join(codes)}"
        case Answered(items=items, at_least=at_least):
            return f"{_some(items, at_least)} answered"
        case All(of=parts):
            return " and ".join(_inside(part) for part in parts)
        case Either(of=parts):
            return " or ".join(_inside(part) for part in parts)
        case Not(of=part):
            return f"not ({formula(part)})"
        case IndicatorHolds(id=name):
            return f"indicator {name}"


def _some(items: tuple[str, ...], at_least: int) -> str:
    return items[0] if len(items) == 1 else f"at least {at_least} of ({', '.join(items)})"


def _inside(condition: Condition) -> str:
    text = formula(condition)
    return f"({text})" if isinstance(condition, (All, Either)) else text
