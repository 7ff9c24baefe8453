"""May these answer sets be compared? Only if the same was asked, of the same kinds of people, at the same instant.

One fingerprint says so in one number; the parts that a reader would ask about are checked one by one all the same, so
that a refusal names its reason. Nothing here can be switched off.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from analysis.errors import InputError, NotEquivalent
from questionnaires.answersets import Header

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_MUST_BE_EQUAL: tuple[tuple[str, Callable[[Header], Any]], ...] = (
    ("form", lambda header: f"{header.form.id} {header.form.version} {header.form.digest[:12]}"),
    ("plan of analysis", lambda header: header.plan_digest[:12]),
    ("reference period", lambda header: f"{header.period.first} to {header.period.last}"),
    ("window", lambda header: f"{header.window.opens_at} to {header.window.closes_at}"),
    ("access mode", lambda header: header.access_mode),
    ("groups", lambda header: ", ".join(stratum.group for stratum in header.strata)),
    ("thresholds", lambda header: f"{header.disclosure.min_answered} and {header.disclosure.min_exposed}"),
    ("languages", lambda header: ", ".join(header.languages)),
    ("wave", lambda header: f"{header.study} {header.wave}"),
    ("fingerprint", lambda header: short_fingerprint(header.fingerprint)),
)


def short_fingerprint(fingerprint: str) -> str:
    """The first 60 bits of a SHA-256 in hexadecimal as 12 Crockford symbols, four and four.

    >>> short_fingerprint("00" * 31 + "01")
    '0000-0000-0000'
    """
    bits = int(fingerprint[:15], 16)
    symbols = "".join(_SYMBOLS[bits >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(symbols[place : place + 4] for place in (0, 4, 8))


def check_equivalent(headers: Sequence[Header]) -> None:
    """Raises NotEquivalent naming two municipalities and what differs; InputError for none, or one given twice."""
    if not headers:
        raise InputError("there is no answer set to analyse; name at least one file")
    ordered = sorted(headers, key=lambda header: header.municipality.code)
    for before, after in pairwise(ordered):
        if before.municipality.code == after.municipality.code:
            raise InputError(f"{_named(before)} is given twice; name each municipality's answer set once")
    first = ordered[0]
    for other in ordered[1:]:
        for what, part in _MUST_BE_EQUAL:
            if part(first) != part(other):
                raise NotEquivalent(
                    f"{_named(first)} and {_named(other)} may not be compared: the {what} differs "
                    f"({part(first)}; {part(other)}); analyse them apart"
                )
        if first.fingerprint != other.fingerprint:
            raise NotEquivalent(f"{_named(first)} and {_named(other)} may not be compared: the fingerprints differ")


def _named(header: Header) -> str:
    return f"{header.municipality.name} ({header.municipality.code})"
