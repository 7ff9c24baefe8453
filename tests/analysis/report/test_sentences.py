import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.release import Comparison, Reading, Subset, Superiority
from analysis.disclosure.wordings import OptionWords
from analysis.report.catalogue import words
from analysis.report.findings import is_clear
from analysis.report.sentences import (
    compared_sentence,
    interval_text,
    rate_sentence,
    ratio_text,
    share_text,
    superiority_sentence,
)
from tests.analysis.report import rich
from tests.analysis.report.rich_comparisons import Pair, genders, groups, places, waves

SV, EN = words("sv"), words("en")
RICH = rich.release()
SHOWN = next(each for each in RICH.comparisons if each.family == "groups")
SCALED = RICH.superiorities[0]
CLAIMS = re.compile(r"\b(högre|lägre|higher|lower)\b")
PAIRS = [groups("0580"), groups(None), places("staff"), genders("elected"), waves("0581", "staff")]


def said(family: str, place: int) -> str:
    found = [each for each in RICH.comparisons if each.family == family][place]
    return compared_sentence(RICH, found, SV).text


def estimate(indicator: str, municipality: str, group: str) -> str:
    found = next(
        each
        for each in RICH.estimates
        if (each.indicator, each.municipality, each.group) == (indicator, municipality, group)
    )
    return rate_sentence(RICH, found, SV).text


shares = st.floats(-1, 1, allow_nan=False)


@given(shares, shares, st.floats(0, 1), st.sampled_from(PAIRS), st.none() | st.floats(0, 1))
def test_no_sentence_claims_a_difference_that_the_interval_and_the_family_do_not_bear(
    one: float, two: float, p: float, pair: Pair, tipping: float | None
) -> None:
    low, high = sorted((one, two))
    found = msgspec.structs.replace(
        SHOWN, first=pair[0], second=pair[1], low=low, high=high, difference=(low + high) / 2, p_adjusted=p,
        bounds_low=low, bounds_high=high, tipping=tipping,
    )  # fmt: skip
    bears = p < 0.05 and not low <= 0 <= high
    for say in (SV, EN):
        text = compared_sentence(RICH, found, say).text
        claimed = set(CLAIMS.findall(text))
        assert claimed == ({"högre" if low > 0 else "lägre"} if say is SV else {"higher" if low > 0 else "lower"}) & (
            claimed if bears else set()
        )
        assert bool(claimed) == bears
        assert ("står sig" in text or "finns kvar" in text or "stands" in text or "remains" in text) <= bears


@given(shares, shares, st.booleans())
def test_the_other_reading_claims_a_direction_only_where_its_interval_has_one_and_the_first_has_none(
    one: float, two: float, clear: bool
) -> None:
    low, high = sorted((one, two))
    base = next(each for each in RICH.comparisons if each.family == "groups" and is_clear(each) == clear)
    other = Reading("population", "newcombe_fpc", low, high, p=0.01)
    alone = compared_sentence(RICH, msgspec.structs.replace(base, other=other, targets_disagree=False), SV).text
    both = compared_sentence(RICH, msgspec.structs.replace(base, other=other, targets_disagree=True), SV).text
    claimed = CLAIMS.findall(both.removeprefix(alone))
    assert claimed == ([] if clear or low <= 0 <= high else ["högre" if low > 0 else "lägre"])


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_no_sentence_claims_one_group_above_the_other_on_a_scale_without_ground(
    one: float, two: float, p: float
) -> None:
    low, high = sorted((one, two))
    found: Superiority = msgspec.structs.replace(SCALED, low=low, high=high, probability=(low + high) / 2, p_adjusted=p)
    bears = p < 0.05 and not low <= 0.5 <= high
    sentence = superiority_sentence(RICH, found, SV)
    assert bool(CLAIMS.search(sentence.text)) == bears
    assert (sentence.verdict in {"higher", "lower"}) == bears


def test_an_unclear_difference_is_said_as_the_survey_can_bear_it() -> None:
    assert said("groups", 1).startswith(
        "I Norrköping är skillnaden mellan förtroendevalda och medarbetare 3,1 procentenheter "
        "(95\u00a0% KI −0,4 till 6,6); undersökningen kan inte skilja grupperna åt."
    )


def test_a_verdict_that_differs_between_the_targets_is_said_in_words() -> None:
    assert said("groups", 1).endswith(
        "Gäller det bara just dem som bjöds in, det här året, är andelen högre bland förtroendevalda "
        "(95\u00a0% KI 0,2 till 8,1)."
    )
    assert said("places", 1).endswith("det här året, går kommunerna inte att skilja åt (95\u00a0% KI −1,0 till 18,0).")


