"""One wave against an earlier one: from its release alone, and only where the same was asked."""

import msgspec
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis import analyse
from analysis.disclosure.release import Comparison, Release
from analysis.errors import InputError
from analysis.estimates.changes import same_length
from questionnaires.answersets import AnswerSet, Period
from questionnaires.digest import digest
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan
from tests.analysis.answers import renamed, words
from tests.analysis.full import FORM, SIZES, WAVES, plan, study

PLAN = plan(WAVES)
FIRST = study(PLAN, seed=1)
EARLIER = analyse(FIRST, FORM, PLAN)
NEXT = {"wave": 2, "period": Period("2023-04-01", "2024-03-31")}


def second(seed: int = 2, form: Questionnaire = FORM, planned: Plan = PLAN, **changes: object) -> list[AnswerSet]:
    sets = study(planned, seed=seed, form=form)
    mark = msgspec.structs.replace(sets[0].header.form, digest=digest(form))
    return [renamed(each, **{**NEXT, **changes, "form": mark}) for each in sets]


def changes(release: Release) -> list[Comparison]:
    return [each for each in release.comparisons if each.family == "waves"]


def test_a_change_is_this_wave_minus_the_earlier_one() -> None:
    release = analyse(second(), FORM, PLAN, earlier=EARLIER)
    now, then = (
        {(e.indicator, e.municipality, e.group): e for e in one.estimates if e.table == "rates"}
        for one in (release, EARLIER)
    )
    assert len(changes(release)) == 12
    for each in changes(release):
        assert each.status == "shown"
        a, b = (found[each.indicator, each.first.municipality, each.first.group] for found in (now, then))
        assert (each.first.wave, each.second.wave) == (None, 1)
        expected = confint_proportions_2indep(
            a.exposed, a.answered, b.exposed, b.answered, method="newcomb", compare="diff"
        )
        assert (each.low, each.high) == pytest.approx(expected, abs=1e-9)
        assert each.assumption == "missing_at_random_within_stratum_waves_independent"
        assert each.other is not None  # both frames are known
    assert release.earlier == EARLIER.wave


def test_without_an_earlier_release_nothing_is_compared_and_nothing_is_said() -> None:
    release = analyse(second(), FORM, PLAN)
    assert changes(release) == []
    assert release.earlier is None


def test_what_was_hidden_in_the_earlier_wave_stays_hidden() -> None:
    small = {**SIZES, "0580/elected": (9, 300)}
    before = analyse(study(PLAN, sizes=small), FORM, PLAN)
    found = changes(analyse(second(), FORM, PLAN, earlier=before))
    hidden = {(e.first.municipality, e.first.group) for e in found if e.suppressed}
    assert hidden == {("0580", "elected")}
    assert {e.p for e in found if e.suppressed} == {None}
    assert {e.family_size for e in found} == {12}


def test_an_indicator_with_another_wording_is_left_out_and_named() -> None:
    sections = list(FORM.sections)
    events = sections[1]
    turned = tuple(
        msgspec.structs.replace(each, text=words("Har du ...?")) if each.id == "I2" else each
        for each in events.questions
    )
    sections[1] = msgspec.structs.replace(events, questions=turned)
    form = msgspec.structs.replace(FORM, sections=tuple(sections))
    found = changes(analyse(second(form=form), form, PLAN, earlier=EARLIER))
    assert {(e.indicator, e.status, e.reason) for e in found} == {
        ("met", "shown", ""),
        ("second", "not_applicable", "wording_differs"),
    }
    assert {e.difference for e in found if e.reason} == {None}


def test_a_municipality_that_was_not_there_is_left_out_and_named() -> None:
    before = analyse(FIRST[:2], FORM, PLAN)
    found = changes(analyse(second(), FORM, PLAN, earlier=before))
    assert {(e.first.municipality, e.reason) for e in found} == {
        ("0580", ""),
        ("0581", ""),
        ("1480", "not_in_earlier_wave"),
    }


def test_an_earlier_wave_with_nothing_to_compare_is_refused() -> None:
    foreign = msgspec.structs.replace(
        EARLIER, indicators=tuple(msgspec.structs.replace(each, comparability="0" * 64) for each in EARLIER.indicators)
    )
    with pytest.raises(InputError, match="nothing of the earlier wave 1 can be compared"):
        analyse(second(), FORM, PLAN, earlier=foreign)


def test_periods_of_another_length_are_refused() -> None:
    with pytest.raises(InputError, match="periods of another length"):
        analyse(second(period=Period("2023-10-01", "2024-03-31")), FORM, PLAN, earlier=EARLIER)


def test_a_wave_is_not_compared_with_itself_or_another_study() -> None:
    with pytest.raises(InputError, match="this is wave 1 of"):
        analyse(FIRST, FORM, PLAN, earlier=EARLIER)
    with pytest.raises(InputError, match="give another release"):
        analyse(second(study="elsewhere-2024"), FORM, PLAN, earlier=EARLIER)


def test_a_plan_without_waves_takes_no_earlier_release() -> None:
    planned = plan()
    with pytest.raises(InputError, match="no comparison of waves"):
        analyse([renamed(each, wave=2) for each in study(planned)], FORM, planned, earlier=EARLIER)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (Period("2021-04-01", "2022-03-31"), Period("2023-04-01", "2024-03-31"), True),  # a leap day
        (Period("2021-04-05", "2021-05-30"), Period("2022-02-07", "2022-04-03"), True),  # eight weeks
        (Period("2021-01-01", "2021-12-31"), Period("2022-01-01", "2022-12-30"), False),
        (Period("2021-01-01", "2021-01-31"), Period("2022-02-01", "2022-02-28"), True),  # a month
    ],
)
def test_periods_are_equally_long_in_days_or_in_months(first: Period, second: Period, same: bool) -> None:
    assert same_length(first, second) is same
