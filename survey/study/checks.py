"""Is this study well made? Every fault at once, each with its place and its mend.

The two that matter most: the box must need trustees of more than one municipality, and no file may set a
threshold under which a few people's answers would be published.
"""

import re
from collections import Counter
from collections.abc import Iterator

from questionnaires.answersets import FLOOR
from questionnaires.model import Questionnaire, Text
from survey.ballot.codes import PLACES
from survey.study.accessibility import accessibility_problems, contact_problems
from survey.study.frames import frame_problems
from survey.study.model import Municipality, Study
from survey.study.municipalities import name_of
from survey.study.themes import theme_problems

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

#: The languages that the pages themselves are worded in (locales/); a test holds the two together.
PAGES = ("sv", "sv-simple", "en", "fi")

#: As many as a code can tell apart (docs/codes.md).
MOST_STRATA = PLACES

#: More trustees than this make every answer long to seal and no safer.
MOST_TRUSTEES = 16


def problems(study: Study, questionnaire: Questionnaire) -> tuple[str, ...]:
    """All faults, as "place: what is wrong; mend". Empty for a well-made study."""
    return (
        *_identity(study, questionnaire),
        *_times(study),
        *_trustees(study),
        *_thresholds(study),
        *_municipalities(study, questionnaire),
        *accessibility_problems(study.accessibility),
        *_words(study),
    )


def _identity(study: Study, questionnaire: Questionnaire) -> Iterator[str]:
    if not ID.fullmatch(study.id) or len(study.id) > 40:
        yield f"id: {study.id!r} is not lower-case letters, digits and single hyphens, at most 40; mend it"
    if not 1 <= study.wave <= 999:
        yield f"wave: {study.wave} is not between 1 and 999; number the waves from 1"
    if not study.exit_url.startswith("https://"):
        yield f"exit_url: {study.exit_url!r} is no https address; mend it"
    if not study.languages:
        yield "languages: none is named; name at least one, the first is the default"
    for language in study.languages:
        if language not in PAGES:
            yield f"languages: the pages are not worded in {language!r}, only in {', '.join(PAGES)}; translate them"
        if language not in questionnaire.languages:
            yield (
                f"languages: the questionnaire is not worded in {language!r}, only in "
                f"{', '.join(questionnaire.languages)}; translate it or take the language away"
            )


def _times(study: Study) -> Iterator[str]:
    for name, instant in (("opens_at", study.opens_at), ("closes_at", study.closes_at)):
        if instant.tzinfo is None:
            yield f"{name}: the time zone is missing; write it out, as 2022-04-25T08:00:00+02:00"
            return
        if instant.microsecond:
            yield f"{name}: an instant is a whole second; take the fraction away"
    if study.closes_at <= study.opens_at:
        yield f"closes_at: the window ends ({study.closes_at}) before it starts ({study.opens_at}); mend one of them"
    if study.period.last < study.period.first:
        yield f"period: it ends ({study.period.last}) before it starts ({study.period.first}); mend one of them"
    if study.period.last >= study.opens_at.date():
        yield (
            f"period: its last day ({study.period.last}) is not over when the survey opens; those who answer on "
            "different days would answer about different times. End it before the opening"
        )
    for place, reminder in enumerate(study.reminders, start=1):
        if not study.opens_at.date() <= reminder.on <= study.closes_at.date():
            yield f"reminder {place}: {reminder.on} is outside the window; mend the date"


def _trustees(study: Study) -> Iterator[str]:
    n = len(study.trustees)
    if study.k > n:
        yield f"k: {study.k} trustees must open the box, but there are only {n}; lower k or name more trustees"
    if study.k < 2:
        yield f"k: {study.k} trustee could open the box alone; k must be at least 2"
    if n > MOST_TRUSTEES:
        yield f"trustees: there are {n}; name at most {MOST_TRUSTEES}"
    codes = {municipality.code for municipality in study.municipalities}
    for trustee in study.trustees:
        if trustee.municipality and trustee.municipality not in codes:
            yield (
                f"trustee {trustee.name}: {trustee.municipality} is no municipality of this study; mend the code, "
                "or leave it out for someone outside them"
            )
    held = Counter(trustee.municipality for trustee in study.trustees if trustee.municipality)
    for code, number in sorted(held.items()):
        if number >= study.k:
            yield (
                f"k: municipality {code} has {number} trustees and could open the box alone with k = {study.k}; "
                "raise k above that, or let others hold the keys"
            )
    for name, times in Counter(trustee.name for trustee in study.trustees).items():
        if times > 1:
            yield f"trustee {name}: the name stands {times} times; give each trustee one"


