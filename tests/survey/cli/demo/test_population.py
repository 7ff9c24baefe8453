"""The simulated population: what it answers is sound, and its true rates are what long simulation finds."""

from math import sqrt
from pathlib import Path
from random import Random

import pytest

from questionnaires.indicators import standing
from questionnaires.model import Questionnaire
from questionnaires.reading import read_questionnaire
from questionnaires.sheets import clean
from survey.cli.demo.population import CLASSES, RATES, blocks, draw, population_shares, share_of, true_rates

FORM = Path(__file__).parents[4] / "questionnaires" / "otillaten-paverkan" / "questionnaire.toml"


@pytest.fixture(scope="module")
def form() -> Questionnaire:
    """The standard questionnaire, which the population answers."""
    return read_questionnaire(FORM)


@pytest.mark.parametrize("stratum", RATES)
def test_every_alternative_of_every_class_has_a_whole_probability(stratum: str) -> None:
    assert sum(share_of(stratum, kind) for kind in CLASSES) == pytest.approx(1.0)
    for kind in CLASSES:
        for block in blocks(stratum, kind):
            assert sum(share for share, _ in block) == pytest.approx(1.0)
            assert all(share >= 0 for share, _ in block)


@pytest.mark.parametrize("stratum", RATES)
def test_what_a_person_ticks_is_a_clean_sheet(form: Questionnaire, stratum: str) -> None:
    random = Random(1)
    for _ in range(300):
        answers = draw(stratum, random)

        assert clean(form, stratum.partition("/")[2], answers).faults == ()
        assert clean(form, stratum.partition("/")[2], answers).sheet == {k: v for k, v in answers.items() if v}


def test_the_true_rates_are_those_of_a_long_simulation(form: Questionnaire) -> None:
    stratum, people, random = "0581/elected", 4000, Random(2)
    base: dict[str, int] = {}
    counted: dict[str, int] = {}
    for _ in range(people):
        for indicator, stands in standing(form, clean(form, "elected", draw(stratum, random)).sheet).items():
            if stands is not None:
                base[indicator] = base.get(indicator, 0) + 1
                counted[indicator] = counted.get(indicator, 0) + stands

    for indicator, true in true_rates(form, stratum).items():
        deviation = abs(counted[indicator] / base[indicator] - true)
        assert deviation <= 4.5 * sqrt(max(true * (1 - true), 1e-4) / base[indicator]), indicator


def test_a_populations_own_shares_are_counted_among_all_of_it(form: Questionnaire) -> None:
    spared = dict.fromkeys(("A1", *(f"C{number}" for number in range(1, 12))), ("no",))
    met = {**spared, "C1": ("once",), "C12": ("yes",)}

    shares = population_shares(form, "0580/staff", [spared, spared, met, {"A1": ("yes",)}])

    assert shares["exposed_any"] == shares["undue_influence"] == pytest.approx(1 / 3)
    assert shares["damage_violence"] == 0.0
    assert shares["reported_any"] is None
