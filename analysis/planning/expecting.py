"""The outlook of a plan: every stratum, every planned pair and every finer table, at every assumed rate.

Both targets are reckoned, as the analysis will do; the one that the plan declares stands first.
"""

from collections.abc import Iterator
from functools import cache

from analysis.disclosure.rules import Rules, in_force
from analysis.planning.assumptions import Assumptions
from analysis.planning.chances import Side
from analysis.planning.frames import Frames, Invited
from analysis.planning.hiding import chance_hidden
from analysis.planning.outlook import CellOutlook, ComparisonOutlook, Outlook, RateOutlook, Reading, StratumOutlook, Who
from analysis.planning.pairs import Pair, effective, exposed_only, pairs, part, whole
from analysis.planning.power import CHANCE, decision, smallest_difference
from analysis.planning.widths import expected_half_width, expected_width
from questionnaires.indicators import is_about_a_part
from questionnaires.items import item_index
from questionnaires.model import Questionnaire
from questionnaires.plans import Comparison, Plan, Target


def outlook(frames: Frames, questionnaire: Questionnaire, plan: Plan, assumed: Assumptions) -> Outlook:
    """What *plan* can show for *frames* if things are as *assumed*; the same for the same input."""
    rules = in_force(frames.disclosure)
    return Outlook(
        form=f"{questionnaire.id} {questionnaire.version}",
        level=plan.level,
        chance=CHANCE,
        targets=plan.targets,
        rules=rules,
        assumptions=assumed,
        strata=tuple(_stratum(each, assumed, plan.level, rules) for each in frames.strata),
        comparisons=tuple(
            found
            for comparison in plan.comparisons
            for found in _comparison(comparison, frames, questionnaire, plan, assumed)
        ),
        cells=tuple(_cells(frames, questionnaire, plan, assumed, rules)),
    )


def _stratum(stratum: Invited, assumed: Assumptions, level: float, rules: Rules) -> StratumOutlook:
    party = whole(stratum, assumed)
    answers, persons = party.answers, stratum.persons
    rates = tuple(
        RateOutlook(
            rate=rate,
            population=expected_width(Side(answers, persons), rate, level),
            risk=expected_width(Side(answers), rate, level),
            hidden=chance_hidden(answers, rate, rules),
        )
        for rate in assumed.rates
    )
    return StratumOutlook(party.who, persons, answers, 1 - answers / persons if persons else 1.0, rates)


def _comparison(
    comparison: Comparison, frames: Frames, questionnaire: Questionnaire, plan: Plan, assumed: Assumptions
) -> Iterator[ComparisonOutlook]:
    index = {indicator.id: indicator for indicator in questionnaire.indicators}
    about = [is_about_a_part(index[name]) for name in comparison.indicators] + [False] * len(comparison.scales)
    made = list(pairs(comparison, frames.strata, assumed, questionnaire))
    targets: tuple[Target, Target] = ("population", "risk")
    ordered = targets if plan.targets.comparisons == "population" else targets[::-1]
    for exposed in sorted(set(about)):
        for full in made:
            first, second = (exposed_only(each, assumed) if exposed else each for each in full)
            for rate in assumed.rates:
                yield ComparisonOutlook(
                    family=comparison.id,
                    kind=comparison.kind,
                    tests=len(about) * len(made),
                    exposed=exposed,
                    first=first.who,
                    second=second.who,
                    answers=(first.answers, second.answers),
                    rate=rate,
                    readings=tuple(_readings((first, second), ordered, rate, plan.level, len(about) * len(made))),
                )


def _readings(pair: Pair, targets: tuple[Target, ...], rate: float, level: float, tests: int) -> Iterator[Reading]:
    first, second = pair
    for target in targets:
        known = all(side.frame is not None for party in pair for side in party.strata)
        if target == "population" and not known:
            continue
        sides: tuple[Side | None, Side | None]
        if len(first.strata) > 1:
            frames = target == "population"
            sides = effective(first, second, frames=frames), effective(second, first, frames=frames)
        else:
            (a,), (b,) = first.strata, second.strata
            sides = (a, b) if target == "population" else (Side(a.answered), Side(b.answered))
        yield _reading(target, sides, rate, level, tests)


@cache
def _reading(target: Target, sides: tuple[Side | None, Side | None], rate: float, level: float, tests: int) -> Reading:
    first, second = sides
    if first is None or second is None:
        return Reading(target, 0.0, 0.0, 0.0)
    if first.answered == 0 or second.answered == 0:
        return Reading(target, 1.0, None, None)
    single = smallest_difference(decision(first, second, level), rate)
    first_step = single if tests == 1 else smallest_difference(decision(first, second, 1 - (1 - level) / tests), rate)
    return Reading(target, expected_half_width(first, second, rate, level), single, first_step)


def _cells(
    frames: Frames, questionnaire: Questionnaire, plan: Plan, assumed: Assumptions, rules: Rules
) -> Iterator[CellOutlook]:
    """The finer tables: of the exposed only, of parts by background, of who stood behind it, and of neighbours."""
    index = {indicator.id: indicator for indicator in questionnaire.indicators}
    for stratum in frames.strata:
        who, answers = whole(stratum, assumed).who, assumed.answers(stratum)

        def cell(table: str, name: str, whose: Who, base: tuple[int, float], rate: float) -> CellOutlook:
            size = int(base[0] * base[1] + 0.5)
            width = expected_width(Side(size), rate, plan.level)
            return CellOutlook(table, name, whose, size, rate, width, chance_hidden(base[0], rate, rules, base[1]))

        for rate in assumed.rates:
            if any(is_about_a_part(index[name]) for name in plan.indicators):
                yield cell("exposed", "", who, (answers, assumed.exposed), rate)
            for split in plan.splits:
                yield cell("splits", split.id, who, (answers, assumed.exposed), rate)
            for breakdown in plan.breakdowns:
                item = item_index(questionnaire)[breakdown.item]
                options = breakdown.codes or tuple(code for code in item.codes() if item.substantive(code))
                for option in options if stratum.group in item.groups else ():
                    found = part(stratum, assumed, questionnaire, item.id, option)
                    share, persons = assumed.part(stratum, item, option)
                    base = (answers, share) if persons is None else (found.answers, 1.0)
                    yield cell("breakdowns", item.id, found.who, base, rate)
    yield from _pools(frames, plan, assumed, rules)


def _pools(frames: Frames, plan: Plan, assumed: Assumptions, rules: Rules) -> Iterator[CellOutlook]:
    for pool in plan.pools:
        for group in dict.fromkeys(each.group for each in frames.strata):
            inside = [
                each for each in frames.strata if each.group == group and each.municipality in pool.municipalities
            ]
            answers = sum(assumed.answers(each) for each in inside)
            for rate in assumed.rates if inside else ():
                width, hidden = expected_width(Side(answers), rate, plan.level), chance_hidden(answers, rate, rules)
                yield CellOutlook("pools", pool.id, Who(None, pool.id, group), answers, rate, width, hidden)