def test_a_clear_difference_says_what_those_who_did_not_answer_could_change() -> None:
    assert said("groups", 0) == (
        "I Linköping är andelen 45,7 procentenheter högre bland förtroendevalda än bland medarbetare "
        "(95\u00a0% KI 32,0 till 58,0). Vad medarbetarna som inte svarade än hade svarat kunde de inte ensamma ändra "
        "riktningen bland alla inbjudna; för det krävs att andelen är högst 12\u00a0% bland de "
        "förtroendevalda som inte svarade, om övriga liknar dem som svarade."
    )
    assert "andelen är minst 31\u00a0% bland medarbetarna i Linköping som inte svarade" in said("places", 1)


@pytest.mark.parametrize(
    ("tipping", "second", "expected"),
    [
        (
            None,
            0.59,
            (
                "Vad de förtroendevalda som inte svarade än hade svarat kunde de inte ensamma ändra riktningen bland "
                "alla inbjudna; för det krävs att andelen är minst 59\u00a0% bland medarbetarna som inte svarade, om"
            ),
        ),
        (
            0.1,
            0.59,
            (
                "För att riktningen bland alla inbjudna ska ändras krävs att andelen är högst 10\u00a0% bland de "
                "förtroendevalda som inte svarade, eller att andelen är minst 59\u00a0% bland medarbetarna som inte"
            ),
        ),
        (
            None,
            None,
            "Varken de förtroendevalda eller medarbetarna som inte svarade kunde ensamma, vad de än hade svarat,",
        ),
    ],
)
def test_what_it_would_take_is_said_of_both_sides(tipping: float | None, second: float | None, expected: str) -> None:
    found = msgspec.structs.replace(SHOWN, tipping=tipping, tipping_second=second)
    assert expected in compared_sentence(RICH, found, SV).text


def test_a_lower_share_is_said_by_how_much_and_its_limits_the_same_way() -> None:
    assert said("places", 1).startswith(
        "Bland medarbetare är andelen 12,0 procentenheter lägre i Linköping än i Norrköping "
        "(95\u00a0% KI 4,0 till 20,0)."
    )
    found = msgspec.structs.replace(SHOWN, difference=-0.3, low=-0.4, high=-0.2, bounds_low=-0.7, bounds_high=-0.1)
    assert "är den mellan 10,0 och 70,0 procentenheter" in compared_sentence(RICH, found, SV).text


def test_a_difference_that_no_answer_could_change_is_said_to_remain() -> None:
    assert "Skillnaden finns kvar vad de som inte svarade än hade svarat" in said("groups", 3)
    assert "mellan 10,0 och 70,0 procentenheter" in said("groups", 3)


def test_a_difference_that_is_clear_only_by_itself_is_not_said_to_be_one() -> None:
    assert "bland de 12 jämförelser som planerades" in said("groups", 4)
    assert "(Holm, p =\u00a00,120)" in said("groups", 4)
    assert "kan inte säkert skilja grupperna åt" in said("groups", 4)


def test_a_pooled_difference_says_who_was_left_out_and_whether_it_is_the_same_everywhere() -> None:
    first, second, third = (said("pooled", place) for place in range(3))
    assert first.startswith(
        "I kommunerna tillsammans är andelen 45,7 procentenheter högre bland förtroendevalda än bland"
    )
    assert "Med i det gemensamma talet är inte Mjölby" in first
    assert (
        "Skillnaden tycks vara olika stor i kommunerna (Cochrans Q, p =\u00a00,020); det gemensamma talet är" in first
    )
    assert "visar inte att skillnaden är olika stor i kommunerna (Cochrans Q, p =\u00a00,073)" in second
    assert third.endswith("Om skillnaden är lika stor i alla kommuner går inte att pröva.")


