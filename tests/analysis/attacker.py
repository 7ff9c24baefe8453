"""An attacker of the tests' own: he reads a release as any reader does, and searches with every kind of sheet there is.

He shares no programme with the one he is set on: he names the numbers himself, takes all kinds at once, and asks for
each hidden number straight out how small and how large it can be; in persons, or (for large studies) in parts of them.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from analysis.counting.kinds import EXPOSED, IN_BASE, NOT_APPLICABLE, Kinds
from analysis.disclosure.release import Estimate, Release


class Attacker(msgspec.Struct):
    """What he knows of one stratum: that the sheets are of *kinds* (kinds, *names*), how many there are, the *frames*.

    *least*: fewer than so many are not told as left out of a frame.
    """

    names: tuple[str, ...]
    kinds: Kinds
    sheets: int
    frames: Mapping[str, int] = {}
    least: int = 5
    whole: bool = True

    def span(self, releases: Sequence[Release], place: tuple[str, str], name: str, state: int) -> tuple[float, float]:
        """The least and greatest number of sheets in *state* of *name* that agrees with all of *releases*."""
        rows, low, high = self._facts(releases, place)
        aim = (self.kinds[:, self.names.index(name)] == state).astype(float)
        ends = []
        for direction in (1, -1):
            found = optimize.milp(
                direction * aim,
                integrality=np.full(len(aim), int(self.whole)),
                constraints=optimize.LinearConstraint(sparse.csr_array(rows), low, high),
            )
            assert found.success, found.message
            ends.append(round(direction * found.fun, 6))
        return ends[0], ends[1]

    def _facts(self, releases: Sequence[Release], place: tuple[str, str]) -> tuple[npt.NDArray[np.float64], ...]:
        facts = [(np.ones(len(self.kinds)), float(self.sheets), float(self.sheets))]
        for release in releases:
            for each in release.estimates:
                if (each.municipality, each.group) == place:
                    facts += self._told(each)
        rows, low, high = zip(*facts, strict=True)
        return np.array(rows), np.array(low), np.array(high)

    def _told(self, each: Estimate) -> list[tuple[npt.NDArray[np.float64], float, float]]:
        name = name_of(each)
        if name not in self.names:
            return []
        state = self.kinds[:, self.names.index(name)]
        exposed, base = (state == EXPOSED).astype(float), (state >= IN_BASE).astype(float)
        if each.band is not None:
            return [
                (exposed - each.band[0] * base, -1e-9, np.inf),
                (exposed - each.band[1] * base, -np.inf, 1e-9),
            ]
        if each.exposed is None or each.answered is None:
            return []
        found: list[tuple[npt.NDArray[np.float64], float, float]] = [
            (exposed, each.exposed, each.exposed),
            (base, each.answered, each.answered),
        ]
        if each.frame is not None and name in self.frames:
            left = self.frames[name] - each.frame
            aside = (state == NOT_APPLICABLE).astype(float)
            found.append((aside, left, left or self.least - 1))
        return found


def name_of(each: Estimate) -> str:
    """What the quantity of an estimate is called where it is counted."""
    if each.subset is not None:
        return f"{each.indicator}|{each.subset.item}={each.subset.code}"
    return f"{each.indicator}|{each.denominator}" if each.denominator else each.indicator
