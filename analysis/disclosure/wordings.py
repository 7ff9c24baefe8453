"""The words of a release: what its tables are about, in every language of the form.

They come from the form and the plan, so that whoever writes a table needs neither. `{period}` is left in the texts for
whoever writes out the dates.
"""

from typing import Literal

import msgspec

from questionnaires.model import Text


class Wording(msgspec.Struct, frozen=True):
    """The words of one indicator. *finding* by group, since groups may be asked in different words.

    *comparability* is a digest of all that the indicator rests on (conditions, wordings, options): two waves may be
    compared on it only where it is the same.
    """

    id: str
    label: Text
    denominator: Text
    finding: dict[str, Text]
    comparability: str = ""


class OptionWords(msgspec.Struct, frozen=True):
    """One option of an item, or one category of a split."""

    code: str
    label: Text


class BreakdownWords(msgspec.Struct, frozen=True):
    """The *indicators* broken down by the background *item*."""

    item: str
    label: Text
    options: tuple[OptionWords, ...]
    indicators: tuple[str, ...]


class SplitWords(msgspec.Struct, frozen=True):
    """The split *id* of those who count in the indicator *of*. An estimate's `indicator` is "id/category"."""

    id: str
    label: Text
    of: str
    categories: tuple[OptionWords, ...]


class ScaleWords(msgspec.Struct, frozen=True):
    """One item on an ordered scale. An estimate's `indicator` is "item>=cut" for each cut.

    *options* are all substantive options from the lowest; *steps* are the labels between the cuts, one more than cuts.
    """

    item: str
    label: Text
    measure: Literal["frequency", "agreement"]
    options: tuple[OptionWords, ...]
    cuts: tuple[str, ...]
    steps: tuple[Text, ...]


class PoolWords(msgspec.Struct, frozen=True):
    """Municipalities whose rates are also given together."""

    id: str
    label: Text
    municipalities: tuple[str, ...]


class Family(msgspec.Struct, frozen=True):
    """A planned comparison: all its tests are adjusted together."""

    id: str
    kind: str
    label: Text
    adjust: str
    size: int
