"""The attacker: what can be worked out from a finished release? If a hidden number can, it is not published.

He knows nothing of the suppression: he reads the Release as any reader does, knows the form's logic (which kinds of
sheets there are), and sets up programmes of his own for each number that was to be hidden. The suppression may have any
fault; what this does not find safe does not go out.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from analysis.counting.kinds import EXPOSED, OUTSIDE, Tied
from analysis.disclosure.attack import TOLERANCE, Attacker
from analysis.disclosure.release import Release
from analysis.disclosure.rules import too_small
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

    def is_met(self, least: float, greatest: float) -> bool:
        """Whether the count is uncertain enough when it can be anything from *least* to *greatest*."""
        return least <= greatest and not (
            least > self.low + TOLERANCE
            or greatest < self.high - TOLERANCE
            or greatest - least < self.width - TOLERANCE
        )


class Watch(msgspec.Struct, frozen=True):
    """The *guards* of one stratum, of so many *sheets*, and one cluster of *tied* indicators."""

    municipality: str
    group: str
    sheets: int
    tied: Tied
    guards: tuple[Guard, ...]


class Reader(msgspec.Struct, frozen=True):
    """What a reader knows of the *tied* indicators of one stratum: sums over the kinds of sheets, and *totals*."""

    attacker: Attacker
    totals: Shares
    tied: Tied

    def extreme(self, guard: Guard, direction: int) -> Shares:
        """Sheets of each kind in a world that agrees with all that is known, the least (-1) or most (1) counted."""
        every = np.ones(len(self.tied.kinds), dtype=np.bool_)
        world = self.attacker.greatest(direction * self.counted(guard), self.totals, every).world
        if world is None:
            raise DisclosureError(f"nothing limits {guard.indicator}: the number of sheets is missing in the release")
        return world

    def counted(self, guard: Guard) -> Shares:
        """Which kinds the guarded number counts, as 0 and 1."""
        states = self.tied.kinds[:, self.tied.indicators.index(guard.indicator)]
        aim: Shares = (states == guard.state).astype(np.float64)
        return aim


def audit(release: Release, watches: Sequence[Watch]) -> None:
    """Raises DisclosureError if a guard of *watches* fails, or something is shown that is too small or rests on it."""
    _check_sizes(release)
    _check_derived(release)
    for watch in watches:
        for guard in failing(reader_of(release, watch), watch.guards):
            raise DisclosureError(
                f"{watch.municipality}/{watch.group}, {guard.indicator}: the hidden number could be worked out from "
                "what is shown; nothing was published"
            )


def failing(reader: Reader, guards: Sequence[Guard]) -> tuple[Guard, ...]:
    """Those of *guards* that *reader* can narrow too far.

    Every world he finds agrees with all he knows, so it may show other guards to be met as well.
    """
    aims = np.array([reader.counted(guard) for guard in guards])
    least, greatest = np.full(len(guards), np.inf), np.full(len(guards), -np.inf)
    found = []
    for place, guard in enumerate(guards):
        if not guard.is_met(least[place], greatest[place]):
            for direction in (-1, 1):
                numbers = aims @ reader.extreme(guard, direction)
                least, greatest = np.minimum(least, numbers), np.maximum(greatest, numbers)
            if not guard.is_met(least[place], greatest[place]):
                found.append(guard)
    return tuple(found)


def reader_of(release: Release, watch: Watch) -> Reader:
    """All that *release* says about the watched indicators of the watched stratum.

    How many sheets came he is taken to know, even where it is not told: whoever counted envelopes does.
    """
    here = (watch.municipality, watch.group)
    facts = [np.ones(len(watch.tied.kinds))]
    totals = [float(watch.sheets)]
    for each in release.estimates:
        if (each.municipality, each.group) == here and each.indicator in watch.tied.indicators and not each.suppressed:
            states = watch.tied.kinds[:, watch.tied.indicators.index(each.indicator)]
            facts += [(states == EXPOSED).astype(np.float64), (states > OUTSIDE).astype(np.float64)]
            totals += [float(each.exposed or 0), float(each.answered or 0)]
    return Reader(Attacker(np.array(facts), watch.tied.real), np.array(totals), watch.tied)


def _check_sizes(release: Release) -> None:
    shown = [each for each in release.estimates + release.pooled if each.status == "shown"]
    numbers = [(each.exposed or 0, each.answered or 0) for each in shown]
    exposed, answered = np.array(numbers, dtype=np.int64).reshape(-1, 2).T
    small = too_small(exposed, answered, answered, release.rules)
    if small.any():
        each = shown[int(np.argmax(small))]
        raise DisclosureError(
            f"{each.municipality or 'all'}/{each.group}, {each.indicator}: a number that is too small is shown"
        )
    for stratum in release.strata:
        if 0 < (stratum.answered or 0) < release.rules.min_answered:
            raise DisclosureError(
                f"{stratum.municipality}/{stratum.group}: the number of answers is shown, and it is too small"
            )


def _check_derived(release: Release) -> None:
    hidden = {(each.indicator, each.municipality, each.group) for each in release.estimates if each.suppressed}
    for total in release.pooled:
        if not total.suppressed and any((total.indicator, code, total.group) in hidden for code in _codes(release)):
            raise DisclosureError(f"{total.indicator}, {total.group}: a total shows what one of its parts hides")
    for each in release.comparisons:
        sides = ((each.indicator, side.municipality, side.group) for side in (each.first, each.second))
        if not each.suppressed and any(side in hidden for side in sides):
            raise DisclosureError(f"{each.family}, {each.indicator}: a comparison shows a hidden rate")


def _codes(release: Release) -> list[str]:
    return [place.code for place in release.wave.places]
