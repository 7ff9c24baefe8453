import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import CountError
from analysis.intervals.engine import effective_limits
from analysis.intervals.interval import normal_quantile
from analysis.intervals.superiority import effective_superiority, superiority

Scale = tuple[list[int], list[int]]


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    categories = draw(st.integers(2, 6))
    counts = st.lists(st.integers(0, 40), min_size=categories, max_size=categories).filter(any)
    return draw(counts), draw(counts)


@given(scales(), st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_it_holds_the_probability_within_0_and_1_and_is_never_empty(scale: Scale, level: float) -> None:
    found = superiority(*scale, level)
    assert 0 <= found.interval.low <= found.estimate + 1e-15
    assert found.estimate - 1e-15 <= found.interval.high <= 1
    assert found.interval.low < found.interval.high


@given(scales())
def test_swapping_the_groups_mirrors_it(scale: Scale) -> None:
    there, back = superiority(*scale), superiority(*scale[::-1])
    assert (there.interval.low, there.interval.high) == pytest.approx(
        (1 - back.interval.high, 1 - back.interval.low), abs=1e-12
    )
    assert there.rank_p == pytest.approx(back.rank_p, abs=1e-12, nan_ok=True)


@given(scales())
def test_reading_the_scale_backwards_mirrors_it(scale: Scale) -> None:
    there, back = superiority(*scale), superiority(scale[0][::-1], scale[1][::-1])
    assert there.estimate == pytest.approx(1 - back.estimate, abs=1e-12)


@given(scales())
def test_the_estimate_counts_pairs(scale: Scale) -> None:
    first, second = (np.repeat(np.arange(len(counts)), counts) for counts in scale)
    pairs = np.sign(first[:, None] - second[None, :])
    assert superiority(*scale).estimate == pytest.approx((1 + pairs.mean()) / 2, abs=1e-12)


@given(scales())
def test_scipys_rank_test_agrees(scale: Scale) -> None:
    first, second = (np.repeat(np.arange(len(counts)), counts) for counts in scale)
    found = superiority(*scale).rank_p
    if len(np.unique(np.concatenate([first, second]))) > 1:
        theirs = stats.mannwhitneyu(first, second, use_continuity=False, method="asymptotic").pvalue
        assert found == pytest.approx(theirs, rel=1e-7)
    else:
        assert math.isnan(found)


@given(scales())
def test_its_p_and_its_interval_never_contradict_each_other(scale: Scale) -> None:
    found = superiority(*scale)
    if abs(found.p - 0.05) > 1e-9:
        assert found.interval.excludes(0.5) == (found.p < 0.05)


def test_all_alike_says_neither_with_doubt() -> None:
    found = superiority([9, 0, 0], [7, 0, 0])
    assert found.estimate == 0.5
    assert found.interval.low < 0.5 < found.interval.high
    assert found.p == pytest.approx(1.0)


def test_all_of_one_above_all_of_the_other_ends_at_exactly_1() -> None:
    found = superiority([0, 0, 6], [5, 2, 0])
    assert (found.estimate, found.interval.high) == (1.0, 1.0)
    assert found.interval.low < 1


def test_when_all_answered_these_persons_have_no_interval() -> None:
    found = superiority([2, 5, 9], [8, 6, 3], frame=16, frame_b=17)
    assert found.interval.status == "census"
    assert found.interval.low == found.interval.high == found.estimate
    halves = superiority([2, 5, 9], [8, 6, 3], frame=32, frame_b=34).interval
    assert halves.high - halves.low < 0.75 * (0.868 - 0.563)


def test_a_group_without_answers_has_no_probability() -> None:
    found = superiority([0, 0], [3, 4])
    assert math.isnan(found.estimate)
    assert (found.interval.low, found.interval.high, found.interval.status) == (0.0, 1.0, "no_answers")
    assert math.isnan(found.p)


def test_two_scales_are_refused() -> None:
    with pytest.raises(CountError, match="3 and 2 categories"):
        superiority([1, 2, 3], [1, 2])
    with pytest.raises(CountError, match="1 and 1 categories"):
        superiority([1], [2])
    with pytest.raises(CountError, match="20 answered in a frame of 19"):
        superiority([10, 10], [3, 4], frame=19, frame_b=30)


@pytest.mark.parametrize(
    ("sizes", "shares", "shares_b"),
    [
        ((8, 10), (0.7, 0.2, 0.1), (0.5, 0.3, 0.2)),
        ((8, 10), (0.94, 0.04, 0.02), (0.94, 0.04, 0.02)),
        ((12, 16), (0.6, 0.3, 0.1), (0.1, 0.3, 0.6)),
        ((5, 25), (0.4, 0.4, 0.2), (0.8, 0.15, 0.05)),
        ((31, 60), (0.85, 0.15), (0.95, 0.05)),
    ],
)
def test_its_coverage_over_all_answers_is_near_its_level(
    sizes: tuple[int, int], shares: tuple[float, ...], shares_b: tuple[float, ...]
) -> None:
    counts, counts_b = (every(size, len(shares)) for size in sizes)
    chance = np.multiply.outer(
        stats.multinomial.pmf(counts, sizes[0], shares), stats.multinomial.pmf(counts_b, sizes[1], shares_b)
    )
    x = np.broadcast_to(counts[:, None], (*chance.shape, len(shares)))
    y = np.broadcast_to(counts_b[None, :], (*chance.shape, len(shares)))
    low, high = effective_limits(*effective_superiority(x, y), normal_quantile(0.95))
    pairs = np.multiply.outer(shares, shares_b)
    truth = np.tril(pairs, -1).sum() + np.trace(pairs) / 2
    coverage = chance[(low <= truth + 1e-12) & (truth - 1e-12 <= high)].sum()
    assert 0.9 <= coverage <= 1


def every(size: int, categories: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """All ways of *size* answers in so many categories."""
    ways = [way for way in itertools.product(range(size + 1), repeat=categories - 1) if sum(way) <= size]
    return np.array([(*way, size - sum(way)) for way in ways], dtype=np.float64)


def test_equal_distributions_are_one_half_and_nothing_is_read_into_rounding() -> None:
    draw = np.random.default_rng(4)
    for _ in range(150):
        counts = draw.integers(0, 40, 4)
        counts[0] += 1
        found = superiority(counts, 3 * counts, frame=int(counts.sum()), frame_b=int(3 * counts.sum()))
        assert (found.estimate, found.p) == (0.5, 1.0)
        assert not found.interval.excludes(0.5)
        if np.count_nonzero(counts) > 1:
            assert found.rank_p == 1.0
