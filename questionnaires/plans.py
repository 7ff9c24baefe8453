"""The planned analysis: which indicators are reported and which comparisons are made, fixed before anyone answers.

It is read from `analysis.toml` beside the questionnaire, is part of what every municipality signs, and is what the
analysis follows. It stands on the ground because both wings need it: one to bind it, the other to do it.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from questionnaires.model import Text

Kind = Literal[
    "groups_within_municipality",
    "groups_pooled",
    "municipalities_within_group",
    "options_within_stratum",
    "scales_between_groups",
    "waves_within_stratum",
]

#: What an interval is about. `population`: these persons, this year; who did not answer is all the chance there is.
#: `risk`: the year as one outcome of an underlying risk, with no finite population correction.
Target = Literal["population", "risk"]


class Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which target is the headline, for rates and for comparisons. Both are always reported."""

    rates: Target
    comparisons: Target


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One family of comparisons.

    `groups_within_municipality`: the first of *groups* minus the second, in each municipality.
    `groups_pooled`: the same over all municipalities together, with Mantel-Haenszel weights.
    `municipalities_within_group`: every pair of municipalities, in each of *groups*.
    `options_within_stratum`: the first of the two *options* of the background *item* minus the second, in each
    municipality and each of *groups*.
    `scales_between_groups`: the first of *groups* against the second on each of *scales*, in each municipality.
    `waves_within_stratum`: this wave minus an earlier one, in each municipality and each of *groups*.
    All tests of one comparison, over indicators and places, are one family for *adjust*.
    """

    id: str
    kind: Kind
    label: Text
    groups: tuple[str, ...]
    indicators: tuple[str, ...] = ()
    adjust: Literal["holm", "benjamini_hochberg"] = "holm"
    item: str = ""
    options: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()


class Breakdown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """*indicators* among those who chose each of *options* (all substantive ones if empty) of the background *item*.

    *label* is what the background is called in headings, by default the question. *rest* is what all others are called:
    those who chose another option, or none. With it they are one more part, whose code is `complement(options)`, and
    the parts make up the whole. Without it they are never shown; being few, they must be kept from being subtracted,
    which mostly hides one of the options too.
    """

    item: str
    indicators: tuple[str, ...]
    options: tuple[str, ...] = ()
    rest: Text | None = None
    label: Text | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the parts that are shown, where *options* are named."""
        return self.options if self.rest is None else (*self.options, complement(self.options))


def complement(options: Sequence[str]) -> str:
    """The code of all who chose none of *options*: "!woman"."""
    return "!" + "+".join(options)


def excluded(code: str) -> tuple[str, ...]:
    """The options that *code* is the complement of; none if it is an option itself."""
    return tuple(code[1:].split("+")) if code.startswith("!") else ()


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Some *codes* of a multiple choice, taken together."""

    id: str
    label: Text
    codes: tuple[str, ...]


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Those who count in the indicator *of*, by what they chose in the multiple choice *item*.

    Three denominators, each named: those of them who answered *item* (`exposed`), everybody in the base of *of*
    (`answered`), and all choices made (`mentions`). *categories* may overlap in persons, not in codes.
    """

    id: str
    label: Text
    of: str
    item: str
    categories: tuple[Category, ...]


class Distribution(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cumulative shares of *items* on their common scale at each of *cuts*: that option or a higher one."""

    items: tuple[str, ...]
    cuts: tuple[str, ...]


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A published figure from elsewhere, drawn as a line and never compared by a test."""

    indicator: str
    group: str
    share: float
    label: Text
    population: Text
    period: Text
    source: str


class Weighting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """*indicators* weighted to the study's frame counts of *items*: one item is post-stratified, several are raked.

    *collapse*: lists of options of the only item; the first that has all hidden ones is taken together, where that
    tells nothing that could not be had by subtraction.
    """

    items: tuple[str, ...]
    indicators: tuple[str, ...]
    collapse: tuple[tuple[str, ...], ...] = ()


class Pool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Neighbouring municipalities whose rates are also given together.

    *only_together*: none of them has numbers of its own, and in everything they are one municipality, so that the
    smallest are told of at all. Otherwise the sum is hidden wherever a part of it is.
    """

    id: str
    label: Text
    municipalities: tuple[str, ...]
    only_together: bool = False


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The plan of one analysis.

    *level* is the confidence level (0-1). *indicators* are reported in this order; the first is the headline.
    *bands* are the shares at which a hidden rate may be told as lying between ("under 15 %"), in rising order.
    """

    level: float
    targets: Targets
    indicators: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    breakdowns: tuple[Breakdown, ...] = ()
    splits: tuple[Split, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    weighting: Weighting | None = None
    references: tuple[Reference, ...] = ()
    pools: tuple[Pool, ...] = ()
    bands: tuple[float, ...] = ()
