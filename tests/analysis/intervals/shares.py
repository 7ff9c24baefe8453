"""Every interval for one share under one signature, and cells to try them on."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st

from analysis.intervals.agresti_coull import agresti_coull
from analysis.intervals.clopper_pearson import clopper_pearson
from analysis.intervals.finite import hypergeometric, wilson_fpc
from analysis.intervals.jeffreys import jeffreys
from analysis.intervals.mid_p import mid_p
from analysis.intervals.wilson import wilson

#: exposed, answered, frame and level, numbers or arrays.
Method = Callable[[Any, Any, Any, float], Any]
Column = np.ndarray[Any, np.dtype[np.int64]]
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.999])

#: Those that know no frame: they are asked about the risk.
OPEN: dict[str, Method] = {
    "wilson": lambda k, n, _frame, level: wilson(k, n, level),
    "mid_p": lambda k, n, _frame, level: mid_p(k, n, level),
    "clopper_pearson": lambda k, n, _frame, level: clopper_pearson(k, n, level),
    "jeffreys": lambda k, n, _frame, level: jeffreys(k, n, level),
    "agresti_coull": lambda k, n, _frame, level: agresti_coull(k, n, level),
}
#: Those about the people of a frame.
FRAMED: dict[str, Method] = {
    "hypergeometric_mid_p": hypergeometric,
    "hypergeometric_exact": lambda k, n, frame, level: hypergeometric(k, n, frame, level, mid_p=False),
    "wilson_fpc": wilson_fpc,
}
ALL = OPEN | FRAMED

sizes = st.integers(1, 60) | st.integers(1, 30_000)


@st.composite
def framed(draw: st.DrawFn) -> tuple[int, int, int]:
    """Exposed, answered and frame of one cell with an answer."""
    frame = draw(sizes)
    answered = draw(st.integers(1, frame))
    return draw(st.integers(0, answered)), answered, frame


def columns(cells: list[tuple[int, int, int]]) -> tuple[Column, Column, Column]:
    exposed, answered, frame = (np.array(column, dtype=np.int64) for column in zip(*cells, strict=True))
    return exposed, answered, frame
