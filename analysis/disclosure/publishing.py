"""From estimates to the Release: the only door out.

First is chosen what to hide; then the numbers that are left are written down; only now are p-values adjusted, since
adjusting over hidden tests would let them shine through. Last the attacker goes over the result, and if he can work
anything out, nothing is published.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from analysis.counting.counts import Counts
from analysis.disclosure import release as out
from analysis.disclosure.audit import audit
from analysis.disclosure.hiding import Hidden, hide
from analysis.disclosure.rules import Rules, in_force
from analysis.disclosure.wordings import Wording
from analysis.estimates.compare import Differences
from analysis.estimates.equivalence import short_fingerprint
from analysis.estimates.rates import Cell, Rates
from analysis.intervals.holm import holm
from analysis.intervals.interval import Shares
from questionnaires.answersets import Header, StratumCount
from questionnaires.model import Indicator, Questionnaire, Text
from questionnaires.plans import Plan
from questionnaires.wordings import fill, terms_for

FORMAT = 2


def publish(
    headers: Sequence[Header],
    questionnaire: Questionnaire,
    plan: Plan,
    counts: Counts,
    rates: tuple[Rates, Rates],
    differences: Differences,
) -> out.Release:
    """The release of *rates* (of each municipality, and of all together) and *differences*.

    *headers* have been found equivalent. Raises DisclosureError when a hidden number could be worked out.
    """
    rules = in_force(*(header.disclosure for header in headers))
    uses = Counter((name, group) for each in plan.comparisons for name in each.indicators for group in each.groups)
    hidden = hide(counts, *rates, uses, rules, questionnaire)
    made = assemble(headers, questionnaire, plan, rates, differences, hidden)
    audit(made, hidden.watches)
    return made


def assemble(
    headers: Sequence[Header],
    questionnaire: Questionnaire,
    plan: Plan,
    rates: tuple[Rates, Rates],
    differences: Differences,
    hidden: Hidden,
) -> out.Release:
    """The release with the *hidden* cells left out. Not audited: only `publish` may hand it on."""
    ordered = sorted(headers, key=lambda header: header.municipality.code)
    index = {indicator.id: indicator for indicator in questionnaire.indicators}
    return out.Release(
        format=FORMAT,
        title=questionnaire.title,
        wave=_wave(ordered),
        rules=hidden.rules,
        level=rates[0].interval.level,
        planned_level=plan.level,
        targets=plan.targets,
        strata=_strata(ordered, questionnaire, hidden.rules),
        indicators=tuple(_wording(index[name], questionnaire) for name in plan.indicators),
        families=_families(plan, differences),
        estimates=_estimates(rates[0], hidden),
        pooled=_estimates(rates[1], hidden),
        comparisons=_comparisons(differences, hidden),
    )


def _wave(headers: Sequence[Header]) -> out.Municipalities:
    first = headers[0]
    return out.Municipalities(
        fingerprint=first.fingerprint,
        fingerprint_short=short_fingerprint(first.fingerprint),
        study=first.study,
        wave=first.wave,
        form=first.form,
        plan_digest=first.plan_digest,
        period=first.period,
        window=first.window,
        access_mode=first.access_mode,
        languages=first.languages,
        places=tuple(header.municipality for header in headers),
        origins={header.municipality.code: header.origin for header in headers},
    )


def _strata(headers: Sequence[Header], questionnaire: Questionnaire, rules: Rules) -> tuple[out.Stratum, ...]:
    return tuple(
        _stratum(header.municipality.code, each, 0 < each.answered < rules.min_answered)
        for header in headers
        for group in questionnaire.groups
        for each in header.strata
        if each.group == group
    )


def _stratum(code: str, count: StratumCount, is_hidden: bool) -> out.Stratum:
    answered = None if is_hidden else count.answered
    return out.Stratum(code, count.group, count.definition, count.invited, is_hidden, answered)


def _wording(indicator: Indicator, questionnaire: Questionnaire) -> Wording:
    def filled(text: Text, group: str) -> Text:
        return {
            language: fill(words, terms_for(questionnaire, group, language, "{period}"))
            for language, words in text.items()
        }

    groups = indicator.groups or questionnaire.groups
    return Wording(
        id=indicator.id,
        label=filled(indicator.label, groups[0]),
        denominator=filled(indicator.denominator, groups[0]),
        finding={group: filled(indicator.finding, group) for group in groups},
    )


def _families(plan: Plan, differences: Differences) -> tuple[out.Family, ...]:
    size = Counter(test.family for test in differences.tests)
    return tuple(out.Family(each.id, each.kind, each.label, each.adjust, size[each.id]) for each in plan.comparisons)


def _estimates(rates: Rates, hidden: Hidden) -> tuple[out.Estimate, ...]:
    return tuple(_estimate(rates, place, cell in hidden.cells) for place, cell in enumerate(rates.cells))


def _estimate(rates: Rates, place: int, is_hidden: bool) -> out.Estimate:
    cell, answered = rates.cells[place], int(rates.answered[place])
    status: out.Status = "hidden" if is_hidden else "shown" if answered else "no_answers"
    known = status != "hidden"
    return out.Estimate(
        indicator=cell.indicator,
        municipality=cell.municipality,
        group=cell.group,
        status=status,
        suppressed=is_hidden,
        invited=int(rates.invited[place]),
        exposed=int(rates.exposed[place]) if known else None,
        answered=answered if known else None,
        share=_number(rates.share, place, status == "shown"),
        low=_number(rates.interval.low, place, known),
        high=_number(rates.interval.high, place, known),
        bounds_low=_number(rates.bounds[0], place, known and bool(rates.invited[place])),
        bounds_high=_number(rates.bounds[1], place, known and bool(rates.invited[place])),
        level=rates.interval.level,
        method=rates.interval.method,
        target=rates.target,
        assumption=rates.assumption,
    )


def _number(values: Shares, place: int, shown: bool) -> float | None:
    return float(values[place]) if shown else None


def _status(differences: Differences, place: int, hidden: Hidden) -> out.Status:
    test = differences.tests[place]
    if test.first in hidden.cells or test.second in hidden.cells:
        return "hidden"
    return "no_answers" if np.isnan(differences.difference[place]) else "shown"


def _comparisons(differences: Differences, hidden: Hidden) -> tuple[out.Comparison, ...]:
    statuses = [_status(differences, place, hidden) for place in range(len(differences.tests))]
    visible = np.where([status == "shown" for status in statuses], differences.p, np.nan)
    families = np.array([test.family for test in differences.tests])
    adjusted = np.full(len(visible), np.nan)
    for family in sorted(set(families.tolist())):
        ours = families == family
        adjusted[ours] = holm(visible[ours], tests=int(ours.sum()))
    return tuple(
        _comparison(differences, place, status, adjusted, int((families == differences.tests[place].family).sum()))
        for place, status in enumerate(statuses)
    )


def _comparison(
    differences: Differences, place: int, status: out.Status, adjusted: Shares, size: int
) -> out.Comparison:
    test, shown = differences.tests[place], status == "shown"
    return out.Comparison(
        family=test.family,
        indicator=test.first.indicator,
        first=_side(test.first),
        second=_side(test.second),
        status=status,
        suppressed=status == "hidden",
        difference=_number(differences.difference, place, shown),
        low=_number(differences.interval.low, place, shown),
        high=_number(differences.interval.high, place, shown),
        bounds_low=_number(differences.bounds[0], place, shown),
        bounds_high=_number(differences.bounds[1], place, shown),
        p=_number(differences.p, place, shown),
        p_adjusted=_number(adjusted, place, shown),
        family_size=size,
        level=differences.interval.level,
        method=differences.interval.method,
        target=differences.target,
        assumption=differences.assumption,
    )


def _side(cell: Cell) -> out.Side:
    return out.Side(str(cell.municipality), cell.group)
