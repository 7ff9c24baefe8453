"""Each fault that a form can have is in faults.toml; here they are made, one by one."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from questionnaires.checks import item_count, problems
from questionnaires.errors import FormError
from questionnaires.reading import read_questionnaire
from tests.questionnaires.forms import GONE, SMALL, made, small, spoiled, standard

FAULTS: dict[str, dict[str, Any]] = {
    f"{kind}: {case['fault']}": case
    for kind, cases in tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8")).items()
    for case in cases
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_names_file_place_and_mend(case: dict[str, Any]) -> None:
    with pytest.raises(FormError) as refused:
        made(spoiled(case["change"]))
    assert f"small.toml: {case['says']}" in str(refused.value).splitlines()


@pytest.mark.parametrize("group", ["elected", "staff"])
def test_a_question_for_one_group_may_follow_only_that_groups_answers(group: str) -> None:
    asked = {"when": "answer", "items": ["B1"], "is": ["council"]}
    changes = {"sections/1/questions/1/shown_if": asked, "sections/1/questions/1/groups": [group]}
    table = spoiled(changes | {"indicators/1": GONE, "sections/2/questions/0/variants": []})
    if group == "elected":
        assert made(table).id == "small"
    else:
        with pytest.raises(FormError, match="question C3: nobody in staff can reach it"):
            made(table)


def test_an_indicator_may_be_about_one_group() -> None:
    table = spoiled({"indicators/1/base": {"when": "answered", "items": ["B1"]}})
    table["indicators"][1] |= {"groups": ["elected"], "counts": {"when": "answer", "items": ["B1"], "is": ["other"]}}
    assert made(table).indicators[1].groups == ("elected",)


def test_every_fault_is_told_at_once() -> None:
    changes = {"title/en": GONE, "sections/1/questions/1/shown_if/items": ["C9"], "indicators/0/counts/is": ["twice"]}
    with pytest.raises(FormError) as refused:
        made(spoiled(changes))
    assert [problem.split(":")[0] for problem in refused.value.problems] == [
        "title",
        "question C3, shown_if",
        "indicator exposed_any, counts",
        "indicator exposed_any, counts",
    ]


def test_the_small_and_the_standard_form_have_no_fault() -> None:
    assert problems(small()) == ()
    assert problems(standard()) == ()


def test_item_count_is_of_what_one_person_can_meet() -> None:
    assert item_count(small(), "elected") == 8
    assert item_count(small(), "staff") == 7


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"absent\.toml: the file does not exist; mend the path"):
        read_questionnaire(tmp_path / "absent.toml")
    with pytest.raises(FormError, match=r"cannot be read: Is a directory; mend the path or its rights"):
        read_questionnaire(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes(SMALL.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(FormError, match=r"latin\.toml: not valid TOML in UTF-8: .*; mend that line"):
        read_questionnaire(latin)


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    lines = SMALL.read_text(encoding="utf-8").splitlines()
    lines[7] = "[terms.duty.elected"
    broken = tmp_path / "broken.toml"
    broken.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(FormError, match=r"broken\.toml: not valid TOML in UTF-8: .*line 8.*; mend that line"):
        read_questionnaire(broken)
