"""The ratio of two rates among people who are all known."""

import numpy as np

from analysis.intervals.ratio import mover_r_fpc


def test_a_census_on_both_sides_has_one_ratio_in_order() -> None:
    draw = np.random.default_rng(7)
    frame, frame_b = draw.integers(1, 400, 3000), draw.integers(1, 400, 3000)
    exposed, exposed_b = draw.integers(1, frame + 1), draw.integers(1, frame_b + 1)
    found = mover_r_fpc(exposed, frame, frame, exposed_b, frame_b, frame_b)
    ratio = exposed / frame / (exposed_b / frame_b)
    assert (found.low <= ratio).all()
    assert (ratio <= found.high).all()
    assert np.allclose(found.low, found.high, rtol=1e-12)
