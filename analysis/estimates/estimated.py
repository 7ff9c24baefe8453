"""All that was estimated, before anything is hidden: what `analysis.disclosure` is handed, and nobody else."""

import msgspec

from analysis.estimates.families import Family
from analysis.estimates.mentions import Mentions
from analysis.estimates.rates import Rates
from analysis.estimates.scales import Superiorities


class Estimated(msgspec.Struct, frozen=True):
    """*single*: the rates of each municipality; *together*: those of several; *families* and *scales*: the tests."""

    single: Rates
    together: Rates
    mentions: Mentions
    families: tuple[Family, ...]
    scales: tuple[Superiorities, ...]
