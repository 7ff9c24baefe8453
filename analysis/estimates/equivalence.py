"""May these answer sets be compared? Only if the same was asked, of the same kinds of people, at the same instant.

One fingerprint says so in one number; the parts that a reader would ask about are checked one by one all the same, so
that a refusal names its reason. Some of them can be overridden, by a reason that is published with every number; that
another form or plan was used, or another wave is compared as if it were this one, never.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from analysis.errors import InputError, NotEquivalent
from questionnaires.answersets import Header

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

#: What must be equal: its name, its value, and whether a reason can override it.
_MUST_BE_EQUAL: tuple[tuple[str, Callable[[Header], Any], bool], ...] = (
    ("form", lambda header: f"{header.form.id} {header.form.version} {header.form.digest[:12]}", False),
    ("plan of analysis", lambda header: header.plan_digest[:12], False),
    ("reference period", lambda header: f"{header.period.first} to {header.period.last}", True),
    ("window", lambda header: f"{header.window.opens_at} to {header.window.closes_at}", True),
    ("access mode", lambda header: header.access_mode, True),
    ("groups", lambda header: ", ".join(sorted(stratum.group for stratum in header.strata)), False),
    ("thresholds", lambda header: f"{header.disclosure.min_answered} and {header.disclosure.min_exposed}", True),
    ("languages", lambda header: ", ".join(header.languages), True),
    ("wave", lambda header: f"{header.study} {header.wave}", False),
    ("fingerprint", lambda header: short_fingerprint(header.fingerprint), True),
)


def short_fingerprint(fingerprint: str) -> str:
    """The first 60 bits of a SHA-256 in hexadecimal as 12 Crockford symbols, four and four.

    >>> short_fingerprint("00" * 31 + "01")
    '0000-0000-0000'
    """
    bits = int(fingerprint[:15], 16)
    symbols = "".join(_SYMBOLS[bits >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(symbols[place : place + 4] for place in (0, 4, 8))


def check_equivalent(headers: Sequence[Header], override: str | None = None) -> tuple[str, ...]:
    """The names of what differs although *override*, a reason that is published, lets it; nothing without one.

    Raises NotEquivalent naming two municipalities and what differs; InputError for no answer set, one given twice, or
    an override without a reason.
    """
    if override is not None and not override.strip():
        raise InputError("what is not equivalent is compared only for a reason; write it after --not-equivalent")
    if not headers:
        raise InputError("there is no answer set to analyse; name at least one file")
    ordered = sorted(headers, key=lambda header: header.municipality.code)
    for before, after in pairwise(ordered):
        if before.municipality.code == after.municipality.code:
            raise InputError(f"{_named(before)} is given twice; name each municipality's answer set once")
    first, differs = ordered[0], []
    for what, part, can_be_overridden in _MUST_BE_EQUAL:
        other = next((each for each in ordered[1:] if part(first) != part(each)), None)
        if other is not None:
            if override is None or not can_be_overridden:
                raise NotEquivalent(
                    f"{_named(first)} and {_named(other)} may not be compared: the {what} differs "
                    f"({part(first)}; {part(other)}); analyse them apart"
                    + (", or give a reason with --not-equivalent" if can_be_overridden else "")
                )
            differs.append(what)
    other = next((each for each in ordered[1:] if first.fingerprint != each.fingerprint), None)
    if other is not None and "fingerprint" not in differs:
        if override is None:
            raise NotEquivalent(f"{_named(first)} and {_named(other)} may not be compared: the fingerprints differ")
        differs.append("fingerprint")
    return tuple(differs)


def differing(headers: Sequence[Header], names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Of each of the parts *names* what it was in each municipality: its name -> municipality code -> in words."""
    parts = {what: part for what, part, _ in _MUST_BE_EQUAL}
    return {what: {header.municipality.code: str(parts[what](header)) for header in headers} for what in names}


def _named(header: Header) -> str:
    return f"{header.municipality.name} ({header.municipality.code})"
