"""Coarse bands in place of blanks: of a hidden rate it may be told that it lies under 15 %, if that gives nothing away.

The limits stand in the plan, so they are fixed before anyone answers. A band is told of a hidden rate with enough
answers, and only if the attacker, who now has all the bands too, still cannot narrow any hidden number below what is
demanded: which to tell is one more suppression problem, with the bands as its units and all that is shown as known.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from analysis.disclosure.attack import Attacker
from analysis.disclosure.rules import Rules
from analysis.disclosure.suppression import ALWAYS_KNOWN, Problem, suppress
from analysis.disclosure.ties import Numbers
from analysis.disclosure.told import Band, Told, statements
from analysis.intervals.interval import Flags


def bands(
    numbers: Numbers, problem: Problem, hidden: Flags, limits: Sequence[float], rules: Rules, attacker: Attacker
) -> tuple[Band, ...]:
    """The bands that can be told of the *hidden* quantities of one cluster. *problem* is how they were chosen.

    *limits* are shares (0-1) in rising order. A share at a limit belongs above it.
    """
    candidates = [
        (told, _band(told.indicator, told.exposed / told.answered, limits))
        for told, is_hidden in zip(numbers.told, hidden, strict=True)
        if limits and is_hidden and told.answered >= rules.min_answered and told.indicator not in numbers.extra
    ]
    wanted = [band for told, band in candidates if _could_be(told, band, numbers.sheets, rules)]
    if not wanted:
        return ()
    place = {name: column for column, name in enumerate(numbers.tied.indicators)}
    rows = [
        (unit, row)
        for unit, band in enumerate(wanted)
        for row in statements(numbers.tied.kinds, place[band.indicator], band)
    ]
    shown, guarded = problem.shown(hidden), problem.guarded(hidden)
    cells = np.concatenate((shown, guarded))
    secret = len(wanted)  # the guarded numbers themselves: one more unit, hidden from the start
    nothing = np.full(len(rows), np.nan)
    together = msgspec.structs.replace(
        problem,
        counted=np.vstack((problem.counted[cells], *(row for _, (row, _, _) in rows))),
        told_low=np.concatenate((problem.told_low[cells], [low for _, (_, low, _) in rows])),
        told_high=np.concatenate((problem.told_high[cells], [high for _, (_, _, high) in rows])),
        alike=np.arange(len(cells) + len(rows)),
        unit=np.concatenate(
            (np.full(len(shown), ALWAYS_KNOWN), np.full(len(guarded), secret), [unit for unit, _ in rows])
        ),
        low=np.concatenate((_nowhere(len(shown)), problem.low[guarded], nothing)),
        high=np.concatenate((_nowhere(len(shown)), problem.high[guarded], nothing)),
        width=np.concatenate((_nowhere(len(shown)), problem.width[guarded], nothing)),
        cost=np.append(np.ones(secret), 0.0),
        fixed=np.zeros(secret + 1, dtype=np.bool_),
        primary=np.append(np.zeros(secret, dtype=np.bool_), True),
    )
    untold = suppress(together, attacker)
    return tuple(band for unit, band in enumerate(wanted) if not untold[unit])


def _could_be(told: Told, band: Band, sheets: int, rules: Rules) -> bool:
    """Whether a count below the threshold could still be anything from 0 to the threshold, if *band* were all one knew.

    What fails here would fail the attacker; this saves him the trouble.
    """
    least = rules.min_exposed
    few = band.low == 0.0 and band.high * sheets >= least
    few_not = band.high == 1.0 and (1.0 - band.low) * sheets >= least
    return (told.exposed >= least or few) and (told.answered - told.exposed >= least or few_not)


def _nowhere(cells: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.full(cells, np.nan)


def _band(indicator: str, share: float, limits: Sequence[float]) -> Band:
    """The band between two of the *limits* in which *share* lies."""
    low = max((limit for limit in limits if limit <= share), default=0.0)
    return Band(indicator, low, min((limit for limit in limits if limit > share), default=1.0))
