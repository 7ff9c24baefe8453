"""The planned analysis: which indicators are reported and which comparisons are made, fixed before anyone answers.

It is read from `analysis.toml` beside the questionnaire, is part of what every municipality signs, and is what the
analysis follows. It stands on the ground because both wings need it: one to bind it, the other to do it.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

from questionnaires.model import Questionnaire, Text
from questionnaires.wordings import missing_languages

Kind = Literal["groups_within_municipality", "municipalities_within_group"]


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One family of comparisons.

    `groups_within_municipality`: the first of *groups* minus the second, in each municipality.
    `municipalities_within_group`: every pair of municipalities, in each of *groups*.
    All tests of one comparison, over indicators and places, are one family for *adjust*.
    """

    id: str
    kind: Kind
    label: Text
    groups: tuple[str, ...]
    indicators: tuple[str, ...]
    adjust: Literal["holm"] = "holm"


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The plan of one analysis.

    *level* is the confidence level (0-1). *target* is what the intervals are about: `risk` reads the year as one
    outcome of an underlying risk, without finite population correction. *indicators* are reported in this order;
    the first is the headline.
    """

    level: float
    target: Literal["risk"]
    indicators: tuple[str, ...]
    comparisons: tuple[Comparison, ...]


def plan_problems(plan: Plan, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Faults of a plan: unknown indicators or groups, the same twice, a level that is no share."""
    found = []
    known = {indicator.id for indicator in questionnaire.indicators}
    if not 0 < plan.level < 1:
        found.append(f"level: {plan.level} is not between 0 and 1; write 0.95 for 95 %")
    if not plan.indicators:
        found.append("indicators: none is named; name those to report, the headline first")
    if len(set(plan.indicators)) < len(plan.indicators):
        found.append("indicators: one is named twice; name each once")
    found.extend(
        f"indicators: the questionnaire has no indicator {name}; mend the id"
        for name in plan.indicators
        if name not in known
    )
    ids = [comparison.id for comparison in plan.comparisons]
    if len(set(ids)) < len(ids):
        found.append("comparisons: an id is used twice; give each its own")
    for comparison in plan.comparisons:
        found.extend(f"comparison {comparison.id}{fault}" for fault in _comparison(comparison, plan, questionnaire))
    return tuple(found)


def _comparison(comparison: Comparison, plan: Plan, questionnaire: Questionnaire) -> Iterator[str]:
    about = {indicator.id: indicator.groups or questionnaire.groups for indicator in questionnaire.indicators}
    for name in comparison.indicators:
        if name not in plan.indicators:
            yield f": {name} is not among the plan's indicators; add it there or mend the id"
        outside = sorted(set(comparison.groups) - set(about.get(name, comparison.groups)))
        if outside:
            yield f": the indicator {name} is not about {', '.join(outside)}; take it or the group away"
    for group in comparison.groups:
        if group not in questionnaire.groups:
            yield f": the questionnaire has no group {group}; mend the name"
    if comparison.kind == "groups_within_municipality" and len(comparison.groups) != 2:
        yield ": two groups are compared; name exactly two in groups"
    if not comparison.indicators or not comparison.groups:
        yield ": it compares nothing; name groups and indicators"
    for what, names in (("group", comparison.groups), ("indicator", comparison.indicators)):
        if len(set(names)) < len(names):
            yield f": one {what} is named twice and would be tested twice; name each once"
    yield from missing_languages(", label", comparison.label, questionnaire.languages)
