"""The Release: what is published, and the only thing that a writer of tables, figures or pages accepts.

It is made by `analysis.disclosure.publishing` alone. A hidden number is not there: not its count, base, share,
interval, bounds or p-value, nor any comparison from which it could be had back. The Release refuses to hold one.
"""

from typing import Literal

import msgspec

from analysis.disclosure.rules import Rules
from analysis.disclosure.wordings import BreakdownWords, Family, PoolWords, ScaleWords, SplitWords, Wording
from analysis.errors import DisclosureError
from questionnaires.answersets import FormMark, Period, Place, Window
from questionnaires.digest import canonical_bytes
from questionnaires.model import Text
from questionnaires.plans import Reference, Targets

Status = Literal["shown", "hidden", "no_answers", "not_applicable"]
Table = Literal["rates", "breakdowns", "splits", "distributions", "pools"]

_NUMBERS_OF_AN_ESTIMATE = ("exposed", "answered", "share", "low", "high", "bounds_low", "bounds_high", "frame", "other")
_NUMBERS_OF_A_WEIGHTED_RATE = ("share", "effective", "low", "high", "other")
_NUMBERS_OF_A_COMPARISON = (
    "difference", "low", "high", "bounds_low", "bounds_high", "p", "p_adjusted", "ratio", "ratio_low", "ratio_high",
    "tipping", "tipping_second", "shift", "other", "homogeneity",
)  # fmt: skip
_NUMBERS_OF_A_SUPERIORITY = ("probability", "low", "high", "p", "p_adjusted", "other")


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


class Reading(msgspec.Struct, frozen=True):
    """An interval under one *target*, beside the headline's. *status* `census`: everybody answered, so no width.

    *p* only for comparisons.
    """

    target: str
    method: str
    low: float
    high: float
    status: Literal["ok", "no_answers", "census"] = "ok"
    p: float | None = None


class Subset(msgspec.Struct, frozen=True):
    """Those who chose the option *code* of the background *item*."""

    item: str
    code: str


