"""In which phase a wave is: a comparison with the clock, never a switch.

"Simultaneous" is this one function, asked by every municipality's visitors with the same manifest. Nothing has to
fire at the opening, so nothing can fire late, or in one place only.
"""

from datetime import datetime
from typing import Literal

from survey.study.manifest import Manifest, closes_at, opens_at

Phase = Literal["unapproved", "unissued", "early", "open", "closed"]


def phase(manifest: Manifest, approved: bool, issued: bool, now: datetime) -> Phase:
    """The phase at *now* (aware).

    From `closes_at`, included, it is `closed`, whatever else. Before that, `unapproved` unless every municipality has
    approved, and `unissued` without codes. It is open from `opens_at`, included, until `closes_at`, not included.
    """
    if now >= closes_at(manifest):
        return "closed"
    if not approved:
        return "unapproved"
    if not issued:
        return "unissued"
    return "open" if now >= opens_at(manifest) else "early"
