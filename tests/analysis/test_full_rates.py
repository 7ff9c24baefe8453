"""A plan with every table there is, its rates worked out again from the sheets by other means.

The intervals come from statsmodels, scipy or the formula written out.
"""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analysis import analyse
from analysis.disclosure.release import Estimate, to_bytes
from questionnaires.answersets import AnswerSet
from tests.analysis.byhand import PLAN, counted, release, sets, sheets, shown
from tests.analysis.full import FORM, SIZES


def test_every_table_is_there_and_little_of_it_is_hidden() -> None:
    tables = {each.table for each in shown(release().estimates)} | {each.table for each in shown(release().pooled)}
    assert tables == {"rates", "breakdowns", "splits", "distributions", "pools"}
    assert {each.denominator for each in shown(release().estimates)} == {"", "exposed", "answered", "mentions"}


def test_every_count_is_what_the_sheets_say() -> None:
    for each in shown(release().estimates):
        assert (each.exposed, each.answered) == counted(each, str(each.municipality))
        assert each.share == counted(each, str(each.municipality))[0] / (each.answered or 0)


def test_sums_are_over_all_municipalities_or_those_of_a_pool() -> None:
    for each in shown(release().pooled):
        codes = ("0580", "0581") if each.pool else ("0580", "0581", "1480")
        parts = [counted(each, code) for code in codes]
        assert (each.exposed, each.answered) == tuple(map(sum, zip(*parts, strict=True)))


def hypergeometric(k: int, n: int, frame: int, level: float = 0.95) -> tuple[float, float]:
    """The mid-P limits by trying every number of exposed people, with the hull of k/n."""
    people = np.arange(k, frame - n + k + 1)
    upper = stats.hypergeom.sf(k - 1, frame, people, n) - 0.5 * stats.hypergeom.pmf(k, frame, people, n)
    lower = stats.hypergeom.cdf(k, frame, people, n) - 0.5 * stats.hypergeom.pmf(k, frame, people, n)
    alpha = (1 - level) / 2 + 1e-12
    kept = people[(upper > alpha) & (lower > alpha)]
    return min(kept[0] / frame, k / n), max(kept[-1] / frame, k / n)


def frame_of(each: Estimate, municipality: str) -> int | None:
    """The invited without those who were rightly not asked, where they are enough to be told."""
    if each.subset is not None:
        return None
    invited = SIZES[f"{municipality}/{each.group}"][1]
    aside = 0
    if each.indicator == "reported" or each.denominator == "exposed":
        aside = sum(sheet.get("I1") == ("no",) for sheet in sheets(municipality, each.group))
    return invited - aside if aside >= 5 else invited


def test_both_readings_of_every_rate_agree_with_other_programs() -> None:
    for each in shown(release().estimates):
        if each.denominator == "mentions":
            assert (each.method, each.low, each.high, each.other) == ("none", None, None, None)
            continue
        k, n, frame = each.exposed or 0, each.answered or 0, frame_of(each, str(each.municipality))
        assert each.frame == frame
        wilson = proportion_confint(k, n, 0.05, "wilson")
        if frame is None:
            assert (each.target, each.other, each.bounds_low) == ("risk", None, None)
            assert each.assumption == "missing_at_random_within_stratum_frame_unknown"
            assert (each.low, each.high) == pytest.approx(wilson, abs=1e-9)
            continue
        assert each.other is not None
        assert (each.target, each.method, each.other.target) == ("population", "hypergeometric_mid_p", "risk")
        assert (each.other.low, each.other.high) == pytest.approx(wilson, abs=1e-9)
        assert (each.low, each.high) == pytest.approx(hypergeometric(k, n, frame), abs=1e-12)
        assert (each.bounds_low, each.bounds_high) == pytest.approx((k / frame, (k + frame - n) / frame), abs=1e-12)


def test_the_words_of_every_table_come_along() -> None:
    made = release()
    assert [words.item for words in made.breakdowns] == ["B4", "B5"]
    assert [category.code for category in made.splits[0].categories] == ["criminal", "known"]
    scale = made.scales[0]
    assert (scale.measure, scale.cuts) == ("frequency", ("seldom", "often"))
    assert [step["sv"] for step in scale.steps] == ["never", "seldom", "often / daily"]
    assert [pool.municipalities for pool in made.pools] == [("0580", "0581")]
    assert made.references == PLAN.references
    assert all(len(words.comparability) == 64 for words in made.indicators)


def shuffled(draw: np.random.Generator) -> Iterator[AnswerSet]:
    for place in draw.permutation(len(sets())):
        each = sets()[place]
        rows: dict[str, Sequence[bytes]] = {
            group: tuple(draw.permutation(np.array(own)).tolist()) for group, own in each.rows.items()
        }
        strata = each.header.strata[::-1] if place else each.header.strata
        turned = msgspec.structs.replace(each.header, strata=strata)
        yield AnswerSet(turned, rows)


def test_the_order_of_rows_files_and_strata_changes_no_byte() -> None:
    draw = np.random.default_rng(5)
    assert to_bytes(analyse(list(shuffled(draw)), FORM, PLAN)) == to_bytes(release())
