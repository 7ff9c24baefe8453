"""First of all: the headline indicator, what can be told apart, and what to bear in mind; for five minutes."""

from collections import Counter

from analysis.disclosure.release import Comparison, Release
from analysis.disclosure.wordings import Family
from analysis.report.catalogue import Words, bare
from analysis.report.chapters.indicators import base_of, figures_and_table, notes
from analysis.report.document import Block, Finding, Findings, Paragraph, Section
from analysis.report.figures.rates import legend, rates_of
from analysis.report.findings import is_clear, verdict
from analysis.report.names import kind_of, label_of
from analysis.report.sentences import compared_sentence, rate_sentence, superiority_sentence

_MANY = 8  # more sentences than this are not read


def brief(release: Release, say: Words) -> Section:
    """The result in brief."""
    headline = release.indicators[0]
    rates = rates_of(release, headline.id)
    said: list[Block] = []
    if len(rates) <= _MANY:
        said.append(Findings(tuple(rate_sentence(release, each, say) for each in rates)))
    blocks = (
        *base_of(release, headline, say),
        *said,
        *figures_and_table(release, headline, say, legend(release, say)),
        *notes(release, headline, say),
    )
    sections = [Section("brief-headline", label_of(release, headline.id, say), blocks)]
    own = [each for each in release.comparisons if _is_headline(each, headline.id)]
    listed = own if len(own) <= _MANY else [each for each in own if is_clear(each)][:_MANY]
    if own:
        found = Findings(tuple(compared_sentence(release, each, say) for each in listed))
        sections.append(Section("brief-compared", say("brief.compared"), (found,) if listed else _none(say)))
    others = _others(release, headline.id, say)
    counted = tuple(Finding(_counted(release, family, say)) for family in release.families if family.size)
    if counted:
        blocks = (Findings(others),) if others else _none(say)
        sections.append(Section("brief-others", say("brief.others"), (*blocks, Findings(counted))))
    return Section("brief", say("brief.heading"), (Paragraph(_caution(release, say), "caution"),), tuple(sections))


def _caution(release: Release, say: Words) -> str:
    """What to bear in mind, with the words that the tables use for the two readings of a number."""
    words = [say("brief.caution")]
    other = next((each.other.target for each in release.estimates if each.other), "")
    words += [say(f"brief.other.{other}")] if other else []
    words += [say(f"brief.differences.{release.targets.comparisons}")] if release.comparisons else []
    return " ".join(words)


def _is_headline(found: Comparison, headline: str) -> bool:
    """Whether *found* compares whole groups or municipalities on the headline; of parts and waves others tell."""
    return found.indicator == headline and kind_of(found) in {"groups", "pooled", "places"}


def _none(say: Words) -> tuple[Block, ...]:
    return (Paragraph(say("brief.none")),)


def _others(release: Release, headline: str, say: Words) -> tuple[Finding, ...]:
    """What stands in its family, beside the headline."""
    found = []
    for each in release.comparisons:
        if is_clear(each) and not _is_headline(each, headline):
            sentence = compared_sentence(release, each, say)
            found.append(_about(label_of(release, each.indicator, say), sentence, say))
    for scaled in release.superiorities:
        if is_clear(scaled):
            label = next(
                (bare(say.of(scale.label)) for scale in release.scales if scale.item == scaled.item), scaled.item
            )
            found.append(_about(label, superiority_sentence(release, scaled, say), say))
    return tuple(found[: 2 * _MANY])


def _about(label: str, sentence: Finding, say: Words) -> Finding:
    return Finding(say("brief.about", label=label, sentence=sentence.text), sentence.verdict)


def _counted(release: Release, family: Family, say: Words) -> str:
    """How many of a family's tests show what."""
    seen = Counter(verdict(each) for each in release.comparisons if each.family == family.id)
    seen.update(verdict(each) for each in release.superiorities if each.family == family.id)
    clear = seen["higher"] + seen["lower"]
    alone = seen["higher_alone"] + seen["lower_alone"]
    words = [say.counted("brief.clear", clear)]
    words += [say.counted("brief.alone", alone)] if alone else []
    words += [say("brief.unclear", number=say.whole(seen["unclear"]))] if seen["unclear"] else []
    unmade = seen["hidden"] + seen["no_answers"] + seen["not_applicable"]
    words += [say.counted("brief.unmade", unmade)] if unmade else []
    planned = say("brief.planned_one" if family.size == 1 else "brief.planned_many", size=say.whole(family.size))
    return say("brief.counted", label=say.of(family.label), planned=planned, outcomes="; ".join(words))
