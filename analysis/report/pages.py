"""The report: one self-contained page, Swedish first and then English, for a reader and for a printer.

Here the release is laid out in the order of reading, with its sentences; how it looks stands in the templates. The page
needs no network, no script and no font of its own.
"""

from functools import lru_cache
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.disclosure.release import Comparison, Estimate, Family, Release, Stratum
from analysis.disclosure.wordings import Wording
from analysis.report.catalogue import LANGUAGES, Words, words
from analysis.report.figures import Figure, indicator_figure, legend, ordered, place_of, whole_figure
from analysis.report.findings import verdict

_TEMPLATES = Path(__file__).parent / "templates"


class Line(msgspec.Struct, frozen=True):
    """One row of an indicator's table."""

    place: str
    estimate: Estimate


class Lines(msgspec.Struct, frozen=True):
    """The rows of one group: its municipalities, and all of them together."""

    name: str
    lines: tuple[Line, ...]


class Compared(msgspec.Struct, frozen=True):
    """One planned comparison: between whom, what can be said, and the numbers it rests on."""

    indicator: str
    pair: str
    verdict: str
    sentence: str
    comparison: Comparison


class Section(msgspec.Struct, frozen=True):
    """One indicator: its words, table, figure, sentences and comparisons."""

    id: str
    label: str
    denominator: str
    groups: tuple[Lines, ...]
    figure: Markup
    sentences: tuple[str, ...]
    compared: tuple[Compared, ...]


class Part(msgspec.Struct, frozen=True):
    """The report in one language. *sections*: the headline first.

    *answered* counts only the strata whose number of answers is shown: with the rest in it, it would give them away.
    """

    release: Release
    words: Words
    title: str
    period: str
    places: str
    legend: str
    sections: tuple[Section, ...]
    families: tuple[tuple[Family, tuple[Compared, ...]], ...]
    strata: tuple[tuple[Stratum, str], ...]
    invited: int
    answered: int
    all_answers_shown: bool
    hidden: int
    shown: int


@lru_cache
def environment() -> Environment:
    """The templates: autoescaped, and a name that is not there is an error."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def svg(figure: Figure, *, standalone: bool) -> str:
    """*figure* drawn; *standalone* with its own style sheet, as a file needs."""
    return environment().get_template("figure.svg").render(figure=figure, standalone=standalone)


def figure_file(release: Release, language: str) -> bytes:
    """The figure of the whole release as an SVG file in *language*."""
    return (svg(whole_figure(release, words(language)), standalone=True) + "\n").encode("utf-8")


def report_page(release: Release) -> bytes:
    """The report as one HTML file."""
    templates = environment()
    parts = [part(release, words(language)) for language in LANGUAGES]
    return (templates.get_template("report.html").render(parts=parts) + "\n").encode("utf-8")


def part(release: Release, say: Words) -> Part:
    """The report in the language of *say*."""
    sections = tuple(_section(release, wording, say) for wording in release.indicators)
    names = [place.name for place in release.wave.places]
    estimates = release.estimates + release.pooled
    return Part(
        release=release,
        words=say,
        title=say.of(release.title),
        period=_period(release, say),
        places=names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {say('and')} {names[-1]}",
        legend=legend(release, say),
        sections=sections,
        families=tuple(
            (family, tuple(_compared(release, each, say) for each in release.comparisons if each.family == family.id))
            for family in release.families
        ),
        strata=tuple((stratum, _name(release, stratum.municipality)) for stratum in release.strata),
        invited=sum(stratum.invited for stratum in release.strata),
        answered=sum(stratum.answered or 0 for stratum in release.strata),
        all_answers_shown=not any(stratum.suppressed for stratum in release.strata),
        hidden=sum(each.suppressed for each in estimates),
        shown=len(estimates),
    )


def _section(release: Release, wording: Wording, say: Words) -> Section:
    period = _period(release, say)
    pooled = [each for each in release.pooled if each.indicator == wording.id]
    own = ordered(release, wording)
    names = dict.fromkeys(each.group for each in own)
    return Section(
        id=wording.id,
        label=say.of(wording.label).replace("{period}", period),
        denominator=say.of(wording.denominator).replace("{period}", period),
        groups=tuple(
            Lines(
                say.choice("group", name),
                tuple(Line(place_of(release, each, say), each) for each in (*own, *pooled) if each.group == name),
            )
            for name in names
        ),
        figure=Markup(svg(indicator_figure(release, wording, say), standalone=False)),  # noqa: S704 - drawn by our own autoescaped template
        sentences=tuple(_rate_sentence(release, wording, each, say).replace("{period}", period) for each in own),
        compared=tuple(_compared(release, each, say) for each in release.comparisons if each.indicator == wording.id),
    )


def _rate_sentence(release: Release, wording: Wording, estimate: Estimate, say: Words) -> str:
    who = {"group": say.choice("group_the", estimate.group), "place": place_of(release, estimate, say)}
    if estimate.share is None or estimate.low is None or estimate.high is None or estimate.answered is None:
        return say(f"finding.{estimate.status}", **who)
    return say(
        "finding.share",
        **who,
        share=say.share(estimate.share, estimate.answered),
        finding=say.of(wording.finding[estimate.group]),
        exposed=say.whole(estimate.exposed or 0),
        answered=say.whole(estimate.answered),
        level=say.level(estimate.level),
        interval=say.shares(estimate.low, estimate.high, estimate.answered),
    )


def _compared(release: Release, comparison: Comparison, say: Words) -> Compared:
    first, second = comparison.first, comparison.second
    if first.municipality == second.municipality:
        kind, sides = "groups", [say.choice("group_among", side.group) for side in (first, second)]
        who = {"place": _name(release, first.municipality), "first": sides[0], "second": sides[1]}
    else:
        kind, sides = "places", [_name(release, side.municipality) for side in (first, second)]
        who = {"group": say.choice("group_among", first.group), "first": sides[0], "second": sides[1]}
    found = verdict(comparison)
    key = "alone" if found.endswith("_alone") else found
    label = next(each.label for each in release.indicators if each.id == comparison.indicator)
    return Compared(
        indicator=say.of(label).replace("{period}", _period(release, say)),
        pair=_capital(say(f"pair.{kind}", **who)),
        verdict=found,
        sentence=say(f"{kind}.{key}", **who, **_numbers(comparison, say)),
        comparison=comparison,
    )


def _numbers(comparison: Comparison, say: Words) -> dict[str, str]:
    low, high, adjusted = comparison.low, comparison.high, comparison.p_adjusted
    if comparison.difference is None or low is None or high is None or adjusted is None:
        return {}
    return {
        "difference": say.points(comparison.difference),
        "low": say.points(low),
        "high": say.points(high),
        "level": say.level(comparison.level),
        "size": say.whole(comparison.family_size),
        "p": say.p(adjusted, comparison.level),
    }


def _period(release: Release, say: Words) -> str:
    return say("period", first=say.day(release.wave.period.first), last=say.day(release.wave.period.last))


def _name(release: Release, code: str | None) -> str:
    return next(place.name for place in release.wave.places if place.code == code)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
