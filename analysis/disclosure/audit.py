"""The attacker: what can be worked out from a finished release? If a hidden number can, it is not published.

He knows nothing of the suppression: he reads the Release as any reader does, knows the form's logic (which kinds of
sheets there are) and what was published before, and finds for each number that was to be hidden how far he can narrow
it. He may be shown worlds (`Watch.worlds`): whether such a world agrees with all he knows he reckons himself, and only
where none of them shows a number to be uncertain enough does he set up programmes. The suppression may have any fault;
what this does not find safe does not go out.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from analysis.counting.kinds import Tied
from analysis.counting.quantities import Denominator, split_id, subset_id
from analysis.disclosure.attack import Attacker, Guards
from analysis.disclosure.derived import check_derived, check_sizes
from analysis.disclosure.programmes import Facts
from analysis.disclosure.release import Estimate, Release
from analysis.disclosure.told import Band, Told, aside, facts
from analysis.errors import DisclosureError
from analysis.intervals.interval import Shares


class Guard(msgspec.Struct, frozen=True):
    """One hidden count, the sheets in *state* of *indicator*, and how uncertain it must stay; NaN: no demand.

    The reader's least must be at or below *low*, his greatest at or above *high*, and they must be *width* apart.
    """

    indicator: str
    state: int
    low: float
    high: float
    width: float


class Watch(msgspec.Struct, frozen=True):
    """The *guards* of one stratum, of so many *sheets*, and one cluster of *tied* quantities.

    *frames*: how many persons each quantity's frame has before any are set aside, where the study says. *known*: what
    was published before of the same answers. *worlds* (worlds, kinds): worlds that may show the guards to be met.
    """

    municipality: str
    group: str
    sheets: int
    tied: Tied
    guards: tuple[Guard, ...]
    worlds: Shares
    frames: dict[str, int] = {}
    known: tuple[Told | Band, ...] = ()


class Reader(msgspec.Struct, frozen=True):
    """What a reader knows of the *tied* quantities of one stratum."""

    attacker: Attacker
    facts: Facts
    tied: Tied


def audit(release: Release, watches: Sequence[Watch]) -> None:
    """Raises DisclosureError if a guard of *watches* fails, or something is shown that is too small or rests on it."""
    check_sizes(release)
    check_derived(release)
    for watch in watches:
        for guard in failing(reader_of(release, watch), watch.guards):
            raise DisclosureError(
                f"{watch.municipality}/{watch.group}, {guard.indicator}: the hidden number could be worked out from "
                "what is shown; nothing was published"
            )


def failing(reader: Reader, guards: Sequence[Guard]) -> tuple[Guard, ...]:
    """Those of *guards* that *reader* can narrow too far."""
    kinds, places = reader.tied.kinds, [reader.tied.indicators.index(guard.indicator) for guard in guards]
    counted = np.array([kinds[:, place] == guard.state for place, guard in zip(places, guards, strict=True)])
    demands = np.array([(guard.low, guard.high, guard.width) for guard in guards]).reshape(-1, 3).T
    watched = Guards(counted.reshape(len(guards), len(kinds)).astype(np.float64), *demands)
    ends = reader.attacker.ends(reader.facts, watched)
    failed = watched.failing(ends.least, ends.greatest).tolist()
    return tuple(guard for guard, fails in zip(guards, failed, strict=True) if fails)


def reader_of(release: Release, watch: Watch) -> Reader:
    """All that *release* says about the watched quantities of the watched stratum.

    How many sheets came he is taken to know, even where it is not told: whoever counted envelopes does.
    """
    here = [each for each in release.estimates if (each.municipality, each.group) == (watch.municipality, watch.group)]
    told = [each for estimate in here for each in _told(estimate, watch, release.rules.min_exposed)]
    known = facts(watch.tied, watch.sheets, [*watch.known, *told])
    return Reader(Attacker(watch.tied.real, watch.worlds), known, watch.tied)


def _told(estimate: Estimate, watch: Watch, least: int) -> list[Told | Band]:
    name = quantity_of(estimate)
    if name is None or name not in watch.tied.indicators:
        return []
    if estimate.suppressed:
        return [] if estimate.band is None else [Band(name, *estimate.band)]
    if estimate.exposed is None or estimate.answered is None:
        return []
    frame = watch.frames.get(name)
    left = None if estimate.frame is None or frame is None else aside(frame, estimate.frame, least)
    return [Told(name, estimate.exposed, estimate.answered, left)]


def quantity_of(estimate: Estimate) -> str | None:
    """The id of the quantity that *estimate* is a rate of; None for shares of mentions, which are sums of others."""
    if estimate.subset is not None:
        return subset_id(estimate.indicator, estimate.subset.item, estimate.subset.code)
    among: dict[str, Denominator] = {"exposed": "exposed", "answered": "answered"}
    if estimate.denominator:
        found = among.get(estimate.denominator)
        split, _, category = estimate.indicator.partition("/")
        return None if found is None else split_id(split, category, found)
    return estimate.indicator
