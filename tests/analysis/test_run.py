from pathlib import Path

import msgspec
import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis import analyse, read_answer_set, read_form
from analysis.disclosure.release import to_bytes
from analysis.errors import InputError, LevelError, NotEquivalent
from analysis.report.files import FILES
from analysis.report.pages import report_page
from analysis.report.tables import tables_csv
from questionnaires.answersets import AnswerSet, Disclosure, write
from questionnaires.errors import FormError
from tests.analysis.answers import SMALL, plan_for, random_set, renamed

PLAN = plan_for(SMALL)
SIZES = {"elected": 60, "staff": 200}
SETS = [random_set(SMALL, PLAN, code, SIZES, seed=7) for code in ("0580", "0581", "1480")]
STANDARD = Path(__file__).parents[2] / "questionnaires" / "otillaten-paverkan"


def test_the_order_of_files_and_rows_changes_no_byte() -> None:
    draw = np.random.default_rng(1)
    turned = [
        AnswerSet(each.header, {group: tuple(draw.permutation(rows).tolist()) for group, rows in each.rows.items()})
        for each in reversed(SETS)
    ]
    one, other = analyse(SETS, SMALL, PLAN), analyse(turned, SMALL, PLAN)
    assert to_bytes(one) == to_bytes(other)
    assert tables_csv(one) == tables_csv(other)
    assert report_page(one) == report_page(other)
    assert all(make(one) == make(other) for make in FILES.values())


def test_an_independent_library_gives_the_same_intervals() -> None:
    release = analyse(SETS, SMALL, PLAN)
    shown = {(each.indicator, each.municipality, each.group): each for each in release.estimates if not each.suppressed}
    assert shown
    for estimate in shown.values():
        expected = proportion_confint(estimate.exposed, estimate.answered, alpha=0.05, method="wilson")
        assert (estimate.low, estimate.high) == pytest.approx(expected, abs=1e-9)
    compared = [each for each in release.comparisons if not each.suppressed]
    assert compared
    for each in compared:
        a, b = (shown[each.indicator, side.municipality, side.group] for side in (each.first, each.second))
        expected = confint_proportions_2indep(
            a.exposed, a.answered, b.exposed, b.answered, method="newcomb", compare="diff"
        )
        assert (each.low, each.high) == pytest.approx(expected, abs=1e-9)


def test_answer_sets_of_different_fingerprints_are_refused() -> None:
    with pytest.raises(NotEquivalent, match="fingerprint"):
        analyse([SETS[0], renamed(SETS[1], fingerprint="f" * 64)], SMALL, PLAN)


def test_what_is_not_equivalent_is_compared_for_a_reason_that_is_published() -> None:
    strict = Disclosure(min_answered=12, min_exposed=6)
    other = renamed(SETS[1], fingerprint="f" * 64, disclosure=strict)
    release = analyse([SETS[0], other], SMALL, PLAN, override="the same questions, a stricter threshold")
    assert release.not_equivalent == ("thresholds", "fingerprint")
    assert release.override == "the same questions, a stricter threshold"
    assert (release.rules.min_answered, release.rules.min_exposed) == (12, 6)


def test_a_reason_without_a_difference_is_not_published() -> None:
    release = analyse(SETS, SMALL, PLAN, override="just in case")
    assert (release.not_equivalent, release.override) == ((), "")


def test_answers_to_another_text_of_the_form_are_refused() -> None:
    changed = msgspec.structs.replace(SMALL, title={"sv": "En annan", "en": "Another"})
    with pytest.raises(InputError, match="use the form that was approved"):
        analyse(SETS, changed, PLAN)


def test_another_plan_than_the_approved_one_is_refused() -> None:
    with pytest.raises(InputError, match="is not the plan that was approved"):
        analyse(SETS, SMALL, plan_for(SMALL, level=0.9))


def test_another_level_is_used_and_recorded_beside_the_plans() -> None:
    release = analyse(SETS, SMALL, PLAN, level=0.8)
    assert (release.level, release.planned_level) == (0.8, 0.95)
    assert {each.level for each in release.estimates} == {0.8}


def test_a_level_of_95_is_refused_with_the_hint() -> None:
    with pytest.raises(LevelError, match=r"write 0\.95"):
        analyse(SETS, SMALL, PLAN, level=95)


def test_one_municipality_can_be_analysed_alone() -> None:
    release = analyse(SETS[:1], SMALL, PLAN)
    assert release.pooled == ()
    assert {each.family for each in release.comparisons} == {"elected_staff"}
    assert [family.size for family in release.families] == [2, 0]


def test_the_standard_form_goes_all_the_way() -> None:
    questionnaire, plan = read_form(STANDARD)
    sizes = {"elected": 60, "staff": 800}
    sets = [random_set(questionnaire, plan, code, sizes, seed=8) for code in ("0580", "0581")]
    release = analyse(sets, questionnaire, plan)
    assert [wording.id for wording in release.indicators] == list(plan.indicators)
    page = report_page(release).decode("utf-8")
    assert "{period}" not in page
    assert "Otillåten påverkan" in page
    assert "Undue influence" in page


def test_a_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "0580.answers").write_bytes(write(SETS[0]))
    assert read_answer_set(tmp_path / "0580.answers", SMALL) == SETS[0]


@pytest.mark.parametrize("damage", [slice(0, -1), slice(0, 200), slice(1, None)])
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, damage: slice) -> None:
    (tmp_path / "0580.answers").write_bytes(write(SETS[0])[damage])
    with pytest.raises(InputError, match=r"0580\.answers: "):
        read_answer_set(tmp_path / "0580.answers", SMALL)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere: cannot be read"):
        read_answer_set(tmp_path / "nowhere", SMALL)


def test_a_folder_without_a_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"questionnaire\.toml"):
        read_form(tmp_path)
