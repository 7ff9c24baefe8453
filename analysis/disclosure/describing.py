"""The words of a release, from the form and the plan: filled for the groups, with `{period}` left in them."""

from itertools import pairwise

from analysis.counting.quantities import from_cut
from analysis.disclosure.wordings import BreakdownWords, OptionWords, PoolWords, ScaleWords, SplitWords, Wording
from analysis.estimates.comparability import comparability
from questionnaires.items import Item, item_index
from questionnaires.model import AgreementScale, Battery, FrequencyScale, Indicator, Questionnaire, Text, questions
from questionnaires.plans import Breakdown, Plan, Pool, Split
from questionnaires.wordings import fill, terms_for


def indicators(plan: Plan, questionnaire: Questionnaire) -> tuple[Wording, ...]:
    """The words of the plan's indicators, in its order."""
    index = {indicator.id: indicator for indicator in questionnaire.indicators}
    return tuple(_wording(index[name], questionnaire) for name in plan.indicators)


def breakdowns(plan: Plan, questionnaire: Questionnaire) -> tuple[BreakdownWords, ...]:
    """The words of the plan's breakdowns, in its order."""
    return tuple(_breakdown(each, questionnaire) for each in plan.breakdowns)


def splits(plan: Plan) -> tuple[SplitWords, ...]:
    """The words of the plan's splits, in its order."""
    return tuple(_split(each) for each in plan.splits)


def scales(plan: Plan, questionnaire: Questionnaire) -> tuple[ScaleWords, ...]:
    """The words of every item of which the plan wants the distribution, in its order."""
    return tuple(_scale(item, each.cuts, questionnaire) for each in plan.distributions for item in each.items)


def pools(plan: Plan, there: frozenset[str]) -> tuple[PoolWords, ...]:
    """The plan's pools, with those of their municipalities that are *there*; a pool of one is none."""
    present = ((pool, tuple(code for code in pool.municipalities if code in there)) for pool in plan.pools)
    return tuple(_pool(pool, codes) for pool, codes in present if len(codes) > 1)


def _pool(pool: Pool, codes: tuple[str, ...]) -> PoolWords:
    return PoolWords(pool.id, pool.label, codes)


def _wording(indicator: Indicator, questionnaire: Questionnaire) -> Wording:
    groups = indicator.groups or questionnaire.groups
    return Wording(
        id=indicator.id,
        label=_filled(indicator.label, groups[0], questionnaire),
        denominator=_filled(indicator.denominator, groups[0], questionnaire),
        finding={group: _filled(indicator.finding, group, questionnaire) for group in groups},
        comparability=comparability(questionnaire, indicator),
    )


def _filled(text: Text, group: str, questionnaire: Questionnaire) -> Text:
    return {
        language: fill(words, terms_for(questionnaire, group, language, "{period}")) for language, words in text.items()
    }


def _breakdown(breakdown: Breakdown, questionnaire: Questionnaire) -> BreakdownWords:
    item = item_index(questionnaire)[breakdown.item]
    codes = breakdown.codes or tuple(code for code in item.codes() if item.substantive(code))
    words = {each.code: each for each in _options(item, questionnaire)}
    if breakdown.rest is not None:
        words[codes[-1]] = OptionWords(codes[-1], breakdown.rest)
    label = breakdown.label or _filled(item.text, item.groups[0], questionnaire)
    return BreakdownWords(item.id, label, tuple(words[code] for code in codes), breakdown.indicators)


def _split(split: Split) -> SplitWords:
    categories = tuple(OptionWords(category.id, category.label) for category in split.categories)
    return SplitWords(split.id, split.label, split.of, categories)


def _scale(name: str, cuts: tuple[str, ...], questionnaire: Questionnaire) -> ScaleWords:
    item = item_index(questionnaire)[name]
    scores = {option.code: option.score for option in item.options if option.score is not None}
    ordered = sorted(scores, key=lambda code: scores[code] or 0)
    words = {each.code: each for each in _options(item, questionnaire)}
    above = [set(ordered), *(set(from_cut(item, cut)) for cut in cuts), set[str]()]
    steps = [[code for code in ordered if code in low - high] for low, high in pairwise(above)]
    return ScaleWords(
        item=name,
        label=_filled(item.text, item.groups[0], questionnaire),
        measure="frequency" if _measure(item, questionnaire) == "frequency" else "agreement",
        options=tuple(words[code] for code in ordered),
        cuts=cuts,
        steps=tuple(_step([words[code].label for code in codes]) for codes in steps),
    )


def _step(labels: list[Text]) -> Text:
    """The options between two cuts, in one label."""
    return {language: " / ".join(label[language] for label in labels) for language in labels[0]} if labels else {}


def _measure(item: Item, questionnaire: Questionnaire) -> str:
    question = next(question for _, question in questions(questionnaire) if question.id == item.question)
    if isinstance(question, FrequencyScale | AgreementScale | Battery):
        return questionnaire.scales[question.scale].measure
    return "choice"


def _options(item: Item, questionnaire: Questionnaire) -> tuple[OptionWords, ...]:
    group = item.groups[0]
    return tuple(OptionWords(option.code, _filled(option.text, group, questionnaire)) for option in item.options)
