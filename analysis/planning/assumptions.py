"""What is assumed for a plan, since nobody knows it before launch: response, rates, and shares of the background.

All of it is printed with the result. Nothing is assumed in silence: a group without a response rate is an error.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from analysis.errors import InputError
from analysis.planning.frames import Frames, Invited
from questionnaires.items import Item, item_index
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan, excluded

_ROUNDING = 1e-9


class Assumptions(msgspec.Struct, frozen=True):
    """*response*: by group, or by stratum ("0580/elected"), 0-1. *rates*: shares exposed, 0-1, in rising order.

    *exposed*: the share exposed wherever a number is about the exposed only. *shares*: "item.option" -> share (0-1).
    """

    response: dict[str, float]
    rates: tuple[float, ...]
    exposed: float
    shares: dict[str, float] = {}

    def answers(self, stratum: Invited) -> int:
        """How many of *stratum* are expected to answer, to the nearest whole."""
        return int(self.responding(stratum) * stratum.persons + 0.5)

    def responding(self, stratum: Invited) -> float:
        """The response rate of *stratum*. Raises InputError if none is assumed."""
        return self.of(stratum.municipality, stratum.group)

    def of(self, municipality: str, group: str) -> float:
        """The response rate of a stratum: its own, or its group's."""
        for name in (f"{municipality}/{group}", group):
            if name in self.response:
                return self.response[name]
        raise InputError(f"no response is assumed for {group}; add --response {group}=0.5")

    def part(self, stratum: Invited, item: Item, option: str) -> tuple[float, int | None]:
        """The share of *stratum* that has *option* in *item*, and how many persons that is, if the study says so.

        The study's frame counts, else --share, else the same for every option that is an answer in substance. Of a
        complement, what its options leave.
        """
        if named := excluded(option):
            parts = [self.part(stratum, item, each) for each in named]
            left = [persons for _, persons in parts]
            share = max(1 - sum(share for share, _ in parts), 0.0)
            return share, None if None in left else stratum.persons - sum(each or 0 for each in left)
        counted = [each for each in stratum.frame if item.id in each.answers]
        whole = sum(each.persons for each in counted)
        if whole:
            found = sum(each.persons for each in counted if each.answers[item.id] == option)
            return found / whole, found
        return self.shares.get(f"{item.id}.{option}", 1 / max(len(item.said), 1)), None


def assumptions(
    response: str, rates: str, shares: Mapping[str, float], exposed: float | None, frames: Frames
) -> Assumptions:
    """What the words of the command line assume, for *frames*. Raises InputError naming the word and its mend."""
    level = tuple(sorted({_share("--rate", word) for word in rates.split(",")}))
    given = _named("--response", response.split(","))
    known = {name for each in frames.strata for name in (str(each), each.group)}
    for name in given:
        if name not in known:
            raise InputError(f"--response {name}: nobody of that name is invited; there are {', '.join(sorted(known))}")
    found = Assumptions(
        response=given,
        rates=level,
        exposed=level[-1] if exposed is None else _share("--exposed", str(exposed)),
        shares=dict(shares),
    )
    for each in frames.strata:
        found.responding(each)
    return found


def given_shares(words: Sequence[str], frames: Frames, form: Questionnaire, plan: Plan) -> dict[str, float]:
    """The shares of *words* like "B4.woman=0.7". Raises InputError for one that nothing would be reckoned with."""
    found = _named("--share", [word for several in words for word in several.split(",")])
    index = item_index(form)
    used = dict.fromkeys(
        [each.item for each in plan.breakdowns] + [each.item for each in plan.comparisons if each.item]
    )
    sums: dict[str, float] = {}
    for name, share in found.items():
        item, _, option = name.partition(".")
        if item not in used:
            raise InputError(
                f"--share {name}: the plan divides nobody by {item}; it has {', '.join(used) or 'no item'}"
            )
        options = [code for code in index[item].codes() if index[item].substantive(code)]
        if option not in options:
            raise InputError(f"--share {name}: {item} has the options {', '.join(options)}; mend the option")
        asked = [each for each in frames.strata if each.group in index[item].groups]
        if asked and all(any(item in part.answers for part in each.frame) for each in asked):
            raise InputError(f"--share {name}: the study says how many chose it in {item}; take --share away")
        sums[item] = sums.get(item, 0.0) + share
        if sums[item] > 1 + _ROUNDING:
            raise InputError(f"--share {name}: the shares of {item} sum to more than 1; mend one")
    return found


def _named(option: str, words: Iterable[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word in words:
        name, equals, number = word.partition("=")
        if not (name and equals):
            raise InputError(f"{option} {word}: write a name and a share, as elected=0.6")
        if name in found:
            raise InputError(f"{option}: {name} is given twice; give it once")
        found[name.strip()] = _share(f"{option} {name}", number)
    return found


def _share(option: str, word: str) -> float:
    try:
        share = float(word)
    except ValueError as error:
        raise InputError(f"{option}: {word!r} is no number; write a share such as 0.6") from error
    if not 0 <= share <= 1:
        hint = f"; write {share / 100:g} for {share:g} %" if 1 < share <= 100 else ""
        raise InputError(f"{option}: {share:g} is not between 0 and 1{hint}")
    return share
