"""The names of what a release is about, in both languages of its tables: indicators, options, groups and places.

They are put together of the release's own words, with the dates of the period written out. An id that the release has
no words for is its own name: a table must not stop at a missing label, and must not invent one.
"""

from collections.abc import Iterator, Sequence

from analysis.disclosure.release import Release, Subset, Weighted
from analysis.report.catalogue import LANGUAGES, bare, words
from analysis.report.differing import own_period
from questionnaires.model import Text
from questionnaires.plans import excluded

#: The code of all options but those that a breakdown names.
REST = "rest"


class Names:
    """The names of one *release*."""

    def __init__(self, release: Release) -> None:
        self._period = {language: own_period(release, None, words(language)) for language in LANGUAGES}
        self._places = {place.code: place.name for place in release.wave.places}
        self._labels = {name: self._written(text) for name, text in _labels(release)}
        self._bases = {name: self._written(text) for name, text in _bases(release)}
        self._subsets = {name: self._written(text) for name, text in _subsets(release)}
        self._items = {each.item: each.label for each in release.breakdowns}
        self._options = {(each.item, o.code): o.label for each in release.breakdowns for o in each.options}
        self._pools = {pool.id: self._written(pool.label) for pool in release.pools}

    def label(self, indicator: str) -> Text:
        """What an estimate's or comparison's `indicator`, or a superiority's `item`, is called."""
        return self._labels.get(indicator, _itself(indicator))

    def base(self, indicator: str) -> Text:
        """Who is in its denominator, in words; empty where the release does not say."""
        return self._bases.get(indicator, {})

    def subset(self, subset: Subset) -> Text:
        """The background item and the option."""
        name = f"{subset.item}={subset.code}"
        return self._subsets.get(name, _itself(name))

    def code(self, subset: Subset) -> str:
        """The background item and the option's code, that of all other options being short: "B4=woman", "B4=rest"."""
        return f"{subset.item}={_short(subset.code)}"

    def items(self, items: Sequence[str]) -> Text:
        """The background *items*, one after another."""
        return _listed([_plain(self._items.get(item, _itself(item))) for item in items], "; ")

    def short(self, weighted: Weighted) -> list[list[str]]:
        """The codes of the options that were taken together."""
        return [[_short(code) for code in codes] for codes in weighted.collapsed]

    def collapsed(self, weighted: Weighted) -> Text:
        """The same options in words; a code is looked for among the items of the weights."""
        own = {code: label for (item, code), label in self._options.items() if item in weighted.items}
        return _listed(
            [_listed([own.get(c, _itself(_short(c))) for c in codes], " + ") for codes in weighted.collapsed], "; "
        )

    def pool(self, pool: str) -> Text:
        """Neighbouring municipalities together."""
        return self._pools.get(pool, _itself(pool))

    def group(self, group: str) -> Text:
        """A group, as the report calls it."""
        return {language: words(language).choice("group", group) for language in LANGUAGES}

    def municipality(self, code: str | None) -> str | None:
        """Its name; None for all of them together."""
        return None if code is None else self._places.get(code, code)

    def in_both(self, column: str, text: Text) -> dict[str, str | None]:
        """*text* as the columns `<column>_sv` and `<column>_en`, the dates of the period written out."""
        written = self._written(text)
        return {f"{column}_{language}": written.get(language) for language in LANGUAGES}

    def _written(self, text: Text) -> Text:
        return {name: wording.replace("{period}", self._period.get(name, "")) for name, wording in text.items()}


def _labels(release: Release) -> Iterator[tuple[str, Text]]:
    for wording in release.indicators:
        yield wording.id, wording.label
    for split in release.splits:
        yield split.id, split.label
        for category in split.categories:
            yield f"{split.id}/{category.code}", _joined(split.label, ": ", category.label)
    for scale in release.scales:
        yield scale.item, scale.label
        for option in scale.options:
            yield f"{scale.item}>={option.code}", _joined(scale.label, " ≥ ", option.label)


def _bases(release: Release) -> Iterator[tuple[str, Text]]:
    own = {wording.id: wording for wording in release.indicators}
    for wording in release.indicators:
        yield wording.id, wording.denominator
    for split in release.splits:
        for category in split.categories:
            yield f"{split.id}/{category.code}", own[split.of].label if split.of in own else {}


def _subsets(release: Release) -> Iterator[tuple[str, Text]]:
    for breakdown in release.breakdowns:
        for option in breakdown.options:
            yield f"{breakdown.item}={option.code}", _joined(breakdown.label, ": ", option.label)


def _joined(first: Text, between: str, second: Text) -> Text:
    return {language: f"{words}{between}{second.get(language, '')}" for language, words in _plain(first).items()}


def _listed(texts: Sequence[Text], between: str) -> Text:
    return {language: between.join(text.get(language, "") for text in texts) for language in LANGUAGES}


def _plain(text: Text) -> Text:
    """A label that something follows: without the full stop of a sentence."""
    return {language: bare(words) for language, words in text.items()}


def _short(code: str) -> str:
    return REST if excluded(code) else code


def _itself(name: str) -> Text:
    return dict.fromkeys(LANGUAGES, name)
