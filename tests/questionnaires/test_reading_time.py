"""The sum of words and clicks, and the longest way through a form: found by the search, and by trying every sheet."""

import pytest
from hypothesis import given, settings

from questionnaires.conditions import Condition, holds
from questionnaires.model import Questionnaire
from questionnaires.reading_time import (
    Reader,
    ReadingTime,
    longest,
    longest_ways,
    most_minutes,
    reading_time,
    standing_in,
)
from questionnaires.sheets import substantive
from tests.questionnaires.forms import small
from tests.strategies import GROUPS, Chosen, every_sheet, small_forms

ELECTED = Reader("sv", "elected")
UNEXPOSED: dict[str, Chosen] = {
    "A1": ("yes",),
    "B1": ("council",),
    "C1": ("no",),
    "C2": ("no",),
    "G1": ("agree",),
    "I1": ("no",),
}
EXPOSED: dict[str, Chosen] = {**UNEXPOSED, "C2": ("once",), "C3": ("no",), "D1": ("criminal", "citizen")}
LONGEST = ReadingTime(70, 15, 14)


def test_two_hundred_words_are_a_minute_and_so_are_fifteen_clicks() -> None:
    assert ReadingTime(words=200).minutes == 1
    assert ReadingTime(clicks=15).minutes == 1
    assert ReadingTime(200, 15, 10) + ReadingTime(100, 30, 20) == ReadingTime(300, 45, 30)


def test_labels_met_before_count_only_for_whoever_reads_every_label() -> None:
    assert ReadingTime(100, 15, 100).minutes == 1.5
    assert ReadingTime(100, 15, 100).every_label == 2


@pytest.mark.parametrize(
    ("sheet", "words", "clicks", "recognised"),
    [
        # counted by hand, page by page: 14 + 27 + 24 words, of which the scale of I1, known from C, has 8;
        # 6 items, 3 pages, one to start and one to send
        (UNEXPOSED, 65 - 8, 9 + 2, 8),
        # C3 has 9 words, one of them the "Nej" of C; D1 with its title 9, 3 of them "Vill inte svara", and a click more
        # for several; each a page. The "Vet ej" of G1 is known from C3.
        (EXPOSED, 65 + 9 + 9 - 14, 9 + 2 + 1 + 2 + 1, 8 + 1 + 3 + 2),
        # the other wording of D1 is a word longer
        ({**EXPOSED, "C3": ("yes",)}, 65 + 9 + 10 - 14, 15, 14),
        # what is skipped is read, and not clicked
        ({"A1": ("yes",)}, 65 - 8, 1 + 3 + 2, 8),
    ],
)
def test_every_word_is_read_but_labels_met_before_and_every_answer_and_page_is_a_click(
    sheet: dict[str, Chosen], words: int, clicks: int, recognised: int
) -> None:
    assert reading_time(small(), ELECTED, sheet) == ReadingTime(words, clicks, recognised)


def test_a_group_and_a_language_read_their_own_words() -> None:
    # staff are not asked B1: 6 words and a click less
    assert reading_time(small(), Reader("sv", "staff"), {"A1": ("yes",)}) == ReadingTime(51, 6, 8)
    english = reading_time(small(), Reader("en", "elected"), UNEXPOSED)
    assert (english.words, english.recognised) == (16 + 24 + 22 - 8, 8)


def test_the_longest_way_is_that_of_the_wording_with_most_words() -> None:
    sheet = longest(small(), ELECTED)
    assert sheet["C3"] == ("yes",)
    assert reading_time(small(), ELECTED, sheet) == LONGEST


def test_the_longest_ways_of_the_unexposed_and_the_exposed_are_told_apart() -> None:
    ways = [(way.reader.language, way.reader.group, way.counts) for way in longest_ways(small(), "exposed_any")]
    assert ways == [(lang, group, counts) for lang in ("sv", "en") for group in GROUPS for counts in (False, True)]
    first, second, *_ = longest_ways(small(), "exposed_any")
    assert (first.time, second.time) == (ReadingTime(57, 11, 8), LONGEST)


def test_an_indicator_that_builds_on_another_is_spelled_out() -> None:
    sheet = longest(small(), ELECTED, standing_in(small(), "undue_influence", counts=False))
    assert reading_time(small(), ELECTED, sheet) == ReadingTime(69, 15, 14)


def test_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(ValueError, match="no indicator 'worried'"):
        standing_in(small(), "worried", counts=True)


@settings(max_examples=60, deadline=None)
@given(small_forms())
def test_the_search_finds_the_longest_of_all_sheets(drawn: tuple[Questionnaire, Condition]) -> None:
    form, condition = drawn
    for group in GROUPS:
        reader = Reader(form.languages[0], group)
        every = every_sheet(form, group)
        met = [each for each in every if holds(condition, each, lambda item, code: substantive(form, item, code))]
        for sheets, wanted in ((every, None), (met, condition)):
            if sheets:
                most = max(reading_time(form, reader, sheet).minutes for sheet in sheets)
                found = longest(form, reader, wanted)
                assert found in sheets
                assert reading_time(form, reader, found).minutes == pytest.approx(most)
            else:
                with pytest.raises(ValueError, match="nobody can answer"):
                    longest(form, reader, wanted)


def test_the_most_that_anybody_needs_is_the_longest_way_of_the_slowest_group() -> None:
    assert most_minutes(small(), "sv") == LONGEST.minutes  # the elected, who are asked B1 too
