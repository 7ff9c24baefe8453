"""Pools of municipalities that are reported only together, and what a member of one could work out.

A member knows its own answers and takes them away. What is left of the pool must be large enough by itself.
"""

from collections.abc import Sequence

import numpy as np

from analysis.counting.counts import count
from analysis.counting.together import others, together
from analysis.disclosure.countsfile import CountsFile
from analysis.disclosure.rules import in_force, too_small
from analysis.estimates.rates import Cell
from questionnaires.answersets import AnswerSet, Header
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan


def in_pools(given: Sequence[AnswerSet | CountsFile], plan: Plan) -> tuple[AnswerSet | CountsFile, ...]:
    """All that is *given*, municipalities that are reported only together made into one. Raises InputError."""
    codes = [each.header.municipality.code for each in given]
    sets = together([each for each in given if isinstance(each, AnswerSet)], codes, plan)
    return (*sets, *(each for each in given if not isinstance(each, AnswerSet)))


def known_inside(
    given: Sequence[AnswerSet | CountsFile], questionnaire: Questionnaire, plan: Plan, headers: Sequence[Header]
) -> frozenset[Cell]:
    """The cells of pools that a member could take its own answers from and be left with too small a number."""
    rules = in_force(*(header.disclosure for header in headers))
    return frozenset(
        Cell(quantity.id, pool.id, stratum.group)
        for pool, left in others([each for each in given if isinstance(each, AnswerSet)], plan)
        for counted in (count([left], questionnaire, plan),)
        for column, stratum in enumerate(counted.strata)
        for row, quantity in enumerate(counted.quantities)
        if too_small(
            counted.exposed[row, column], counted.answered[row, column], np.asarray(stratum.answered), rules
        ).any()
    )