def _thresholds(study: Study) -> Iterator[str]:
    for name in ("min_answered", "min_exposed"):
        value = getattr(study.disclosure, name)
        if value < FLOOR:
            yield f"disclosure, {name}: {value} is under the floor of {FLOOR}, which no study may lower; raise it"


def _municipalities(study: Study, questionnaire: Questionnaire) -> Iterator[str]:
    if not study.municipalities:
        yield "municipalities: none is named; add [[municipalities]]"
        return
    for code, times in Counter(municipality.code for municipality in study.municipalities).items():
        if times > 1:
            yield f"municipality {code}: it stands {times} times; keep one"
    strata = sum(len(municipality.strata) for municipality in study.municipalities)
    if strata > MOST_STRATA:
        yield f"municipalities: they have {strata} strata, and a code tells {MOST_STRATA} apart; make two studies of it"
    groups = [stratum.group for stratum in study.municipalities[0].strata]
    for municipality in study.municipalities:
        yield from _municipality(municipality, study, questionnaire)
        mine = [stratum.group for stratum in municipality.strata]
        if sorted(mine) != sorted(groups):
            yield (
                f"municipality {municipality.code}: it asks {', '.join(mine) or 'nobody'} where "
                f"{study.municipalities[0].code} asks {', '.join(groups)}; all must ask the same groups to be compared"
            )


def _municipality(municipality: Municipality, study: Study, questionnaire: Questionnaire) -> Iterator[str]:
    place = f"municipality {municipality.code}"
    name = name_of(municipality.code)
    if name is None:
        yield f"{place}: Statistics Sweden has no municipality with this code; write four digits in quotes, as '0580'"
    elif name != municipality.name:
        yield f"{place}: the code is {name}'s, not {municipality.name}'s; mend one of them"
    yield from _addresses(place, municipality)
    yield from (f"{place}, accessibility: {fault}" for fault in contact_problems(municipality.accessibility))
    yield from (f"{place}, theme{fault}" for fault in theme_problems(municipality.theme))
    if not municipality.strata:
        yield f"{place}: it asks nobody; add [[municipalities.strata]]"
    for group, times in Counter(stratum.group for stratum in municipality.strata).items():
        if times > 1:
            yield f"{place}, {group}: the stratum stands {times} times; keep one"
    for stratum in municipality.strata:
        if stratum.group not in questionnaire.groups:
            yield f"{place}: the questionnaire has no group {stratum.group!r}, only {', '.join(questionnaire.groups)}"
        if stratum.invited < study.disclosure.min_answered:
            yield (
                f"{place}, {stratum.group}: {stratum.invited} invited can never reach the threshold of "
                f"{study.disclosure.min_answered} answers, so they would be asked for nothing; leave them out"
            )
        yield from (f"{place}, {stratum.group}, frame{fault}" for fault in frame_problems(stratum, questionnaire))


def _addresses(place: str, municipality: Municipality) -> Iterator[str]:
    if not municipality.contacts:
        yield f"{place}: there is nobody to turn to; add [[municipalities.contacts]]"
    for contact in municipality.contacts:
        if not contact.phone and not contact.url:
            yield f"{place}, contacts: one has neither phone nor url; give at least one"
        if contact.url and not contact.url.startswith("https://"):
            yield f"{place}, contacts: {contact.url!r} is no https address; mend it"


def _texts(study: Study) -> Iterator[tuple[str, Text]]:
    yield "title", study.title
    for place, reminder in enumerate(study.reminders, start=1):
        yield f"reminder {place}, text", reminder.text
    for municipality in study.municipalities:
        place_name = f"municipality {municipality.code}"
        yield f"{place_name}, sender", municipality.sender
        for contact in municipality.contacts:
            yield f"{place_name}, contact name", contact.name
        for stratum in municipality.strata:
            yield f"{place_name}, {stratum.group}, definition", stratum.definition
    yield "accessibility, method", study.accessibility.method
    if study.accessibility.supervision.name:
        yield "accessibility, supervision, name", study.accessibility.supervision.name
    for place, one in enumerate(study.accessibility.shortcomings, start=1):
        yield f"accessibility, shortcoming {place}, text", one.text
        for name, text in (("why", one.why), ("alternative", one.alternative)):
            if text:
                yield f"accessibility, shortcoming {place}, {name}", text


def _words(study: Study) -> Iterator[str]:
    for place, text in _texts(study):
        for language in study.languages:
            if not text.get(language, "").strip():
                yield f"{place}: the wording in {language!r} is missing; write it"
