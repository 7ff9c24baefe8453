"""Answer sets for measuring: random sheets of any form, as the files that the survey would have written.

The sheets keep to the form's routing, so that no reading or checking is spared.
"""

from collections.abc import Mapping

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
from questionnaires.digest import digest
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan

SHEETS = {"elected": 20_000, "staff": 30_000}
CODES = [f"{number:04d}" for number in range(101, 121)]


def answer_set(questionnaire: Questionnaire, plan: Plan, code: str, sizes: Mapping[str, int] = SHEETS) -> AnswerSet:
    """One municipality's answers, the same for the same *code*; half of those invited answered."""
    draw = np.random.default_rng(int(code))
    rows = {}
    for group, sheets in sizes.items():
        columns = drawn_sheets(questionnaire, group)
        rows[group] = [bytes(column) for column in columns.T[draw.integers(0, columns.shape[1], sheets)]]
    header = Header(
        fingerprint="0" * 64,
        study="bench",
        wave=1,
        municipality=Place(code, code),
        form=FormMark(questionnaire.id, questionnaire.version, digest(questionnaire)),
        plan_digest=digest(plan),
        languages=questionnaire.languages,
        period=Period("2021-04-01", "2022-03-31"),
        window=Window("2022-04-25T06:00:00Z", "2022-05-16T06:00:00Z"),
        access_mode="code_on_paper",
        disclosure=Disclosure(10, 5),
        strata=tuple(StratumCount(group, {"sv": "alla"}, 2 * sheets, 0) for group, sheets in sizes.items()),
    )
    return assemble(header, rows)
