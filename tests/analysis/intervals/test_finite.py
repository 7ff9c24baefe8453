from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import CountError
from analysis.intervals.finite import hypergeometric, hypergeometric_people, wilson_fpc
from tests.analysis.intervals.shares import LEVELS, columns, framed

Cell = tuple[int, int, int]
halves = pytest.mark.parametrize("mid_p", [True, False])


def chance_of_more(k: int, n: int, frame: int, people: int, half: bool) -> tuple[int, int]:
    """Twice the ways to see more than k, and k itself (half of it, or whole), of all ways: by counting them."""
    ways = [comb(people, seen) * comb(frame - people, n - seen) for seen in range(n + 1)]
    return 2 * sum(ways[k + 1 :]) + (1 if half else 2) * ways[k], 2 * comb(frame, n)


@halves
@pytest.mark.parametrize("frame", [1, 2, 7, 12, 31])
def test_small_frames_agree_with_counting_all_ways(frame: int, mid_p: bool) -> None:
    # Ways are whole numbers: nothing is rounded. 0.95 leaves one fortieth at each end.
    for n in range(1, frame + 1):
        for k in range(n + 1):
            possible = []
            for people in range(k, frame - n + k + 1):
                above, ways = chance_of_more(k, n, frame, people, mid_p)
                below, _ = chance_of_more(n - k, n, frame, frame - people, mid_p)
                if (40 * above > ways or k == 0) and (40 * below > ways or k == n):
                    possible.append(people)
            found = hypergeometric_people(k, n, frame, mid_p=mid_p)
            assert [int(each) for each in found] == [min(possible), max(possible)]


@pytest.mark.parametrize(
    ("cell", "level", "expected"),
    [
        ((45, 100, 300), 0.95, (111, 160)),  # R's samplingbook::Sprop is a person too wide on each side
        ((24, 499, 500), 0.9, (24, 24)),  # a tie: of 25 the one missing would be exposed with a chance of just 0.05
    ],
)
def test_known_traps_are_passed(cell: Cell, level: float, expected: tuple[int, int]) -> None:
    assert tuple(int(each) for each in hypergeometric_people(*cell, level, mid_p=False)) == expected


def test_a_tie_is_outside_and_one_digit_of_the_level_beside_it_is_not() -> None:
    # 1 of 1 from 40: P(X >= 1 | M = 1) is exactly 1/40, the tail of 0.95.
    assert int(hypergeometric_people(1, 1, 40, 0.95, mid_p=False)[0]) == 2
    assert int(hypergeometric_people(1, 1, 40, 0.9500000001, mid_p=False)[0]) == 1


@halves
@given(cell=framed(), level=LEVELS)
def test_the_people_are_possible_and_narrow_as_the_frame_shrinks(mid_p: bool, cell: Cell, level: float) -> None:
    k, n, frame = cell
    low, high = hypergeometric_people(k, n, frame, level, mid_p=mid_p)
    assert k <= low <= high <= frame - n + k
    low_more, high_more = hypergeometric_people(k, n, frame + 1, level, mid_p=mid_p)
    assert low <= low_more <= low + 1
    assert high <= high_more <= high + 1


@halves
@given(cell=framed(), level=LEVELS)
def test_the_shares_shown_hold_the_people_and_the_share_and_are_possible(mid_p: bool, cell: Cell, level: float) -> None:
    k, n, frame = cell
    low, high = hypergeometric_people(k, n, frame, level, mid_p=mid_p)
    found = hypergeometric(k, n, frame, level, mid_p=mid_p)
    assert k / frame <= found.low <= low / frame <= high / frame <= found.high <= (frame - n + k) / frame
    assert found.low <= k / n <= found.high


def test_a_lattice_that_misses_the_share_is_widened_to_it() -> None:
    assert [int(each) for each in hypergeometric_people(1, 58, 61, 0.9)] == [1, 1]
    found = hypergeometric(1, 58, 61, 0.9)
    assert (found.low, found.high, found.status) == (1 / 61, 1 / 58, "ok")


def test_one_missing_answer_is_no_census() -> None:
    assert [int(each) for each in hypergeometric_people(0, 60, 61, 0.9)] == [0, 0]
    found = hypergeometric(0, 60, 61, 0.9)
    assert (found.low, found.high, found.status) == (0.0, 1 / 61, "ok")


@given(cell=framed().filter(lambda cell: 1 < cell[1] < cell[2]), level=LEVELS)
def test_wilsons_correction_narrows_with_the_frame(cell: Cell, level: float) -> None:
    k, n, frame = cell
    small, large = wilson_fpc(k, n, frame, level), wilson_fpc(k, n, 2 * frame, level)
    assert large.low <= small.low <= small.high <= large.high


@halves
def test_frames_of_thousands_of_millions_are_answered_exactly(mid_p: bool) -> None:
    # Checked by the chances themselves (scipy's binomial: at this size and n, drawing with or without is the same).
    k, n, frame = 3, 50, 10**12
    low, high = (int(each) for each in hypergeometric_people(k, n, frame, mid_p=mid_p))
    for people, at in ((low, k - 1), (high, k)):
        tail = stats.binom.sf(at, n, people / frame) if at < k else stats.binom.cdf(at, n, people / frame)
        seen = stats.binom.pmf(k, n, people / frame) / 2 if mid_p else 0.0
        assert tail - seen == pytest.approx(0.025, abs=1e-9)


def test_a_million_answers_of_a_thousand_millions_are_quick_and_close_to_wilson() -> None:
    found, closed = hypergeometric(123_456, 10**6, 10**9), wilson_fpc(123_456, 10**6, 10**9)
    assert (found.low, found.high) == pytest.approx((closed.low, closed.high), abs=1e-6)


def test_one_answer_is_allowed() -> None:
    found = hypergeometric(1, 1, 31)
    assert 0 < found.low < found.high == 1.0


@pytest.mark.parametrize(("frame", "answered"), [(31, 20), (61, 55), (120, 40)])
def test_coverage_over_every_possible_frame_keeps_its_bar(frame: int, answered: int) -> None:
    # Exact: for each number of exposed people the chance that their share is inside. Known: mid-P at least 0.914.
    seen, people = np.arange(answered + 1), np.arange(frame + 1)
    cells = np.full_like(seen, answered), np.full_like(seen, frame)
    chance = stats.hypergeom.pmf(seen[:, None], frame, people, answered)
    for mid_p, least in ((True, 0.91), (False, 0.95)):
        many = hypergeometric(seen, *cells, mid_p=mid_p)
        inside = (many.low[:, None] - 1e-12 <= people / frame) & (people / frame <= many.high[:, None] + 1e-12)
        coverage = (chance * inside).sum(axis=0)
        assert coverage.min() >= least
        assert coverage.mean() >= 0.95


def test_more_answers_than_people_are_refused_for_whole_people_too() -> None:
    with pytest.raises(CountError, match="62 answered of a frame of 61"):
        hypergeometric_people(3, 62, 61)


@given(st.lists(framed(), min_size=1, max_size=6))
def test_the_people_of_arrays_are_whole_numbers_of_their_shape(cells: list[Cell]) -> None:
    low, high = hypergeometric_people(*columns(cells))
    assert low.dtype == high.dtype == np.int64
    assert low.shape == high.shape == (len(cells),)
