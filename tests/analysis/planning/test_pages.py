import doctest
import importlib
import re
from html import unescape

import pytest

from analysis.disclosure.rules import Rules
from analysis.planning.assumptions import Assumptions
from analysis.planning.expecting import outlook
from analysis.planning.files import page, plan_csv
from analysis.planning.frames import Frames, Invited
from analysis.planning.naming import Names
from analysis.planning.outlook import Outlook
from analysis.planning.sentences import hidden
from questionnaires.answersets import Disclosure
from questionnaires.reading import read_questionnaire
from tests.analysis.planning.planned import EVERYTHING, FORM

QUESTIONNAIRE = read_questionnaire(FORM / "questionnaire.toml")
FRAMES = Frames(
    tuple(
        Invited(code, name, group, persons)
        for code, name, sizes in (("0580", "Linköping", (79, 900)), ("0581", "Norrköping", (85, 1000)))
        for group, persons in zip(("elected", "staff"), sizes, strict=True)
    ),
    Disclosure(10, 5),
)


@pytest.fixture(scope="module")
def found() -> Outlook:
    return outlook(FRAMES, QUESTIONNAIRE, EVERYTHING, Assumptions({"elected": 0.6, "staff": 0.5}, (0.05, 0.25), 0.25))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "sv",
            (
                "Linköping, förtroendevalda (Kvinna) mot Linköping, förtroendevalda (Man)",
                "Alla kommuner, förtroendevalda mot Alla kommuner, medarbetare",
                "Linköping, medarbetare mot Linköping, medarbetare i en tidigare omgång",
                "bland de utsatta",
                "Grannkommuner tillsammans",
                "Den tidigare omgången antas ha haft lika många svar.",
            ),
        ),
        (
            "en",
            (
                "Linköping, elected representatives (Woman) against Linköping, elected representatives (Man)",
                "All municipalities, elected representatives against All municipalities, staff",
                "Linköping, staff against Linköping, staff in an earlier wave",
                "among the exposed",
                "Neighbouring municipalities together",
            ),
        ),
    ],
)
def test_every_kind_of_comparison_and_table_is_told(found: Outlook, language: str, words: tuple[str, ...]) -> None:
    text = unescape(page(found, Names(QUESTIONNAIRE, EVERYTHING, language)).decode())
    assert f'<html lang="{language}">' in text
    for each in words:
        assert each in text


def test_a_family_among_the_exposed_has_a_heading_of_its_own(found: Outlook) -> None:
    text = page(found, Names(QUESTIONNAIRE, EVERYTHING, "en")).decode()
    assert len(re.findall(r"<h3>", text)) == 2  # one label for all the families of this plan, and one of the exposed


def test_every_side_of_a_comparison_has_a_code_in_the_table(found: Outlook) -> None:
    text = plan_csv(found).decode()
    for code in ("0580/elected/B4.woman", "all/elected", "0581/staff/earlier", "east/staff"):
        assert code in text


def test_where_nothing_is_small_nothing_is_said_to_be_hidden() -> None:
    assumed = Assumptions({"elected": 1.0, "staff": 1.0}, (0.5,), 0.5)
    large = Frames(tuple(Invited("0580", "L", group, 50_000) for group in ("elected", "staff")), Disclosure(10, 5))
    found = outlook(large, QUESTIONNAIRE, EVERYTHING, assumed)
    assert found.rules == Rules(10, 5)
    assert hidden(found, Names(QUESTIONNAIRE, EVERYTHING, "sv"))[0].startswith("Inget tal döljs troligen")


@pytest.mark.parametrize("module", ["chances", "hiding"])
def test_the_examples_are_true(module: str) -> None:
    tried = doctest.testmod(importlib.import_module(f"analysis.planning.{module}"))
    assert tried.attempted
    assert not tried.failed
