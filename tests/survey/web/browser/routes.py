"""What follows from one respondent's answers by the Python engine: what `route.mjs` says by the browser's.

`python -m tests.survey.web.browser.routes` draws the cases of the vector file that are not worked out by hand anew,
after a change of the standard form, and writes down what this engine says of them.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from questionnaires.items import Item, items
from questionnaires.model import Questionnaire
from questionnaires.reading import read_questionnaire
from questionnaires.sheets import clean, encode, is_shown
from survey.web.respond.parts import following, parts, preceding, state
from tests.questionnaires import forms

FOLDER = Path(__file__).parents[3] / "reference" / "routing"
VECTORS = FOLDER / "vectors.json"
WALKS, POSTINGS = 12, 12  # of each form and group


@cache
def questionnaires() -> dict[str, Questionnaire]:
    """The forms that the vectors ask, by the name they go by there."""
    winding = read_questionnaire(FOLDER / "winding.toml")
    return {"small": forms.small(), "winding": winding, "standard": forms.standard()}


def routed(form: Questionnaire, group: str, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Sheet, faults, standing of each question, the way there and back, and the row: as JSON has them."""
    cleaned = clean(form, group, given)
    sheet, ordered = cleaned.sheet, parts(form, group)
    path, back = [], []
    place = following(form, ordered, group, sheet, -1)
    while place < len(ordered):
        path.append(place)
        place = following(form, ordered, group, sheet, place)
    before = preceding(form, ordered, group, sheet, len(ordered))
    while before is not None:
        back.append(before)
        before = preceding(form, ordered, group, sheet, before)
    return {
        "sheet": {item: list(codes) for item, codes in sheet.items()},
        "faults": [[fault.item, fault.code] for fault in cleaned.faults],
        "standing": [list(state(form, part, group, sheet)) for part in ordered],
        "path": path,
        "back": back,
        "row": None if cleaned.faults else encode(form, group, sheet).decode("ascii"),
    }


def walked(form: Questionnaire, group: str, random: Random) -> dict[str, tuple[str, ...]]:
    """Answers that a respondent could give: each question that comes up is answered or not, now and then several."""
    sheet: dict[str, tuple[str, ...]] = {}
    for item in items(form):
        if is_shown(form, item, group, sheet) and (item.required or random.random() < 0.9):
            sheet[item.id] = _answer(item, random)
    return sheet


def _answer(item: Item, random: Random) -> tuple[str, ...]:
    beside = [option.code for option in item.options if not option.exclusive]
    if item.multiple and random.random() < 0.8:
        chosen = random.sample(beside, random.randint(1, len(beside)))
        return tuple(code for code in item.codes() if code in chosen)
    return (random.choice(item.codes()),)


def posted(form: Questionnaire, random: Random) -> dict[str, list[str]]:
    """What a changed page might give: any items in any order, known or not, with any codes in any number."""
    names = [item.id for item in items(form)]
    given = {}
    for item in random.sample(items(form), random.randint(1, len(names))):
        given[item.id] = random.choices(
            [*item.codes(), *item.codes(), "no_such_code"], k=random.choice((0, 1, 1, 1, 2))
        )
    if random.random() < 0.3:
        given["no_such_item"] = ["yes"]
    return given


def drawn() -> list[dict[str, Any]]:
    """The cases that chance draws, the same each time, and what the Python engine says of them."""
    random = Random(20220425)
    found = []
    for name, form in questionnaires().items():
        for group in form.groups:
            given_by_walks: list[dict[str, list[str]]] = [
                {item: list(codes) for item, codes in walked(form, group, random).items()} for _ in range(WALKS)
            ]
            for number, given in enumerate(
                [*given_by_walks, *(posted(form, random) for _ in range(POSTINGS))], start=1
            ):
                case = {"name": f"drawn {number}", "by_hand": False, "form": name, "group": group, "given": given}
                found.append(case | routed(form, group, given))
    return found


def write(source: str, cases: Sequence[Mapping[str, Any]]) -> None:
    """Write the vector file, a case a line."""
    lines = ",\n".join("  " + json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    VECTORS.write_text(f'{{\n "source": {json.dumps(source)},\n "cases": [\n{lines}\n ]\n}}\n', encoding="utf-8")


if __name__ == "__main__":
    held = json.loads(VECTORS.read_text(encoding="utf-8"))
    write(held["source"], [case for case in held["cases"] if case["by_hand"]] + drawn())
