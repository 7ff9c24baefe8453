"""A form whose indicators give each other away, small enough that every kind of sheet can be listed.

Two events; whoever met one is asked of its purpose and whether it was reported. So `influence` lies within `any`, the
base of `reported` within those exposed, `any` is the union of `first` and `second`: all the ties of the real form.
"""

from itertools import product

import numpy as np

from analysis.counting.exposure import Exposure
from analysis.counting.kinds import Kinds, kinds
from analysis.counting.quantities import rate
from analysis.counting.responses import columns
from questionnaires.answersets import AnswerSet, assemble
from questionnaires.conditions import All, Answer, Answered, Either, IndicatorHolds, Not
from questionnaires.items import items, row_width
from questionnaires.model import Indicator, Option, Questionnaire, Section, SingleChoice
from questionnaires.plans import Plan
from questionnaires.sheets import encode, is_shown
from tests.analysis.answers import GROUPS, header, words

_OPTIONS = (Option("no", words("Nej")), Option("yes", words("Ja")))
MET = Answer(("C1", "C2"), ("yes",))
_BOTH = Answered(("C1", "C2"), 2)


def _indicator(name: str, base: All | Answered, counts: All | Answer) -> Indicator:
    return Indicator(name, words(name), words("säger ja"), words("alla som svarat"), base, counts)


FORM = Questionnaire(
    id="tied",
    version="1",
    languages=("sv", "en"),
    groups=GROUPS,
    title=words("Bunden enkät"),
    sections=(
        Section(
            "events",
            words("Händelser"),
            tuple(SingleChoice(id=name, text=words(name), options=_OPTIONS) for name in ("C1", "C2")),
        ),
        Section(
            "after",
            words("Efteråt"),
            tuple(SingleChoice(id=name, text=words(name), options=_OPTIONS, shown_if=MET) for name in ("P", "F")),
        ),
    ),
    indicators=(
        _indicator("any", _BOTH, MET),
        _indicator("first", Answered(("C1",)), Answer(("C1",), ("yes",))),
        _indicator("second", Answered(("C2",)), Answer(("C2",), ("yes",))),
        _indicator(
            "influence",
            All((_BOTH, Either((Not(IndicatorHolds("any")), Answered(("P",)))))),
            All((IndicatorHolds("any"), Answer(("P",), ("yes",)))),
        ),
        _indicator("reported", All((IndicatorHolds("any"), Answered(("F",)))), Answer(("F",), ("yes",))),
    ),
)


def all_rows() -> list[bytes]:
    """Every row that the form can give."""
    choices = [((), *((code,) for code in item.codes())) for item in items(FORM)]
    found = set()
    for answers in product(*choices):
        sheet: dict[str, tuple[str, ...]] = {}
        for item, answer in zip(items(FORM), answers, strict=True):
            if answer and is_shown(FORM, item, "staff", sheet):
                sheet[item.id] = answer
        found.add(encode(FORM, "staff", sheet))
    return sorted(found)


ROWS = all_rows()


def all_kinds() -> Kinds:
    """Every kind of sheet there is: what the attacker of the tests knows of the form."""
    exposure = Exposure(FORM, columns(ROWS, row_width(FORM), "test"))
    return kinds(FORM, exposure, [rate(indicator) for indicator in FORM.indicators])


def study(plan: Plan, seed: int, codes: tuple[str, ...] = ("0580", "0581")) -> list[AnswerSet]:
    """Answer sets of some dozens of sheets, in which few are exposed, or nearly all."""
    draw = np.random.default_rng(seed)
    answered = [b"." not in row for row in ROWS]
    exposed = [b"b" in row[:2] for row in ROWS]
    found = []
    for code in codes:
        rows = {}
        for group in GROUPS:
            weight = np.where(exposed, draw.choice([0.02, 0.3, 3.0, 30.0]), 1.0) * np.where(answered, 10.0, 0.3)
            weight *= draw.gamma(0.5, size=len(ROWS))
            places = draw.choice(len(ROWS), draw.integers(8, 70), p=weight / weight.sum())
            rows[group] = [ROWS[place] for place in places]
        found.append(assemble(header(FORM, plan, code, dict.fromkeys(GROUPS, 80)), rows))
    return found
