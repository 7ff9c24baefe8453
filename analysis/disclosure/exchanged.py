"""Counts from answer sets and from counts files, side by side in one `Counts`.

Of a stratum that came as counts nothing can be found out but what its municipality told: its hidden numbers are zeros
here, marked hidden, and take everything with them that rests on them, as they do where the answers are.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from analysis.counting.counts import Counts, Stratum, WholeNumbers, count
from analysis.counting.frames import UNKNOWN, frame_of
from analysis.counting.kinds import Found
from analysis.counting.quantities import Quantity
from analysis.counting.responses import Responses, responses
from analysis.disclosure.countsfile import CountsFile, GroupCounts
from analysis.disclosure.release import Weighted
from analysis.estimates.rates import Cell
from questionnaires.answersets import AnswerSet, StratumCount
from questionnaires.items import row_width
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan


class Given(msgspec.Struct, frozen=True):
    """What counts files tell beyond counts: which *strata* they are of, *hidden* cells, *bands* of them, *weighted*."""

    hidden: frozenset[Cell] = frozenset()
    strata: frozenset[tuple[str, str]] = frozenset()
    bands: Mapping[Cell, tuple[float, float]] = {}
    weighted: tuple[Weighted, ...] = ()


NOTHING_GIVEN = Given()


def count_all(
    given: Sequence[AnswerSet | CountsFile],
    questionnaire: Questionnaire,
    plan: Plan,
    extra: tuple[Quantity, ...] = (),
) -> tuple[Counts, Given]:
    """The counts of all that is *given*, by municipality code, and what the counts files among it tell besides.

    *extra* quantities are counted where there are sheets, and taken for hidden elsewhere.
    """
    files = [each for each in given if isinstance(each, CountsFile)]
    counted = count([each for each in given if isinstance(each, AnswerSet)], questionnaire, plan, extra)
    if not files:
        return counted, Given()
    parts: dict[tuple[str, str], tuple[Stratum, WholeNumbers]] = {
        (each.municipality.code, each.group): (
            each,
            np.stack([n[:, column] for n in (counted.exposed, counted.answered, counted.eligible)]),
        )
        for column, each in enumerate(counted.strata)
    }
    planned = counted.quantities
    for file in files:
        of_group = {stratum.group: stratum for stratum in file.header.strata}
        for group in file.groups:
            stratum = _stratum(file, of_group[group.group])
            parts[file.header.municipality.code, group.group] = stratum, _column(group, stratum, planned)
    order = {group: place for place, group in enumerate(questionnaire.groups)}
    ordered = sorted(parts, key=lambda here: (here[0], order[here[1]]))
    strata = tuple(parts[here][0] for here in ordered)
    exposed, answered, eligible = np.stack([parts[here][1] for here in ordered], axis=-1)
    applies = np.array([[_asked(each, stratum.group) for stratum in strata] for each in planned], dtype=np.bool_)
    found = Found(questionnaire, planned, _sheets(given, strata, questionnaire))
    return Counts(planned, strata, exposed, answered, eligible, applies, found), _given(files)


def _asked(quantity: Quantity, group: str) -> bool:
    return not quantity.indicator.groups or group in quantity.indicator.groups


def _stratum(file: CountsFile, told: StratumCount) -> Stratum:
    return Stratum(file.header.municipality, told.group, told.invited, told.answered, told.frame)


def _column(group: GroupCounts, stratum: Stratum, planned: Sequence[Quantity]) -> WholeNumbers:
    """(3, quantities): exposed, answered and eligible. A hidden number is none of its whole frame."""
    rows = []
    for quantity in planned:
        told = group.counts.get(quantity.id)
        frame = stratum.invited if quantity.subset is None else frame_of(stratum.frame, *quantity.subset)
        if told is None:
            rows.append((0, 0, frame))
        else:
            rows.append((told.exposed, told.answered, UNKNOWN if told.eligible is None else told.eligible))
    return np.array(rows, dtype=np.int64).reshape(-1, 3).T


def _sheets(
    given: Sequence[AnswerSet | CountsFile], strata: Sequence[Stratum], questionnaire: Questionnaire
) -> tuple[Responses, ...]:
    """The sheets of each stratum; none where only counts came."""
    here = {
        (each.municipality.code, each.group): each
        for answers in given
        if isinstance(answers, AnswerSet)
        for each in responses(answers, questionnaire)
    }
    nothing = np.empty((row_width(questionnaire), 0), dtype=np.uint8)
    return tuple(
        here.get((each.municipality.code, each.group))
        or Responses(each.municipality, each.group, each.invited, nothing, each.frame)
        for each in strata
    )


def _given(files: Sequence[CountsFile]) -> Given:
    told = [(file.header.municipality.code, group) for file in files for group in file.groups]
    return Given(
        hidden=frozenset(
            Cell(name, code, group.group) for code, group in told for name, one in group.counts.items() if one is None
        ),
        strata=frozenset((code, group.group) for code, group in told),
        bands={Cell(name, code, group.group): band for code, group in told for name, band in group.bands.items()},
        weighted=tuple(row for file in files for row in file.weighted),
    )
