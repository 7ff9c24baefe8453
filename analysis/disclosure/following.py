"""What may not follow an earlier release of the same wave: other answers, or weights, that few persons tell apart.

Late answers or a correction make other answers: the difference of two numbers would be about the few who came or were
corrected. Where as many sheets came as before, what was hidden then must not be shown now either, even if it could be
by itself: with the number that stands for it in the other release, the two would add up. Nothing is published then.
"""

from collections.abc import Sequence

from analysis.disclosure.ledger import Definition, Entry, Published, Shown, may_be_same, of_wave
from analysis.errors import DisclosureError
from questionnaires.digest import canonical_bytes


def check_following(entries: Sequence[Entry], entry: Entry) -> None:
    """Raises DisclosureError if *entry* could be set against one of the earlier *entries* of its wave.

    The number of sheets, and of every number shown both times those exposed and those not, must be the same or differ
    by no fewer than the thresholds. With as many sheets, but other answers, only what was told then is told now. A
    weighted rate of the same answers is told once.
    """
    now = {(each.municipality, each.group): each for each in entry.strata}
    for earlier in of_wave(entries, entry.study, entry.wave):
        for then in earlier.strata:
            stratum = now.get((then.municipality, then.group))
            if stratum is None or not stratum.answers or not then.answers:
                continue
            if may_be_same(stratum.answers, then.answers):
                _check_weights(then, stratum)
            else:
                _check_other(then, stratum, earlier, entry)


def _check_weights(then: Published, now: Published) -> None:
    for name, weights in now.weighted.items():
        if then.weighted.get(name, weights) != weights:
            raise DisclosureError(
                f"{_where(now)}, {name}: weighted otherwise, the same answers were published before; nothing was "
                "published"
            )


def _check_other(then: Published, now: Published, earlier: Entry, entry: Entry) -> None:
    least = max(earlier.rules.min_exposed, entry.rules.min_exposed)
    apart = abs(now.sheets - then.sheets)
    if 0 < apart < max(earlier.rules.min_answered, entry.rules.min_answered):
        raise DisclosureError(
            f"{_where(now)}: {then.sheets} sheets were published and now there are {now.sheets}; the difference would "
            "show the answers of those few; nothing was published"
        )
    told = {_meaning(earlier.quantities[name]): shown for name, shown in then.shown.items()}
    for name, shown in sorted(now.shown.items()):
        before = told.get(_meaning(entry.quantities[name]))
        if before is not None and _few(before, shown, least):
            raise DisclosureError(
                f"{_where(now)}, {name}: too few persons tell this number from the one that was published before; "
                "nothing was published"
            )
        if before is None and not apart:
            raise _untold(now, name)
    if not apart:
        _check_beside(then, now, earlier, entry)


def _check_beside(then: Published, now: Published, earlier: Entry, entry: Entry) -> None:
    """The same of bands and of weighted rates: of other answers, as many, each must be as it was."""
    bands = {_meaning(earlier.quantities[name]): band for name, band in then.bands.items()}
    for name, band in now.bands.items():
        if bands.get(_meaning(entry.quantities[name])) != band:
            raise _untold(now, name)
    for name, weights in now.weighted.items():
        if then.weighted.get(name) != weights:
            raise _untold(now, name)


def _untold(now: Published, name: str) -> DisclosureError:
    return DisclosureError(
        f"{_where(now)}, {name}: as many sheets with other answers were published before, and this was not told of "
        "them; nothing was published"
    )


def _meaning(made: Definition) -> bytes:
    """The same for two quantities of the same persons, whatever they are called."""
    return canonical_bytes(made)


def _few(then: Shown, now: Shown, least: int) -> bool:
    exposed = abs(now.exposed - then.exposed)
    unexposed = abs((now.answered - now.exposed) - (then.answered - then.exposed))
    return (exposed > 0 or unexposed > 0) and min(exposed, unexposed) < least


def _where(stratum: Published) -> str:
    return f"{stratum.municipality}/{stratum.group}"
