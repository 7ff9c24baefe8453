"""The standard form with its whole plan, answered by people who do not exist: the attacker finds nothing.

The tests' own attacker takes all kinds at once and so is slow; he tries a part of the hidden numbers, spread over the
tables. The program's own has tried them all, or there would be no release.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import pytest

from analysis.counting.counts import Counts, count
from analysis.counting.exposure import Exposure
from analysis.counting.kinds import EXPOSED, IN_BASE, Kinds, drawn_sheets, kinds
from analysis.disclosure.release import Release
from analysis.errors import DisclosureError
from analysis.reading import read_form
from analysis.run import analyse
from questionnaires.answersets import AnswerSet, assemble
from questionnaires.items import items
from questionnaires.sheets import encode, is_shown
from survey.cli.demo.population import draw
from tests.analysis.answers import header
from tests.analysis.attacker import Attacker, name_of

FORM, PLAN = read_form(Path(__file__).parents[3] / "questionnaires" / "otillaten-paverkan")
SIZES = {"elected": 45, "staff": 160}


def _sheet(stratum: str, random: Random) -> bytes:
    group, answers = stratum.partition("/")[2], draw(stratum, random)
    sheet: dict[str, tuple[str, ...]] = {}
    for item in items(FORM):
        if item.id in answers and is_shown(FORM, item, group, sheet):
            sheet[item.id] = answers[item.id]
    return encode(FORM, group, sheet)


@lru_cache
def study() -> tuple[AnswerSet, ...]:
    random = Random(20220425)
    rows = {group: [_sheet(f"0580/{group}", random) for _ in range(size)] for group, size in SIZES.items()}
    return (assemble(header(FORM, PLAN, "0580", {group: 2 * size for group, size in SIZES.items()}), rows),)


@lru_cache
def made() -> tuple[Release, Counts]:
    return analyse(study(), FORM, PLAN), count(study(), FORM, PLAN)


@lru_cache
def cluster(group: str) -> tuple[tuple[str, ...], Kinds]:
    """The quantities that the form ties to the headline, and all kinds of sheets of them: answered, and drawn."""
    counts = made()[1]
    place = next(at for at, each in enumerate(counts.found.clusters) if PLAN.indicators[0] in {q.id for q in each})
    column = next(at for at, stratum in enumerate(counts.strata) if stratum.group == group)
    drawn = kinds(FORM, Exposure(FORM, drawn_sheets(FORM, group)), counts.found.clusters[place])
    together = np.unique(np.concatenate((counts.found.tied(column, place).kinds, drawn)), axis=0)
    return tuple(each.id for each in counts.found.clusters[place]), together


def spans(release: Release, group: str, every: int = 1) -> Iterator[tuple[int, float, float]]:
    """For each *every*-th hidden count below the threshold: the number, and the least and most that it can be."""
    names, all_kinds = cluster(group)
    counts = made()[1]
    column = [stratum.group for stratum in counts.strata].index(group)
    attacker = Attacker(names, all_kinds, counts.strata[column].answered, whole=False)
    hidden = {name_of(each) for each in made()[0].estimates if each.group == group and each.suppressed}
    small = []
    for row, quantity in enumerate(counts.quantities):
        exposed, answered = int(counts.exposed[row, column]), int(counts.answered[row, column])
        for state, number in ((EXPOSED, exposed), (IN_BASE, answered - exposed)):
            if quantity.id in hidden and quantity.id in names and number < 5 and answered >= 10:
                small.append((quantity.id, state, number))
    for name, state, number in small[::every]:
        yield number, *attacker.span([release], ("0580", group), name, state)


@pytest.mark.parametrize("group", ["elected", "staff"])
def test_no_hidden_number_of_the_whole_release_can_be_narrowed(group: str) -> None:
    found = list(spans(made()[0], group, every=10))
    assert len(found) >= 2
    for number, low, high in found:
        assert low <= 1e-6 <= number + 1e-6
        assert high >= 5 - 1e-6


def test_with_every_number_that_is_large_enough_shown_he_finds_some() -> None:
    # As if only what is too small by itself had been hidden: the positive control.
    release, counts = made()
    true = {
        (quantity.id, stratum.group): (int(counts.exposed[row, column]), int(counts.answered[row, column]))
        for row, quantity in enumerate(counts.quantities)
        for column, stratum in enumerate(counts.strata)
    }
    bare = []
    for each in release.estimates:
        exposed, answered = true.get((name_of(each), each.group), (0, 0))
        if each.suppressed and answered >= 10 and 5 <= exposed <= answered - 5:
            numbers = {"status": "shown", "suppressed": False, "exposed": exposed, "answered": answered}
            bare.append(msgspec.structs.replace(each, **numbers, band=None))
        else:
            bare.append(each)
    shown = msgspec.structs.replace(release, estimates=tuple(bare))
    found = (span for group in SIZES for span in spans(shown, group))
    assert any(low > 1e-6 or high < 5 - 1e-6 for _, low, high in found)


def test_every_table_is_there_and_much_is_shown() -> None:
    estimates = made()[0].estimates
    assert {each.table for each in estimates} == {"rates", "breakdowns", "splits", "distributions"}
    assert {each.table for each in estimates if each.status == "shown"} >= {"rates", "breakdowns", "distributions"}
    assert any(each.suppressed for each in estimates)
    assert any(each.band for each in estimates)


def test_a_release_that_shows_one_number_more_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    # The suppression forgets its complements, and the audit stops what comes of it.
    monkeypatch.setattr("analysis.disclosure.hiding.suppress", lambda problem, _: problem.primary.copy())
    monkeypatch.setattr("analysis.disclosure.hiding.bands", lambda *_: ())
    with pytest.raises(DisclosureError, match="nothing was published"):
        analyse(study(), FORM, PLAN)
