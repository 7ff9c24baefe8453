"""How a place, a group, a side or a period is called in a sentence, a table and a figure."""

from typing import Literal

from analysis.disclosure.release import Comparison, Estimate, Release, Side, Subset, Superiority
from analysis.disclosure.wordings import Wording
from analysis.report.catalogue import Words
from analysis.report.differing import own_period
from questionnaires.model import Text

Kind = Literal["groups", "pooled", "places", "options", "waves"]


def text_of(release: Release, text: Text, say: Words, place: str | None = None) -> str:
    """A text of the form, with the period in its place: that of *place*, where the municipalities had not the same."""
    return say.of(text).replace("{period}", own_period(release, place, say))


def label_of(release: Release, indicator: str, say: Words) -> str:
    """The label of an indicator."""
    wording = wording_of(release, indicator)
    return text_of(release, wording.label, say) if wording else indicator


def wording_of(release: Release, indicator: str) -> Wording | None:
    """The words of an indicator, None if the release has none."""
    return next((each for each in release.indicators if each.id == indicator), None)


def groups_of(release: Release) -> tuple[str, ...]:
    """The groups in the order of the form."""
    return tuple(dict.fromkeys(stratum.group for stratum in release.strata))


def place_name(release: Release, code: str | None, say: Words) -> str:
    """The municipality's name; "Together" for None; the code if it is not in the release."""
    if code is None:
        return say("together")
    return next((place.name for place in release.wave.places if place.code == code), code)


def place_of(release: Release, estimate: Estimate, say: Words) -> str:
    """The municipality's name, the pool's, or "together"."""
    if estimate.pool:
        return next(say.of(pool.label) for pool in release.pools if pool.id == estimate.pool)
    return place_name(release, estimate.municipality, say)


def stratum_name(release: Release, code: str | None, group: str, say: Words) -> str:
    """A municipality's group: "Linköping, förtroendevalda"."""
    return say("figure.label", place=place_name(release, code, say), group=say.choice("group", group).lower())


def stratum_of(release: Release, estimate: Estimate, say: Words) -> str:
    """The stratum, pool or total that an estimate is about: "Linköping, förtroendevalda"."""
    place = place_of(release, estimate, say)
    return say("figure.label", place=place, group=say.choice("group", estimate.group).lower())


def option_name(release: Release, subset: Subset, say: Words) -> str:
    """The label of the option that a subset chose."""
    for breakdown in release.breakdowns:
        for option in breakdown.options:
            if (breakdown.item, option.code) == (subset.item, subset.code):
                return text_of(release, option.label, say)
    return subset.code


def joined(names: tuple[str, ...], say: Words) -> str:
    """A list in running text: "Linköping, Mjölby och Norrköping"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {say('and')} {names[-1]}"


def capital(text: str) -> str:
    """*text* as a sentence begins."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """*text* as within a sentence."""
    return text[:1].lower() + text[1:]


def kind_of(comparison: Comparison | Superiority) -> Kind:
    """What tells the two sides of a comparison apart."""
    first, second = comparison.first, comparison.second
    if first.wave != second.wave:
        return "waves"
    if first.subset != second.subset:
        return "options"
    if first.municipality != second.municipality:
        return "places"
    return "pooled" if first.municipality is None else "groups"


def side_name(release: Release, side: Side, kind: Kind, say: Words) -> str:
    """One side in running text, without what both sides share."""
    if kind == "waves":
        return say("noun.waves", wave=release.wave.wave if side.wave is None else side.wave)
    if kind == "options" and side.subset is not None:
        option = option_name(release, side.subset, say)
        # The rest is named by the plan ("Others"); nobody answered so.
        return lowered(option) if side.subset.code.startswith("!") else say("noun.options", option=option)
    if kind == "places":
        return place_name(release, side.municipality, say)
    return say.choice("group_among", side.group)


def side_label(release: Release, side: Side, kind: Kind, say: Words) -> str:
    """One side in a table or a figure."""
    if kind == "options" and side.subset is not None:
        return option_name(release, side.subset, say)
    return side_name(release, side, kind, say)


def shared(release: Release, comparison: Comparison | Superiority, say: Words) -> dict[str, str]:
    """What both sides share, for the beginning of a sentence."""
    first = comparison.first
    return {
        "place": place_name(release, first.municipality, say),
        "group": say.choice("group_among", first.group),
    }


def row_of(release: Release, comparison: Comparison | Superiority, say: Words) -> str:
    """A comparison where a heading says which two are compared: "Linköping"; of pairs of places both are named."""
    kind = kind_of(comparison)
    if kind == "places":
        return pair_of(release, comparison, say)
    return capital(say(f"row.{kind}", **shared(release, comparison, say)))


def sides_of(release: Release, comparison: Comparison | Superiority, say: Words) -> tuple[str, str] | None:
    """Which two are compared, where that is the same in a whole family; None for pairs of places."""
    kind = kind_of(comparison)
    if kind == "places":
        return None
    return side_label(release, comparison.first, kind, say), side_label(release, comparison.second, kind, say)


def pair_of(release: Release, comparison: Comparison | Superiority, say: Words) -> str:
    """Whom a comparison is between, for a table or a figure: "Linköping: förtroendevalda – medarbetare"."""
    kind = kind_of(comparison)
    first, second = (side_label(release, side, kind, say) for side in (comparison.first, comparison.second))
    return capital(say(f"pair.{kind}", first=first, second=second, **shared(release, comparison, say)))
