"""What an interval is: two limits, the level they were made for and the name of the method.

An interval about nobody's answers is [0, 1] with the status `no_answers`: no answers is not a rate of zero. One about a
group that does not exist is [0, 1] with `not_applicable`; one about a group that all answered is a point, `census`. The
checks of counts and levels that every method shares stand here: a wrong number is refused in the same words by all.
"""

from typing import Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import CountError, LevelError

Status = Literal["ok", "no_answers", "census", "not_applicable"]

#: Whole numbers, one a cell, of any shape.
Counts = npt.NDArray[np.integer[Any]]
#: Shares (0-1), p-values or normal quantiles, one a cell.
Shares = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
#: The status of each cell, as text.
Statuses = npt.NDArray[np.str_]


class Interval(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """A two-sided interval. Shares are 0-1, differences of shares -1 to 1, ratios 0 to inf (no upper limit)."""

    low: float
    high: float
    level: float
    method: str
    status: Status = "ok"

    def rounded(self, digits: int) -> "Interval":
        """The same interval with its limits rounded: for messages and tests, never for further computation."""
        return msgspec.structs.replace(self, low=round(self.low, digits), high=round(self.high, digits))

    def excludes(self, value: float) -> bool:
        """Whether *value* lies outside the interval; a value exactly at a limit is inside."""
        return not self.low <= value <= self.high


class Intervals(msgspec.Struct, frozen=True):
    """Many intervals of one method and level: *low*, *high* and *status* have the shape of the cells."""

    low: Shares
    high: Shares
    level: float
    method: str
    status: Statuses

    def __len__(self) -> int:
        return len(self.low)

    def __getitem__(self, cell: int | tuple[int, ...]) -> Interval:
        status = msgspec.convert(str(self.status[cell]), Status)
        return Interval(float(self.low[cell]), float(self.high[cell]), self.level, self.method, status)


def packed(
    low: Shares, high: Shares, level: float, method: str, status: Flags | Statuses, census: Flags | bool = False
) -> Interval | Intervals:
    """One `Interval` for one cell (arrays without a dimension), else `Intervals`.

    *status* is what `statuses` gives, or only whether there are answers, beside whether it is a *census*.
    """
    named = statuses(status, census) if status.dtype.kind == "b" else status
    many = Intervals(low, high, level, method, named.astype(np.str_))
    return many[()] if low.ndim == 0 else many


def statuses(answered: npt.NDArray[Any], census: Flags | bool = False, exists: Flags | bool = True) -> Statuses:
    """The status of each cell: not there at all before no answers, no answers before a census, and else `ok`."""
    found = np.where(answered, np.where(census, "census", "ok"), "no_answers")
    return np.where(exists, found, "not_applicable")


def normal_quantile(level: float) -> float:
    """The z of a two-sided interval of *level*, 1.96 for 0.95. Raises LevelError outside (0, 1)."""
    if not 0 < level < 1:
        hint = f"; write {level / 100:g} for {level:g} %" if 1 < level < 100 else "; 0.95 is usual"
        raise LevelError(f"a confidence level is between 0 and 1, not {level:g}{hint}")
    return float(special.ndtri((1 + level) / 2))


def whole(values: npt.ArrayLike, name: str) -> Shares:
    """*values* as floats, all of them whole and not negative. Raises CountError naming the first that is not."""
    array = np.asarray(values)
    if array.dtype.kind not in "iuf":
        raise CountError(f"{name}: {array.dtype} is no number of persons; give whole numbers")
    numbers = array.astype(np.float64)
    wrong = ~((numbers >= 0) & (numbers == np.floor(numbers)) & np.isfinite(numbers))
    if wrong.any():
        first = numbers[wrong].flat[0]
        raise CountError(f"{name}: {first:g} is no number of persons; give whole numbers from 0")
    return numbers


def checked_counts(exposed: npt.ArrayLike, answered: npt.ArrayLike) -> tuple[Shares, Shares]:
    """*exposed* of *answered* as float arrays of one shape. Raises CountError unless 0 <= exposed <= answered."""
    k, n = whole(exposed, "exposed"), whole(answered, "answered")
    if k.ndim and n.ndim and k.shape != n.shape:
        raise CountError(f"exposed has the shape {k.shape} and answered {n.shape}; give one number of each a cell")
    k, n = np.broadcast_arrays(k, n)
    if (k > n).any():
        cell = np.argmax(k > n)
        raise CountError(
            f"{k.flat[cell]:g} exposed of {n.flat[cell]:g} answered: more exposed than answers; check both"
        )
    return k, n


def checked_frames(
    exposed: npt.ArrayLike, answered: npt.ArrayLike, frame: npt.ArrayLike
) -> tuple[Shares, Shares, Shares]:
    """*exposed* of *answered* of *frame*, as three float arrays of one shape.

    Raises CountError unless 0 <= exposed <= answered <= frame: a frame smaller than its answers is a wrong frame, or
    people who have left it since, and is never clipped.
    """
    k, n = checked_counts(exposed, answered)
    size = whole(frame, "frame")
    if k.ndim and size.ndim and k.shape != size.shape:
        raise CountError(f"answered has the shape {k.shape} and frame {size.shape}; give one number of each a cell")
    k, n, size = np.broadcast_arrays(k, n, size)
    if (n > size).any():
        cell = np.argmax(n > size)
        raise CountError(
            f"{n.flat[cell]:g} answered of a frame of {size.flat[cell]:g}: more answers than people; "
            "give the frame of the day the wave opened"
        )
    return k, n, size
