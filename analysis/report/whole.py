"""The whole report in one language: its opening, and the chapters that this release has something for."""

from analysis.disclosure.release import Release
from analysis.report.catalogue import Words
from analysis.report.chapters.brief import brief
from analysis.report.chapters.closing import certificate, hidden, method
from analysis.report.chapters.comparisons import comparisons, waves
from analysis.report.chapters.indicators import indicators
from analysis.report.chapters.parts import breakdowns, splits
from analysis.report.chapters.response import response
from analysis.report.chapters.scales import scales
from analysis.report.differing import about, differs_in, told
from analysis.report.document import Document
from analysis.report.names import joined


def document(release: Release, say: Words) -> Document:
    """The report in the language of *say*."""
    chapters = (
        brief(release, say),
        response(release, say),
        indicators(release, say),
        splits(release, say),
        *breakdowns(release, say),
        scales(release, say),
        waves(release, say),
        comparisons(release, say),
        hidden(release, say),
        method(release, say),
        certificate(release, say),
    )
    places = joined(tuple(place.name for place in release.wave.places), say)
    wave = say("report.wave", study=release.wave.study, wave=release.wave.wave)
    differs = "; ".join(told(release, say))
    fingerprint = f"{say('report.fingerprint')} {release.wave.fingerprint_short}"
    if differs_in(release, "fingerprint"):
        fingerprint = say("report.fingerprints")
    return Document(
        language=say.language,
        title=say.of(release.title),
        kicker=say("report.kicker_not" if release.not_equivalent else "report.kicker"),
        about=(about(release, places, say), _answered(release, say)),
        mark=f"{wave} · {fingerprint}",
        warning=say("report.warning", differs=differs, reason=release.override) if differs else "",
        contents=say("contents"),
        places=places,
        date=release.wave.window.closes_at,
        sections=tuple(each for each in chapters if each is not None),
    )


def _answered(release: Release, say: Words) -> str:
    """How many answered: only of the strata whose number is shown, since the rest would give the others away."""
    invited = sum(stratum.invited for stratum in release.strata)
    answered = sum(stratum.answered or 0 for stratum in release.strata)
    numbers = {"answered": say.whole(answered), "invited": say.whole(invited)}
    if any(stratum.suppressed for stratum in release.strata):
        return say("report.answered_at_least", **numbers)
    return say("report.answered", **numbers, share=say.share(answered / invited if invited else 0, invited))