class Estimate(msgspec.Struct, frozen=True):
    """One rate. *municipality* None: all municipalities of the group together. Shares are 0-1.

    Numbers are None when *suppressed*. Where nobody answered (status `no_answers`) the share is None and the interval
    [0, 1]: no answers is not a rate of zero. Where there is nobody to ask (`not_applicable`) there is no number at all.
    *frame*: how many persons the rate is about, at most; None if unknown. *left_out*: municipalities without answers.
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
    table: Table = "rates"
    subset: Subset | None = None
    denominator: Literal["", "exposed", "answered", "mentions"] = ""
    pool: str = ""
    frame: int | None = None
    other: Reading | None = None
    band: tuple[float, float] | None = None
    reliability: Literal["", "uncertain"] = ""
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _refuse_hidden(self, _NUMBERS_OF_AN_ESTIMATE)


class Weighted(msgspec.Struct, frozen=True):
    """A rate weighted to the frame counts of *items*, a sum over their *parts*, those *collapsed* taken together."""

    indicator: str
    municipality: str
    group: str
    status: Status
    suppressed: bool
    items: tuple[str, ...]
    parts: tuple[Subset, ...]
    share: float | None
    effective: float | None
    low: float | None
    high: float | None
    other: Reading | None
    collapsed: tuple[tuple[str, ...], ...]
    level: float
    method: str
    target: str
    assumption: str

    def __post_init__(self) -> None:
        _refuse_hidden(self, _NUMBERS_OF_A_WEIGHTED_RATE)


class Side(msgspec.Struct, frozen=True):
    """One side of a comparison. *municipality* None: all together. *wave* None: this one."""

    municipality: str | None
    group: str
    subset: Subset | None = None
    wave: int | None = None


class Homogeneity(msgspec.Struct, frozen=True):
    """Whether a pooled difference is the same in all municipalities: p-values, None with a *reason* where undefined."""

    cmh_p: float | None
    breslow_day_p: float | None
    q_p: float | None
    reason: str = ""


class Comparison(msgspec.Struct, frozen=True):
    """The share of *first* minus that of *second*. *p_adjusted* is adjusted among the *family_size* tests of *family*.

    *ratio_high* None while *ratio_low* is a number: no upper limit. *tipping*: the share of those in *first* who did
    not answer that would have to be exposed for the difference to vanish, *tipping_second* the same of *second*,
    *shift* how unlike the others both must be; None where nothing would. *targets_disagree*: under the other target the
    verdict would differ. *reason*: why a planned test was not made (`wording_differs`, `not_in_earlier_wave`).
    """

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
    p_adjusted: float | None
    family_size: int
    level: float
    method: str
    target: str
    assumption: str
    kind: str = ""
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    tipping: float | None = None
    tipping_second: float | None = None
    shift: float | None = None
    other: Reading | None = None
    targets_disagree: bool = False
    left_out: tuple[str, ...] = ()
    homogeneity: Homogeneity | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        _refuse_hidden(self, _NUMBERS_OF_A_COMPARISON)


class Superiority(msgspec.Struct, frozen=True):
    """One scale compared: the probability that someone of *first* answers higher than someone of *second*, ties halved.

    0.5 is no difference. From the published steps of the scale, not from its single options.
    """

    family: str
    item: str
    first: Side
    second: Side
    status: Status
    suppressed: bool
    probability: float | None
    low: float | None
    high: float | None
    p: float | None
    p_adjusted: float | None
    family_size: int
    level: float
    method: str
    target: str
    assumption: str
    other: Reading | None = None
    targets_disagree: bool = False

    def __post_init__(self) -> None:
        _refuse_hidden(self, _NUMBERS_OF_A_SUPERIORITY)


class Release(msgspec.Struct, frozen=True):
    """A whole publication. Lists are in the order of the plan, then of municipality code, then of the form's groups.

    *level* is the one used; *planned_level* the declared one. *estimates* are those of single municipalities, in all
    tables; *pooled* those of several. *earlier* is the wave that this is compared with. *not_equivalent*: what
    differed between the answer sets although they were compared, for the reason *override*; *differing*: of each such
    part what it was in each municipality. The certificate then has the first one's.
    """

    format: int
    title: Text
    wave: Municipalities
    rules: Rules
    level: float
    planned_level: float
    targets: Targets
    strata: tuple[Stratum, ...]
    indicators: tuple[Wording, ...]
    families: tuple[Family, ...]
    estimates: tuple[Estimate, ...]
    pooled: tuple[Estimate, ...]
    comparisons: tuple[Comparison, ...]
    breakdowns: tuple[BreakdownWords, ...] = ()
    splits: tuple[SplitWords, ...] = ()
    scales: tuple[ScaleWords, ...] = ()
    pools: tuple[PoolWords, ...] = ()
    references: tuple[Reference, ...] = ()
    weighted: tuple[Weighted, ...] = ()
    superiorities: tuple[Superiority, ...] = ()
    earlier: Municipalities | None = None
    not_equivalent: tuple[str, ...] = ()
    differing: dict[str, dict[str, str]] = {}
    override: str = ""


def to_bytes(release: Release) -> bytes:
    """The release as canonical JSON, one line: the same bytes for the same numbers."""
    return canonical_bytes(release) + b"\n"


def from_bytes(file: bytes) -> Release:
    """A release read back. Raises DisclosureError if it holds numbers that it calls hidden, or is no release."""
    try:
        return msgspec.json.decode(file, type=Release)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise DisclosureError(f"this is no release: {error}") from error


def _refuse_hidden(record: Estimate | Weighted | Comparison | Superiority, numbers: tuple[str, ...]) -> None:
    about = record.item if isinstance(record, Superiority) else record.indicator
    if record.suppressed != (record.status == "hidden"):
        raise DisclosureError(f"{about}: suppressed and the status {record.status} contradict each other")
    if record.suppressed and any(getattr(record, name) is not None for name in numbers):
        raise DisclosureError(f"{about}: a hidden number was about to be published")
