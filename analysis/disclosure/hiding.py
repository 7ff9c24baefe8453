"""Which cells of a release are hidden: those too small by themselves, and those that would give them away.

Stratum by stratum: nothing adds up over groups, and over municipalities only totals do. A total is shown only where the
number of each of its municipalities is: else a reader could subtract, and where two numbers were hidden, whoever knows
their own municipality's could still.
"""

from collections.abc import Mapping

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.counting.counts import Counts
from analysis.counting.exposure import Exposure
from analysis.counting.frames import UNKNOWN, frame_of
from analysis.counting.kinds import Kinds, Tied, drawn_sheets, kinds, with_drawn
from analysis.disclosure.attack import Attacker
from analysis.disclosure.audit import Guard, Watch
from analysis.disclosure.bands import bands
from analysis.disclosure.rules import Rules, too_small
from analysis.disclosure.suppression import Problem, suppress
from analysis.disclosure.ties import HALVES, Numbers, demands, problem
from analysis.disclosure.told import Band, Told, aside, facts
from analysis.estimates.rates import Cell, Rates
from analysis.intervals.interval import Flags, Shares
from questionnaires.model import Questionnaire

_HEADLINE = 10.0  # how much dearer the first indicator is to hide than another


class Policy(msgspec.Struct, frozen=True):
    """What hiding goes by: the *rules* in force, and what was fixed or published before these answers were counted.

    *uses*: (quantity, group) -> in how many planned comparisons it stands; the more, the dearer it is to hide. It must
    not depend on which municipalities are here: else one of them by itself, and all together, would hide different
    numbers of the same answers, and give them away. *bands*: limits of the bands that may be told of what is hidden.
    *earlier*: (municipality, group) -> what earlier releases told of the same answers; *extra*: the quantities that are
    not told, counted because earlier releases had them or because they are what the parts of a table leave.
    *elsewhere*: strata of which only counts came, and so what was *hidden* there and *told* of it as bands.
    *inside*: what somebody would be left with too small a number of, who takes away what they know themselves.
    """

    rules: Rules
    uses: Mapping[tuple[str, str], int]
    bands: tuple[float, ...] = ()
    earlier: Mapping[tuple[str, str], tuple[Told | Band, ...]] = {}
    extra: frozenset[str] = frozenset()
    elsewhere: frozenset[tuple[str, str]] = frozenset()
    hidden: frozenset[Cell] = frozenset()
    told: Mapping[Cell, tuple[float, float]] = {}
    inside: frozenset[Cell] = frozenset()


class Hidden(msgspec.Struct, frozen=True):
    """The cells to hide by the *rules* in force, and what must stay uncertain about them, for the audit to try.

    *bands*: what is told of some of them all the same.
    """

    rules: Rules
    cells: frozenset[Cell]
    watches: tuple[Watch, ...]
    bands: dict[Cell, tuple[float, float]] = {}


def hide(counts: Counts, total: Rates, policy: Policy, questionnaire: Questionnaire) -> Hidden:
    """Choose what to hide of the *counts* of each municipality, and of the sums in *total*."""
    small = _small(counts, policy)
    drawn = _Drawn(counts, questionnaire)
    cells: set[Cell] = set(policy.hidden)
    told: dict[Cell, tuple[float, float]] = dict(policy.told)
    watches: list[Watch] = []
    for column, stratum in enumerate(counts.strata):
        if (stratum.municipality.code, stratum.group) in policy.elsewhere:
            continue
        for cluster in range(len(counts.found.clusters)):
            place = [Cell(each.id, stratum.municipality.code, stratum.group) for each in counts.found.clusters[cluster]]
            rows = _rows(counts, cluster)
            if not small[rows, column].any():
                continue
            made = _Stratum(counts, column, rows, drawn.tied(column, cluster), small[rows, column], policy)
            hidden, banded, watch = made.hide()
            cells.update(cell for cell, flag in zip(place, hidden, strict=True) if flag)
            told |= {
                Cell(each.indicator, stratum.municipality.code, stratum.group): (each.low, each.high) for each in banded
            }
            watches.append(watch)
    cells |= {cell for cell, parts in zip(total.cells, total.parts, strict=True) if not cells.isdisjoint(parts)}
    return Hidden(policy.rules, frozenset(cells), tuple(watches), told)


def _small(counts: Counts, policy: Policy) -> Flags:
    """(quantities, strata): what is hidden by itself. What a group is not asked is hidden with nothing to protect."""
    sheets = np.array([stratum.answered for stratum in counts.strata], dtype=np.int64)
    small: Flags = counts.applies & too_small(counts.exposed, counts.answered, sheets[np.newaxis], policy.rules)
    for row, quantity in enumerate(counts.quantities):
        for column, stratum in enumerate(counts.strata):
            small[row, column] |= Cell(quantity.id, stratum.municipality.code, stratum.group) in policy.inside
    return small


