"""Plain sentences made from estimates. None claims more than its interval and the verdict of its family allow.

Each adds what a reader must know to judge it: what those who did not answer could change, that the other target would
give another verdict, who was left out, and whether a pooled difference is the same everywhere.
"""

from analysis.disclosure.release import Comparison, Estimate, Homogeneity, Release, Side, Superiority
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
        return absent_text(estimate, say)
    return f"{say.share(estimate.share, estimate.answered)} ({interval_text(estimate, say)})"


def absent_text(estimate: Estimate, say: Words) -> str:
    """What stands in the place of a rate: "hidden, under 15 %", or the word for why there is none."""
    word = say(f"status.{estimate.status}")
    return word if estimate.band is None else say("status.band", status=word, band=band_text(estimate, say))


def interval_text(estimate: Estimate, say: Words) -> str:
    """The interval of a rate; for a group in which everybody answered, that they did."""
    if estimate.low is None or estimate.high is None or estimate.answered is None:
        return "–"
    if estimate.low == estimate.high:
        return say("census")
    return say.shares(estimate.low, estimate.high, estimate.answered)


def band_text(estimate: Estimate, say: Words) -> str:
    """The band of a hidden rate that is told coarsely, as "within 5–15 %"; empty for none."""
    if estimate.band is None:
        return ""
    low, high = estimate.band
    if low <= 0:
        return say("band.under", high=say.share(high, 0))
    return say("band.over", low=say.share(low, 0)) if high >= 1 else say("band.within", range=say.shares(low, high, 0))


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
        finding=text_of(release, wording.finding[estimate.group], say, estimate.municipality),
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
        words += _other_target(found, frame | sides, say)
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
        "interval": say.chances(found.low, found.high),
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
        **_upwards(found, found.difference, found.low, found.high, say),
        "level": say.level(found.level),
        "size": say.whole(found.family_size),
        "p": say.p(found.p_adjusted, found.level),
        "adjust": say.choice("adjust", adjust),
    }


def _upwards(found: Comparison, difference: float, low: float, high: float, say: Words) -> dict[str, str]:
    """A difference and its limits in points; how much lower, where the sentence says "lower"."""
    if verdict(found) == "lower":
        difference, low, high = -difference, -high, -low
    return {"difference": say.points(difference), "low": say.points(low), "high": say.points(high)}


def _standing(release: Release, found: Comparison, kind: Kind, say: Words) -> list[str]:
    """What those who did not answer could change: nothing, or what it would take of each side by itself."""
    low, high = found.bounds_low, found.bounds_high
    if low is None or high is None or kind not in {"groups", "places"}:
        return []
    if low > 0 or high < 0:
        limits = _upwards(found, 0.0, low, high, say)
        return [say("standing.bounds", low=limits["low"], high=limits["high"])]
    up = verdict(found) == "higher"
    one = _needed(release, found.first, found.tipping, kind, say, most=up)
    two = _needed(release, found.second, found.tipping_second, kind, say, most=not up)
    first, second = (_silent(release, side, kind, say) for side in (found.first, found.second))
    if one and two:
        return [say("standing.both", first=one, second=two)]
    if one or two:
        return [say("standing.one", other=second if one else first, needed=one or two)]
    return [say("standing.none", first=first, second=second)]


def _silent(release: Release, side: Side, kind: Kind, say: Words) -> str:
    """A side as those of it who did not answer are named: "medarbetarna", "medarbetarna i Linköping"."""
    group = say.choice("group_the", side.group)
    if kind == "groups":
        return group
    return say("standing.in", group=group, place=place_name(release, side.municipality, say))


def _needed(release: Release, side: Side, tipping: float | None, kind: Kind, say: Words, *, most: bool) -> str:
    """The share that those of *side* who did not answer would need to have; empty where none would do."""
    if tipping is None:
        return ""
    who, share = _silent(release, side, kind, say), say.share(tipping, 0)
    return say("standing.at_most" if most else "standing.at_least", who=who, share=share)


def _other_target(found: Comparison, frame: dict[str, str], say: Words) -> list[str]:
    """What the other reading shows, where that is something else: a direction only if this one shows none."""
    if not found.targets_disagree or found.other is None:
        return []
    low, high, seen = found.other.low, found.other.high, "unclear"
    if not is_clear(found) and (low > 0 or high < 0):
        seen = "higher" if low > 0 else "lower"
    if "lower" in {seen, verdict(found)}:  # limits of how much lower, as what stands before them
        low, high = -high, -low
    outcome = say(f"disagree.{seen}", **frame)
    limits = {"low": say.points(low), "high": say.points(high), "level": say.level(found.level)}
    return [say(f"disagree.{found.other.target}", outcome=outcome, **limits)]


def _homogeneity(found: Homogeneity, level: float, say: Words) -> str:
    """Whether the difference, in points, varies: by the test in points alone, not by the one of odds ratios."""
    if found.q_p is None:
        return say("alike.unknown")
    varies = found.q_p < round(1 - level, 12)  # 1 - 0.95 is a little more than 0.05
    return say("alike.no" if varies else "alike.unseen", p=say.p(found.q_p, level))
