"""Rows of answers as they lie in a file: no copy is made of a million of them until somebody asks for one.

They are a sequence of bytes like a tuple, and equal to one. Whoever counts can take the block that they lie in.
"""

from collections.abc import Sequence
from typing import overload


class Rows(Sequence[bytes]):
    """The rows of one group as they lie in a file: *many* of them, *width* bytes each, the first at *start*.

    From each to the next are *stride* bytes. To who asks they are rows like any others; who counts a million of them
    can take the whole *file* instead.
    """

    __slots__ = ("file", "many", "start", "stride", "width")

    def __init__(self, file: bytes, start: int, stride: int, width: int, many: int) -> None:
        self.file, self.start, self.stride, self.width, self.many = file, start, stride, width, many

    def __len__(self) -> int:
        return self.many

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[bytes, ...]: ...
    def __getitem__(self, place: int | slice) -> bytes | tuple[bytes, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(self.many)[place])
        start = self.start + range(self.many)[place] * self.stride
        return self.file[start : start + self.width]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # like any sequence that may be long
