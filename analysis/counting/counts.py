"""The counts: for each quantity and stratum how many answered it and how many of them are exposed.

With them go the kinds of sheets (see `kinds`), worked out when disclosure control asks. After this floor nothing knows
a sheet.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.counting.applicable import Applicability
from analysis.counting.exposure import Exposure
from analysis.counting.frames import UNKNOWN, check_frame, frame_of
from analysis.counting.kinds import Found
from analysis.counting.quantities import Quantity, quantities
from analysis.counting.responses import Responses, responses
from analysis.counting.soundness import check_rows
from analysis.intervals.interval import Flags
from questionnaires.answersets import FLOOR, AnswerSet, FrameCount, Place
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan, excluded

WholeNumbers = npt.NDArray[np.int64]


class Stratum(msgspec.Struct, frozen=True):
    """A municipality's group: how many were *invited*, how many sheets came, and what is known of all the invited."""

    municipality: Place
    group: str
    invited: int
    answered: int
    frame: tuple[FrameCount, ...] = ()

    def __str__(self) -> str:
        return f"{self.municipality.code}/{self.group}"


class Counts(msgspec.Struct, frozen=True):
    """*exposed*, *answered* and *eligible*: (quantities, strata) int64; *applies*: whether the group is asked at all.

    *answered* is the base of the quantity; the stratum's own `answered` is the number of sheets. *eligible* is how many
    persons the quantity is about at most: the frame (the invited, or those of the subset; UNKNOWN where the study does
    not say) without those to whom it does not apply, if they are enough to be told. *found* has the sheets' kinds.
    Strata are in the order of municipality code, then of the form's groups.
    """

    quantities: tuple[Quantity, ...]
    strata: tuple[Stratum, ...]
    exposed: WholeNumbers
    answered: WholeNumbers
    eligible: WholeNumbers
    applies: Flags
    found: Found


def count(
    answer_sets: Sequence[AnswerSet], questionnaire: Questionnaire, plan: Plan, extra: tuple[Quantity, ...] = ()
) -> Counts:
    """Count all that *plan* wants in *answer_sets*, and *extra*, which is not told.

    Raises InputError for rows that the form cannot have given.
    """
    planned = (*quantities(questionnaire, plan), *(msgspec.structs.replace(each, told=False) for each in extra))
    order = {group: place for place, group in enumerate(questionnaire.groups)}
    strata: list[Stratum] = []
    sheets: list[Responses] = []
    numbers: list[WholeNumbers] = []
    for answers in sorted(answer_sets, key=lambda each: each.header.municipality.code):
        least = max(FLOOR, answers.header.disclosure.min_exposed)
        for given in sorted(responses(answers, questionnaire), key=lambda each: order[each.group]):
            stratum = Stratum(given.municipality, given.group, given.invited, given.sheets, given.frame)
            numbers.append(_numbers(given, stratum, questionnaire, planned, least))
            strata.append(stratum)
            sheets.append(given)
    shape = (len(strata), len(planned), 3)
    exposed, answered, eligible = np.array(numbers, dtype=np.int64).reshape(shape).transpose(2, 1, 0)
    groups = [each.indicator.groups for each in planned]
    applies = np.array(
        [[not asked or stratum.group in asked for stratum in strata] for asked in groups], dtype=np.bool_
    ).reshape(len(planned), len(strata))
    return Counts(
        planned, tuple(strata), exposed, answered, eligible, applies, Found(questionnaire, planned, tuple(sheets))
    )


def _numbers(
    given: Responses, stratum: Stratum, questionnaire: Questionnaire, planned: tuple[Quantity, ...], least: int
) -> WholeNumbers:
    """(quantities, 3): exposed, answered and eligible in one stratum. Fewer than *least* are not told as left out."""
    exposure = Exposure(questionnaire, given.symbols)
    check_rows(questionnaire, given, exposure)
    check_frame(str(stratum), stratum.frame, exposure)
    applicability = Applicability(questionnaire, exposure)
    found = np.empty((len(planned), 3), dtype=np.int64)
    for row, quantity in enumerate(planned):
        frame = stratum.invited if quantity.subset is None else frame_of(stratum.frame, *quantity.subset)
        aside = np.count_nonzero(applicability.not_applicable(quantity)) if frame != UNKNOWN else 0
        exposed = np.count_nonzero(exposure.exposed(quantity.indicator))
        answered = np.count_nonzero(exposure.in_base(quantity.indicator))
        eligible = frame - aside if aside >= least else frame
        if quantity.subset is not None and excluded(quantity.subset[1]) and answered > eligible:
            eligible = UNKNOWN  # who did not say is here, whatever the register calls them
        found[row] = exposed, answered, eligible
    return found
