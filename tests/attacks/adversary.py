"""What an adversary does: orders, guesses, and the reading of a database's raw storage.

The measures are those of a guess by chance: of a random permutation about one guess is right (Poisson with mean 1), and
Kendall's τ is normal about 0. Each limit is passed by chance in fewer than one of a million tries.
"""

import math
import sqlite3
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)

#: P(X >= 10) for X ~ Poisson(1) is 1.1e-7.
MOST_BY_CHANCE = 9
#: P(|Z| > 5) for Z ~ N(0, 1) is 5.7e-7.
FARTHEST_BY_CHANCE = 5.0


def right(guesses: Mapping[Thing, object], truth: Mapping[Thing, object]) -> int:
    """How many are guessed right."""
    return sum(1 for key, value in truth.items() if guesses.get(key) == value)


def likeness(first: Sequence[float], second: Sequence[float]) -> float:
    """Kendall's τ of two sequences without ties, as a standard normal variable: far from 0 is order kept."""
    n = len(first)
    score = 0
    for i in range(n):
        for j in range(i):
            score += 1 if (first[i] - first[j]) * (second[i] - second[j]) > 0 else -1
    return score / math.sqrt(n * (n - 1) * (2 * n + 5) / 18)


def at_chance(arrived: Sequence[Hashable], found: Sequence[Hashable]) -> bool:
    """Whether the order in *found* tells no more of the order of *arrived* than chance; both hold the same things."""
    assert set(arrived) == set(found)
    place = {thing: position for position, thing in enumerate(found)}
    hits = sum(1 for position, thing in enumerate(arrived) if place[thing] == position)
    distance = likeness([float(n) for n in range(len(arrived))], [float(place[thing]) for thing in arrived])
    return hits <= MOST_BY_CHANCE and abs(distance) <= FARTHEST_BY_CHANCE


def is_linked(guesses: Mapping[Thing, object], truth: Mapping[Thing, object]) -> bool:
    """Whether at least 95 % are guessed right: what a positive control must reach."""
    return right(guesses, truth) >= 0.95 * len(truth)


def pages_of(file: Path, table: str) -> list[tuple[int, bytes]]:
    """The pages (number from 1, octets) of a table without row ids in an SQLite file, read from its b-tree.

    The format: https://www.sqlite.org/fileformat2.html, section 1.6: page type 2 is an interior page of such a table
    and 10 a leaf; an interior cell begins with the number of its left child, the right-most child stands at 8.
    """
    with sqlite3.connect(file) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    octets = file.read_bytes()
    found = []
    waiting = [root]
    while waiting:
        number = waiting.pop()
        page = octets[(number - 1) * size : number * size]
        found.append((number, page))
        if page[0] == 2:
            cells = int.from_bytes(page[3:5], "big")
            starts = [int.from_bytes(page[12 + 2 * cell : 14 + 2 * cell], "big") for cell in range(cells)]
            waiting += [int.from_bytes(page[start : start + 4], "big") for start in (8, *starts)]
        else:
            assert page[0] == 10
    return sorted(found)


def order_in_file(file: Path, things: Sequence[bytes]) -> list[bytes]:
    """*things* in the order in which they lie in the file."""
    octets = file.read_bytes()
    return sorted(things, key=octets.index)
