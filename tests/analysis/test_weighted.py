"""Weighted rates as they stand in a release, worked out again from the sheets with the formulas written out."""

import msgspec
import numpy as np
import pytest
from scipy import stats

from analysis import analyse
from analysis.disclosure.release import Estimate, Release, Weighted
from analysis.errors import CountError
from questionnaires.answersets import AnswerSet, FrameCount, assemble
from questionnaires.plans import Breakdown, Plan, Weighting
from questionnaires.sheets import decode, encode
from tests.analysis.answers import header
from tests.analysis.full import FORM, SIZES, plan, study

Z = float(stats.norm.ppf(0.975))


def frame_counts(invited: int, women: float = 0.45, young: float = 0.4) -> tuple[FrameCount, ...]:
    """Counts by sex, and by age apart from it."""
    by_sex = {"woman": round(invited * women)}
    by_sex["man"] = invited - by_sex["woman"]
    by_age = {"young": round(invited * young), "middle": round(invited * 0.3)}
    by_age["old"] = invited - sum(by_age.values())
    return tuple(
        FrameCount({item: code}, persons)
        for item, counts in (("B4", by_sex), ("B5", by_age))
        for code, persons in counts.items()
    )


FRAMES = {stratum: frame_counts(invited) for stratum, (_, invited) in SIZES.items() if stratum != "0581/elected"}


def weighting_plan(*items: str) -> Plan:
    made = plan(weighting=items)
    return msgspec.structs.replace(
        made, breakdowns=(Breakdown("B4", ("met", "second")), Breakdown("B5", ("met", "second")))
    )


def made(*items: str) -> tuple[list[AnswerSet], Release]:
    planned = weighting_plan(*items)
    sets = study(planned, frame=FRAMES, background=1.0)  # few who do not tell would hide one of the cells
    return sets, analyse(sets, FORM, planned)


def sheets(sets: list[AnswerSet], each: Weighted) -> list[dict[str, tuple[str, ...]]]:
    answers = next(one for one in sets if one.header.municipality.code == each.municipality)
    return [decode(FORM, each.group, row) for row in answers.rows[each.group]]


ITEM = {"met": "I1", "second": "I2"}


def wilson(p: float, size: float) -> tuple[float, float]:
    middle, half = p + Z * Z / (2 * size), Z * np.sqrt(p * (1 - p) / size + Z * Z / (4 * size**2))
    return (middle - half) / (1 + Z * Z / size), (middle + half) / (1 + Z * Z / size)


def by_hand(
    each: Weighted, given: list[dict[str, tuple[str, ...]]], items: tuple[str, ...]
) -> tuple[float, float, float]:
    """Share and effective numbers (risk, population): weights by proportional fitting, residuals by least squares."""
    frame = SIZES[f"{each.municipality}/{each.group}"][1]
    counts = {next(iter(count.answers.items())): count.persons for count in FRAMES[f"{each.municipality}/{each.group}"]}
    persons = [sheet for sheet in given if all(item in sheet for item in (*items, ITEM[each.indicator]))]
    base = np.full(len(persons), frame / len(persons))
    weights = base.copy()
    cells = [(item, code) for item, code in counts if item in items]
    for _ in range(1 if len(items) == 1 else 200):
        for item, code in cells:
            inside = np.array([sheet[item] == (code,) for sheet in persons])
            weights[inside] *= counts[item, code] / weights[inside].sum()
    domain = np.ones(len(persons), dtype=bool)  # who left it out stands for nobody, as who did not answer at all
    yes = np.array([sheet.get(ITEM[each.indicator]) == ("yes",) for sheet in persons])
    share = weights[domain & yes].sum() / weights[domain].sum()
    parts = np.where(domain, (yes - share) / weights[domain].sum(), 0.0)
    design = np.array([[sheet[item] == (code,) for item, code in cells] for sheet in persons], dtype=float)
    slopes = np.linalg.lstsq(design * np.sqrt(base)[:, None], parts * np.sqrt(base), rcond=None)[0]
    residuals = weights * (parts - design @ slopes)
    size = len(persons)
    variance = size / (size - 1) * ((residuals - residuals.mean()) ** 2).sum()
    lean = (np.where(domain, weights, 0.0) ** 2).sum() / weights[domain].sum() ** 2
    effective = share * (1 - share) / max(variance, share * (1 - share) * lean)
    return share, effective, effective / (1 - size / frame)


@pytest.mark.parametrize("items", [("B4",), ("B4", "B5")])
def test_weighted_rates_agree_with_the_formulas(items: tuple[str, ...]) -> None:
    sets, release = made(*items)
    shown = [each for each in release.weighted if each.status == "shown"]
    assert len(shown) >= 8
    for each in shown:
        share, risk, population = by_hand(each, sheets(sets, each), items)
        assert each.share == pytest.approx(share, abs=1e-9)
        assert each.target == "population"
        assert each.effective == pytest.approx(population, rel=1e-6)
        assert (each.low, each.high) == pytest.approx(wilson(share, population), abs=1e-8)
        assert each.other is not None
        assert (each.other.low, each.other.high) == pytest.approx(wilson(share, risk), abs=1e-8)
        assert each.method == ("raked" if len(items) > 1 else "post_stratified")


def test_a_stratum_without_frame_counts_has_no_weighted_rate() -> None:
    strata = {(each.municipality, each.group) for each in made("B4")[1].weighted}
    assert strata == {tuple(stratum.split("/")) for stratum in FRAMES}
    assert analyse(study(weighting_plan("B4")), FORM, weighting_plan("B4")).weighted == ()


