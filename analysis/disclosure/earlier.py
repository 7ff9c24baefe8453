"""An earlier wave's release, as what this wave can be compared with: the rates that were published, and nothing else.

It must be of the same study, before this wave, and have asked about a time as long.
"""

from analysis.disclosure.release import Estimate, Release
from analysis.errors import InputError
from analysis.estimates.changes import Earlier, Published, same_length
from analysis.estimates.comparability import comparability
from analysis.estimates.rates import Cell
from questionnaires.answersets import Header
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan


def earlier_wave(release: Release, header: Header, questionnaire: Questionnaire, plan: Plan) -> Earlier:
    """What of an earlier *release* can be compared with the wave of *header*. Raises InputError if it may not be."""
    then = release.wave
    if not any(each.kind == "waves_within_stratum" for each in plan.comparisons):
        raise InputError(
            "the plan declares no comparison of waves (waves_within_stratum); leave the earlier release out"
        )
    if then.study != header.study or then.wave >= header.wave:
        raise InputError(
            f"wave {header.wave} of {header.study} can be compared with an earlier wave of it, and this is wave "
            f"{then.wave} of {then.study}; give another release"
        )
    if not same_length(then.period, header.period):
        raise InputError(
            f"wave {then.wave} asked about {then.period.first} to {then.period.last} and wave {header.wave} about "
            f"{header.period.first} to {header.period.last}: periods of another length cannot be compared"
        )
    asked = {wording.id: wording.comparability for wording in release.indicators}
    now = {each.id: comparability(questionnaire, each) for each in questionnaire.indicators}
    return Earlier(
        wave=then.wave,
        rates={_cell(each): _published(each) for each in release.estimates if each.table == "rates"},
        comparable=frozenset(name for name, known in now.items() if asked.get(name) == known),
    )


def _cell(estimate: Estimate) -> Cell:
    return Cell(estimate.indicator, estimate.municipality, estimate.group)


def _published(estimate: Estimate) -> Published:
    ends = (estimate.bounds_low, estimate.bounds_high)
    return Published(estimate.exposed, estimate.answered, estimate.frame, ends)
