import re
from pathlib import Path

import msgspec
import pytest

from questionnaires.conditions import Answer, leaves
from questionnaires.errors import FormError
from questionnaires.plan_checks import plan_problems
from questionnaires.plans import Comparison, Plan, Targets
from questionnaires.reading import read_plan
from tests.questionnaires.forms import STANDARD, made, small, spoiled, standard, standard_plan

WITHIN = Comparison(
    id="elected_staff",
    kind="groups_within_municipality",
    label={"sv": "Grupper", "en": "Groups"},
    groups=("elected", "staff"),
    indicators=("undue_influence",),
)
BETWEEN = Comparison(
    id="municipalities",
    kind="municipalities_within_group",
    label={"sv": "Kommuner", "en": "Municipalities"},
    groups=("elected",),
    indicators=("undue_influence", "exposed_any"),
)
PLAN = Plan(
    level=0.95,
    targets=Targets("risk", "risk"),
    indicators=("undue_influence", "exposed_any"),
    comparisons=(WITHIN, BETWEEN),
)
change = msgspec.structs.replace


def comparing(**changes: object) -> Plan:
    return change(PLAN, comparisons=(change(WITHIN, **changes), BETWEEN))


def test_a_sound_plan_has_no_fault() -> None:
    assert plan_problems(PLAN, small()) == ()
    assert plan_problems(change(PLAN, comparisons=()), small()) == ()
    assert plan_problems(standard_plan(), standard()) == ()


@pytest.mark.parametrize(
    ("plan", "line"),
    [
        (change(PLAN, level=95.0), "level: 95.0 is not between 0 and 1; write 0.95 for 95 %"),
        (change(PLAN, level=1.0), "level: 1.0 is not between 0 and 1; write 0.95 for 95 %"),
        (change(PLAN, level=float("nan")), "level: nan is not between 0 and 1; write 0.95 for 95 %"),
        (
            change(PLAN, indicators=(), comparisons=()),
            "indicators: none is named; name those to report, the headline first",
        ),
        (
            change(PLAN, indicators=("undue_influence", "exposed_any", "exposed_any")),
            "indicators: one is named twice; name each once",
        ),
        (
            change(PLAN, indicators=("undue_influence", "exposed_any", "ui_criminal")),
            "indicators: the questionnaire has no indicator ui_criminal; mend the id",
        ),
        (change(PLAN, comparisons=(WITHIN, WITHIN)), "comparisons: an id is used twice; give each its own"),
        (
            comparing(indicators=("repeated",)),
            "comparison elected_staff: repeated is not among the plan's indicators; add it there or mend the id",
        ),
        (
            comparing(groups=("elected", "voters")),
            "comparison elected_staff: the questionnaire has no group voters; mend the name",
        ),
        (
            comparing(groups=("elected",)),
            "comparison elected_staff: two groups are compared; name exactly two in groups",
        ),
        (
            comparing(groups=("elected", "staff", "staff")),
            "comparison elected_staff: two groups are compared; name exactly two in groups",
        ),
        (comparing(indicators=()), "comparison elected_staff: it compares nothing; name groups and indicators"),
        (
            comparing(indicators=("undue_influence", "undue_influence")),
            "comparison elected_staff: one indicator is named twice and would be tested twice; name each once",
        ),
        (
            comparing(label={"sv": "Grupper"}),
            (
                "comparison elected_staff, label: the wording in 'en' is missing; "
                "write it, or take the language out of languages"
            ),
        ),
    ],
)
def test_a_fault_of_the_plan_names_its_place_and_mend(plan: Plan, line: str) -> None:
    assert line in plan_problems(plan, small())


def test_an_indicator_about_one_group_cannot_be_compared_with_the_other() -> None:
    form = made(spoiled({"indicators/1/groups": ["staff"]}))
    says = ": the indicator undue_influence is not about elected; take it or the group away"
    assert plan_problems(PLAN, form) == (f"comparison elected_staff{says}", f"comparison municipalities{says}")


def test_the_plan_is_read_as_strictly_as_the_form(tmp_path: Path) -> None:
    text = STANDARD.with_name("analysis.toml").read_text(encoding="utf-8")
    spoilt = {
        "unknown key": (text.replace("level", "weights = true\nlevel", 1), "unknown field `weights`"),
        "unknown target": (text.replace('"population"', '"census"', 1), "targets.rates: invalid enum value 'census'"),
        "not Holm": (text.replace('adjust = "holm"', 'adjust = "none"', 1), "comparisons[0].adjust: invalid enum"),
        "percent": (text.replace("level = 0.95", "level = 95"), "level: 95.0 is not between 0 and 1"),
        "no indicator": (text.replace('"worried"', '"glad"'), "the questionnaire has no indicator glad; mend the id"),
    }
    for name, (changed, says) in spoilt.items():
        assert changed != text, name
        path = tmp_path / "analysis.toml"
        path.write_text(changed, encoding="utf-8")
        with pytest.raises(FormError) as refused:
            read_plan(path, standard())
        assert says in str(refused.value)
        assert "; mend" in str(refused.value) or "; write" in str(refused.value)


def test_the_families_of_tests_are_as_small_as_the_plan_says() -> None:
    # With two municipalities: a larger family widens every adjusted p-value in it.
    text = STANDARD.with_name("analysis.toml").read_text(encoding="utf-8")
    said = {name: int(size) for name, size in re.findall(r"^#   (\w+) .*= +(\d+)(?: tests)?$", text, re.MULTILINE)}
    sizes = {}
    for comparison in standard_plan().comparisons:
        places = {"groups_pooled": 1, "options_within_stratum": 4, "waves_within_stratum": 4}.get(comparison.kind, 2)
        sizes[comparison.id] = len(comparison.indicators or comparison.scales) * places
    assert sizes == said
    assert max(sizes.values()) <= 12


def test_the_standard_plan_says_what_it_sets_out_to() -> None:
    plan = standard_plan()
    assert plan.indicators[0] == "undue_influence"
    assert plan.targets == Targets("population", "risk")
    women = next(each for each in plan.comparisons if each.kind == "options_within_stratum")
    assert (women.item, women.options) == ("B4", ("woman", "!woman"))


def test_a_split_groups_the_codes_as_the_indicators_do() -> None:
    # ui_criminal among all is the category criminal of those who met undue influence: the same persons count.
    indicators = {indicator.id: indicator for indicator in standard().indicators}
    (split,) = standard_plan().splits
    for category in split.categories:
        (leaf,) = (
            each
            for each in leaves(indicators[f"ui_{category.id}"].counts)
            if isinstance(each, Answer) and each.items == (split.item,)
        )
        assert leaf.codes == category.codes
