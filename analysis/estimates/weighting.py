"""Rates weighted to what the study knows of all the invited: how many are women and men, how old, in which department.

One background item is post-stratified, several are raked. Who answered stands for who did not, within a cell (or within
the margins). Where the plan names the rest of a breakdown, all others are one cell, who did not say among them; else
sheets without an answer to one of the items stand for nobody. The finest counts that there are go in
here, so what comes out is shown only where all that it is made of is shown: see `analysis.disclosure.weighing`.
"""

from collections.abc import Callable, Mapping

import msgspec
import numpy as np

from analysis.counting.counts import Counts, Stratum, WholeNumbers
from analysis.counting.crossing import NO_ANSWER, Crossed, crossed
from analysis.counting.frames import UNKNOWN, frame_of
from analysis.errors import CountError
from analysis.intervals.domains import counted_rate
from analysis.intervals.engine import effective_interval
from analysis.intervals.interval import Flags, Interval
from analysis.intervals.poststratification import post_stratified
from analysis.intervals.raking import Margin, raked
from analysis.intervals.sample import Sample, sample
from questionnaires.items import Item, item_index
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan, Weighting, complement


class WeightedRate(msgspec.Struct, frozen=True):
    """One weighted rate: the share, and the effective number of answers under each target (infinite in a census).

    *collapsed*: options that were taken together, since one of them is hidden.
    """

    indicator: str
    municipality: str
    group: str
    share: float
    effective: float
    effective_population: float
    collapsed: tuple[tuple[str, ...], ...]

    def interval(self, target: str, level: float) -> Interval:
        """Wilson's interval on the effective number of answers under *target*."""
        return effective_interval(self.share, self.effective_in(target), level)

    def effective_in(self, target: str) -> float:
        """The effective number of answers under *target*."""
        return self.effective_population if target == "population" else self.effective


class Weights(msgspec.Struct, frozen=True):
    """The weighted *sample* of one stratum: its cells with all items answered are *there*, each of one of *kinds*."""

    there: Flags
    kinds: WholeNumbers
    sample: Sample
    collapsed: tuple[tuple[str, ...], ...]


