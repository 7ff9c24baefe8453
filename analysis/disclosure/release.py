"""The Release: what is published, and the only thing that a writer of tables, figures or pages accepts.

It is made by `analysis.disclosure.publishing` alone. A hidden number is not there: not its count, base, share,
interval, bounds or p-value, nor any comparison from which it could be had back. The Release refuses to hold one.
"""

from typing import Literal

import msgspec

from analysis.disclosure.rules import Rules
from analysis.errors import DisclosureError
from questionnaires.answersets import FormMark, Period, Place, Window
from questionnaires.digest import canonical_bytes
from questionnaires.model import Text

Status = Literal["shown", "hidden", "no_answers"]

_NUMBERS_OF_AN_ESTIMATE = ("exposed", "answered", "share", "low", "high", "bounds_low", "bounds_high")
_NUMBERS_OF_A_COMPARISON = ("difference", "low", "high", "bounds_low", "bounds_high", "p", "p_holm")


class Municipalities(msgspec.Struct, frozen=True):
    """One study wave, as the certificate of equivalence states it: equal for all municipalities in the release.

    *origins*, which may differ: municipality code -> whether its answers were counted from the sealed box ("tally") or
    read from a file of coded answers ("import").
    """

    fingerprint: str
    fingerprint_short: str
    study: str
    wave: int
    form: FormMark
    plan_digest: str
    period: Period
    window: Window
    access_mode: str
    languages: tuple[str, ...]
    places: tuple[Place, ...]
    origins: dict[str, Literal["tally", "import"]]


class Stratum(msgspec.Struct, frozen=True):
    """A municipality's group: who counts, how many were invited and how many answered the survey at all.

    *answered* is None when *suppressed*: some answered, but fewer than the threshold.
    """

    municipality: str
    group: str
    definition: Text
    invited: int
    suppressed: bool
    answered: int | None

    def __post_init__(self) -> None:
        if self.suppressed != (self.answered is None):
            raise DisclosureError(f"{self.municipality}/{self.group}: a hidden number was about to be published")


class Wording(msgspec.Struct, frozen=True):
    """The words of one indicator, from the form. *finding* by group, since groups may be asked in different words.

    `{period}` is left in the texts for whoever writes out the dates.
    """

    id: str
    label: Text
    denominator: Text
    finding: dict[str, Text]


class Estimate(msgspec.Struct, frozen=True):
    """One rate. *municipality* None: all municipalities of the group together. Shares are 0-1.

    Numbers are None when *suppressed*. Where nobody answered (status `no_answers`) the share is None and the interval
    [0, 1]: no answers is not a rate of zero.
    """

    indicator: str
    municipality: str | None
    group: str
    status: Status
    suppressed: bool
    invited: int
    exposed: int | None
    answered: int | None
    share: float | None
    low: float | None
    high: float | None
    bounds_low: float | None
    bounds_high: float | None
    level: float
    method: str
    target: str
    assumption: str

    def __post_init__(self) -> None:
        _refuse_hidden(self, _NUMBERS_OF_AN_ESTIMATE)


class Side(msgspec.Struct, frozen=True):
    """One side of a comparison."""

    municipality: str
    group: str


class Comparison(msgspec.Struct, frozen=True):
    """The share of *first* minus that of *second*. *p_holm* is adjusted among the *family_size* tests of *family*."""

    family: str
    indicator: str
    first: Side
    second: Side
    status: Status
    suppressed: bool
    difference: float | None
    low: float | None
    high: float | None
    bounds_low: float | None
    bounds_high: float | None
    p: float | None
    p_holm: float | None
    family_size: int
    level: float
    method: str
    target: str
    assumption: str

    def __post_init__(self) -> None:
        _refuse_hidden(self, _NUMBERS_OF_A_COMPARISON)


class Family(msgspec.Struct, frozen=True):
    """A planned comparison: all its tests are adjusted together."""

    id: str
    kind: str
    label: Text
    adjust: str
    size: int


class Release(msgspec.Struct, frozen=True):
    """A whole publication. Lists are in the order of the plan, then of municipality code, then of the form's groups.

    *level* is the one used; *planned_level* the one that was declared before anyone answered.
    """

    format: int
    title: Text
    wave: Municipalities
    rules: Rules
    level: float
    planned_level: float
    target: str
    strata: tuple[Stratum, ...]
    indicators: tuple[Wording, ...]
    families: tuple[Family, ...]
    estimates: tuple[Estimate, ...]
    pooled: tuple[Estimate, ...]
    comparisons: tuple[Comparison, ...]


def to_bytes(release: Release) -> bytes:
    """The release as canonical JSON, one line: the same bytes for the same numbers."""
    return canonical_bytes(release) + b"\n"


def from_bytes(file: bytes) -> Release:
    """A release read back. Raises DisclosureError if it holds numbers that it calls hidden, or is no release."""
    try:
        return msgspec.json.decode(file, type=Release)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise DisclosureError(f"this is no release: {error}") from error


def _refuse_hidden(record: Estimate | Comparison, numbers: tuple[str, ...]) -> None:
    if record.suppressed != (record.status == "hidden"):
        raise DisclosureError(f"{record.indicator}: suppressed and the status {record.status} contradict each other")
    if record.suppressed and any(getattr(record, name) is not None for name in numbers):
        raise DisclosureError(f"{record.indicator}: a hidden number was about to be published")
