"""Is this plan well made for its questionnaire? Every fault at once, each with its place and its mend.

The municipalities are not known here, so a pool may name any; and what is declared in no wording or counted in no table
could not be published, so a comparison of it is a fault now and not when the answers have come.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from questionnaires.checks import ID
from questionnaires.indicators import is_about_a_part
from questionnaires.items import Item, item_index
from questionnaires.model import Questionnaire
from questionnaires.plans import Breakdown, Comparison, Distribution, Plan, Reference, Split, Weighting, excluded
from questionnaires.pool_checks import pool_problems
from questionnaires.wordings import missing_languages

#: How many groups a kind of comparison is between; the others take one or more, each by itself.
_PAIRED = ("groups_within_municipality", "groups_pooled", "scales_between_groups")


def plan_problems(plan: Plan, questionnaire: Questionnaire) -> tuple[str, ...]:
    """All faults of *plan*, as "place: what is wrong; mend"."""
    return tuple(_Checks(plan, questionnaire).all())


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _rising(values: Sequence[float]) -> bool:
    return all(before < after for before, after in pairwise(values))


def _substantive(item: Item) -> list[str]:
    return [code for code in item.codes() if item.substantive(code)]


class _Checks:
    """The checks of one plan against one form."""

    def __init__(self, plan: Plan, form: Questionnaire) -> None:
        self.plan = plan
        self.form = form
        self.items = item_index(form)
        self.indicators = {indicator.id: indicator for indicator in form.indicators}
        self.about = {indicator.id: indicator.groups or form.groups for indicator in form.indicators}
        self.single = {item.id for item in self.items.values() if not item.multiple and not item.required}

    def all(self) -> Iterator[str]:
        """Every fault, in the order of the file."""
        plan = self.plan
        yield from self._head()
        yield from self._ids()
        for comparison in plan.comparisons:
            yield from (f"comparison {comparison.id}{fault}" for fault in self._comparison(comparison))
        for breakdown in plan.breakdowns:
            yield from (f"breakdown by {breakdown.item}{fault}" for fault in self._breakdown(breakdown))
        for split in plan.splits:
            yield from (f"split {split.id}{fault}" for fault in self._split(split))
        for place, distribution in enumerate(plan.distributions, start=1):
            yield from (f"distribution {place}{fault}" for fault in self._distribution(distribution))
        if plan.weighting is not None:
            yield from (f"weighting{fault}" for fault in self._weighting(plan.weighting))
        for place, reference in enumerate(plan.references, start=1):
            yield from (f"reference {place}{fault}" for fault in self._reference(reference))
        yield from pool_problems(plan.pools, self.form.languages)
        if not _rising((0, *plan.bands, 1)):
            written = ", ".join(f"{band:g}" for band in plan.bands)
            yield f"bands: {written} are not rising shares between 0 and 1; write 0.15 for 15 %, the lowest first"

    def _ids(self) -> Iterator[str]:
        """Ids that are none, and what is named twice."""
        plan = self.plan
        named = {
            "comparisons": [each.id for each in plan.comparisons],
            "splits": [each.id for each in plan.splits],
            "pools": [each.id for each in plan.pools],
        }
        for what, ids in named.items():
            if _twice(ids):
                yield f"{what}: an id is used twice; give each its own"
            for name in ids:
                if not ID.fullmatch(name):
                    yield f"{what}: {name!r} is no id; begin with a letter, and write letters, digits and _"
        for pair in _twice(f"{name} by {each.item}" for each in plan.breakdowns for name in each.indicators):
            yield f"breakdowns: {pair} is named twice; name it once"
        for name in _twice(name for each in plan.distributions for name in each.items):
            yield f"distributions: the item {name} is named twice; name it once"

    def _head(self) -> Iterator[str]:
        plan = self.plan
        if not 0 < plan.level < 1:
            yield f"level: {plan.level} is not between 0 and 1; write 0.95 for 95 %"
        if not plan.indicators:
            yield "indicators: none is named; name those to report, the headline first"
        if _twice(plan.indicators):
            yield "indicators: one is named twice; name each once"
        for name in plan.indicators:
            if name not in self.about:
                yield f"indicators: the questionnaire has no indicator {name}; mend the id"

    def _planned(self, names: Sequence[str], groups: Sequence[str] = ()) -> Iterator[str]:
        """Faults of indicators that are compared, broken down or weighted, for those of *groups* that are named."""
        for name in names:
            if name not in self.plan.indicators:
                yield f": {name} is not among the plan's indicators; add it there or mend the id"
            outside = sorted(set(groups) - set(self.about.get(name, groups)))
            if outside:
                yield f": the indicator {name} is not about {', '.join(outside)}; take it or the group away"

    def _options(self, item: Item, codes: Sequence[str]) -> Iterator[str]:
        for code in codes:
            if code not in item.codes():
                yield f": the item {item.id} has no option {code}; it has {', '.join(_substantive(item))}"
            elif not item.substantive(code):
                yield f": the option {code} of {item.id} is no answer in substance; take it away"
        for code in _twice(codes):
            yield f": the option {code} is named twice; name it once"

    def _background(self, name: str) -> Iterator[str]:
        if name not in self.items:
            yield f": the questionnaire has no item {name!r}; mend the id"
        elif name not in self.single:
            yield f": the item {name} is no single choice, so nobody belongs to one option of it; name another"

    def _comparison(self, comparison: Comparison) -> Iterator[str]:
        kind, groups = comparison.kind, comparison.groups
        scales = kind == "scales_between_groups"
        yield from self._planned(comparison.indicators, groups)
        for group in groups:
            if group not in self.form.groups:
                yield f": the questionnaire has no group {group}; mend the name"
        if kind in _PAIRED and len(groups) != 2:
            yield ": two groups are compared; name exactly two in groups"
        if not groups or not (comparison.scales if scales else comparison.indicators):
            yield f": it compares nothing; name groups and {'scales' if scales else 'indicators'}"
        for what, names in (("group", groups), ("indicator", comparison.indicators), ("scale", comparison.scales)):
            if _twice(names):
                yield f": one {what} is named twice and would be tested twice; name each once"
        yield from self._only_what_the_kind_takes(comparison)
        if kind == "options_within_stratum":
            yield from self._between_options(comparison)
        if scales:
            yield from self._scales(comparison)
        yield from missing_languages(", label", comparison.label, self.form.languages)

    def _only_what_the_kind_takes(self, comparison: Comparison) -> Iterator[str]:
        takes = {"options_within_stratum": ("indicators", "item", "options"), "scales_between_groups": ("scales",)}
        for key in ("indicators", "item", "options", "scales"):
            if getattr(comparison, key) and key not in takes.get(comparison.kind, ("indicators",)):
                yield f": {key} means nothing to the kind {comparison.kind}; take the key away or change the kind"

    def _between_options(self, comparison: Comparison) -> Iterator[str]:
        if not comparison.item or len(comparison.options) != 2:
            yield ": two options of a background item are compared; name the item, and exactly two in options"
            return
        yield from self._background(comparison.item)
        if comparison.item not in self.single:
            return
        item = self.items[comparison.item]
        counted = {
            (name, code)
            for each in self.plan.breakdowns
            if each.item == item.id
            for name in each.indicators
            for code in each.codes or _substantive(item)
        }
        rests = {code for _, code in counted if excluded(code)}
        yield from self._options(item, tuple(code for code in comparison.options if code not in rests))
        for name in comparison.indicators:
            for code in comparison.options:
                if (code in item.said or code in rests) and (name, code) not in counted:
                    yield f": {name} is not broken down by {item.id} = {code}; add it to the breakdowns"
        for group in comparison.groups:
            if group in self.form.groups and group not in item.groups:
                yield f": the item {item.id} is not asked of {group}; take the group away"

    def _scales(self, comparison: Comparison) -> Iterator[str]:
        known = {name for each in self.plan.distributions for name in each.items}
        for name in comparison.scales:
            if name not in known:
                yield f": the scale {name} is in no distribution; add it there or mend the id"
            elif name in self.items:
                for group in comparison.groups:
                    if group in self.form.groups and group not in self.items[name].groups:
                        yield f": the item {name} is not asked of {group}; take the scale away"

    def _breakdown(self, breakdown: Breakdown) -> Iterator[str]:
        yield from self._planned(breakdown.indicators)
        if not breakdown.indicators:
            yield ": it breaks nothing down; name indicators"
        yield from self._background(breakdown.item)
        if breakdown.item in self.single:
            item = self.items[breakdown.item]
            yield from self._options(item, breakdown.options)
            yield from self._of_nobody(breakdown.indicators, item)
            if breakdown.label is not None:
                yield from missing_languages(", label", breakdown.label, self.form.languages)
            if breakdown.rest is not None:
                yield from missing_languages(", rest", breakdown.rest, self.form.languages)
                if not breakdown.options or set(_substantive(item)) <= set(breakdown.options):
                    yield ": the rest of all options is nobody; name some of them in options, or take rest away"

    def _of_nobody(self, names: Sequence[str], item: Item) -> Iterator[str]:
        for name in names:
            if name in self.about and not set(self.about[name]) & set(item.groups):
                yield f": no group is asked both for {name} and {item.id}; take one of them away"

    def _split(self, split: Split) -> Iterator[str]:
        yield from self._planned((split.of,))
        yield from missing_languages(", label", split.label, self.form.languages)
        ids = [category.id for category in split.categories]
        if _twice(ids):
            yield ": a category's id is used twice; give each its own"
        yield from (
            f": {name!r} is no id of a category; begin with a letter, and write letters, digits and _"
            for name in ids
            if not ID.fullmatch(name)
        )
        if not ids:
            yield ": it has no categories; name some codes in each of at least one"
        for category in split.categories:
            yield from missing_languages(f", category {category.id}, label", category.label, self.form.languages)
            if not category.codes:
                yield f", category {category.id}: it has no codes; name some or take it away"
        if split.item not in self.items:
            yield f": the questionnaire has no item {split.item!r}; mend the id"
        elif not self.items[split.item].multiple:
            yield f": the item {split.item} is no multiple choice; break down by it instead"
        else:
            item = self.items[split.item]
            for category in split.categories:
                yield from (f", category {category.id}{fault}" for fault in self._options(item, category.codes))
            yield from self._in_two(split)
            yield from self._of_nobody((split.of,), item)

    def _in_two(self, split: Split) -> Iterator[str]:
        for code in _twice(code for category in split.categories for code in set(category.codes)):
            both = " and ".join(category.id for category in split.categories if code in category.codes)
            yield f": the option {code} is in the categories {both}; leave it in one"

    def _distribution(self, distribution: Distribution) -> Iterator[str]:
        ordered: list[Item] = []
        for name in distribution.items:
            if name not in self.items:
                yield f": the questionnaire has no item {name!r}; mend the id"
            elif any(o.score is None for o in self.items[name].options if not o.missing) or name not in self.single:
                yield f": nothing orders the options of {name}; name items on a frequency or agreement scale"
            else:
                ordered.append(self.items[name])
        if not distribution.items or not distribution.cuts:
            yield ": it shows nothing; name items and cuts"
        for item in ordered:
            if item.options != ordered[0].options:
                yield f": {item.id} is on another scale than {ordered[0].id}; give it a distribution of its own"
        if ordered:
            yield from self._cuts(ordered[0], distribution.cuts)

    def _cuts(self, item: Item, cuts: Sequence[str]) -> Iterator[str]:
        yield from self._options(item, cuts)
        score = {option.code: option.score for option in item.options if option.score is not None}
        known = [score[code] for code in cuts if code in score]
        if score and min(score.values()) in known:
            yield ": the lowest option is no cut, since everybody is at it or above; take it away"
        if not _rising(list(dict.fromkeys(known))):
            yield f": the cuts {', '.join(cuts)} are not in the order of the scale; write the lowest first"

    def _weighting(self, weighting: Weighting) -> Iterator[str]:
        yield from self._planned(weighting.indicators)
        if not weighting.items or not weighting.indicators:
            yield ": it weights nothing; name items and indicators"
        for what, names in (("item", weighting.items), ("indicator", weighting.indicators)):
            for name in _twice(names):
                yield f": the {what} {name} is named twice; name it once"
        for name in weighting.items:
            yield from self._background(name)
        for name in weighting.indicators:
            if name in self.about and is_about_a_part(self.indicators[name]):
                yield f": {name} is about those only for whom another indicator holds, of whom nobody has frame counts"
        if weighting.items and weighting.items[0] in self.single:
            for together in weighting.collapse:
                yield from (f", collapse{fault}" for fault in self._options(self.items[weighting.items[0]], together))
                if len(together) < 2:
                    yield ", collapse: one option alone is not taken together with another; name two or more"

    def _reference(self, reference: Reference) -> Iterator[str]:
        if reference.group not in self.form.groups:
            yield f": the questionnaire has no group {reference.group}; mend the name"
        else:
            yield from self._planned((reference.indicator,), (reference.group,))
        if not 0 < reference.share < 1:
            yield f": the share {reference.share:g} is not between 0 and 1; write 0.29 for 29 %"
        if not reference.source.strip():
            yield ": its source is missing; name who published it, and when"
        for what in ("label", "population", "period"):
            yield from missing_languages(f", {what}", getattr(reference, what), self.form.languages)
