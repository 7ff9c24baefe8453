"""The tied form, grown: a background item to break down by, and a multiple choice of who stood behind it.

Small enough that every sheet can be listed, with all the tables that a plan can have; in it margins of two breakdowns,
parts of a split and the indicators themselves give each other away.
"""

from itertools import combinations, product

import msgspec
import numpy as np

from analysis.counting.exposure import Exposure
from analysis.counting.kinds import Kinds, kinds
from analysis.counting.quantities import quantities
from analysis.counting.responses import columns
from questionnaires.answersets import AnswerSet, assemble
from questionnaires.items import items, row_width
from questionnaires.model import MultipleChoice, Option, Section, SingleChoice
from questionnaires.plans import Breakdown, Category, Plan, Split
from questionnaires.sheets import encode, is_shown
from tests.analysis import tied
from tests.analysis.answers import GROUPS, header, plan_for, words

_PEOPLE = (Option("woman", words("Kvinna")), Option("man", words("Man")))
_FIELDS = (Option("school", words("Skola")), Option("care", words("Vård")))
_WHO = (Option("criminal", words("Kriminell")), Option("citizen", words("Medborgare")))

FORM = msgspec.structs.replace(
    tied.FORM,
    id="grown",
    sections=(
        Section(
            "background",
            words("Bakgrund"),
            (
                SingleChoice(id="S", text=words("Kön"), options=_PEOPLE),
                SingleChoice(id="B", text=words("Område"), options=_FIELDS),
            ),
        ),
        *tied.FORM.sections,
        Section(
            "who",
            words("Vem"),
            (MultipleChoice(id="W", text=words("Vem"), options=_WHO, shown_if=tied.MET),),
        ),
    ),
)

PLAN = msgspec.structs.replace(
    plan_for(FORM),
    breakdowns=(Breakdown("S", ("any", "influence")), Breakdown("B", ("any",))),
    splits=(
        Split(
            "who",
            words("Vem"),
            "any",
            "W",
            (Category("criminal", words("k"), ("criminal",)), Category("citizen", words("m"), ("citizen",))),
        ),
    ),
)


def all_rows() -> list[bytes]:
    """Every row that the form can give."""
    choices = [
        [several for size in range(3) for several in combinations(item.codes(), size)]
        if item.multiple
        else [(), *((code,) for code in item.codes())]
        for item in items(FORM)
    ]
    found = set()
    for answers in product(*choices):
        sheet: dict[str, tuple[str, ...]] = {}
        for item, answer in zip(items(FORM), answers, strict=True):
            if answer and is_shown(FORM, item, "staff", sheet):
                sheet[item.id] = answer
        found.add(encode(FORM, "staff", sheet))
    return sorted(found)


ROWS = all_rows()


def all_kinds(plan: Plan = PLAN) -> tuple[tuple[str, ...], Kinds]:
    """The names of all quantities of *plan*, and every kind of sheet there is."""
    planned = quantities(FORM, plan)
    exposure = Exposure(FORM, columns(ROWS, row_width(FORM), "test"))
    return tuple(each.id for each in planned), kinds(FORM, exposure, planned)


def study(plan: Plan, seed: int, codes: tuple[str, ...] = ("0580",), late: int = 0) -> list[AnswerSet]:
    """Answer sets of some dozens of sheets, in which few are exposed, or nearly all; and *late* sheets more of each."""
    draw = np.random.default_rng([seed, 7])
    blanks = np.array([row.count(b".") for row in ROWS])
    exposed = [b"b" in row[2:4] for row in ROWS]
    found = []
    for code in codes:
        rows = {}
        for group in GROUPS:
            weight = np.where(exposed, draw.choice([0.03, 0.3, 1.0, 3.0]), 20.0) * 0.05**blanks
            weight *= draw.gamma(0.5, size=len(ROWS))
            places = draw.choice(len(ROWS), 70, p=weight / weight.sum())
            rows[group] = [ROWS[place] for place in places[: int(draw.integers(12, 60)) + late]]
        found.append(assemble(header(FORM, plan, code, dict.fromkeys(GROUPS, 80)), rows))
    return found
