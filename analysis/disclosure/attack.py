"""How far an attacker can narrow numbers: the least and the greatest that agree with all he knows.

What he knows are sums over unknown counts (*atoms*: sheets of each kind), none below zero, each sum told exactly or to
lie between two numbers. A *world* is one way the atoms may be; a number is uncertain enough as soon as two worlds show
it, so worlds are kept and tried again against whatever is told next. There can be very many atoms, so they are taken in
as they are found to matter (column generation): first those of the true world, then, as long as the prices of the
programme say that another one would reach further, those. What is left out at the end cannot change the answer.
"""

import msgspec
import numpy as np

from analysis.disclosure.programmes import TOLERANCE, Facts, Programme
from analysis.intervals.interval import Flags, Shares

_AT_A_TIME = 100
_IDLE = 8  # an atom that so many worlds in a row did not need is left out again
_SLOW = 1.0  # persons


class Guards(msgspec.Struct, frozen=True):
    """Hidden numbers, *counted* (guards, atoms), and how uncertain they must stay; NaN where nothing is demanded.

    The attacker's least must be at or below *low*, his greatest at or above *high*, and they must be *width* apart.
    """

    counted: Shares
    low: Shares
    high: Shares
    width: Shares

    def __len__(self) -> int:
        return len(self.low)

    def too_high(self, least: Shares) -> Flags:
        """Where the attacker knows that the number is above its *low*."""
        found: Flags = least > self.low + TOLERANCE
        return found

    def too_low(self, greatest: Shares) -> Flags:
        """Where he knows that it is below its *high*."""
        found: Flags = greatest < self.high - TOLERANCE
        return found

    def too_narrow(self, least: Shares, greatest: Shares) -> Flags:
        """Where he knows it to less than its *width*."""
        found: Flags = ~np.isnan(self.width) & ~(greatest - least >= self.width - TOLERANCE)
        return found

    def failing(self, least: Shares, greatest: Shares) -> Flags:
        """Where any demand fails."""
        return self.too_high(least) | self.too_low(greatest) | self.too_narrow(least, greatest)


class Found(msgspec.Struct, frozen=True):
    """The greatest value (inf where nothing limits it) and the *price* of each fact: how much it binds there."""

    value: float
    prices: Shares


class Ends(msgspec.Struct, frozen=True):
    """What the attacker knows of each guard. *proofs*: (guard, -1 or 1) -> the programme that proves that end.

    Only ends that fail are worked out in full; of the others it is enough that worlds show them.
    """

    least: Shares
    greatest: Shares
    proofs: dict[tuple[int, int], Found]


