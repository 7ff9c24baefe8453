"""The outlook in sentences that can be read aloud in a meeting: per group, per pair, and what will be hidden.

They say what to expect if the assumptions hold, never what will come.
"""

from collections.abc import Sequence
from itertools import groupby

from msgspec import structs

from analysis.planning.naming import Names
from analysis.planning.outlook import ComparisonOutlook, Outlook, Reading, StratumOutlook, Who

#: From this probability on a number is told as one that will probably be hidden.
PROBABLY = 0.5


def assumed(outlook: Outlook, names: Names) -> tuple[str, ...]:
    """What everything rests on."""
    t, given = names.words, outlook.assumptions
    response = ", ".join(
        t("assumed.each", who=names.who(each.who), share=t.level(given.of(each.who.municipality or "", each.who.group)))
        for each in outlook.strata
    )
    found = [
        t("assumed.response", response=response),
        t("assumed.rates", rates=_listed(names, given.rates)),
        t("assumed.hidden", answered=outlook.rules.min_answered, exposed=outlook.rules.min_exposed),
    ]
    if any(each.exposed for each in outlook.comparisons) or any(
        c.table in {"exposed", "splits"} for c in outlook.cells
    ):
        found.append(t("assumed.exposed", share=t.level(given.exposed)))
    parts = [each.who for each in outlook.cells] + [each.first for each in outlook.comparisons]
    if any(who.option for who in parts):
        found.append(t("assumed.parts"))
    if given.shares:
        found.append(t("assumed.shares", shares="; ".join(names.share(*each) for each in given.shares.items())))
    if any(each.second.earlier for each in outlook.comparisons):
        found.append(t("assumed.waves"))
    return tuple(found)


def _listed(names: Names, rates: Sequence[float]) -> str:
    return names.words("and").join(names.words.level(rate) for rate in rates)


def stratum(each: StratumOutlook, names: Names) -> str:
    """One group: who is expected to answer, and how sure its rates will be."""
    t = names.words
    if not each.answers:
        return t("stratum.nobody", who=names.who(each.who), invited=t.whole(each.invited))
    widths = " ".join(
        t("stratum.width", rate=t.level(r.rate), population=t.points(r.population / 2), risk=t.points(r.risk / 2))
        for r in each.rates
    )
    numbers = {"invited": t.whole(each.invited), "answers": t.whole(each.answers)}
    told = t("stratum", who=names.who(each.who), **numbers) + " " + widths
    if each.invited == each.answers:
        return told
    return told + " " + t("stratum.bounds", silent=t.whole(each.invited - each.answers), points=t.points(each.bounds))


def comparison(pair: Sequence[ComparisonOutlook], names: Names, chance: float) -> str:
    """One pair, at each assumed rate: what difference it shows with the probability *chance*."""
    t, one = names.words, pair[0]
    answers = [t.whole(number) for number in one.answers]
    head = t("pair", first=names.who(one.first), second=names.who(one.second), a=answers[0], b=answers[1])
    told = []
    for each in pair:
        found = each.readings[0]
        numbers = {
            "rate": t.level(each.rate),
            "chance": t.level(chance),
            "single": names.least(found.single),
            "first_step": names.least(found.first_step),
            "tests": each.tests,
        }
        told.append(t(_verdict(found, each.tests), **numbers))
    return " ".join([head, *told])


def _verdict(found: Reading, tests: int) -> str:
    """The key of the sentence for what one pair can show."""
    if found.single is None:
        return "pair.never"
    if tests == 1:
        return "pair.only"
    return "pair.alone" if found.first_step is None else "pair.found"


def pairs(outlook: Outlook) -> tuple[tuple[ComparisonOutlook, ...], ...]:
    """The comparisons of one pair together, one for each assumed rate."""
    grouped = groupby(outlook.comparisons, lambda each: (each.family, each.exposed, each.first, each.second))
    return tuple(tuple(found) for _, found in grouped)


def families(outlook: Outlook, names: Names) -> dict[str, tuple[str, ...]]:
    """The label of each family -> a sentence a pair."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs(outlook):
        label = names.family(pair[0].family, exposed=pair[0].exposed)
        found[label] = (*found.get(label, ()), comparison(pair, names, outlook.chance))
    return found


def hidden(outlook: Outlook, names: Names) -> tuple[str, ...]:
    """What will more probably be hidden than shown: a line a stratum and assumed rate; and that more goes with it."""
    t, found = names.words, []
    all_of = [each.who for each in outlook.strata] + [_whole(each.who) for each in outlook.cells]
    for who in dict.fromkeys(all_of):
        for rate in outlook.assumptions.rates:
            what = [
                t("hidden.whole")
                for each in outlook.strata
                for r in each.rates
                if each.who == who and each.answers and r.rate == rate and r.hidden >= PROBABLY
            ]
            finer: dict[str, list[str]] = {}
            for cell in outlook.cells:
                if _whole(cell.who) == who and cell.rate == rate and cell.hidden >= PROBABLY:
                    options = finer.setdefault(names.cell(cell), [])
                    options += [names.option(cell.who)] if cell.who.option else []
            what += [
                t("hidden.parts", table=table, options="; ".join(options)) if options else table
                for table, options in finer.items()
            ]
            if what:
                found.append(t("hidden.stratum", who=names.who(who), rate=t.level(rate), what=". ".join(what)))
    return (*(found or [t("hidden.nothing")]), t("hidden.more"))


def _whole(who: Who) -> Who:
    return structs.replace(who, item="", option="")
