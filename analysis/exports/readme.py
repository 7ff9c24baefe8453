"""What the first sheet of the workbook says: what was asked where and when, and how to read the numbers."""

from analysis.disclosure.release import Release
from analysis.exports.catalogue import stamp
from analysis.report.catalogue import Words
from analysis.report.catalogue import words as report_words


def readme(release: Release, say: Words) -> tuple[tuple[str, str], ...]:
    """Pairs of what and its value, in the order of reading."""
    wave, dated = release.wave, report_words(say.language)
    opens, closes = dated.instant(wave.window.opens_at), dated.instant(wave.window.closes_at)
    stamped = ((say("readme.stamp"), stamp(release, say.language)),)
    facts = {
        "title": say.of(release.title),
        "study": f"{wave.study}, {wave.wave}",
        "fingerprint": f"{wave.fingerprint_short} ({wave.fingerprint})",
        "form": f"{wave.form.id} {wave.form.version} ({wave.form.digest})",
        "plan": wave.plan_digest,
        "period": f"{dated.day(wave.period.first)}–{dated.day(wave.period.last)}",
        "window": f"{opens} – {closes}",
        "access": dated.choice("access", wave.access_mode),
        "places": ", ".join(f"{place.code} {place.name}" for place in wave.places),
        "rules": f"{release.rules.min_answered}, {release.rules.min_exposed}",
        "level": say.level(release.level),
        "targets": say(
            "readme.targets_text",
            rates=say.choice("target", release.targets.rates).lower(),
            differences=say.choice("target", release.targets.comparisons).lower(),
        ),
        "hidden": say("readme.hidden_text"),
        "interval": say("readme.interval_text"),
        "bounds": say("readme.bounds_text"),
    }
    return (
        *(stamped if release.not_equivalent else ()),
        *((say(f"readme.{name}"), text) for name, text in facts.items()),
    )