class Attacker:
    """Searches worlds of as many atoms as *start* has flags; *start* says which of them the true world needs."""

    def __init__(self, start: Flags, worlds: Shares | None = None) -> None:
        self._start = start
        self._idle = np.where(start, 0, _IDLE)
        self._worlds = [] if worlds is None else list(worlds)

    @property
    def worlds(self) -> Shares:
        """The worlds found so far, (worlds, atoms)."""
        return np.array(self._worlds, dtype=np.float64).reshape(-1, len(self._start))

    def witnesses(self, facts: Facts, guards: Guards) -> Shares:
        """A few of the worlds that agree with *facts* and together show the *guards* to be as uncertain as all do."""
        known = self.worlds
        agreeing = known[facts.agree(known)]
        if not len(agreeing) or not len(guards):
            return agreeing[:0]
        numbers = guards.counted @ agreeing.T
        chosen = sorted({*np.argmin(numbers, axis=1).tolist(), *np.argmax(numbers, axis=1).tolist()})
        return agreeing[chosen]

    def ends(self, facts: Facts, guards: Guards, enough: int | None = None) -> Ends:
        """How far the *guards* can be narrowed by *facts*. Raises DisclosureError when the facts contradict each other.

        First all that are open are pushed out together, as far as they can be at once; what this leaves open is then
        tried one at a time, until *enough* have been found to fail.
        """
        known = self.worlds
        span = _Span(guards)
        for world in known[facts.agree(known)]:
            span.seen(world)
        for direction in (-1, 1):
            self._push(facts, span, direction)
        proofs: dict[tuple[int, int], Found] = {}
        failing = 0
        for place in range(len(guards)):
            for direction in (-1, 1):
                if span.open(direction)[place]:
                    goal = direction * span.wanted(direction)[place]
                    alone = bool(np.isnan(guards.width[place]))
                    found, world = self._greatest(facts, direction * guards.counted[place], goal=goal, or_short=alone)
                    proofs[place, direction] = found
                    span.reached(place, direction, found.value, world)
            failing += bool(span.failing()[place])
            if failing == enough:
                break
        return Ends(span.least, span.greatest, proofs)

    def _push(self, facts: Facts, span: "_Span", direction: int) -> None:
        """Meet as many open demands in one *direction* as one world can, until a world meets less than half of them."""
        while (waiting := span.open(direction)).sum() > 1:
            wishes, caps = span.guards.counted[waiting], span.wanted(direction)[waiting]
            _, world = self._greatest(facts, np.zeros(len(self._start)), (direction * wishes, direction * caps))
            if world is None:
                break
            span.seen(world)
            if 2 * (waiting & span.open(direction)).sum() > waiting.sum():
                break

    def greatest(self, facts: Facts, aim: Shares) -> float:
        """The greatest that *aim* times the atoms can be; inf if nothing limits it."""
        return self._greatest(facts, aim)[0].value

    def _greatest(
        self,
        facts: Facts,
        aim: Shares,
        wishes: tuple[Shares, Shares] | None = None,
        goal: float = np.inf,
        *,
        or_short: bool = False,
    ) -> tuple[Found, Shares | None]:
        """The greatest *aim* times the atoms plus, for each of *wishes* (rows of atoms, caps), what it reaches of it.

        With it the world where that is so; None where nothing limits it. It stops short of the greatest as soon as the
        *goal* is reached; and, with *or_short*, as soon as it is certain that it is not: the value is then one that
        cannot be reached, and there is no world.
        """
        programme = Programme(facts, aim, wishes)
        taken = self._start | (self._idle < _IDLE)
        before = -np.inf
        while True:
            columns = np.flatnonzero(taken)
            answer = programme.solve(columns)
            if answer is None:
                return Found(np.inf, np.zeros(len(facts.low))), None
            amounts, prices, reduced = answer.amounts, answer.prices, answer.reduced
            value = float(aim[columns] @ amounts)
            waiting = np.flatnonzero(~taken & (reduced < -TOLERANCE))
            # Each atom brings at most as much as it lacks in price, and there are no more than *mass* of them.
            limit = value - facts.mass * float(reduced[waiting].min()) if or_short and len(waiting) else np.inf
            if limit < goal - 2 * TOLERANCE:
                return Found(limit, prices), None
            # Together, demands need not be pushed to the last: when it goes slowly, the rest is tried one at a time.
            slow = wishes is not None and answer.value < before + _SLOW
            before = answer.value
            if not len(waiting) or value >= goal or slow:
                world = np.zeros(len(aim))
                world[columns] = np.maximum(amounts, 0.0)
                self._worlds.append(world)
                self._idle = np.where(world > TOLERANCE, 0, self._idle + 1)
                return Found(value, prices), world
            taken[waiting[np.argsort(reduced[waiting], kind="stable")[:_AT_A_TIME]]] = True


class _Span:
    """How far worlds have shown the *guards* to reach so far."""

    def __init__(self, guards: Guards) -> None:
        self.guards = guards
        self.least = np.full(len(guards), np.inf)
        self.greatest = np.full(len(guards), -np.inf)

    def seen(self, world: Shares) -> None:
        """Take in one more world."""
        used = np.flatnonzero(world)
        numbers = self.guards.counted[:, used] @ world[used]
        self.least, self.greatest = np.minimum(self.least, numbers), np.maximum(self.greatest, numbers)

    def reached(self, place: int, direction: int, value: float, world: Shares | None) -> None:
        """Take in that one guard reaches *value*, times *direction*, in *world*, or beyond all that can be."""
        if world is not None:
            self.seen(world)
        elif direction < 0:
            self.least[place] = -value
        else:
            self.greatest[place] = value

    def failing(self) -> Flags:
        """The guards of which some demand has not been shown to be met."""
        return self.guards.failing(self.least, self.greatest)

    def open(self, direction: int) -> Flags:
        """The guards whose demand in *direction* no world has shown to be met."""
        guards = self.guards
        fails = guards.too_high(self.least) if direction < 0 else guards.too_low(self.greatest)
        return fails | guards.too_narrow(self.least, self.greatest)

    def wanted(self, direction: int) -> Shares:
        """How far out each guard is wanted in *direction*; without a limit while its other end is not known."""
        guards, least, greatest = self.guards, self.least, self.greatest
        if direction < 0:
            return np.fmin(guards.low, np.where(np.isfinite(greatest), greatest, 0.0) - guards.width)
        return np.fmax(guards.high, np.where(np.isfinite(least), least, 0.0) + guards.width)
