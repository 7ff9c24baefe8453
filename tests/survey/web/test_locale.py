"""Words and dates in each language."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from survey.web.locale import Words, locales_folder, read_words, respondent_words

WORDS = respondent_words(locales_folder())


def test_there_are_the_four_languages_each_with_its_own_name() -> None:
    names = {language: words.gettext("language") for language, words in WORDS.items()}
    assert names == {"sv": "Svenska", "sv-simple": "Lättläst svenska", "en": "English", "fi": "Suomi"}


def test_a_key_without_a_wording_is_an_error() -> None:
    with pytest.raises(KeyError):
        WORDS["sv"].gettext("no.such.key")


@pytest.mark.parametrize(
    ("language", "instant", "period"),
    [
        ("sv", "måndag 25 april 2022 klockan 08:00", "1\xa0april 2021–31\xa0mars 2022"),
        ("sv-simple", "måndag 25 april 2022 klockan 08:00", "1\xa0april 2021–31\xa0mars 2022"),
        ("fi", "maanantai 25. huhtikuuta 2022 klo 8.00", "1.\xa0huhtikuuta 2021 – 31.\xa0maaliskuuta 2022"),
        ("en", "Monday, 25 April 2022 at 08:00", "1\xa0April 2021–31\xa0March 2022"),
    ],
)
def test_instants_are_in_swedish_time_and_dates_in_the_language(language: str, instant: str, period: str) -> None:
    words = WORDS[language]
    assert words.instant(datetime(2022, 4, 25, 6, 0, tzinfo=UTC)) == instant
    assert words.period(date(2021, 4, 1), date(2022, 3, 31)) == period


def test_winter_time_is_one_hour_from_utc() -> None:
    assert WORDS["sv"].instant(datetime(2022, 1, 10, 7, 0, tzinfo=UTC)).endswith("08:00")


def test_what_is_empty_or_fuzzy_counts_as_missing(tmp_path: Path) -> None:
    file = tmp_path / "respond.po"
    file.write_text(
        'msgid ""\nmsgstr "Language: sv\\nContent-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "whole"\nmsgstr "Helt"\n\nmsgid "empty"\nmsgstr ""\n\n#, fuzzy\nmsgid "fuzzy"\nmsgstr "Luddig"\n',
        encoding="utf-8",
    )
    found: Words = read_words("sv", file)
    assert dict(found.messages) == {"whole": "Helt"}
