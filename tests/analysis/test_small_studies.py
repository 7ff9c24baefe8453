"""Many small studies with everything in the plan: nothing stops, and nothing hidden shows in what is published.

A release made from counts files can depend on nothing but what each municipality shows of its own. So when it is the
same, byte for byte, as the one made from the answers, no hidden number has left a trace: not in a method's name, not in
the adjusted p-value of a neighbour.
"""

import numpy as np
import pytest

from analysis import analyse
from analysis.disclosure.release import to_bytes
from analysis.run import counts
from questionnaires.answersets import AnswerSet
from questionnaires.plans import Plan
from tests.analysis.full import FORM, SIZES, plan, study
from tests.analysis.test_weighted import frame_counts, weighting_plan


def small(seed: int, planned: Plan) -> list[AnswerSet]:
    """Strata of nobody, a handful, a council, a large group; some answered in full, some with frame counts."""
    draw = np.random.default_rng(seed)
    sizes = {}
    for stratum in SIZES:
        sheets = int(draw.choice([0, 5, 12, 25, 60, 150]))
        sizes[stratum] = (sheets, sheets if draw.random() < 0.2 else 2 * sheets + int(draw.integers(0, 10)))
    frames = {
        stratum: frame_counts(invited)
        for stratum, (sheets, invited) in sizes.items()
        if sheets > 50 and invited > sheets
    }
    return study(planned, seed=seed, sizes=sizes, frame=frames)


@pytest.mark.parametrize("seed", range(8))
def test_a_release_depends_on_nothing_that_is_hidden(seed: int) -> None:
    planned = weighting_plan(*(("B4",) if seed % 2 else ("B4", "B5")))
    sets = small(seed, planned)
    release = analyse(sets, FORM, planned)
    assert any(each.suppressed for each in release.estimates)
    files = [counts(each, FORM, planned)[0] for each in sets]
    assert to_bytes(analyse(files, FORM, planned)) == to_bytes(release)


def test_what_is_hidden_is_said_to_be_about_what_was_declared() -> None:
    sets = small(15, plan())
    release = analyse(sets, FORM, plan())
    hidden = [each for each in release.pooled if each.suppressed]
    assert {(each.target, each.method, each.assumption) for each in hidden} == {
        ("population", "standardised_fpc", "missing_at_random_within_stratum")
    }
