"""The page for those who write forms: its example is read, and it names every key there is."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from questionnaires.checks import item_count
from questionnaires.conditions import Condition
from questionnaires.items import items
from questionnaires.model import (
    Battery,
    Confirm,
    Indicator,
    Missing,
    Option,
    Question,
    Questionnaire,
    Scale,
    Section,
    Statement,
    Variant,
    questions,
)
from questionnaires.plans import (
    Breakdown,
    Category,
    Comparison,
    Distribution,
    Kind,
    Plan,
    Pool,
    Reference,
    Split,
    Targets,
    Weighting,
)
from questionnaires.reading import read_plan, read_questionnaire
from tests.questionnaires.forms import ROOT

PAGE = (ROOT / "docs" / "questionnaire-format.md").read_text(encoding="utf-8")
FORM, PLAN = re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
SHAPES = [*get_args(Question), *get_args(Condition), Questionnaire, Section, Statement, Variant, Option, Scale]
PLANNED = [Plan, Targets, Comparison, Breakdown, Split, Category, Distribution, Weighting, Reference, Pool]


def test_the_example_is_a_whole_form_with_its_plan(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.toml").write_text(FORM, encoding="utf-8")
    (tmp_path / "analysis.toml").write_text(PLAN, encoding="utf-8")
    form = read_questionnaire(tmp_path / "questionnaire.toml")
    plan = read_plan(tmp_path / "analysis.toml", form)
    assert [item.id for item in items(form)] == ["A1", "B1", "C1", "C2", "D1", "G1", "I1"]
    assert (item_count(form, "elected"), item_count(form, "staff")) == (7, 6)
    assert plan.indicators == tuple(indicator.id for indicator in form.indicators)
    assert {type(question) for _, question in questions(form)} == set(get_args(Question))
    assert all(getattr(plan, table) for table in Plan.__struct_fields__)


@pytest.mark.parametrize("shape", [*SHAPES, Indicator, *PLANNED], ids=lambda shape: shape.__name__)
def test_every_key_is_explained(shape: type[msgspec.Struct]) -> None:
    prose = PAGE.replace(FORM, "").replace(PLAN, "")
    keys = [field.encode_name for field in msgspec.structs.fields(shape)]
    assert keys
    assert [key for key in keys if f"`{key}`" not in prose] == []


def test_every_kind_of_question_and_condition_is_explained() -> None:
    tags = [shape.__struct_config__.tag for shape in (*get_args(Question), *get_args(Condition))]
    assert [tag for tag in tags if f"| `{tag}` |" not in PAGE] == []
    assert [kind for kind in get_args(Kind) if f"| `{kind}` |" not in PAGE] == []
    assert [word for word in get_args(Missing) if word and f'`"{word}"`' not in PAGE] == []


def test_there_is_no_kind_for_free_text() -> None:
    # Whoever adds one has to come by docs/decisions/0003-no-free-text.md first.
    shapes = {*get_args(Question)}
    assert {shape.__struct_config__.tag for shape in shapes} == {
        "confirm",
        "single",
        "multiple",
        "frequency",
        "agreement",
        "battery",
    }
    for shape in shapes - {Confirm, Battery}:
        assert {"options", "scale"} & {field.name for field in msgspec.structs.fields(shape)}
