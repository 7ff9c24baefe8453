"""Which language a browser asks for, by its Accept-Language header (RFC 9110, section 12.5.4).

It is read in one place only, where an address names no language, and it is never kept. A respondent's own choice
stands in the address and is never overruled. A header that is not well formed is as none at all.
"""

import re
from collections.abc import Collection, Iterator, Sequence

#: Browsers send some fifty characters; a longer header says more of its sender than is asked.
LONGEST = 400

_RANGE = re.compile(
    r"(?P<tag>\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)"
    r"(?:[ \t]*;[ \t]*q=(?P<weight>0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?",
    re.IGNORECASE,
)


def preferred(header: str, offered: Sequence[str]) -> str:
    """The language of *offered* that *header* wants most, else the first of them.

    A range is looked up from its whole to its first part ("fi-SE", then "fi": RFC 4647, section 3.4). A language with
    a variant, as `sv-simple`, is a choice and not a guess: only that very tag asks for it.
    """
    asked = _asked(header)
    refused = {tag for tag, weight in asked if not weight}
    named = {tag for tag, _ in asked}
    for tag, weight in sorted(asked, key=lambda one: -one[1]):
        fitting = _looked_up(tag, offered) if tag != "*" else (one for one in offered if _unnamed(one, named))
        found = next((one for one in fitting if one.lower() not in refused), None)
        if weight and found is not None:
            return found
    return offered[0]


def _unnamed(one: str, named: Collection[str]) -> bool:
    return "-" not in one and one.lower() not in named


def _looked_up(tag: str, offered: Sequence[str]) -> Iterator[str]:
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        shorter = "-".join(parts[:length])
        for one in offered:
            if one.lower() == shorter and (length == len(parts) or "-" not in one):
                yield one


def _asked(header: str) -> list[tuple[str, float]]:
    """Each range, in lower case, with its weight; empty if any of it is malformed."""
    found = []
    for element in header.split(",") if len(header) <= LONGEST else ():
        if element.strip(" \t"):  # an empty element of a list is allowed
            match = _RANGE.fullmatch(element.strip(" \t"))
            if match is None:
                return []
            found.append((match["tag"].lower(), float(match["weight"] or 1)))
    return found
