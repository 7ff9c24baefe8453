"""The pairs that a plan compares, before there is an answer: who against whom, with how many answers each.

The same pairs as the analysis will make (`estimates.compare`), with expected numbers in the place of counted ones.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import msgspec

from analysis.planning.assumptions import Assumptions
from analysis.planning.chances import Side
from analysis.planning.frames import Invited
from analysis.planning.outlook import Who
from questionnaires.items import item_index
from questionnaires.model import Questionnaire
from questionnaires.plans import Comparison


class Party(msgspec.Struct, frozen=True):
    """One side of a pair: *answers* of *persons* (None: it is not known of how many), stratum by stratum."""

    who: Who
    strata: tuple[Side, ...]

    @property
    def answers(self) -> int:
        """The answers of all its strata together."""
        return sum(side.answered for side in self.strata)


Pair = tuple[Party, Party]


def whole(stratum: Invited, assumed: Assumptions) -> Party:
    """All of a stratum."""
    who = Who(stratum.municipality, stratum.name, stratum.group)
    return Party(who, (Side(assumed.answers(stratum), stratum.persons),))


def part(stratum: Invited, assumed: Assumptions, questionnaire: Questionnaire, item: str, option: str) -> Party:
    """Those of a stratum who chose *option* in *item*: by the study's frame count, else by an assumed share."""
    share, persons = assumed.part(stratum, item_index(questionnaire)[item], option)
    answers = share * assumed.answers(stratum) if persons is None else persons * assumed.responding(stratum)
    who = Who(stratum.municipality, stratum.name, stratum.group, item, option)
    return Party(who, (Side(int(answers + 0.5), persons),))


def exposed_only(party: Party, assumed: Assumptions) -> Party:
    """Those of a party who are exposed, by the assumed share; of how many persons nobody knows."""
    strata = tuple(Side(int(side.answered * assumed.exposed + 0.5)) for side in party.strata)
    return Party(party.who, strata)


def pairs(
    comparison: Comparison, strata: Sequence[Invited], assumed: Assumptions, questionnaire: Questionnaire
) -> Iterator[Pair]:
    """The pairs of one comparison, in the order of the strata."""
    there = {(each.municipality, each.group): whole(each, assumed) for each in strata}
    codes = list(dict.fromkeys(each.municipality for each in strata))
    within = [each for each in strata if each.group in comparison.groups]
    match comparison.kind:
        case "groups_within_municipality" | "scales_between_groups":
            group, other = comparison.groups
            sides = [((code, group), (code, other)) for code in codes]
            yield from ((there[a], there[b]) for a, b in sides if a in there and b in there)
        case "groups_pooled":
            yield from _pooled(comparison.groups, there, codes)
        case "municipalities_within_group":
            sides = [((a, group), (b, group)) for group in comparison.groups for a, b in combinations(codes, 2)]
            yield from ((there[a], there[b]) for a, b in sides if a in there and b in there)
        case "options_within_stratum":
            asked, (one, other) = item_index(questionnaire)[comparison.item].groups, comparison.options
            for each in within:
                if each.group in asked:
                    first, second = (
                        part(each, assumed, questionnaire, asked_of, code)
                        for asked_of, code in ((comparison.item, one), (comparison.item, other))
                    )
                    yield first, second
        case "waves_within_stratum":
            for each in within:
                now = whole(each, assumed)
                yield now, Party(msgspec.structs.replace(now.who, earlier=True), now.strata)


def _pooled(groups: Sequence[str], there: dict[tuple[str, str], Party], codes: Sequence[str]) -> Iterator[Pair]:
    """Both groups over the municipalities that have answers from both; one alone is no pool."""
    group, other = groups
    both = [code for code in codes if all((code, each) in there and there[code, each].answers for each in groups)]
    if len(both) > 1:
        first, second = (
            Party(Who(None, "", each), tuple(there[code, each].strata[0] for code in both)) for each in (group, other)
        )
        yield first, second


def effective(party: Party, other: Party, *, frames: bool) -> Side | None:
    """One side with as many answers as all the strata of *party* are worth, by Mantel and Haenszel's weights.

    For equal rates everywhere: then the pooled rate is as sure as one of 1/Σ(c²f/n) answers (`intervals.engine`). None
    where all have answered and *frames* are reckoned with: then nothing is left to chance.
    """
    sizes = [(one.answered, two.answered) for one, two in zip(party.strata, other.strata, strict=True)]
    weights = [n * n_b / (n + n_b) for n, n_b in sizes]
    lean = 0.0
    for weight, side in zip(weights, party.strata, strict=True):
        open_part = 1 - side.answered / side.frame if frames and side.frame else 1.0
        lean += (weight / sum(weights)) ** 2 * open_part / side.answered
    return Side(int(1 / lean + 0.5)) if lean else None
