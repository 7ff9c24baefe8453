"""Estimates beside the truth, where it is known: in a simulation, never in a survey.

The demo answers for a population whose rates it chose; this says which of the published intervals hold them.
"""

from collections.abc import Mapping

import msgspec

from analysis.disclosure.release import Estimate, Release


class Held(msgspec.Struct, frozen=True):
    """One published rate, the true one (0-1), and whether the interval holds it."""

    estimate: Estimate
    truth: float
    inside: bool


def held(release: Release, truths: Mapping[tuple[str, str, str], float]) -> tuple[Held, ...]:
    """Each shown rate whose true value is given in *truths*: (indicator, municipality, group) -> rate."""
    found = []
    for estimate in release.estimates:
        truth = truths.get((estimate.indicator, str(estimate.municipality), estimate.group))
        if truth is not None and estimate.low is not None and estimate.high is not None:
            found.append(Held(estimate, truth, estimate.low <= truth <= estimate.high))
    return tuple(found)
