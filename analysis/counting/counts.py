"""The counts: for each indicator and stratum how many answered it and how many of them are exposed.

With them go the kinds of sheets found (see `kinds`), for disclosure control. After this floor nothing knows a sheet.
"""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.counting.exposure import Exposure
from analysis.counting.kinds import Tied, clusters, kinds
from analysis.counting.responses import responses
from analysis.counting.soundness import check_rows
from analysis.intervals.interval import Flags
from questionnaires.answersets import AnswerSet, Place
from questionnaires.model import Indicator, Questionnaire

WholeNumbers = npt.NDArray[np.int64]


class Stratum(msgspec.Struct, frozen=True):
    """A municipality's group: how many were *invited* and how many sheets came."""

    municipality: Place
    group: str
    invited: int
    answered: int

    def __str__(self) -> str:
        return f"{self.municipality.code}/{self.group}"


class Counts(msgspec.Struct, frozen=True):
    """*exposed* and *answered*: (indicators, strata) int64; *applies*: whether the group is asked at all.

    *answered* is the base of the indicator; the stratum's own `answered` is the number of sheets. *found* has, for each
    stratum, its sheets' kinds in each cluster of tied indicators. Strata are in the order of municipality code, then of
    the form's groups.
    """

    indicators: tuple[Indicator, ...]
    strata: tuple[Stratum, ...]
    exposed: WholeNumbers
    answered: WholeNumbers
    applies: Flags
    found: tuple[tuple[Tied, ...], ...]


def count(answer_sets: Sequence[AnswerSet], questionnaire: Questionnaire, names: Iterable[str]) -> Counts:
    """Count the indicators *names* in *answer_sets*. Raises InputError for rows that the form cannot have given."""
    index = {indicator.id: indicator for indicator in questionnaire.indicators}
    indicators = tuple(index[name] for name in names)
    order = {group: place for place, group in enumerate(questionnaire.groups)}
    strata: list[Stratum] = []
    found: list[tuple[Tied, ...]] = []
    tied = clusters(questionnaire, indicators)
    numbers: list[tuple[list[int], list[int]]] = []
    for answers in sorted(answer_sets, key=lambda each: each.header.municipality.code):
        for given in sorted(responses(answers, questionnaire), key=lambda each: order[each.group]):
            exposure = Exposure(questionnaire, given.symbols)
            check_rows(questionnaire, given, exposure)
            strata.append(Stratum(given.municipality, given.group, given.invited, given.sheets))
            found.append(tuple(_tied(exposure, cluster, given.sheets) for cluster in tied))
            exposed = [int(np.count_nonzero(exposure.exposed(indicator))) for indicator in indicators]
            numbers.append((exposed, [int(np.count_nonzero(exposure.in_base(indicator))) for indicator in indicators]))
    shape = (len(strata), 2, len(indicators))
    exposed_by, answered_by = np.array(numbers, dtype=np.int64).reshape(shape).transpose(1, 2, 0)
    applies = np.array(
        [[not each.groups or stratum.group in each.groups for stratum in strata] for each in indicators], dtype=np.bool_
    ).reshape(len(indicators), len(strata))
    return Counts(indicators, tuple(strata), exposed_by, answered_by, applies, tuple(found))


def _tied(exposure: Exposure, cluster: tuple[Indicator, ...], sheets: int) -> Tied:
    found = kinds(exposure, cluster, sheets)
    return Tied(tuple(indicator.id for indicator in cluster), found, np.ones(len(found), dtype=np.bool_))
