import numpy as np
import pytest

from analysis.estimates.readings import Reading, Readings, where_known
from analysis.intervals.difference import newcombe, newcombe_fpc
from analysis.intervals.interval import Flags, Intervals, Shares
from analysis.intervals.pvalue import newcombe_fpc_p, newcombe_p
from questionnaires.plans import Target

K, N, FRAME = np.array([12, 20, 9]), np.array([55, 60, 55]), np.array([79, 85, 70])
K_B, N_B, FRAME_B = np.array([20, 21, 60]), np.array([300, 280, 280]), np.array([900, 800, 300])
KNOWN = np.array([True, False, True])


def made(declared: Target) -> Readings:
    """Three differences, of which the second has no known frame."""

    def population(known: Flags) -> tuple[Intervals, Shares]:
        numbers = (K[known], N[known], FRAME[known], K_B[known], N_B[known], FRAME_B[known])
        return newcombe_fpc(*numbers), newcombe_fpc_p(*numbers)

    risk = Reading(newcombe(K, N, K_B, N_B), np.ones(3, dtype=np.bool_), newcombe_p(K, N, K_B, N_B))
    return Readings(where_known(KNOWN, "newcombe_fpc", 0.95, population), risk, declared)


@pytest.mark.parametrize("declared", ["population", "risk"])
def test_the_declared_reading_is_the_headline_and_the_other_stands_beside_it(declared: Target) -> None:
    headline, other = made(declared).headline(0), made(declared).other(0)
    population, risk = newcombe_fpc(12, 55, 79, 20, 300, 900), newcombe(12, 55, 20, 300)
    assert other is not None
    assert {headline.target, other.target} == {"population", "risk"}
    assert headline.target == declared
    assert headline.interval == (population if declared == "population" else risk)
    assert other.interval == (risk if declared == "population" else population)


@pytest.mark.parametrize("declared", ["population", "risk"])
def test_without_a_frame_there_is_only_the_risk_whatever_was_declared(declared: Target) -> None:
    headline = made(declared).headline(1)
    assert (headline.target, headline.interval) == ("risk", newcombe(20, 60, 21, 280))
    assert made(declared).other(1) is None


@pytest.mark.parametrize("declared", ["population", "risk"])
def test_p_values_go_with_their_readings(declared: Target) -> None:
    found = made(declared)
    for place, (headline, other) in enumerate(found.both()):
        assert found.p(headline=True)[place] == headline.p
        beside = found.p(headline=False)[place]
        assert np.isnan(beside) if other is None else beside == other.p


def test_where_nothing_is_known_there_is_no_reading() -> None:
    def never(_: Flags) -> tuple[Intervals, Shares]:
        raise AssertionError

    found = where_known(np.zeros(2, dtype=np.bool_), "newcombe_fpc", 0.9, never)
    assert np.isnan(found.interval.low).all()
    assert (found.interval.level, found.interval.method) == (0.9, "newcombe_fpc")


def test_what_is_hidden_is_said_to_be_as_declared() -> None:
    unread, beside = made("population").unread()
    assert (unread.target, unread.interval.method, beside) == ("population", "newcombe_fpc", None)
    assert np.isnan(unread.interval.low)
