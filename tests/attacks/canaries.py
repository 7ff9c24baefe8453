"""A search for many things in many files at once, in each form in which they might lie there.

Every stretch of eight bytes of a file is looked up among the beginnings of the needles; what is found is then compared
whole. So thousands of needles cost one pass over the file.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

STRETCH = 8


def forms(secret: bytes) -> Iterator[tuple[str, bytes]]:
    """The ways in which *secret* may be written: raw, hex, base64 in each of three positions, UTF-16."""
    yield "raw", secret
    yield "hex", secret.hex().encode()
    yield "HEX", secret.hex().upper().encode()
    for before in range(3):
        # The symbols that depend on this secret alone, whatever stands before and after it.
        whole = base64.b64encode(bytes(before) + secret + bytes(3))
        first = -(-before * 8 // 6)
        yield f"base64, {before} after", whole[first : (before + len(secret)) * 8 // 6]
        yield (
            f"base64url, {before} after",
            whole[first : (before + len(secret)) * 8 // 6].translate(bytes.maketrans(b"+/", b"-_")),
        )
    yield "utf-16", secret.decode("latin-1").encode("utf-16-le")


class Needles:
    """Secrets by their kind ("code", "row" …), in all their forms."""

    def __init__(self, secrets: Mapping[str, Iterable[bytes]]) -> None:
        self._kinds: dict[bytes, list[tuple[bytes, str]]] = {}
        for kind, wanted in secrets.items():
            for secret in wanted:
                for form, needle in forms(secret):
                    assert len(needle) >= STRETCH, f"{kind} as {form} is too short to be told from chance"
                    self._kinds.setdefault(needle[:STRETCH], []).append((needle, kind))
        self._first = np.sort(np.frombuffer(b"".join(self._kinds), dtype="<u8"))

    def kinds_in(self, octets: bytes) -> dict[str, int]:
        """How many different needles of each kind are in *octets*."""
        found: dict[str, set[bytes]] = {}
        for start in range(min(STRETCH, max(0, len(octets) - STRETCH + 1))):
            stretches = np.frombuffer(octets, dtype="<u8", offset=start, count=(len(octets) - start) // STRETCH)
            places = np.searchsorted(self._first, stretches)
            hits = self._first[np.minimum(places, len(self._first) - 1)] == stretches
            for place in np.flatnonzero(hits):
                at = start + STRETCH * int(place)
                for needle, kind in self._kinds[octets[at : at + STRETCH]]:
                    if octets[at : at + len(needle)] == needle:
                        found.setdefault(kind, set()).add(needle)
        return {kind: len(needles) for kind, needles in found.items()}

    def search(self, files: Iterable[Path]) -> dict[str, dict[str, int]]:
        """File -> kind -> how many needles; files without any are left out."""
        found = {}
        for file in files:
            try:
                kinds = self.kinds_in(file.read_bytes())
            except FileNotFoundError:  # a database took it away meanwhile
                continue
            if kinds:
                found[str(file)] = kinds
        return found
