"""k-anonymity: is every sheet alike at least k - 1 others in all that an outsider may know of its giver?

What may be known is the municipality, the group, and the answers to the background items that the file holds. Known is
also which questions were not asked because of a background item, even one that the file leaves out: routing tells.
It does not protect a class whose members all answered alike; that is one reason why microdata are no open data.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from analysis.errors import DisclosureError, InputError
from questionnaires.conditions import Answer, Answered, leaves
from questionnaires.items import Item

Symbols = npt.NDArray[np.uint8]

FLOOR = 5
_NOT_SHOWN = ord("-")


class Classes(msgspec.Struct, frozen=True):
    """The sheets by what an outsider may know: how many classes, how many below k, the size of the smallest."""

    number: int
    below: int
    smallest: int


def check_k(k: int) -> None:
    """Raises InputError for a k below the floor."""
    if k < FLOOR:
        raise InputError(f"--k {k}: fewer than {FLOOR} would tell too much of each; choose {FLOOR} or more")


def classes(
    strata: Sequence[Symbols], items: Sequence[Item], known: frozenset[str], kept: frozenset[str], k: int
) -> Classes:
    """The classes of *strata*: for each municipality's group (sheets, width) uint8, the rows of the answer set.

    *known*: the background items, *kept*: the items in the file.
    """
    columns, flags = _columns(items, known, kept)
    sizes: list[int] = []
    for symbols in strata:
        if len(symbols):
            seen = np.hstack([symbols[:, columns], symbols[:, flags] == _NOT_SHOWN])
            _, found = np.unique(seen, axis=0, return_counts=True)
            sizes.extend(int(size) for size in found)
    return Classes(len(sizes), sum(size < k for size in sizes), min(sizes, default=0))


def refuse_small(found: Classes, names: Sequence[str], k: int) -> None:
    """Raises DisclosureError if a class is smaller than *k*; it says how many are and how small, never which."""
    if not found.below:
        return
    told = ", ".join(names) or "no background item"
    raise DisclosureError(
        f"by municipality, group and {told}, {found.below} of {found.number} classes have fewer than {k} sheets, the "
        f"smallest {found.smallest}; nothing was written; leave a background item out with --drop, or publish tables"
    )


def _columns(items: Sequence[Item], known: frozenset[str], kept: frozenset[str]) -> tuple[list[int], list[int]]:
    """The places in a row that an outsider may know, and those of which only "asked or not" tells of a background."""
    columns: list[int] = []
    flags: list[int] = []
    for item in items:
        if item.id in known & kept:
            columns.extend(range(item.offset, item.offset + item.width))
        elif item.id in kept and _asks(item, known):
            flags.append(item.offset)
    return columns, flags


def _asks(item: Item, known: frozenset[str]) -> bool:
    if item.shown_if is None:
        return False
    found = (leaf for leaf in leaves(item.shown_if) if isinstance(leaf, (Answer, Answered)))
    return any(not known.isdisjoint(leaf.items) for leaf in found)
