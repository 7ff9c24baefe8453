"""From rates to the rows of a release: each with its headline, the other reading beside it, and nothing that is hidden.

What is worked out from several rates (a sum over municipalities, a share of mentions) is hidden whenever one of its
parts is: it could be subtracted from.
"""

import math
from collections.abc import Mapping
from typing import Literal

import numpy as np

from analysis.counting.frames import UNKNOWN
from analysis.disclosure import release as out
from analysis.disclosure.hiding import Hidden
from analysis.estimates.mentions import Mentions
from analysis.estimates.rates import Cell, Rates
from analysis.estimates.readings import One, Readings
from analysis.intervals.interval import Shares
from analysis.intervals.reliability import reliability
from questionnaires.plans import Target


def estimates(rates: Rates, hidden: Hidden) -> tuple[out.Estimate, ...]:
    """The rows of *rates*, in their order."""
    return tuple(
        _estimate(rates, place, _status(rates, place, hidden), readings, hidden.bands)
        for place, readings in enumerate(rates.readings.both())
    )


def _status(rates: Rates, place: int, hidden: Hidden) -> out.Status:
    if rates.cells[place] in hidden.cells or not hidden.cells.isdisjoint(rates.parts[place]):
        return "hidden"
    if rates.answered[place]:
        return "shown"
    return "not_applicable" if rates.frame[place] == 0 else "no_answers"


def _estimate(
    rates: Rates,
    place: int,
    status: out.Status,
    readings: tuple[One, One | None],
    bands: Mapping[Cell, tuple[float, float]],
) -> out.Estimate:
    cell, quantity = rates.cells[place], rates.quantities[place]
    reading, beside = rates.readings.unread() if status == "hidden" else readings
    known, frame = status in ("shown", "no_answers"), int(rates.frame[place])
    return out.Estimate(
        indicator=quantity.wording,
        municipality=cell.municipality,
        group=cell.group,
        status=status,
        suppressed=status == "hidden",
        invited=int(rates.invited[place]),
        exposed=int(rates.exposed[place]) if known else None,
        answered=int(rates.answered[place]) if known else None,
        share=number(rates.share, place, status == "shown"),
        low=reading.interval.low if known else None,
        high=reading.interval.high if known else None,
        bounds_low=number(rates.bounds[0], place, known),
        bounds_high=number(rates.bounds[1], place, known),
        level=reading.interval.level,
        method=reading.interval.method,
        target=reading.target,
        assumption=assumption(rates.assumption, rates.readings, reading),
        table="pools" if cell.pool else quantity.table,
        subset=None if quantity.subset is None else out.Subset(*quantity.subset),
        denominator=quantity.denominator,
        pool=cell.pool,
        frame=frame if known and frame != UNKNOWN else None,
        other=told(beside) if known else None,
        band=bands.get(cell),
        reliability=_reliability(rates, place, reading.target) if status == "shown" else "",
        left_out=rates.left_out[place] if status != "hidden" else (),
    )


def _reliability(rates: Rates, place: int, target: Target) -> Literal["", "uncertain"]:
    """The municipal reading of NCHS's rule, at the effective number of answers of the headline (O'Neill's)."""
    answered, frame = int(rates.answered[place]), int(rates.frame[place])
    left = frame - answered if target == "population" else None
    effective = answered if left is None else answered * (frame - 1) / left if left else math.inf
    found = reliability(float(rates.share[place]), effective, answered, answered - 1)
    return "" if found == "reliable" else "uncertain"


def mentioned(mentions: Mentions, level: float, hidden: Hidden) -> tuple[out.Estimate, ...]:
    """The rows of shares of mentions: without an interval, since they are no rates of persons."""
    return tuple(
        _mentioned(mentions, place, level, is_hidden=not hidden.cells.isdisjoint(parts))
        for place, parts in enumerate(mentions.parts)
    )


def _mentioned(mentions: Mentions, place: int, level: float, *, is_hidden: bool) -> out.Estimate:
    cell, exposed, answered = mentions.cells[place], int(mentions.exposed[place]), int(mentions.answered[place])
    status: out.Status = "hidden" if is_hidden else "shown" if answered else "no_answers"
    return out.Estimate(
        indicator=mentions.names[place],
        municipality=cell.municipality,
        group=cell.group,
        status=status,
        suppressed=is_hidden,
        invited=int(mentions.invited[place]),
        exposed=None if is_hidden else exposed,
        answered=None if is_hidden else answered,
        share=exposed / answered if status == "shown" else None,
        low=None,
        high=None,
        bounds_low=None,
        bounds_high=None,
        level=level,
        method="none",
        target="risk",
        assumption="none",
        table="splits",
        denominator="mentions",
    )


def number(values: Shares, place: int, shown: bool) -> float | None:
    """One number of *values*, if it is *shown* and there is one."""
    return float(values[place]) if shown and not np.isnan(values[place]) else None


def told(one: One | None) -> out.Reading | None:
    """The reading that is not the headline's, if there is one."""
    if one is None:
        return None
    interval = one.interval
    status = "no_answers" if interval.status == "not_applicable" else interval.status
    p = None if math.isnan(one.p) else one.p
    return out.Reading(one.target, interval.method, interval.low, interval.high, status, p)


def assumption(stated: str, readings: Readings, headline: One) -> str:
    """What the headline rests on; that its frame is unknown, where another headline was declared for that."""
    return stated if headline.target == readings.declared else f"{stated}_frame_unknown"
