"""A population that does not exist, with rates that are known exactly.

Each person is of one class: spared, met (events with no aim to influence) or influenced. Given the class, the answers
come in independent blocks, each a short list of alternatives with their probabilities. So the true share of every
indicator is a finite sum, worked out here by enumeration, and the report's intervals can be held against it. A year's
population is a draw from these rates; its own shares are counted, from those who answer and those who do not.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random

import msgspec

from questionnaires.conditions import Answers, IndicatorHolds, leaves
from questionnaires.indicators import standing
from questionnaires.model import Indicator, Questionnaire
from questionnaires.sheets import clean

CLASSES = ("spared", "met", "influenced")

Alternatives = tuple[tuple[float, dict[str, tuple[str, ...]]], ...]


class Rates(msgspec.Struct, frozen=True):
    """What is chosen for a stratum: the shares who are *met* and *influenced*, the share of the influenced for whom it
    was a *criminal*, the share who would report, and the share of the invited who answer at all.
    """

    met: float
    influenced: float
    criminal: float
    reports: float
    response: float


#: Chosen near the published levels: elected about 30 %, a whole staff far below (docs/method.md).
RATES: Mapping[str, Rates] = {
    "0580/elected": Rates(met=0.16, influenced=0.30, criminal=0.24, reports=0.45, response=0.72),
    "0580/staff": Rates(met=0.08, influenced=0.09, criminal=0.20, reports=0.55, response=0.58),
    "0581/elected": Rates(met=0.14, influenced=0.22, criminal=0.22, reports=0.40, response=0.68),
    "0581/staff": Rates(met=0.09, influenced=0.16, criminal=0.30, reports=0.50, response=0.55),
}

_C = tuple(f"C{number}" for number in range(1, 12))
_TIMES = ("once", "two_to_five", "six_or_more")


def _events(**met: str) -> dict[str, tuple[str, ...]]:
    return {item: (met.get(item, "no"),) for item in _C}


def _unsure(answers: dict[str, tuple[str, ...]], *items: str) -> dict[str, tuple[str, ...]]:
    return {**answers, **dict.fromkeys(items, ("dont_know",))}


_SPARED: Alternatives = (
    (0.93, _events()),
    (0.05, _unsure(_events(), "C3", "C11")),
    (0.02, {"C1": ("no",), "C2": ("no",)}),  # left the rest: too little to count
)
_MET: Alternatives = (
    (0.30, _events(C1="once")),
    (0.22, _events(C2="two_to_five")),
    (0.16, _events(C1="two_to_five", C2="once")),
    (0.10, _events(C3="once")),
    (0.10, _events(C7="once")),
    (0.07, _events(C8="once")),
    (0.05, _unsure(_events(C1="once"), "C4", "C11")),
)
_INFLUENCED: Alternatives = (
    (0.22, _events(C1="two_to_five", C4="once")),
    (0.18, _events(C1="six_or_more", C2="two_to_five", C5="once")),
    (0.15, _events(C4="two_to_five", C11="two_to_five")),
    (0.12, _events(C11="once")),
    (0.09, _events(C9="once", C10="once")),
    (0.08, _events(C5="once", C6="once")),
    (0.06, _events(C7="once", C4="once")),
    (0.06, _events(C10="two_to_five")),
    (0.04, _events(C8="once", C5="two_to_five")),
)


def _one(item: str, **shares: float) -> Alternatives:
    """One item with the chosen codes; what is left of 1 is no answer."""
    left = 1.0 - sum(shares.values())
    given: list[tuple[float, dict[str, tuple[str, ...]]]] = [(share, {item: (code,)}) for code, share in shares.items()]
    return tuple(given) if left < 1e-12 else (*given, (left, {}))


def _agree(item: str, agree: float) -> Alternatives:
    rest = 0.96 - agree
    return _one(
        item, strongly_disagree=0.2 * rest, disagree=0.4 * rest, neither=0.4 * rest, agree=0.6 * agree,
        strongly_agree=0.4 * agree, dont_know=0.03,
    )  # fmt: skip


def _who(criminal: float) -> Alternatives:
    other = 1.0 - criminal
    return (
        (0.60 * criminal, {"D1": ("criminal_network",), "D2": ("quite_sure",)}),
        (0.40 * criminal, {"D1": ("citizen_case", "criminal_individual"), "D2": ("unsure",)}),
        (0.48 * other, {"D1": ("citizen_case",)}),
        (0.16 * other, {"D1": ("citizen_other",)}),
        (0.12 * other, {"D1": ("business", "association")}),
        (0.12 * other, {"D1": ("politician",)}),
        (0.09 * other, {"D1": ("unknown",)}),
        (0.02 * other, {"D1": ("extremist_group",)}),
        (0.01 * other, {"D1": ("decline",)}),
    )


def blocks(stratum: str, kind: str) -> tuple[Alternatives, ...]:
    """The blocks of a person of class *kind* in *stratum*: independent of each other, each a list of alternatives."""
    rates, group = RATES[stratum], stratum.partition("/")[2]
    exposed, aim = kind != "spared", kind == "influenced"
    found: list[Alternatives] = [
        ((1.0, {"A1": ("yes",)}),),
        _one("B1", council_member=0.6, council_substitute=0.3, committee_only=0.08)
        if group == "elected"
        else _one("B1s", mainly=0.3, partly=0.3, no=0.37),
        _one("B2", social=0.25, education=0.3, environment=0.1, care=0.2, technical=0.08, management=0.04),
        _one("B3", whole=0.9, part=0.1),
        _one("B4", woman=0.49 if group == "elected" else 0.74, man=0.49 if group == "elected" else 0.24),
        {"spared": _SPARED, "met": _MET, "influenced": _INFLUENCED}[kind],
    ]
    for item, share in (("E1", 0.35), ("E2", 0.25), ("E3", 0.06), ("E4", 0.15), ("E5", 0.25), ("E6", 0.3)):
        yes = share if aim else share / 2 if exposed else share / 12
        found.append(_one(item, no=0.98 - yes, yes=yes, decline=0.01))
    found += [_agree("G1", 0.62), _agree("G2", 0.5), _agree("G3", 0.58 if exposed else 0.7)]
    found.append(_one("G4", yes=0.35, no=0.55, dont_know=0.08))
    found += [_agree(f"H{number}", 0.32 if exposed else 0.18) for number in (1, 2, 3, 5)] + [_agree("H4", 0.6)]
    for item, often in (("I1", 0.3), ("I2", 0.2)):
        much = often if exposed else often / 5
        found.append(_one(item, never=0.58 - much, seldom=0.4, quite_often=0.7 * much, very_often=0.3 * much))
    return tuple(found + (_aftermath(rates, aim) if exposed else []))


def _aftermath(rates: Rates, aim: bool) -> list[Alternatives]:
    """The blocks of those who have met something."""
    silent = 1.0 - rates.reports
    found: list[Alternatives] = [
        _one("C12", yes=1.0) if aim else _one("C12", no=0.85, dont_know=0.15),
        _who(rates.criminal if aim else rates.criminal / 3),
        (
            (0.5, {"D3": ("in_person",)}),
            (0.3, {"D3": ("phone", "written")}),
            (0.2, {"D3": ("social_media",)}),
        ),
        _one("D4", workplace=0.6, online=0.2, home=0.1, public_place=0.08),
        _one("D6", no=0.9, yes=0.06),
        _one("D7", not_at_all=0.2, slightly=0.4, quite=0.25, very=0.12),
        ((0.5, {"F1": ("leader", "peer")}), (0.3, {"F1": ("peer",)}), (0.2, {"F1": ("nobody",)})),
        _one("F2", yes=rates.reports * 0.8, no=0.9 - rates.reports * 0.8, dont_know=0.08),
        (
            (rates.reports * 0.3, {"F3": ("all",)}),
            (rates.reports * 0.2, {"F3": ("some",)}),
            (rates.reports * 0.5 + silent * 0.6, {"F3": ("no",), "F4": ("part_of_duty", "leads_nowhere")}),
            (silent * 0.4, {"F3": ("no",), "F4": ("afraid",)}),
        ),
    ]
    if aim:
        found.append(_one("D5", decision=0.5, refrain=0.25, frighten=0.2))
    return found


def share_of(stratum: str, kind: str) -> float:
    """The share of the stratum that is of class *kind*."""
    rates = RATES[stratum]
    return {"spared": 1.0 - rates.met - rates.influenced, "met": rates.met, "influenced": rates.influenced}[kind]


def draw(stratum: str, random: Random) -> dict[str, tuple[str, ...]]:
    """One person's answers, as they would tick them."""
    kind = random.choices(CLASSES, [share_of(stratum, one) for one in CLASSES])[0]
    answers: dict[str, tuple[str, ...]] = {}
    for block in blocks(stratum, kind):
        answers.update(random.choices([given for _, given in block], [share for share, _ in block])[0])
    return answers


