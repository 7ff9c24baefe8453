"""Which weighted rates are shown, and their rows.

A weighted rate is one more equation between the counts of its cells: with the plain rate and the frame counts beside
it, it would give two hidden cells away. So it is shown only where the rate itself and the rate in every part that it
is a sum over are shown, or those that are not can be taken together; and is not even worked out elsewhere.
"""

import math
from collections.abc import Sequence
from typing import Literal

from analysis.counting.counts import Counts, Stratum
from analysis.counting.frames import UNKNOWN, frame_of
from analysis.counting.quantities import subset_id
from analysis.disclosure import release as out
from analysis.disclosure.hiding import Hidden
from analysis.disclosure.rules import too_small
from analysis.estimates.rates import Cell, Rates
from analysis.estimates.weighting import WeightedRate, has_frame, parts_of, weigh
from questionnaires.items import item_index
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan, Target, Weighting, complement


def weighted_rows(
    counts: Counts,
    single: Rates,
    questionnaire: Questionnaire,
    plan: Plan,
    hidden: Hidden,
    elsewhere: Sequence[out.Weighted] = (),
) -> tuple[out.Weighted, ...]:
    """A row for each weighted indicator in each stratum that the study has frame counts of; none without such counts.

    Of strata without sheets here the rows are those made *elsewhere*, if they are of this level.

    Raises CountError, naming the stratum, where frame and answers contradict each other.
    """
    weighting = plan.weighting
    if weighting is None or not any(has_frame(stratum, weighting) for stratum in counts.strata):
        return ()
    parts = tuple(_parts(stratum, questionnaire, plan) for stratum in counts.strata)
    shown = {
        (name, column): together
        for name in weighting.indicators
        for column, stratum in enumerate(counts.strata)
        if counts.found.sheets(column)
        and (together := _together(name, stratum, single, parts[column], weighting, hidden)) is not None
    }
    told = {(each.indicator, each.municipality, each.group): each for each in elsewhere if each.level == single.level}
    found = weigh(counts, questionnaire, plan, shown, lambda k, n: ~too_small(k, n, n, hidden.rules))
    return tuple(
        told.get((name, stratum.municipality.code, stratum.group))
        or _row(name, stratum, found.get((name, column)), parts[column], plan, single.level)
        for name in weighting.indicators
        for column, stratum in enumerate(counts.strata)
        if has_frame(stratum, weighting) and Cell(name, stratum.municipality.code, stratum.group) in single.place
    )


def _parts(stratum: Stratum, questionnaire: Questionnaire, plan: Plan) -> tuple[out.Subset, ...]:
    """The cells that a weighted rate of *stratum* sums over: the parts with a frame count."""
    index = item_index(questionnaire)
    items = plan.weighting.items if plan.weighting else ()
    found = []
    for item in items:
        named = parts_of(plan, item)
        codes = (*named, complement(named)) if named else index[item].codes()
        found += [out.Subset(item, code) for code in codes if frame_of(stratum.frame, item, code) != UNKNOWN]
    return tuple(found)


def _together(
    name: str,
    stratum: Stratum,
    single: Rates,
    parts: tuple[out.Subset, ...],
    weighting: Weighting,
    hidden: Hidden,
) -> tuple[tuple[str, ...], ...] | None:
    """The options to take together so that the weighted rate can be told; None if it cannot.

    All parts shown: none. Else the first of the plan's lists that has all the hidden ones, if together they are
    enough, and if they are the rest of what is shown: then they tell nothing that a subtraction would not.
    """
    here = {part: Cell(subset_id(name, part.item, part.code), *_place(stratum)) for part in parts}
    whole = Cell(name, *_place(stratum))
    if not {whole, *here.values()} <= single.place.keys() or whole in hidden.cells:
        return None
    dark = {part.code for part, cell in here.items() if cell in hidden.cells}
    if not dark:
        return ()
    every = (single.exposed, single.answered)
    for together in weighting.collapse if len(weighting.items) == 1 else ():
        rest = [single.place[cell] for part, cell in here.items() if part.code not in together]
        exposed, answered = (numbers[single.place[whole]] - numbers[rest].sum() for numbers in every)
        own = [single.place[cell] for part, cell in here.items() if part.code in together]
        is_rest = [numbers[own].sum() for numbers in every] == [exposed, answered]
        if dark <= set(together) and is_rest and not too_small(exposed, answered, answered, hidden.rules):
            return (together,)
    return None


def _place(stratum: Stratum) -> tuple[str, str]:
    return stratum.municipality.code, stratum.group


def _row(
    name: str,
    stratum: Stratum,
    found: WeightedRate | None,
    parts: tuple[out.Subset, ...],
    plan: Plan,
    level: float,
) -> out.Weighted:
    items, target = plan.weighting.items if plan.weighting else (), plan.targets.rates
    raking = len(items) > 1
    status: out.Status = "shown" if found else "hidden" if stratum.answered else "no_answers"
    interval = found.interval(target, level) if found else None
    return out.Weighted(
        indicator=name,
        municipality=stratum.municipality.code,
        group=stratum.group,
        status=status,
        suppressed=status == "hidden",
        items=items,
        parts=parts,
        share=found.share if found else None,
        effective=_finite(found.effective_in(target)) if found else None,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        other=_other(found, target, level) if found else None,
        collapsed=found.collapsed if found else (),
        level=level,
        method="raked" if raking else "post_stratified",
        target=target,
        assumption="missing_at_random_within_margins" if raking else "missing_at_random_within_cells",
    )


def _other(found: WeightedRate, target: Target, level: float) -> out.Reading:
    beside: Target = "risk" if target == "population" else "population"
    interval = found.interval(beside, level)
    status: Literal["ok", "census"] = "census" if interval.status == "census" else "ok"
    return out.Reading(beside, "weighted", interval.low, interval.high, status)


def _finite(effective: float) -> float | None:
    """In a census the effective number is infinite, which JSON cannot say."""
    return effective if math.isfinite(effective) else None
