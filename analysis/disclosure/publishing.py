"""From estimates to the Release: the only door out.

First is chosen what to hide; then the numbers that are left are written down; only now are p-values adjusted, since
adjusting over hidden tests would let them shine through. Last the attacker goes over the result, and if he can work
anything out, nothing is published.
"""

from collections import Counter
from collections.abc import Sequence

from analysis.counting.counts import Counts
from analysis.disclosure import release as out
from analysis.disclosure.audit import audit
from analysis.disclosure.comparing import comparisons
from analysis.disclosure.hiding import Hidden, hide
from analysis.disclosure.rows import estimates
from analysis.disclosure.rules import Rules, in_force
from analysis.disclosure.wordings import Family as FamilyWords
from analysis.disclosure.wordings import Wording
from analysis.estimates.compare import Family
from analysis.estimates.equivalence import short_fingerprint
from analysis.estimates.rates import Rates
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
    families: Sequence[Family],
) -> out.Release:
    """The release of *rates* (of each municipality, and of all together) and *families*.

    *headers* have been found equivalent. Raises DisclosureError when a hidden number could be worked out.
    """
    rules = in_force(*(header.disclosure for header in headers))
    uses = Counter((name, group) for each in plan.comparisons for name in each.indicators for group in each.groups)
    hidden = hide(counts, *rates, uses, rules, questionnaire)
    made = assemble(headers, questionnaire, plan, rates, families, hidden)
    audit(made, hidden.watches)
    return made


def assemble(
    headers: Sequence[Header],
    questionnaire: Questionnaire,
    plan: Plan,
    rates: tuple[Rates, Rates],
    families: Sequence[Family],
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
        level=rates[0].level,
        planned_level=plan.level,
        targets=plan.targets,
        strata=_strata(ordered, questionnaire, hidden.rules),
        indicators=tuple(_wording(index[name], questionnaire) for name in plan.indicators),
        families=tuple(_family(family) for family in families),
        estimates=estimates(rates[0], hidden),
        pooled=estimates(rates[1], hidden),
        comparisons=tuple(row for family in families for row in comparisons(family, hidden)),
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


def _family(family: Family) -> FamilyWords:
    declared = family.comparison
    return FamilyWords(declared.id, declared.kind, declared.label, declared.adjust, len(family.tests))