def population_shares(questionnaire: Questionnaire, stratum: str, people: Sequence[Answers]) -> dict[str, float | None]:
    """The share of each indicator among *people*, everybody invited in *stratum*. None where none is in its base.

    What `population` intervals are about.
    """
    base, counted = Counter[str](), Counter[str]()
    for answers in people:
        sheet = clean(questionnaire, stratum.partition("/")[2], answers).sheet
        for indicator, stands in standing(questionnaire, sheet).items():
            base[indicator] += stands is not None
            counted[indicator] += stands is True
    return {each.id: counted[each.id] / base[each.id] if base[each.id] else None for each in questionnaire.indicators}


def true_rates(questionnaire: Questionnaire, stratum: str) -> dict[str, float]:
    """The rate behind each indicator: the chance that one of those in its base counts. By enumeration, without error.

    What `risk` intervals are about; the invited of one year are a draw from it.
    """
    found = {}
    for indicator, (items, needed) in _asked(questionnaire).items():
        alone = msgspec.structs.replace(questionnaire, indicators=needed)
        base = counted = 0.0
        for kind in CLASSES:
            touched = [block for block in blocks(stratum, kind) if any(items & given.keys() for _, given in block)]
            for share, answers in _combinations(touched):
                standing_here = standing(alone, answers)[indicator]
                if standing_here is not None:
                    base += share * share_of(stratum, kind)
                    counted += share * share_of(stratum, kind) * standing_here
        found[indicator] = counted / base
    return found


def _combinations(touched: Sequence[Alternatives]) -> Iterator[tuple[float, Answers]]:
    for choice in product(*touched):
        share = 1.0
        answers: dict[str, tuple[str, ...]] = {}
        for probability, given in choice:
            share *= probability
            answers.update(given)
        yield share, answers


def _asked(questionnaire: Questionnaire) -> dict[str, tuple[set[str], tuple[Indicator, ...]]]:
    """Indicator -> the items that it asks about, and itself with the indicators it builds on, in order."""
    found: dict[str, tuple[set[str], tuple[Indicator, ...]]] = {}
    for indicator in questionnaire.indicators:
        items: set[str] = set()
        needed: dict[str, Indicator] = {}
        for condition in (indicator.base, indicator.counts):
            for leaf in leaves(condition):
                if isinstance(leaf, IndicatorHolds):
                    items |= found[leaf.id][0]
                    needed |= {one.id: one for one in found[leaf.id][1]}
                else:
                    items |= set(leaf.items)
        found[indicator.id] = (items, (*needed.values(), indicator))
    return found
