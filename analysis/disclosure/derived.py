"""What is shown must be large enough, and must not rest on anything that is hidden.

Read off the finished release alone: sizes of rates, numbers of answers, sums over municipalities, shares of mentions,
weighted rates, comparisons of two sides, and comparisons of scales.
"""

from collections.abc import Iterator

import numpy as np

from analysis.disclosure.release import Comparison, Estimate, Release, Side, Subset, Superiority
from analysis.disclosure.rules import too_small
from analysis.errors import DisclosureError

#: What tells one rate of a stratum from another: indicator, municipality, group, subset, denominator.
Key = tuple[str, str, str, Subset | None, str]


def check_sizes(release: Release) -> None:
    """Raises DisclosureError if a rate, or a number of answers, is shown that is too small."""
    shown = [each for each in release.estimates + release.pooled if each.status == "shown"]
    numbers = [(each.exposed or 0, each.answered or 0) for each in shown]
    exposed, answered = np.array(numbers, dtype=np.int64).reshape(-1, 2).T
    small = too_small(exposed, answered, answered, release.rules)
    if small.any():
        each = shown[int(np.argmax(small))]
        raise DisclosureError(
            f"{each.municipality or 'all'}/{each.group}, {each.indicator}: a number that is too small is shown"
        )
    for stratum in release.strata:
        if 0 < (stratum.answered or 0) < release.rules.min_answered:
            raise DisclosureError(
                f"{stratum.municipality}/{stratum.group}: the number of answers is shown, and it is too small"
            )


def check_derived(release: Release) -> None:
    """Raises DisclosureError if something is shown that rests on a hidden rate, or on one that is not there."""
    hidden = {_key(each) for each in release.estimates if each.suppressed and each.municipality is not None}
    for total in release.pooled:
        if not total.suppressed and any(_key(total, code) in hidden for code in _members(release, total)):
            raise DisclosureError(f"{total.indicator}, {total.group}: a total shows what one of its parts hides")
    rows: tuple[Estimate | Comparison, ...] = (*release.estimates, *release.pooled, *release.comparisons)
    for row in rows:
        if row.suppressed and row.left_out:
            raise DisclosureError(f"{row.indicator}: a hidden row tells where nobody answered")
    _check_mentions(release, hidden)
    _check_weighted(release, hidden)
    for each in release.comparisons:
        if not each.suppressed and not hidden.isdisjoint(_sides(release, each)):
            raise DisclosureError(f"{each.family}, {each.indicator}: a comparison shows a hidden rate")
    for scale in release.superiorities:
        if not scale.suppressed and not hidden.isdisjoint(_steps(release, scale)):
            raise DisclosureError(f"{scale.family}, {scale.item}: a comparison shows a hidden step of a scale")


def _key(each: Estimate, municipality: str | None = None) -> Key:
    return each.indicator, municipality or str(each.municipality), each.group, each.subset, each.denominator


def _members(release: Release, total: Estimate) -> tuple[str, ...]:
    """The municipalities that a total sums over."""
    if total.pool:
        return next((pool.municipalities for pool in release.pools if pool.id == total.pool), ())
    return tuple(place.code for place in release.wave.places)


def _check_mentions(release: Release, hidden: set[Key]) -> None:
    """All choices of a split together are a sum of its categories, so each is shown only where every category is."""
    for each in release.estimates + release.pooled:
        if each.denominator == "mentions" and not each.suppressed:
            split = each.indicator.partition("/")[0]
            codes = _members(release, each) if each.municipality is None else (each.municipality,)
            parts = {
                (f"{split}/{category.code}", code, each.group, each.subset, denominator)
                for words in release.splits
                if words.id == split
                for category in words.categories
                for code in codes
                for denominator in ("exposed", "answered")
            }
            if parts & hidden:
                raise DisclosureError(f"{each.indicator}, {each.group}: shares of mentions show a hidden category")


def _check_weighted(release: Release, hidden: set[Key]) -> None:
    """A weighted rate is a sum over the cells it is weighted in; of those taken together only the sum is told."""
    for each in release.weighted:
        cells = {(each.indicator, each.municipality, each.group, None, "")} | {
            (each.indicator, each.municipality, each.group, part, "")
            for part in each.parts
            if not any(part.code in together for together in each.collapsed)
        }
        if not each.suppressed and cells & hidden:
            raise DisclosureError(
                f"{each.municipality}/{each.group}, {each.indicator}: a weighted rate shows a hidden one"
            )


def _sides(release: Release, each: Comparison) -> Iterator[Key]:
    """The rates of this wave that a comparison is made of."""
    for side in (each.first, each.second):
        if side.wave is None:
            codes = (place.code for place in release.wave.places) if side.municipality is None else (side.municipality,)
            yield from ((each.indicator, code, side.group, side.subset, "") for code in codes)


def _steps(release: Release, each: Superiority) -> Iterator[Key]:
    """The steps of the scale that a comparison of scales is made of."""
    sides: tuple[Side, Side] = (each.first, each.second)
    for words in release.scales:
        if words.item == each.item:
            for cut in words.cuts:
                yield from ((f"{each.item}>={cut}", str(side.municipality), side.group, None, "") for side in sides)
