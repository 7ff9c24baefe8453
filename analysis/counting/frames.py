"""What the study knows of all the invited: how many of them belong to each background group.

It comes from registers, as whole numbers, and never from the answers. More answers of a kind than there are persons of
it is a fault in one of the two, and stops the analysis: it is not clipped.
"""

from collections.abc import Sequence

import numpy as np

from analysis.counting.exposure import Exposure
from analysis.errors import InputError
from questionnaires.answersets import FrameCount
from questionnaires.plans import excluded

#: The frame of a subset that the study says nothing about.
UNKNOWN = -1


def frame_of(frame: Sequence[FrameCount], item: str, code: str) -> int:
    """How many of the invited belong to the option *code* of *item*; UNKNOWN if *frame* does not say.

    Counts by that item alone are taken if there are any, else the first crossing of it with other items is summed. A
    complement has what its options leave.
    """
    if named := excluded(code):
        parts = [frame_of(frame, item, each) for each in named]
        everybody = sum(frame_of(frame, item, each) for each in _options(frame, item))
        return UNKNOWN if UNKNOWN in parts or not everybody else everybody - sum(parts)
    crossings = {frozenset(each.answers): None for each in frame if item in each.answers}
    if not crossings:
        return UNKNOWN
    items = min(crossings, key=len)
    persons = [each.persons for each in frame if each.answers.keys() == items and each.answers[item] == code]
    return sum(persons) if persons else UNKNOWN


def _options(frame: Sequence[FrameCount], item: str) -> tuple[str, ...]:
    """The options of *item* that *frame* counts."""
    return tuple(dict.fromkeys(each.answers[item] for each in frame if item in each.answers))


def check_frame(stratum: str, frame: Sequence[FrameCount], exposure: Exposure) -> None:
    """Raises InputError if more answered as belonging to a background group than there are persons in it."""
    for each in frame:
        chosen = exposure.all_of(exposure.chosen(exposure.items[item], (code,)) for item, code in each.answers.items())
        answered = int(np.count_nonzero(chosen))
        if answered > each.persons:
            named = ", ".join(f"{item} = {code}" for item, code in sorted(each.answers.items()))
            raise InputError(
                f"{stratum}, {named}: {answered} answers, but the study's frame has {each.persons} such persons; "
                "correct the frame in the study file, or the answers"
            )
