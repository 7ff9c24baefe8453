"""What must never come out of a whole release, of all its tables, nor of two releases together."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache

import msgspec
import pytest

from analysis.counting.kinds import EXPOSED, IN_BASE
from analysis.disclosure.release import Release
from analysis.disclosure.rules import Rules
from analysis.errors import DisclosureError
from analysis.run import analyse, ledger_entry
from questionnaires.answersets import AnswerSet
from questionnaires.digest import digest
from questionnaires.plans import Plan
from tests.analysis.answers import renamed
from tests.analysis.attacker import Attacker, name_of
from tests.analysis.disclosure.test_publishing import Made, made
from tests.analysis.grown import FORM, PLAN, all_kinds, study

RULES = Rules(10, 5)
BANDED = msgspec.structs.replace(PLAN, bands=(0.15, 0.5))
NAMES, KINDS = all_kinds()


def secrets(behind: Made, releases: list[Release]) -> Iterator[tuple[tuple[str, str], str, int, int]]:
    """Each count below the thresholds that no release shows: stratum, quantity, state, true number."""
    shown = {
        (each.municipality, each.group, name_of(each))
        for release in releases
        for each in release.estimates
        if not each.suppressed
    }
    single = behind.single
    for cell, exposed, answered in zip(single.cells, single.exposed.tolist(), single.answered.tolist(), strict=True):
        if answered and (cell.municipality, cell.group, cell.indicator) not in shown:
            for state, number in ((EXPOSED, exposed), (IN_BASE, answered - exposed)):
                if number < RULES.min_exposed or answered < RULES.min_answered:
                    yield (str(cell.municipality), cell.group), cell.indicator, state, number


def leaks(behind: Made, releases: list[Release], among: Iterable[str] = NAMES, *, whole: bool = False) -> list[str]:
    """What the attacker narrows below the thresholds when he reads all of *releases*; *whole*: no parts of persons."""
    found = []
    answered = {str(stratum): stratum.answered for stratum in behind.counts.strata}
    for place, name, state, number in secrets(behind, releases):
        if name not in among:
            continue
        sheets = answered["/".join(place)]
        frames = {each.id: 80 for each in behind.counts.quantities if each.subset is None}
        low, high = Attacker(NAMES, KINDS, sheets, frames, whole=whole).span(releases, place, name, state)
        assert low <= number <= high
        enough = min(RULES.min_exposed, sheets)
        small = number < RULES.min_exposed
        if (small and (low > 0 or high < enough)) or (not small and high - low < enough):
            found.append(f"{place} {name}: {number} lies in {low} to {high}")
    return found


SEEDS = range(4)


@lru_cache
def behind_of(seed: int, plan: Plan = PLAN) -> Made:
    return made(study(plan, seed), FORM, plan)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("plan", [PLAN, BANDED], ids=["plain", "banded"])
def test_no_attacker_narrows_a_hidden_number_of_any_table(seed: int, plan: Plan) -> None:
    behind = made(study(plan, seed), FORM, plan)
    assert leaks(behind, [analyse(behind.sets, FORM, plan)]) == []


@pytest.mark.parametrize("seed", [0, 3])
def test_nor_does_he_when_persons_are_whole(seed: int) -> None:
    assert leaks(behind_of(seed), [analyse(behind_of(seed).sets, FORM, PLAN)], whole=True) == []


def test_he_finds_much_when_complements_are_switched_off() -> None:
    broken = [seed for seed in SEEDS if leaks(behind_of(seed), [behind_of(seed).unprotected()[0]])]
    assert len(broken) >= 2


def test_bands_are_told_and_of_hidden_numbers_only() -> None:
    told = [each for seed in SEEDS for each in analyse(study(BANDED, seed), FORM, BANDED).estimates if each.band]
    assert len(told) > 10
    assert all(each.suppressed and each.exposed is None for each in told)
    assert {each.band for each in told} <= {(0.0, 0.15), (0.15, 0.5), (0.5, 1.0)}


# Two releases of the same answers, under two plans, each safe alone.


def _only(*names: str) -> Plan:
    return msgspec.structs.replace(PLAN, indicators=names, comparisons=(), breakdowns=(), splits=())


FIRST, SECOND = _only("any", "influence"), _only("first", "second", "reported")


def planned(sets: list[AnswerSet], plan: Plan) -> list[AnswerSet]:
    return [renamed(each, plan_digest=digest(plan)) for each in sets]


def released(seed: int, plan: Plan, *before: tuple[Release, Plan]) -> Release:
    """The release of study *seed* under *plan*, against a ledger of those *before*."""
    sets = study(PLAN, seed)
    ledger = [ledger_entry(release, planned(sets, own), FORM, own) for release, own in before]
    return analyse(planned(sets, plan), FORM, plan, ledger=ledger)


@pytest.mark.parametrize("seed", [0, 1, 6])
def test_two_releases_that_are_safe_alone_give_numbers_away_unless_the_ledger_is_kept(seed: int) -> None:
    behind = behind_of(seed)
    first, second = released(seed, FIRST), released(seed, SECOND)
    assert leaks(behind, [first], FIRST.indicators) == leaks(behind, [second], SECOND.indicators) == []
    secret = FIRST.indicators + SECOND.indicators
    assert leaks(behind, [first, second], secret)
    with suppress(DisclosureError):
        assert leaks(behind, [first, released(seed, SECOND, (first, FIRST))], secret) == []


def test_the_same_release_again_is_the_same_and_harmless() -> None:
    first = released(1, PLAN)
    assert released(1, PLAN, (first, PLAN)) == first