def test_a_weighted_rate_is_hidden_where_one_of_its_cells_is() -> None:
    planned = weighting_plan("B4", "B5")
    sizes = {**SIZES, "0580/elected": (60, 300)}
    release = analyse(study(planned, sizes=sizes, frame=FRAMES), FORM, planned)
    small = [each for each in release.weighted if (each.municipality, each.group) == ("0580", "elected")]
    cells = [
        each for each in release.estimates if (each.municipality, each.group) == ("0580", "elected") and each.subset
    ]
    for each in small:
        broken = any(cell.suppressed for cell in cells if cell.indicator == each.indicator)
        assert each.suppressed == broken
    assert any(each.suppressed for each in small)
    assert {(each.share, each.effective, each.other, each.collapsed) for each in small if each.suppressed} == {
        (None, None, None, ())
    }


def test_a_cell_that_is_not_published_hides_the_weighted_rate() -> None:
    planned = msgspec.structs.replace(weighting_plan("B4"), breakdowns=(Breakdown("B4", ("met",), ("woman", "man")),))
    release = analyse(study(planned, frame=FRAMES), FORM, planned)
    assert {each.indicator for each in release.weighted if each.status == "shown"} == {"met"}


def test_a_frame_that_does_not_sum_to_the_invited_is_refused_by_name() -> None:
    planned = weighting_plan("B4")
    wrong = {"1480/staff": frame_counts(2100)}
    with pytest.raises(CountError, match=r"1480/staff, weighted by B4: the cells hold 2100 persons and the frame 2000"):
        analyse(study(planned, frame=wrong), FORM, planned)


def test_margins_that_contradict_each_other_are_refused_by_name() -> None:
    planned = weighting_plan("B4", "B5")
    wrong = {"1480/staff": tuple(each for each in frame_counts(2000) if "B4" in each.answers) + frame_counts(1900)[2:]}
    with pytest.raises(CountError, match=r"1480/staff, weighted by B4, B5: margin B5 sums to 1900"):
        analyse(study(planned, frame=wrong, background=1.0), FORM, planned)


def test_a_raked_rate_is_not_told_where_a_cell_of_the_crossing_is_small() -> None:
    # With the margins beside it, one crossing alone would fit the rate to its last digit.
    planned = weighting_plan("B4", "B5")
    sets = study(planned, sizes={**SIZES, "0580/staff": (90, 900)}, frame=FRAMES, background=1.0)
    release = analyse(sets, FORM, planned)
    margins = [each for each in release.estimates if (each.municipality, each.group) == ("0580", "staff")]
    assert all(not each.suppressed for each in margins if each.indicator == "second" and each.subset)
    (raked,) = [
        each
        for each in release.weighted
        if (each.municipality, each.group, each.indicator) == ("0580", "staff", "second")
    ]
    assert raked.suppressed


def test_who_left_the_indicator_out_is_as_who_did_not_answer() -> None:
    # All 180 invited of 0581/elected answered, but not all of them this: no census, and no certainty.
    planned = weighting_plan("B4")
    bare = next(each for each in study(planned, background=1.0) if each.header.municipality.code == "0581")
    said = [decode(FORM, "elected", row)["B4"][0] for row in bare.rows["elected"]]
    frame = tuple(FrameCount({"B4": code}, said.count(code)) for code in ("woman", "man"))
    release = analyse(study(planned, frame={"0581/elected": frame}, background=1.0), FORM, planned)
    (first, second) = release.weighted
    for each in (first, second):
        assert each.effective is not None
        assert each.low is not None
        assert each.low < (each.share or 0) < (each.high or 0)


def test_hidden_options_are_taken_together_where_their_sum_could_be_subtracted() -> None:
    # The old are few; with the middle-aged they are not, and all less the young would tell the two of them anyway.
    planned = weighting_plan("B5")
    rows = []
    for code, exposed, answered in (("young", 20, 60), ("middle", 15, 50), ("old", 2, 8)):
        for number in range(answered):
            given = {"B4": ("woman",), "B5": (code,), "I1": ("yes" if number < exposed else "no",), "I2": ("no",)}
            rows.append(encode(FORM, "staff", given | ({"D1": ("criminal",)} if number < exposed else {})))
    frame = tuple(FrameCount({"B5": code}, persons) for code, persons in (("young", 90), ("middle", 80), ("old", 30)))

    def weighed(plan: Plan) -> tuple[Weighted, list[Estimate]]:
        head = header(FORM, plan, "0580", {"staff": 200})
        head = msgspec.structs.replace(head, strata=(msgspec.structs.replace(head.strata[0], frame=frame),))
        release = analyse([assemble(head, {"staff": rows})], FORM, plan)
        parts = [each for each in release.estimates if each.indicator == "met" and each.subset]
        return next(each for each in release.weighted if each.indicator == "met"), parts

    alone, parts = weighed(planned)
    assert sum(each.suppressed for each in parts if each.subset and each.subset.item == "B5") == 2
    assert alone.suppressed
    collapsing = Weighting(("B5",), ("met", "second"), (("young", "old"), ("middle", "old")))
    together, _ = weighed(msgspec.structs.replace(planned, weighting=collapsing))
    assert together.collapsed in {(("young", "old"),), (("middle", "old"),)}
    (pair,) = together.collapsed
    cells = {"young": (20, 60, 90), "middle": (15, 50, 80), "old": (2, 8, 30)}
    exposed, answered, persons = (sum(cells[code][place] for code in pair) for place in range(3))
    (left,) = set(cells) - set(pair)
    k, n, size = cells[left]
    assert together.share == pytest.approx((size * k / n + persons * exposed / answered) / 200)