def _rows(counts: Counts, cluster: int) -> npt.NDArray[np.intp]:
    order = {quantity.id: row for row, quantity in enumerate(counts.quantities)}
    return np.array([order[each.id] for each in counts.found.clusters[cluster]])


class _Drawn:
    """The kinds that drawn sheets can be of, for each group and cluster: worked out once."""

    def __init__(self, counts: Counts, questionnaire: Questionnaire) -> None:
        self._counts = counts
        self._questionnaire = questionnaire
        self._sheets: dict[str, Exposure] = {}
        self._kinds: dict[tuple[str, int], Kinds] = {}

    def tied(self, column: int, cluster: int) -> Tied:
        """One cluster in one stratum, with the kinds of its sheets and of those drawn."""
        group, found = self._counts.strata[column].group, self._counts.found
        if group not in self._sheets:
            self._sheets[group] = Exposure(self._questionnaire, drawn_sheets(self._questionnaire, group))
        if (group, cluster) not in self._kinds:
            together = found.clusters[cluster]
            self._kinds[group, cluster] = kinds(self._questionnaire, self._sheets[group], together)
        return with_drawn(found.tied(column, cluster), self._kinds[group, cluster])


class _Stratum:
    """One cluster of quantities, the *rows* of the counts, in one stratum."""

    def __init__(
        self, counts: Counts, column: int, rows: npt.NDArray[np.intp], tied: Tied, small: Flags, policy: Policy
    ) -> None:
        self.stratum = counts.strata[column]
        self.policy = policy
        self.here = (self.stratum.municipality.code, self.stratum.group)
        asked = counts.applies[rows, column]
        self.planned = [counts.quantities[row] for row in rows]
        self.frames = {each.id: frame for each in self.planned if (frame := self._frame(each.subset)) != UNKNOWN}
        exposed, answered = (np.where(asked, n[rows, column], 0).tolist() for n in (counts.exposed, counts.answered))
        told = tuple(
            Told(each.id, exposed[place], answered[place], self._aside(each.id, counts.eligible[row, column]))
            for place, (row, each) in enumerate(zip(rows, self.planned, strict=True))
        )
        self.known = policy.earlier.get(self.here, ())
        extra = np.array([each.id in policy.extra for each in self.planned])
        self.small = small
        self.numbers = Numbers(tied, self.stratum.answered, told, small | ~asked | extra, self.known, policy.extra)
        self.first = counts.quantities[0].id

    def hide(self) -> tuple[Flags, tuple[Band, ...], Watch]:
        """What to hide, what to tell of it all the same, and what the audit must try."""
        open_already = {each.indicator for each in self.known if isinstance(each, Told)}
        secret = self.small & np.array([each.id not in open_already for each in self.planned])
        demanded = demands(self.numbers, self.policy.rules, secret)
        made = problem(self.numbers, demanded, self._costs())
        attacker = Attacker(self.numbers.tied.real)
        hidden = suppress(made, attacker)
        told = bands(self.numbers, made, hidden, self.policy.bands, self.policy.rules, attacker)
        return hidden, told, self._watch(made, hidden, told, demanded, attacker)

    def _frame(self, subset: tuple[str, str] | None) -> int:
        return self.stratum.invited if subset is None else frame_of(self.stratum.frame, *subset)

    def _aside(self, name: str, eligible: int) -> tuple[int, int] | None:
        frame = self.frames.get(name)
        if frame is None or eligible == UNKNOWN:
            return None
        return aside(frame, int(eligible), self.policy.rules.min_exposed)

    def _costs(self) -> Shares:
        """What it costs to hide each quantity: the statements that fall with it, the headline ten times.

        The share of the sheets that answered it breaks ties.
        """
        statements = [
            (1.0 + self.policy.uses.get((each.id, self.stratum.group), 0))
            * (_HEADLINE if each.id == self.first else 1.0)
            for each in self.planned
        ]
        answered = np.array([told.answered for told in self.numbers.told])
        return np.array(statements) + answered / (1000 * len(statements) * max(self.stratum.answered, 1))

    def _watch(
        self, made: Problem, hidden: Flags, told: tuple[Band, ...], demanded: Shares, attacker: Attacker
    ) -> Watch:
        names = self.numbers.tied.indicators
        wanted = np.argwhere(~np.isnan(demanded).all(axis=-1))
        guards = [Guard(names[row], HALVES[half], *demanded[half, row].tolist()) for half, row in wanted]
        shown = [each for each, flag in zip(self.numbers.told, hidden, strict=True) if not flag]
        all_told = facts(self.numbers.tied, self.numbers.sheets, [*self.known, *shown, *told])
        worlds = attacker.witnesses(all_told, made.guards(made.guarded(hidden)))
        return Watch(*self.here, self.numbers.sheets, self.numbers.tied, tuple(guards), worlds, self.frames, self.known)
