"""Answer sets for tests: of random sheets of a form, or of counts that a test chooses.

`counted` makes the simplest form there is for a wanted table: one question an indicator, so that any counts can be had.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from analysis.counting.kinds import drawn_sheets
from questionnaires.answersets import (
    AnswerSet,
    Disclosure,
    FormMark,
    Header,
    Period,
    Place,
    StratumCount,
    Window,
    assemble,
)
from questionnaires.conditions import Answer, Answered
from questionnaires.digest import digest
from questionnaires.model import Indicator, Option, Questionnaire, Section, SingleChoice
from questionnaires.plans import Comparison, Plan, Targets
from questionnaires.reading import read_questionnaire

NAMES = {"0580": "Linköping", "0581": "Norrköping", "1480": "Göteborg", "1761": "Hammarö"}
SMALL = read_questionnaire(Path(__file__).parents[1] / "questionnaires" / "small.toml")
GROUPS = ("elected", "staff")


def words(text: str) -> dict[str, str]:
    """The same text in both languages."""
    return {"sv": text, "en": text}


def plan_for(questionnaire: Questionnaire, level: float = 0.95) -> Plan:
    """A plan that compares every indicator both ways."""
    names = tuple(indicator.id for indicator in questionnaire.indicators)
    return Plan(
        level=level,
        targets=Targets("risk", "risk"),
        indicators=names,
        comparisons=(
            Comparison("elected_staff", "groups_within_municipality", words("grupper"), GROUPS, names),
            Comparison("municipalities", "municipalities_within_group", words("kommuner"), GROUPS, names),
        ),
    )


def header(
    questionnaire: Questionnaire, plan: Plan, code: str, invited: Mapping[str, int], languages: tuple[str, ...] = ()
) -> Header:
    """The header of an answer set of the municipality *code*."""
    return Header(
        fingerprint="0123456789abcdef" * 4,
        study="ostergotland-2022",
        wave=1,
        municipality=Place(code, NAMES[code]),
        form=FormMark(questionnaire.id, questionnaire.version, digest(questionnaire)),
        plan_digest=digest(plan),
        languages=languages or questionnaire.languages,
        period=Period("2021-04-01", "2022-03-31"),
        window=Window("2022-04-25T06:00:00Z", "2022-05-16T06:00:00Z"),
        access_mode="code_on_paper",
        disclosure=Disclosure(min_answered=10, min_exposed=5),
        strata=tuple(StratumCount(group, words(f"alla {group}"), size, 0) for group, size in invited.items()),
    )


def random_rows(questionnaire: Questionnaire, group: str, sheets: int, draw: np.random.Generator) -> list[bytes]:
    """*sheets* random rows that keep to the routing."""
    symbols = drawn_sheets(questionnaire, group)
    return [bytes(column) for column in symbols.T[draw.integers(0, symbols.shape[1], sheets)]]


def random_set(questionnaire: Questionnaire, plan: Plan, code: str, sheets: Mapping[str, int], seed: int) -> AnswerSet:
    """An answer set of random sheets, half of the invited having answered."""
    draw = np.random.default_rng([seed, int(code)])
    made = header(questionnaire, plan, code, {group: 2 * number for group, number in sheets.items()})
    return assemble(made, {group: random_rows(questionnaire, group, number, draw) for group, number in sheets.items()})


def form_of(indicators: int) -> Questionnaire:
    """A form of *indicators* questions with yes and no, each an indicator of its own."""
    names = [f"i{number}" for number in range(1, indicators + 1)]
    options = (Option("yes", words("Ja")), Option("no", words("Nej")))
    return Questionnaire(
        id="counted",
        version="1",
        languages=("sv", "en"),
        groups=GROUPS,
        title=words("Räknad enkät"),
        sections=(
            Section(
                "only",
                words("Frågor"),
                tuple(SingleChoice(id=n.upper(), text=words(n), options=options) for n in names),
            ),
        ),
        indicators=tuple(
            Indicator(
                id=name,
                label=words(f"Indikator {name}"),
                finding=words("säger ja"),
                denominator=words("alla som svarat"),
                base=Answered((name.upper(),)),
                counts=Answer((name.upper(),), ("yes",)),
            )
            for name in names
        ),
    )


def counted(
    table: Mapping[str, Sequence[tuple[int, int]]], invited: Mapping[str, int], form: Questionnaire, plan: Plan
) -> list[AnswerSet]:
    """Answer sets in which stratum "0580/elected" has the (exposed, answered) that *table* says, per indicator.

    Each stratum has as many sheets as its most answered indicator.
    """
    found = []
    for code in sorted({stratum.partition("/")[0] for stratum in table}):
        own = {stratum.partition("/")[2]: cells for stratum, cells in table.items() if stratum.startswith(code)}
        rows: dict[str, list[bytes]] = {}
        for group, cells in own.items():
            sheets = max(answered for _, answered in cells)
            columns = ["a" * k + "b" * (n - k) + "." * (sheets - n) for k, n in cells]
            rows[group] = ["".join(symbols).encode() for symbols in zip(*columns, strict=True)]
        made = header(form, plan, code, {group: invited[f"{code}/{group}"] for group in GROUPS if group in own})
        found.append(assemble(made, rows))
    return found


def renamed(answers: AnswerSet, **changes: object) -> AnswerSet:
    """The same answers under a header in which *changes* differ."""
    return AnswerSet(msgspec.structs.replace(answers.header, **changes), answers.rows)
