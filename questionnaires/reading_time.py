"""How long a form takes, worked out from its words: so that a promise about minutes is a sum and not a guess.

The rule: every word of a page's title and intro, and of a question's wording, hint, statements and options, is read
at 200 words a minute; a battery's scale once, not once a statement. An option whose label the same reader has met on
the way ("Vet ej", a whole scale) is recognised and not read word by word again; what those words would add is told
beside. A click takes 4 s: one for each item answered, two where several may be chosen, one for each page, one to start
and one to send. A word is what stands between two spaces or dashes. The words of the interface (buttons, the first
page, the page that sends) are no part of a form.

It is a rule for comparing wordings, never a measurement: time the form with people before promising anything.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from questionnaires.conditions import All, Answers, Condition, IndicatorHolds, Not, holds, leaves, spelled_out
from questionnaires.items import ById, Item, items, options_of
from questionnaires.model import Battery, Question, Questionnaire, Section, Text, questions
from questionnaires.reachability import Leaf, hit_by, sorts
from questionnaires.sheets import is_shown, substantive, wording
from questionnaires.wordings import fill, terms_for

WORDS_A_MINUTE = 200
SECONDS_A_CLICK = 4
CLICKS_AROUND = 2  # to start, and to send

#: Fills `{period}`: six words, as such dates have in every language so far.
PERIOD = "1 april 2021–31 mars 2022"
BETWEEN = re.compile(r"[\s–]+")


class ReadingTime(msgspec.Struct, frozen=True):
    """Words read and clicks made on the way through a form; and *recognised*: words of labels met before, not read."""

    words: int = 0
    clicks: int = 0
    recognised: int = 0

    @property
    def minutes(self) -> float:
        """At 200 words a minute and 4 s a click."""
        return self.words / WORDS_A_MINUTE + self.clicks * SECONDS_A_CLICK / 60

    @property
    def every_label(self) -> float:
        """The minutes of whoever reads the labels that they have met before word by word again."""
        return self.minutes + self.recognised / WORDS_A_MINUTE

    def __add__(self, other: "ReadingTime") -> "ReadingTime":
        return ReadingTime(self.words + other.words, self.clicks + other.clicks, self.recognised + other.recognised)


class Reader(msgspec.Struct, frozen=True):
    """Who reads: in which language, and in which group."""

    language: str
    group: str


def reading_time(form: Questionnaire, reader: Reader, sheet: Answers) -> ReadingTime:
    """The time of whoever gives the answers in *sheet*, a clean one; what is shown and skipped is read all the same."""
    total = ReadingTime(clicks=CLICKS_AROUND)
    met: frozenset[str] = frozenset()
    for section in form.sections:
        shown = [question for question in section.questions if is_shown(form, question, reader.group, sheet)]
        total += _page(form, reader, section) if shown else ReadingTime()
        for question in shown:
            total += _question(form, reader, question, sheet, met)
            met = met.union(_labels(form, reader, question))
    return total + ReadingTime(clicks=sum(_clicks(item, sheet.get(item.id, ())) for item in items(form)))


def _read(form: Questionnaire, reader: Reader, texts: Iterable[Text | None]) -> Iterator[str]:
    """The texts as *reader* reads them."""
    terms = terms_for(form, reader.group, reader.language, PERIOD)
    return (fill(text[reader.language], terms).strip() for text in texts if text is not None)


def _words(texts: Iterable[str]) -> int:
    return sum(len(BETWEEN.split(text)) for text in texts)


def _labels(form: Questionnaire, reader: Reader, question: Question) -> tuple[str, ...]:
    """What the options of *question* are called."""
    return tuple(_read(form, reader, (option.text for option in options_of(form, question))))


def _page(form: Questionnaire, reader: Reader, section: Section) -> ReadingTime:
    """Its title and intro, and the click that leaves it."""
    return ReadingTime(_words(_read(form, reader, (section.title, section.intro))), clicks=1)


def _question(
    form: Questionnaire, reader: Reader, question: Question, sheet: Answers, met: frozenset[str]
) -> ReadingTime:
    """Its words, when the labels in *met* stood under questions before it."""
    statements = [each.text for each in question.statements] if isinstance(question, Battery) else []
    asked = _read(form, reader, (wording(form, question, sheet), question.hint, *statements))
    labels = _labels(form, reader, question)
    new = [label for label in labels if label not in met]
    return ReadingTime(_words(asked) + _words(new), recognised=_words(labels) - _words(new))


def _clicks(item: Item, chosen: tuple[str, ...]) -> int:
    if not chosen:
        return 0
    return 2 if item.multiple else 1


def longest(form: Questionnaire, reader: Reader, condition: Condition | None = None) -> dict[str, tuple[str, ...]]:
    """The sheet that takes longest of all that the reader can give and *condition*, which names items, holds for.

    Found, not chosen: the items are taken in order, each with one answer of every sort that a condition tells apart;
    of sheets that no condition tells apart so far, nor the labels met, only the one that has taken longest is followed
    further. Raises ValueError if *condition* holds for no sheet.
    """
    walks = _Walks(form, reader, condition)
    for section, question in questions(form):
        walks.through(section, question)
    return walks.longest()


class Way(msgspec.Struct, frozen=True):
    """The longest way through the form for one reader: of those who count in an indicator, or of those who do not."""

    reader: Reader
    counts: bool
    time: ReadingTime


@lru_cache(maxsize=64)
def _most(form: ById, language: str) -> float:
    readers = (Reader(language, group) for group in form.questionnaire.groups)
    return max(
        reading_time(form.questionnaire, reader, longest(form.questionnaire, reader)).minutes for reader in readers
    )


def most_minutes(form: Questionnaire, language: str) -> float:
    """The longest way of anybody in any group. Worked out once for each questionnaire object and language."""
    return _most(ById(form), language)


def longest_ways(form: Questionnaire, indicator: str) -> Iterator[Way]:
    """For each language and group, the longest way of those who do not count in *indicator*, and of those who do."""
    for language in form.languages:
        for group in form.groups:
            reader = Reader(language, group)
            for counts in (False, True):
                sheet = longest(form, reader, standing_in(form, indicator, counts=counts))
                yield Way(reader, counts, reading_time(form, reader, sheet))


def standing_in(form: Questionnaire, indicator: str, *, counts: bool) -> Condition:
    """That a respondent is in the base of *indicator* and counts in it; or, not *counts*, is in it and does not.

    Raises ValueError if the form has no such indicator.
    """
    meaning: dict[str, Condition] = {}
    for each in form.indicators:
        base, met = spelled_out(each.base, meaning), spelled_out(each.counts, meaning)
        if each.id == indicator:
            return All((base, met if counts else Not(met)))
        meaning[each.id] = All((base, met))
    raise ValueError(f"the form has no indicator {indicator!r}")


class _Walk(msgspec.Struct, frozen=True):
    """One sheet as far as filled in: its time, how often each condition that matters has been met, labels met."""

    sheet: dict[str, tuple[str, ...]]
    time: ReadingTime
    hits: tuple[int, ...]
    page: str = ""
    labels: frozenset[str] = frozenset()


class _Walks:
    """All walks that some condition tells apart, from the first question to the last."""

    def __init__(self, form: Questionnaire, reader: Reader, condition: Condition | None) -> None:
        self.form = form
        self.reader = reader
        self.condition = condition
        self.told = list(dict.fromkeys(_told_apart(form, condition)))
        self.lines: dict[str, list[Item]] = {}
        for item in items(form):
            self.lines.setdefault(item.question, []).append(item)
        self.open = [_Walk({}, ReadingTime(), (0,) * len(self.told))]

    def through(self, section: Section, question: Question) -> None:
        """Ask *question* of everyone whose answers so far show it."""
        skipped: list[_Walk] = []
        asked: list[_Walk] = []
        for walk in self.open:
            shown = is_shown(self.form, question, self.reader.group, walk.sheet)
            (asked if shown else skipped).append(walk)
        met = [self._reading(walk, section, question) for walk in asked]
        for item in self.lines[question.id]:
            met = _slowest([self._answering(walk, item, answer) for walk in met for answer in sorts(item, self.told)])
        self.open = _slowest([*skipped, *met])

    def _reading(self, walk: _Walk, section: Section, question: Question) -> _Walk:
        turned = ReadingTime() if walk.page == section.id else _page(self.form, self.reader, section)
        time = walk.time + turned + _question(self.form, self.reader, question, walk.sheet, walk.labels)
        labels = walk.labels.union(_labels(self.form, self.reader, question))
        return msgspec.structs.replace(walk, time=time, page=section.id, labels=labels)

    def _answering(self, walk: _Walk, item: Item, answer: tuple[str, ...]) -> _Walk:
        hits = tuple(
            min(leaf.at_least, met + (not hit_by(leaf, item).isdisjoint(answer)))
            for met, leaf in zip(walk.hits, self.told, strict=True)
        )
        sheet = {**walk.sheet, item.id: answer} if answer else walk.sheet
        time = walk.time + ReadingTime(clicks=_clicks(item, answer))
        return msgspec.structs.replace(walk, sheet=sheet, time=time, hits=hits)

    def longest(self) -> dict[str, tuple[str, ...]]:
        """The sheet that took longest, of those for which the condition holds."""
        fitting = [walk for walk in self.open if self.condition is None or self._fits(self.condition, walk.sheet)]
        if not fitting:
            raise ValueError("nobody can answer so that the condition holds")
        return max(fitting, key=lambda walk: walk.time.minutes).sheet

    def _fits(self, condition: Condition, sheet: Answers) -> bool:
        return holds(condition, sheet, lambda item, code: substantive(self.form, item, code))


def _slowest(walks: list[_Walk]) -> list[_Walk]:
    """Of the walks that no condition and no label met tells apart, the one that has taken longest."""
    kept: dict[tuple[str, tuple[int, ...], frozenset[str]], _Walk] = {}
    for walk in walks:
        same = (walk.page, walk.hits, walk.labels)
        if same not in kept or walk.time.minutes > kept[same].time.minutes:
            kept[same] = walk
    return list(kept.values())


def _told_apart(form: Questionnaire, condition: Condition | None) -> Iterator[Leaf]:
    """Every condition on answers that the routing, the wordings or *condition* depend on."""
    asked = [] if condition is None else [condition]
    for _, question in questions(form):
        asked += [] if question.shown_if is None else [question.shown_if]
        asked += [variant.shown_if for variant in question.variants]
    for each in asked:
        yield from (leaf for leaf in leaves(each) if not isinstance(leaf, IndicatorHolds))
