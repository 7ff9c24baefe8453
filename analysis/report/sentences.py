"""Plain sentences made from estimates. None claims more than its interval and the verdict of its family allow.

Each adds what a reader must know to judge it: what those who did not answer could change, that the other target would
give another verdict, who was left out, and whether a pooled difference is the same everywhere.
"""

from analysis.disclosure.release import Comparison, Estimate, Homogeneity, Release, Superiority
from analysis.report.catalogue import Words
from analysis.report.document import Finding
from analysis.report.findings import is_clear, verdict
from analysis.report.names import (
    Kind,
    joined,
    kind_of,
    place_name,
    place_of,
    shared,
    side_name,
    text_of,
    wording_of,
)


def share_text(estimate: Estimate, say: Words) -> str:
    """A rate with its interval, as beside a mark; or the band, or the word, that stands for it."""
    if estimate.share is None or estimate.answered is None:
        return band_text(estimate, say) or say(f"status.{estimate.status}")
    return f"{say.share(estimate.share, estimate.answered)} ({interval_text(estimate, say)})"


def interval_text(estimate: Estimate, say: Words) -> str:
    """The interval of a rate; for a group in which everybody answered, that they did."""
    if estimate.low is None or estimate.high is None or estimate.answered is None:
        return "–"
    if estimate.low == estimate.high:
        return say("census")
    return say.shares(estimate.low, estimate.high, estimate.answered)


def band_text(estimate: Estimate, say: Words) -> str:
    """The band of a hidden rate that is told coarsely, as "under 15 %"; empty for none."""
    if estimate.band is None:
        return ""
    low, high = estimate.band
    if low <= 0:
        return say("band.under", high=say.share(high, 0))
    return say("band.over", low=say.share(low, 0)) if high >= 1 else say.shares(low, high, 0)


def ratio_text(each: Comparison, say: Words) -> str:
    """The ratio of the shares with its interval; that it has no upper limit, where it has none."""
    if each.ratio_low is None:
        return "–"
    low = say.number(each.ratio_low)
    if each.ratio_high is None:
        return say("ratio.no_upper", low=low)
    high = say.number(each.ratio_high)
    return say("ratio", ratio="–" if each.ratio is None else say.number(each.ratio), low=low, high=high)


def rate_sentence(release: Release, estimate: Estimate, say: Words) -> Finding:
    """A rate of a municipality's group in words."""
    who = {"group": say.choice("group_the", estimate.group), "place": place_of(release, estimate, say)}
    wording = wording_of(release, estimate.indicator)
    if estimate.share is None or estimate.answered is None or wording is None:
        band = band_text(estimate, say)
        key = "finding.band" if band else f"finding.{estimate.status}"
        return Finding(say(key, **who, band=band) if band else say(key, **who), estimate.status)
    text = say(
        "finding.share",
        **who,
        share=say.share(estimate.share, estimate.answered),
        finding=text_of(release, wording.finding[estimate.group], say),
        exposed=say.whole(estimate.exposed or 0),
        answered=say.whole(estimate.answered),
        level=say.level(estimate.level),
        interval=interval_text(estimate, say),
    )
    return Finding(f"{text} {say('finding.uncertain')}" if estimate.reliability else text)


def compared_sentence(release: Release, found: Comparison, say: Words) -> Finding:
    """What a comparison shows, with all that a reader must know beside it."""
    kind, seen = kind_of(found), verdict(found)
    place = shared(release, found, say)
    sides = {"first": side_name(release, found.first, kind, say), "second": side_name(release, found.second, kind, say)}
    frame = {"where": say(f"where.{kind}", **place), "at": say(f"at.{kind}"), "things": say(f"things.{kind}")}
    key = f"compared.{'alone' if seen.endswith('_alone') else seen}"
    if found.reason and seen in {"no_answers", "not_applicable"}:
        key = say.known(f"compared.{found.reason}", key)
    words = [say(key, **frame, **sides, **_numbers(release, found, say))]
    if seen not in {"hidden", "no_answers", "not_applicable"}:
        words += _standing(release, found, kind, say) if is_clear(found) else []
        words += _other_target(found, say)
    if found.left_out:
        names = tuple(place_name(release, code, say) for code in found.left_out)
        words.append(say("compared.left_out", places=joined(names, say)))
    if found.homogeneity is not None:
        words.append(_homogeneity(found.homogeneity, found.level, say))
    return Finding(" ".join(words), seen)


def superiority_sentence(release: Release, found: Superiority, say: Words) -> Finding:
    """What the comparison of a scale shows."""
    kind, seen = kind_of(found), verdict(found)
    frame = {
        "where": say(f"where.{kind}", **shared(release, found, say)),
        "first": side_name(release, found.first, kind, say),
        "second": side_name(release, found.second, kind, say),
    }
    key = "alone" if seen.endswith("_alone") else seen
    if found.probability is None or found.low is None or found.high is None or found.p_adjusted is None:
        return Finding(say(f"scaled.{key}", **frame), seen)
    numbers = {
        "probability": say.chance(found.probability),
        "low": say.chance(found.low),
        "high": say.chance(found.high),
        "level": say.level(found.level),
        "size": say.whole(found.family_size),
        "p": say.p(found.p_adjusted, found.level),
    }
    return Finding(say(f"scaled.{key}", **frame, **numbers), seen)


def _numbers(release: Release, found: Comparison, say: Words) -> dict[str, str]:
    if found.difference is None or found.low is None or found.high is None or found.p_adjusted is None:
        return {}
    adjust = next((family.adjust for family in release.families if family.id == found.family), "")
    return {
        "difference": say.points(found.difference),
        "low": say.points(found.low),
        "high": say.points(found.high),
        "level": say.level(found.level),
        "size": say.whole(found.family_size),
        "p": say.p(found.p_adjusted, found.level),
        "adjust": say.choice("adjust", adjust),
    }


def _standing(release: Release, found: Comparison, kind: Kind, say: Words) -> list[str]:
    low, high = found.bounds_low, found.bounds_high
    if low is not None and high is not None and (low > 0 or high < 0):
        return [say("standing.bounds", low=say.points(low), high=say.points(high))]
    if found.tipping is None or kind not in {"groups", "places"}:
        return []
    side = say.choice("group_the", found.first.group)
    if kind == "places":
        side = say("standing.in", group=side, place=place_name(release, found.first.municipality, say))
    return [say(f"standing.{verdict(found)}", who=side, tipping=say.share(found.tipping, 0))]


def _other_target(found: Comparison, say: Words) -> list[str]:
    if not found.targets_disagree or found.other is None:
        return []
    low, high = say.points(found.other.low), say.points(found.other.high)
    return [say(f"disagree.{found.other.target}", level=say.level(found.level), low=low, high=high)]


def _homogeneity(found: Homogeneity, level: float, say: Words) -> str:
    tests = [(name, p) for name, p in (("breslow_day", found.breslow_day_p), ("q", found.q_p)) if p is not None]
    if not tests:
        return say("alike.unknown")
    alpha = round(1 - level, 12)
    named = ", ".join(say(f"alike.{name}", p=say.p(p, level)) for name, p in tests)
    return say("alike.no" if any(p < alpha for _, p in tests) else "alike.unseen", tests=named)
