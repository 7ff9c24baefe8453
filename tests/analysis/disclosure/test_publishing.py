"""What must never come out: an attacker of our own goes over releases of many small studies.

He is not the program's: he lists every kind of sheet that the form can give, and searches whole numbers of sheets, not
fractions. What he can narrow below the thresholds is a leak.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec
import numpy as np
import pytest
from scipy import optimize

from analysis.counting.counts import Counts, count
from analysis.disclosure.audit import audit
from analysis.disclosure.hiding import Hidden, Policy, hide
from analysis.disclosure.publishing import assemble, publish
from analysis.disclosure.release import Release, to_bytes
from analysis.disclosure.rules import Rules, too_small
from analysis.errors import DisclosureError
from analysis.estimates.bounds import bounds
from analysis.estimates.compare import compare
from analysis.estimates.estimated import Estimated
from analysis.estimates.mentions import mentions
from analysis.estimates.rates import Cell, Rates, pooled, rates
from analysis.estimates.scales import scales
from analysis.intervals.holm import holm
from analysis.intervals.wilson import wilson
from questionnaires.answersets import AnswerSet
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan
from tests.analysis.answers import counted, form_of, plan_for, renamed
from tests.analysis.tied import FORM, all_kinds, study

PLAN = plan_for(FORM)
RULES = Rules(10, 5)
KINDS = all_kinds()
EXPOSED, IN_BASE = 2, 1


class Made(msgspec.Struct):
    """All that stands behind a release."""

    sets: list[AnswerSet]
    form: Questionnaire
    plan: Plan
    counts: Counts
    estimated: Estimated

    @property
    def single(self) -> Rates:
        return self.estimated.single

    def publish(self) -> Release:
        headers = [each.header for each in self.sets]
        return publish(headers, self.form, self.plan, self.counts, self.estimated)

    def unprotected(self) -> tuple[Release, Hidden]:
        """The release in which only what is too small by itself is hidden."""
        chosen = hide(self.counts, self.estimated.together, Policy(RULES, {}), self.form)
        flags = too_small(self.single.exposed, self.single.answered, self.single.stratum_answered, RULES)
        small = frozenset(cell for cell, flag in zip(self.single.cells, flags, strict=True) if flag)
        totals = frozenset(Cell(cell.indicator, None, cell.group) for cell in small)
        bare = msgspec.structs.replace(chosen, cells=small | totals)
        headers = [each.header for each in self.sets]
        return assemble(headers, self.form, self.plan, self.estimated, bare), chosen


def made(sets: list[AnswerSet], form: Questionnaire = FORM, plan: Plan = PLAN) -> Made:
    counts = count(sets, form, plan)
    single = rates(counts, plan.level, plan.targets.rates)
    sums = pooled(single, plan.pools), mentions(plan, single)
    estimated = Estimated(single, *sums, compare(plan, single, None), scales(plan, single))
    return Made(sets, form, plan, counts, estimated)


def secrets(behind: Made, release: Release) -> Iterator[tuple[str, str, int, int, int]]:
    """Each hidden count below the threshold: municipality, group, place of its indicator, state, true number."""
    hidden = {(each.indicator, each.municipality, each.group) for each in release.estimates if each.suppressed}
    for cell, exposed, answered in zip(
        behind.single.cells, behind.single.exposed.tolist(), behind.single.answered.tolist(), strict=True
    ):
        if (cell.indicator, cell.municipality, cell.group) in hidden and answered:
            for state, number in ((EXPOSED, exposed), (IN_BASE, answered - exposed)):
                if number < RULES.min_exposed or answered < RULES.min_answered:
                    place = behind.plan.indicators.index(cell.indicator)
                    yield str(cell.municipality), cell.group, place, state, number


def attack(release: Release, sheets: int, municipality: str, group: str, place: int, state: int) -> tuple[int, int]:
    """The least and greatest whole number of sheets in *state* that agrees with every number shown of the stratum.

    He knows how many *sheets* came, whether or not it is shown.
    """
    facts, totals = [np.ones(len(KINDS))], [sheets]
    for each in release.estimates:
        if (each.municipality, each.group) == (municipality, group) and each.exposed is not None:
            states = KINDS[:, [wording.id for wording in release.indicators].index(each.indicator)]
            facts += [(states == EXPOSED).astype(float), (states >= IN_BASE).astype(float)]
            totals += [each.exposed, each.answered or 0]
    aim = (KINDS[:, place] == state).astype(float)
    ends = []
    for direction in (1, -1):
        found = optimize.milp(
            direction * aim,
            integrality=np.ones(len(KINDS), dtype=int),
            constraints=optimize.LinearConstraint(np.array(facts), totals, totals),
        )
        assert found.success
        ends.append(round(direction * found.fun))
    return ends[0], ends[1]


def leaks(behind: Made, release: Release) -> list[str]:
    """What the attacker narrows below the thresholds."""
    found = []
    for municipality, group, place, state, number in secrets(behind, release):
        sheets = next(s.answered for s in behind.counts.strata if str(s) == f"{municipality}/{group}")
        low, high = attack(release, sheets, municipality, group, place, state)
        assert low <= number <= high
        enough = min(RULES.min_exposed, sheets)
        narrowed = (low > 0 or high < enough) if number < RULES.min_exposed else high - low < enough
        if narrowed:
            found.append(f"{municipality}/{group} {release.indicators[place].id}: {number} lies in {low} to {high}")
    return found


SEEDS = range(24)


@lru_cache
def one(seed: int) -> tuple[Made, Release, Hidden]:
    """A study with the release that has no complements: what the attacker breaks is the positive control."""
    behind = made(study(PLAN, seed))
    return behind, *behind.unprotected()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_attacker_narrows_a_hidden_number_of_a_small_study(seed: int) -> None:
    behind = one(seed)[0]
    assert leaks(behind, behind.publish()) == []


def test_the_attacker_finds_much_when_complements_are_switched_off_and_the_audit_refuses_all_of_it() -> None:
    broken = [(release, chosen) for behind, release, chosen in map(one, SEEDS) if leaks(behind, release)]
    assert len(broken) >= 4
    for release, chosen in broken:
        with pytest.raises(DisclosureError, match="nothing was published"):
            audit(release, chosen.watches)


COUNTED = form_of(3)
TABLE = {
    "0580/elected": [(20, 55), (3, 55), (6, 50)],
    "0580/staff": [(30, 300), (40, 290), (9, 300)],
    "0581/elected": [(12, 59), (9, 59), (50, 52)],
    "0581/staff": [(50, 280), (35, 280), (12, 280)],
}
INVITED = {"0580/elected": 79, "0580/staff": 900, "0581/elected": 85, "0581/staff": 800}


def chosen_counts(table: Mapping[str, Sequence[tuple[int, int]]] = TABLE, level: float = 0.95) -> Release:
    plan = plan_for(COUNTED, level)
    return made(counted(table, INVITED, COUNTED, plan), COUNTED, plan).publish()


def status(release: Release) -> dict[tuple[str, str | None, str], str]:
    return {(each.indicator, each.municipality, each.group): each.status for each in release.estimates + release.pooled}


def test_what_is_too_small_is_hidden_with_its_total_and_nothing_else() -> None:
    hidden = {cell for cell, found in status(chosen_counts()).items() if found == "hidden"}
    assert hidden == {
        ("i2", "0580", "elected"),
        ("i2", None, "elected"),
        ("i3", "0581", "elected"),
        ("i3", None, "elected"),
    }


def test_a_hidden_number_takes_every_comparison_it_stands_in() -> None:
    release = chosen_counts()
    hidden = {cell for cell, found in status(release).items() if found == "hidden"}
    for each in release.comparisons:
        sides = {(each.indicator, side.municipality, side.group) for side in (each.first, each.second)}
        assert each.suppressed == bool(sides & hidden)
        assert (each.p is None) == (each.p_adjusted is None) == (each.difference is None) == each.suppressed


@pytest.mark.parametrize("number", [0, 1, 2, 4, 51, 55])
def test_the_published_bytes_are_the_same_whatever_the_hidden_number_is(number: int) -> None:
    # Not even the adjusted p-values of other comparisons may tell: an ordinary adjustment would change with it.
    changed = {**TABLE, "0580/elected": [(20, 55), (number, 55), (6, 50)]}
    assert to_bytes(chosen_counts(changed)) == to_bytes(chosen_counts())


def test_every_shown_rate_carries_its_numbers_and_what_they_rest_on() -> None:
    release = chosen_counts(level=0.9)
    first = release.estimates[0]
    interval, ends = wilson(20, 55, 0.9), bounds(20, 55, 79)
    assert (first.exposed, first.answered, first.invited, first.share) == (20, 55, 79, 20 / 55)
    assert (first.low, first.high, first.level, first.method) == (interval.low, interval.high, 0.9, "wilson")
    assert (first.bounds_low, first.bounds_high) == (float(ends[0]), float(ends[1]))
    assert (first.target, first.assumption) == ("risk", "missing_at_random_within_stratum")


def test_p_values_are_adjusted_in_the_declared_family_as_if_hidden_tests_had_p_1() -> None:
    release = chosen_counts()
    for family in release.families:
        ours = [each for each in release.comparisons if each.family == family.id]
        assert {each.family_size for each in ours} == {len(ours)} == {family.size} == {6}
        expected = holm([1.0 if each.p is None else each.p for each in ours])
        for each, adjusted in zip(ours, expected.tolist(), strict=True):
            assert each.p_adjusted is None or each.p_adjusted == pytest.approx(adjusted, abs=1e-15)


def test_a_stratum_without_a_sheet_is_no_rate_of_zero() -> None:
    release = chosen_counts({**TABLE, "0581/staff": [(0, 0), (0, 0), (0, 0)]})
    empty = [each for each in release.estimates if (each.municipality, each.group) == ("0581", "staff")]
    assert {each.status for each in empty} == {"no_answers"}
    assert {(each.share, each.low, each.high, each.suppressed) for each in empty} == {(None, 0.0, 1.0, False)}


def test_the_wave_and_the_texts_come_with_it() -> None:
    release = chosen_counts()
    assert release.wave.fingerprint == "0123456789abcdef" * 4
    assert [place.code for place in release.wave.places] == ["0580", "0581"]
    assert [wording.label["sv"] for wording in release.indicators] == ["Indikator i1", "Indikator i2", "Indikator i3"]
    assert (release.rules.min_answered, release.rules.min_exposed) == (10, 5)
    assert [stratum.answered for stratum in release.strata] == [55, 300, 59, 280]


def test_the_wave_says_whose_answers_were_counted_and_whose_were_read() -> None:
    sets = counted(TABLE, INVITED, COUNTED, plan_for(COUNTED))
    sets[1] = renamed(sets[1], origin="import")
    assert made(sets, COUNTED, plan_for(COUNTED)).publish().wave.origins == {"0580": "tally", "0581": "import"}


def test_an_indicator_for_one_group_is_published_for_that_group_only() -> None:
    only = msgspec.structs.replace(COUNTED.indicators[2], groups=("staff",))
    form = msgspec.structs.replace(COUNTED, indicators=(*COUNTED.indicators[:2], only))
    plan = plan_for(form)
    release = made(counted(TABLE, INVITED, form, plan), form, plan).publish()
    assert {each.group for each in release.estimates if each.indicator == "i3"} == {"staff"}
    assert not [each for each in release.comparisons if each.indicator == "i3" and each.family == "elected_staff"]


@pytest.mark.parametrize("seed", [3, 10, 14, 15, 16, 19])
def test_a_municipality_alone_hides_what_it_hides_among_others(seed: int) -> None:
    # Were it otherwise, the two releases together would give hidden numbers away. Costs reckoned from the tests there
    # are, instead of from the plan, hide different numbers in each of these studies.
    within, between = PLAN.comparisons
    plan = msgspec.structs.replace(
        PLAN,
        comparisons=(
            msgspec.structs.replace(within, indicators=("any", "influence", "reported")),
            msgspec.structs.replace(between, indicators=("first", "second")),
        ),
    )
    together = study(plan, seed, ("0580", "0581", "1480"))
    joint = status(made(together, FORM, plan).publish())
    for each in together:
        for cell, found in status(made([each], FORM, plan).publish()).items():
            assert joint[cell] == found


def test_a_total_assumes_no_more_than_its_parts() -> None:
    release = chosen_counts()
    rows = release.estimates + release.pooled
    assert {each.assumption for each in rows} == {"missing_at_random_within_stratum"}


def test_nobody_exposed_is_hidden_in_the_largest_group() -> None:
    nobody = {**TABLE, "0580/staff": [(30, 300), (40, 290), (0, 300)]}
    assert status(chosen_counts(nobody))["i3", "0580", "staff"] == "hidden"


def test_a_council_that_is_too_small_for_everything_is_hidden_whole() -> None:
    tiny = {**TABLE, "0580/elected": [(3, 9), (0, 9), (9, 9)]}
    found = status(chosen_counts(tiny))
    assert {found[f"i{number}", "0580", "elected"] for number in (1, 2, 3)} == {"hidden"}
    assert {found[f"i{number}", "0580", "staff"] for number in (1, 2, 3)} == {"shown"}