class Known(msgspec.Struct, frozen=True):
    """What is known of one item's options in one stratum: *persons* of each option, and *into* which it went."""

    item: Item
    persons: WholeNumbers
    into: WholeNumbers
    collapsed: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The codes of the options."""
        return self.item.codes()


def has_frame(stratum: Stratum, weighting: Weighting) -> bool:
    """Whether the study counted the invited of *stratum* by all the items."""
    return all(any(item in each.answers for each in stratum.frame) for item in weighting.items)


def parts_of(plan: Plan, item: str) -> tuple[str, ...]:
    """The options that have cells of their own when the rest of *item* is one cell; none where each option is one."""
    return next((each.options for each in plan.breakdowns if each.item == item and each.rest is not None), ())


def weigh(
    counts: Counts,
    questionnaire: Questionnaire,
    plan: Plan,
    wanted: Mapping[tuple[str, int], tuple[tuple[str, ...], ...]],
    enough: Callable[[WholeNumbers, WholeNumbers], Flags],
) -> dict[tuple[str, int], WeightedRate]:
    """The *wanted* weighted rates: (indicator, column of the counts) -> lists of options to take together.

    A raked one only where each cell of the crossing is *enough*, given how many are exposed and how many answered.

    Raises CountError naming the stratum: for answers where the frame has nobody, persons where nobody answered and no
    collapse was declared, numbers that do not sum to the invited, raking that does not converge.
    """
    index, weighting = item_index(questionnaire), plan.weighting
    if weighting is None:
        return {}
    items = tuple(index[name] for name in weighting.items)
    parts = tuple(parts_of(plan, name) for name in weighting.items)
    found = {}
    for each in crossed(counts, questionnaire, weighting):
        stratum = counts.strata[each.column]
        if (each.indicator, each.column) in wanted and has_frame(stratum, weighting):
            if len(items) > 1 and not enough(*_cells(each, items, parts)).all():
                continue  # the margins and the weighted rate together would give the crossing back
            try:
                found[each.indicator, each.column] = rate(
                    each, stratum, weights_of(each, stratum, items, parts, wanted[each.indicator, each.column])
                )
            except CountError as error:
                raise CountError(f"{stratum}, weighted by {', '.join(weighting.items)}: {error}") from error
    return found


def _cells(
    of: Crossed, items: tuple[Item, ...], parts: tuple[tuple[str, ...], ...]
) -> tuple[WholeNumbers, WholeNumbers]:
    """How many are exposed and how many answered in each cell of the crossing that somebody answered in."""
    told = np.array([_in_parts(item, own, named) for item, own, named in zip(items, of.codes, parts, strict=True)])
    _, cell = np.unique(told, axis=1, return_inverse=True)
    exposed, answered = (np.bincount(cell.ravel(), each).astype(np.int64) for each in (of.exposed, of.answered))
    return exposed[answered > 0], answered[answered > 0]


def weights_of(
    of: Crossed,
    stratum: Stratum,
    items: tuple[Item, ...],
    parts: tuple[tuple[str, ...], ...],
    collapse: tuple[tuple[str, ...], ...] = (),
) -> Weights:
    """The weights of those who answered one indicator in one stratum. Raises CountError.

    Who left the indicator out has no weight, as who did not answer at all: so a weighted rate is made of numbers that
    are published, and says no more than they.

    *parts*: for each item what `parts_of` gives; *collapse*: options of the first to take together. Where an item has
    no parts, who chose an option that the frame has no count of (registers know two genders) stands for nobody, as
    those without an answer do.
    """
    told = np.array([_in_parts(item, own, named) for item, own, named in zip(items, of.codes, parts, strict=True)])
    there = np.all([_is_known(*each, stratum) for each in zip(items, told, parts, strict=True)], axis=0)
    sheets, codes = of.answered[there], told[:, there]
    if not sheets.sum():
        raise CountError("nobody answered the items it is weighted by; leave the frame counts out")
    known = tuple(
        _known(item, named, stratum, collapse if place == 0 else ())
        for place, (item, named) in enumerate(zip(items, parts, strict=True))
    )
    person = np.repeat(np.arange(len(sheets)), sheets)
    plain = sample(np.zeros(len(person), dtype=np.int64), [stratum.invited], corrected=False)
    weighed = _weighed(plain, [each.into[row[person]] for each, row in zip(known, codes, strict=True)], known)
    some = sheets > 0
    kinds = weighed.kinds[(np.cumsum(sheets) - sheets)[some]]  # those of one cell are all of one kind
    there[np.flatnonzero(there)[~some]] = False
    return Weights(there, kinds, weighed, known[0].collapsed)


def _rest(item: Item, parts: tuple[str, ...]) -> int:
    """The place that the cell of the rest takes: that of the first option that has none of its own."""
    return next(place for place, code in enumerate(item.codes()) if code not in parts)


def _in_parts(item: Item, codes: WholeNumbers, parts: tuple[str, ...]) -> WholeNumbers:
    if not parts:
        return codes
    own = np.isin(codes, [place for place, code in enumerate(item.codes()) if code in parts])
    return np.where(own, codes, _rest(item, parts))


def _frames(item: Item, parts: tuple[str, ...], stratum: Stratum) -> WholeNumbers:
    """How many persons each option stands for, UNKNOWN where the study does not say."""
    names = list(item.codes())
    if parts:
        names[_rest(item, parts)] = complement(parts)
    return np.array([frame_of(stratum.frame, item.id, code) for code in names], dtype=np.int64)


def _is_known(item: Item, codes: WholeNumbers, parts: tuple[str, ...], stratum: Stratum) -> Flags:
    known = _frames(item, parts, stratum) != UNKNOWN
    said: Flags = (codes != NO_ANSWER) & known[codes]
    return said


def rate(of: Crossed, stratum: Stratum, weights: Weights) -> WeightedRate:
    """One weighted rate, from the counts *of* one indicator."""
    width = len(weights.sample.persons)
    exposed, answered = (
        np.bincount(weights.kinds, numbers[weights.there], width).astype(np.int64)
        for numbers in (of.exposed, of.answered)
    )
    found = counted_rate(weights.sample, exposed, answered)
    left = 1 - int(weights.sample.persons.sum()) / stratum.invited  # one stratum: a factor of the variance
    return WeightedRate(
        indicator=of.indicator,
        municipality=stratum.municipality.code,
        group=stratum.group,
        share=found.estimate,
        effective=found.effective,
        effective_population=found.effective / left if left else np.inf,
        collapsed=weights.collapsed,
    )


def _weighed(plain: Sample, codes: list[WholeNumbers], known: tuple[Known, ...]) -> Sample:
    merged = [np.bincount(each.into, each.persons, len(each.persons)).astype(np.int64) for each in known]
    if len(known) == 1:
        return post_stratified(plain, codes[0], merged[0], names=known[0].names).sample
    margins = (
        Margin(each.item.id, own, persons, each.names) for each, own, persons in zip(known, codes, merged, strict=True)
    )
    return raked(plain, tuple(margins)).sample


def _known(
    item: Item,
    parts: tuple[str, ...],
    stratum: Stratum,
    collapse: tuple[tuple[str, ...], ...],
) -> Known:
    """The options of each of *collapse* are merged."""
    names = item.codes()
    frames = _frames(item, parts, stratum)
    cells = np.isin(names, parts) if parts else np.ones(len(names), dtype=np.bool_)
    if parts:
        cells[_rest(item, parts)] = True  # the options beneath it may have counts of their own
    persons = np.where(cells & (frames != UNKNOWN), frames, 0)
    into = np.arange(len(names))
    for together in collapse:
        targets = into[[names.index(code) for code in together]]
        into[np.isin(into, targets)] = targets.min()
    return Known(item, persons, into, collapse)