@pytest.mark.parametrize(
    ("family", "place", "expected"),
    [
        ("places", 0, "Bland förtroendevalda är skillnaden mellan Linköping och Norrköping 9,0"),
        ("places", 1, "Bland medarbetare är andelen 12,0 procentenheter lägre i Linköping än i Norrköping"),
        (
            "gender",
            0,
            "Bland förtroendevalda i Linköping är andelen 45,7 procentenheter högre bland dem som svarat ”Kvinna” än",
        ),
        ("waves", 0, "Bland förtroendevalda i Linköping är andelen 12,0 procentenheter lägre i omgång 2 än i omgång 1"),
        ("waves", 2, "Bland medarbetare i Linköping jämförs inte omgång 2 med omgång 1 här, eftersom frågan inte hade"),
        (
            "waves",
            3,
            "Bland medarbetare i Norrköping jämförs inte omgång 2 med omgång 1 här, eftersom uppgiften saknas",
        ),
        ("groups", 2, "I Mjölby görs ingen jämförelse mellan förtroendevalda och medarbetare här, eftersom minst ett"),
        ("groups", 5, "I Mjölby kan ingen jämförelse göras mellan förtroendevalda och medarbetare här, eftersom svar"),
    ],
)
def test_each_kind_of_comparison_is_named_by_what_it_compares(family: str, place: int, expected: str) -> None:
    assert said(family, place).startswith(expected)


def test_a_scale_is_said_as_a_probability() -> None:
    first, second, *_ = (superiority_sentence(RICH, each, SV).text for each in RICH.superiorities)
    assert first.startswith("I Linköping ligger svaren högre på skalan bland förtroendevalda än bland medarbetare")
    assert "är 62\u00a0% (95\u00a0% KI 55–69\u00a0%)" in first
    assert second.startswith("I Norrköping ligger svaren lägre på skalan")


def test_a_rate_is_said_with_its_numbers_interval_and_period() -> None:
    assert estimate("undue_influence", "0580", "elected") == (
        "55\u00a0% av de förtroendevalda i Linköping som svarat och räknas här har varit med om det under "
        "1 april 2022–31 mars 2023 (30 av 55; 95\u00a0% KI 42–67\u00a0%)."
    )


def test_a_hidden_rate_is_said_to_be_hidden_and_its_band_told() -> None:
    why = "det exakta talet skulle kunna peka ut svar från få personer."
    assert estimate("undue_influence", "0586", "elected") == (
        f"För de förtroendevalda i Mjölby är talet dolt, under 15\u00a0%: {why}"
    )
    assert f"är talet dolt, inom 15–50\u00a0%: {why}" in estimate("exposed_any", "0586", "elected")


def test_an_uncertain_rate_is_said_to_be_uncertain() -> None:
    assert estimate("undue_influence", "0586", "staff").endswith("bygger på få svar eller har ett brett intervall.")


def test_a_band_cannot_be_taken_for_an_interval() -> None:
    hidden = next(each for each in RICH.estimates if each.band)
    bands = [(0.0, 0.05), (0.05, 0.15), (0.5, 1.0)]
    texts = [share_text(msgspec.structs.replace(hidden, band=band), SV) for band in bands]
    assert texts == ["dolt, under 5\u00a0%", "dolt, inom 5–15\u00a0%", "dolt, minst 50\u00a0%"]
    assert share_text(msgspec.structs.replace(hidden, band=bands[1]), EN) == "hidden, within 5–15%"


def test_those_in_the_rest_are_not_said_to_have_answered_so() -> None:
    rest = OptionWords("!woman", {"sv": "Övriga (män och ej angivet)", "en": "Others (men and not stated)"})
    gender = msgspec.structs.replace(RICH.breakdowns[0], options=(rich.GENDER[0], rest))
    release = msgspec.structs.replace(RICH, breakdowns=(gender,))
    found = next(each for each in RICH.comparisons if each.family == "gender" and not is_clear(each))
    second = msgspec.structs.replace(found.second, subset=Subset("B4", "!woman"))
    text = compared_sentence(release, msgspec.structs.replace(found, second=second), SV).text
    assert "skillnaden mellan dem som svarat ”Kvinna” och övriga (män och ej angivet) 3,1" in text


def test_a_census_has_no_interval() -> None:
    base = next(each for each in RICH.estimates if each.share is not None)
    everybody = msgspec.structs.replace(base, low=0.4, high=0.4, share=0.4)
    assert interval_text(everybody, SV) == "alla svarade"
    assert share_text(everybody, EN) == "40% (all answered)"


@pytest.mark.parametrize(
    ("ratio", "low", "high", "expected"),
    [
        (2.1, 1.2, 3.4, "2,10 (1,20 till 3,40)"),
        (None, 1.2, None, "minst 1,20, ingen övre gräns"),
        (None, None, None, "–"),
    ],
)
def test_a_ratio_without_an_upper_limit_says_so(
    ratio: float | None, low: float | None, high: float | None, expected: str
) -> None:
    found: Comparison = msgspec.structs.replace(SHOWN, ratio=ratio, ratio_low=low, ratio_high=high)
    assert ratio_text(found, SV) == expected
