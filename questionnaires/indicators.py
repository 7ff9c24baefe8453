"""Who is in the base of each indicator, and who counts in it: the plain definition, one sheet at a time.

The analysis works it out over whole columns, much faster, and is held to this by its tests.
"""

from collections.abc import Mapping

from questionnaires.conditions import All, Answers, Condition, IndicatorHolds, holds
from questionnaires.model import Indicator, Questionnaire
from questionnaires.sheets import substantive

#: indicator -> None outside its base, else whether the respondent counts
Standing = Mapping[str, bool | None]


def is_about_a_part(indicator: Indicator) -> bool:
    """Whether only those for whom another indicator holds are in the base: a share of the exposed."""
    parts: tuple[Condition, ...] = indicator.base.of if isinstance(indicator.base, All) else (indicator.base,)
    return any(isinstance(each, IndicatorHolds) for each in parts)


def standing(questionnaire: Questionnaire, sheet: Answers) -> Standing:
    """What the answers in *sheet* make of each indicator, in the order of the form.

    An indicator's `groups` are not looked at: the caller knows the group and whether to ask.
    """
    found: dict[str, bool | None] = {}
    for indicator in questionnaire.indicators:
        base, counts = (
            holds(
                condition,
                sheet,
                lambda item, code: substantive(questionnaire, item, code),
                lambda name: found[name] is True,
            )
            for condition in (indicator.base, indicator.counts)
        )
        found[indicator.id] = counts if base else None
    return found
