"""What differed between municipalities that are compared all the same, told of each of them by name.

The release's own wave then has only the first municipality's facts: no page may state those as everybody's.
"""

from analysis.disclosure.release import Release
from analysis.report.catalogue import Words

PERIOD = "reference period"
WINDOW = "window"


def differs_in(release: Release, part: str) -> bool:
    """Whether *part* was not the same in all municipalities."""
    return part in release.differing


def own_period(release: Release, place: str | None, say: Words) -> str:
    """The period that the questions were about in *place*; without a date for several, where it was not the same."""
    if not differs_in(release, PERIOD):
        period = release.wave.period
        return say("period", first=say.day(period.first), last=say.day(period.last))
    value = release.differing[PERIOD].get(place or "")
    return say("period.own") if value is None else _written(PERIOD, value, say)


def each_place(release: Release, part: str, say: Words) -> tuple[str, ...]:
    """What *part* was: "Linköping: 1 april 2021 to 31 mars 2022", municipality by municipality."""
    own = release.differing.get(part, {})
    return tuple(
        say("differing.place", place=place.name, value=_written(part, own[place.code], say))
        for place in release.wave.places
        if place.code in own
    )


def about(release: Release, places: str, say: Words) -> str:
    """*places*, and what period the questions are about: of each its own, where they had not the same."""
    if differs_in(release, PERIOD):
        return say("report.about_each", places=places, each=_by_value(release, PERIOD, say))
    return say("report.about", places=places, period=own_period(release, None, say))


def _by_value(release: Release, part: str, say: Words) -> str:
    """What *part* was, those municipalities together that had it alike."""
    own = release.differing.get(part, {})
    names: dict[str, list[str]] = {}
    for place in release.wave.places:
        if place.code in own:
            names.setdefault(own[place.code], []).append(place.name)
    return "; ".join(
        say("differing.place", place=", ".join(places), value=_written(part, value, say))
        for value, places in names.items()
    )


def told(release: Release, say: Words) -> tuple[str, ...]:
    """Each part that differs, in words where the catalogue has them, with what it was in each municipality."""
    lines = []
    for part in release.not_equivalent:
        name, each = say.choice("differs", part), _by_value(release, part, say)
        lines.append(say("differing.part", part=name, each=each) if each else name)
    return tuple(lines)


def _written(part: str, value: str, say: Words) -> str:
    """A value of the release as the language writes it."""
    first, _, last = value.partition(" to ")
    if part == PERIOD:
        return say("period", first=say.day(first), last=say.day(last))
    if part == WINDOW:
        return say("differing.window", first=say.instant(first), last=say.instant(last))
    if part == "access mode":
        return say.choice("access", value)
    return value.replace(" and ", f" {say('and')} ") if part == "thresholds" else value
