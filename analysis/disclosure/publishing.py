"""From estimates to the Release: the only door out.

First is chosen what to hide; then the numbers that are left are written down; only now are p-values adjusted, since
adjusting over hidden tests would let them shine through. Last the attacker goes over the result, and if he can work
anything out, nothing is published.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec

from analysis.counting.counts import Counts
from analysis.counting.quantities import step_id, subset_id
from analysis.disclosure import describing, rows
from analysis.disclosure import release as out
from analysis.disclosure.audit import audit
from analysis.disclosure.comparing import comparisons, superiorities
from analysis.disclosure.exchanged import NOTHING_GIVEN, Given
from analysis.disclosure.hiding import Hidden, Policy, hide
from analysis.disclosure.ledger import NOTHING_KNOWN, Known
from analysis.disclosure.rules import Rules, in_force
from analysis.disclosure.weighing import weighted_rows
from analysis.disclosure.wordings import Family
from analysis.estimates.equivalence import differing, short_fingerprint
from analysis.estimates.estimated import Estimated
from analysis.estimates.rates import Cell
from questionnaires.answersets import Header, StratumCount
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan

FORMAT = 2


class Beside(msgspec.Struct, frozen=True):
    """How a release came about: the *earlier* wave beside it, what was *not_equivalent* and why it was let pass.

    *weighted*: the weighted rates, which need finer counts than anything that is published. *known*: what was published
    before of the same answers. *given*: what counts files tell. *inside*: the cells
    that a member of a pool could narrow too far.
    """

    earlier: out.Municipalities | None = None
    not_equivalent: tuple[str, ...] = ()
    override: str = ""
    weighted: tuple[out.Weighted, ...] = ()
    known: Known = NOTHING_KNOWN
    given: Given = NOTHING_GIVEN
    inside: frozenset[Cell] = frozenset()


NOTHING = Beside()


def publish(
    headers: Sequence[Header],
    questionnaire: Questionnaire,
    plan: Plan,
    counts: Counts,
    estimated: Estimated,
    beside: Beside = NOTHING,
) -> out.Release:
    """The release of what was *estimated*, with what is to be told *beside* it.

    *headers* have been found equivalent. Raises DisclosureError when a hidden number could be worked out, CountError
    where frame counts and answers contradict each other.
    """
    rules = in_force(*(header.disclosure for header in headers))
    policy = policy_of(plan, rules, counts, beside)
    hidden = hide(counts, estimated.together, policy, questionnaire)
    weighted = weighted_rows(counts, estimated.single, questionnaire, plan, hidden, beside.given.weighted)
    beside = msgspec.structs.replace(beside, weighted=weighted)
    made = assemble(headers, questionnaire, plan, estimated, hidden, beside)
    audit(made, hidden.watches)
    return made


def policy_of(plan: Plan, rules: Rules, counts: Counts, beside: Beside = NOTHING) -> Policy:
    """What hiding goes by for *plan* and the *rules* in force."""
    known, given = beside.known, beside.given
    return Policy(
        rules=rules,
        uses=_uses(plan),
        bands=plan.bands,
        earlier=known.told,
        extra=frozenset(each.id for each in counts.quantities if not each.told),
        elsewhere=given.strata,
        hidden=given.hidden,
        told=given.bands,
        inside=beside.inside,
    )


def assemble(
    headers: Sequence[Header],
    questionnaire: Questionnaire,
    plan: Plan,
    estimated: Estimated,
    hidden: Hidden,
    beside: Beside = NOTHING,
) -> out.Release:
    """The release with the *hidden* cells left out. Not audited: only `publish` may hand it on."""
    ordered = sorted(headers, key=lambda header: header.municipality.code)
    level = estimated.single.level
    return out.Release(
        format=FORMAT,
        title=questionnaire.title,
        wave=_wave(ordered),
        rules=hidden.rules,
        level=level,
        planned_level=plan.level,
        targets=plan.targets,
        strata=_strata(ordered, questionnaire, hidden.rules),
        indicators=describing.indicators(plan, questionnaire),
        families=_families(plan, estimated),
        estimates=rows.estimates(estimated.single, hidden) + rows.mentioned(estimated.mentions, level, hidden),
        pooled=rows.estimates(estimated.together, hidden),
        comparisons=tuple(row for family in estimated.families for row in comparisons(family, hidden)),
        breakdowns=describing.breakdowns(plan, questionnaire),
        splits=describing.splits(plan),
        scales=describing.scales(plan, questionnaire),
        pools=describing.pools(plan, frozenset(header.municipality.code for header in headers)),
        references=plan.references,
        weighted=beside.weighted,
        superiorities=tuple(row for family in estimated.scales for row in superiorities(family, hidden)),
        earlier=beside.earlier,
        not_equivalent=beside.not_equivalent,
        differing=differing(ordered, beside.not_equivalent),
        override=beside.override,
    )


def _uses(plan: Plan) -> Counter[tuple[str, str]]:
    """In how many comparisons of the plan each quantity stands for each group."""
    cuts = {item: each.cuts for each in plan.distributions for item in each.items}
    found: Counter[tuple[str, str]] = Counter()
    for each in plan.comparisons:
        if each.kind == "options_within_stratum":
            names = [subset_id(name, each.item, option) for name in each.indicators for option in each.options]
        else:
            names = [*each.indicators, *(step_id(item, cut) for item in each.scales for cut in cuts.get(item, ()))]
        found.update((name, group) for name in names for group in each.groups)
    return found


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


def _families(plan: Plan, estimated: Estimated) -> tuple[Family, ...]:
    size = {each.comparison.id: len(each.tests) for each in estimated.families}
    size |= {each.comparison.id: len(each.tests) for each in estimated.scales}
    return tuple(Family(each.id, each.kind, each.label, each.adjust, size[each.id]) for each in plan.comparisons)
