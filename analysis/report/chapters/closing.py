"""At the end: what is hidden and why, how the numbers were made, and the certificate of equivalence."""

from collections.abc import Iterable

from analysis.disclosure.release import Comparison, Estimate, Release, Weighted
from analysis.report.catalogue import Words
from analysis.report.differing import PERIOD, WINDOW, differs_in, each_place, own_period
from analysis.report.document import Block, Fact, Facts, Paragraph, Section
from analysis.report.names import capital, joined, place_name


def hidden(release: Release, say: Words) -> Section:
    """The disclosure note."""
    flags = [each.suppressed for each in (*release.estimates, *release.pooled)]
    flags += [each.suppressed for each in release.weighted]
    number = sum(flags)
    some = say("hidden.some", hidden=say.whole(number), all=say.whole(len(flags))) if number else say("hidden.none")
    rules = {"min_answered": release.rules.min_answered, "min_exposed": release.rules.min_exposed}
    texts = [some, say("hidden.rule", **rules), say("hidden.more"), say("hidden.not_tried")]
    if any(each.band for each in (*release.estimates, *release.pooled)):
        texts.append(say("hidden.band"))
    for pool in release.pools:
        names = joined(tuple(place_name(release, code, say) for code in pool.municipalities), say)
        texts.append(say("hidden.pool", label=say.of(pool.label), places=names))
    return Section("hidden", say("hidden.heading"), tuple(Paragraph(text) for text in texts))


def method(release: Release, say: Words) -> Section:
    """How the numbers were made, as far as this release has such numbers."""
    blocks: list[Block] = [Paragraph(say("method.share"))]
    if any(each.id == "undue_influence" for each in release.indicators):
        blocks.append(Paragraph(say("method.aim")))
    blocks += [
        Paragraph(say("method.interval", level=say.level(release.level))),
        Facts(tuple(_methods(release, say))),
        Paragraph(say("method.p")),
    ]
    targets = dict.fromkeys([each.target for each in (*release.estimates, *release.pooled)])
    targets |= dict.fromkeys([each.target for each in release.comparisons])
    blocks += [Paragraph(say(f"method.target.{name}")) for name in targets]
    if any(each.other for each in release.estimates) or any(each.other for each in release.comparisons):
        blocks.append(Paragraph(say("method.other")))
    blocks.append(Paragraph(say("method.assumption")))
    blocks += [Paragraph(say(f"method.{key}")) for key in _also(release)]
    if release.level != release.planned_level:
        text = say("method.level", planned=say.level(release.planned_level), level=say.level(release.level))
        blocks.append(Paragraph(text, "strong"))
    return Section("method", say("method.heading"), tuple(blocks))


def _methods(release: Release, say: Words) -> Iterable[Fact]:
    """What is estimated, and by which methods under which target."""
    pooled = [each for each in release.comparisons if each.first.municipality is None]
    single = [each for each in release.comparisons if each.first.municipality is not None]
    kinds: tuple[tuple[str, Iterable[Estimate | Comparison | Weighted]], ...] = (
        ("rates", (*release.estimates, *release.pooled)),
        ("differences", single),
        ("pooled", pooled),
        ("weighted", release.weighted),
    )
    for name, records in kinds:
        used = [(each.target, each.method) for each in records]
        used += [(each.other.target, each.other.method) for each in records if each.other]
        yield from _fact(name, used, say)
    yield from _fact("scales", [(each.target, each.method) for each in release.superiorities], say)


def _fact(name: str, used: Iterable[tuple[str, str]], say: Words) -> Iterable[Fact]:
    lines = [
        capital(say("method.by", method=say.choice("interval", method), target=say.choice("target", target)))
        for target, method in dict.fromkeys(used)
        if method != "none"
    ]
    if lines:
        yield Fact(say(f"method.of.{name}"), tuple(lines))


def _also(release: Release) -> Iterable[str]:
    """Further explanations that this release calls for."""
    if any(each.tipping is not None or each.tipping_second is not None for each in release.comparisons):
        yield "tipping"
    yield "groups"
    if any(each.municipality is None and not each.pool for each in release.pooled):
        yield "together"
    if any(each.homogeneity for each in release.comparisons):
        yield "pooled"
    if release.references:
        yield "references"
    if any(each.reliability for each in (*release.estimates, *release.pooled)):
        yield "uncertain"
    if release.earlier is not None:
        yield "waves"


def certificate(release: Release, say: Words) -> Section:
    """What was equal in all municipalities, and what was not."""
    wave = release.wave
    if release.not_equivalent:
        opening = say("certificate.not")
    else:
        opening = say("certificate.text" if len(wave.places) > 1 else "certificate.alone")
    facts = []
    if not differs_in(release, "fingerprint"):
        full = (wave.fingerprint_short, say("certificate.full"))
        facts.append(Fact(say("certificate.fingerprint"), full, wave.fingerprint))
    facts += [
        Fact(say("certificate.places"), (", ".join(f"{each.name} ({each.code})" for each in wave.places),)),
        Fact(
            say("certificate.origin"),
            tuple(f"{each.name}: {say.choice('origin', wave.origins[each.code])}" for each in wave.places),
        ),
    ]
    facts += _common(release, say)
    facts += [
        Fact(
            say("certificate.form"),
            (say("certificate.form_text", id=wave.form.id, version=wave.form.version),),
            wave.form.digest,
        ),
        Fact(say("certificate.plan"), (), wave.plan_digest),
    ]
    blocks: list[Block] = [Paragraph(opening)]
    if release.not_equivalent:
        facts += [
            *_differing(release, say),
            Fact(say("certificate.override"), (release.override,)),
        ]
    blocks += [Facts(tuple(facts)), Paragraph(say("certificate.strata"))]
    return Section("certificate", say("certificate.heading"), tuple(blocks))


def _common(release: Release, say: Words) -> list[Fact]:
    """When it was open, what period it is about and how one answered, as far as that was the same for all."""
    wave, facts = release.wave, []
    if not differs_in(release, WINDOW):
        for key, instant in (("opened", wave.window.opens_at), ("closed", wave.window.closes_at)):
            local, utc = say.instant(instant), say.instant(instant, "UTC")
            facts.append(Fact(say(f"certificate.{key}"), (say("certificate.instant", local=local, utc=utc),)))
    if not differs_in(release, PERIOD):
        facts.append(Fact(say("certificate.period"), (own_period(release, None, say),)))
    if not differs_in(release, "access mode"):
        facts.append(Fact(say("certificate.access"), (say.choice("access", wave.access_mode),)))
    return facts


def _differing(release: Release, say: Words) -> Iterable[Fact]:
    """What differed, a line a municipality; only its name where the release does not say more."""
    for part in release.not_equivalent:
        name = say("certificate.differs", part=say.choice("differs", part))
        yield Fact(name, each_place(release, part, say) or (say("certificate.not_alike"),))
