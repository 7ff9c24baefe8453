"""A trend of shares over groups in an order: ages, hours of exposure, waves. The scores are declared, never found.

A trend test asks whether shares rise or fall with the scores; other scores can give another answer, so they belong
in the plan. Two variances are in use: Cochran and Armitage's divides by N, Mantel's by N - 1, a little more careful.
"""

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import CountError
from analysis.intervals.interval import checked_counts


class Trend(msgspec.Struct, frozen=True):
    """A trend: *slope* is the change of the share a step of the score, NaN with all else if there is none to test.

    *z* and *p* are Mantel's (N - 1); *z_cochran* and *p_cochran* are Cochran and Armitage's (N).
    """

    slope: float
    z: float
    p: float
    z_cochran: float
    p_cochran: float


def trend(exposed: npt.ArrayLike, answered: npt.ArrayLike, scores: npt.ArrayLike) -> Trend:
    """The trend of *exposed* of *answered* over the declared *scores*, one a group.

    All is NaN where fewer than two scores have answers, or all are exposed, or none. With the two groups' counts by
    category as *exposed* and their sum as *answered* it is the linear-by-linear test of an ordered scale.

    Raises CountError for counts that cannot be, or scores that are missing or of another length.

    References
    ----------
    Armitage (1955), Biometrics 11, 375-386; Mantel (1963), JASA 58, 690-700.

    >>> round(trend([0, 3, 7], [15, 22, 19], [1, 2, 3]).p, 4)
    0.0051
    """
    k, n = checked_counts(exposed, answered)
    x = np.asarray(scores, dtype=np.float64)
    if x.ndim != 1 or x.shape != k.shape:
        raise CountError(f"{x.size} scores for {k.size} groups; declare one score a group")
    if not np.isfinite(x).all():
        raise CountError("a score is missing; declare one number a group")
    total, yes = n.sum(), k.sum()
    centred = x - (n * x).sum() / total if total else x
    spread = (n * np.square(centred)).sum()
    if not 0 < yes < total or spread == 0:
        return Trend(*[float("nan")] * 5)
    share = yes / total
    slope = (centred * (k - n * share)).sum() / spread
    z = slope * np.sqrt(spread / (share * (1 - share)))
    mantel = z * np.sqrt((total - 1) / total)
    tails = [float(2 * special.ndtr(-abs(value))) for value in (mantel, z)]
    return Trend(float(slope), float(mantel), tails[0], float(z), tails[1])
