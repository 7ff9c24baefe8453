import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.release import Comparison, Reading, Superiority
from analysis.report.catalogue import words
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


@given(shares, shares, st.floats(0, 1), st.sampled_from(PAIRS), st.booleans(), st.none() | st.floats(0, 1))
def test_no_sentence_claims_a_difference_that_the_interval_and_the_family_do_not_bear(
    one: float, two: float, p: float, pair: Pair, disagree: bool, tipping: float | None
) -> None:
    low, high = sorted((one, two))
    found = msgspec.structs.replace(
        SHOWN, first=pair[0], second=pair[1], low=low, high=high, difference=(low + high) / 2, p_adjusted=p,
        bounds_low=low, bounds_high=high, tipping=tipping, targets_disagree=disagree,
        other=Reading("population", "newcombe_fpc", min(low, 0.5), high, p=p),
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
        "Läst som en beskrivning av just dem som bjöds in, det här året, blir utfallet ett annat "
        "(95\u00a0% KI 0,2 till 8,1)."
    )


def test_a_clear_difference_says_what_those_who_did_not_answer_could_change() -> None:
    assert said("groups", 0) == (
        "I Linköping är andelen högre bland förtroendevalda än bland medarbetare: skillnaden är 45,7 procentenheter "
        "(95\u00a0% KI 32,0 till 58,0). Riktningen står sig bland alla inbjudna så länge andelen är över 12\u00a0% "
        "bland de förtroendevalda som inte svarade, om övriga liknar dem som svarade."
    )
    assert "så länge andelen är under 31\u00a0% bland medarbetarna i Linköping som inte svarade" in said("places", 1)


def test_a_difference_that_no_answer_could_change_is_said_to_remain() -> None:
    assert "Skillnaden finns kvar vad de som inte svarade än hade svarat" in said("groups", 3)
    assert "mellan 10,0 och 70,0 procentenheter" in said("groups", 3)


def test_a_difference_that_is_clear_only_by_itself_is_not_said_to_be_one() -> None:
    assert "bland de 12 jämförelser som planerades" in said("groups", 4)
    assert "(Holm, p =\u00a00,120)" in said("groups", 4)
    assert "kan inte säkert skilja grupperna åt" in said("groups", 4)


def test_a_pooled_difference_says_who_was_left_out_and_whether_it_is_the_same_everywhere() -> None:
    first, second, third = (said("pooled", place) for place in range(3))
    assert first.startswith("I kommunerna tillsammans är andelen högre bland förtroendevalda än bland medarbetare")
    assert "Med i det gemensamma talet är inte Mjölby" in first
    assert "inte densamma i alla kommuner (Breslow–Day, p =\u00a00,010, Cochrans Q, p =\u00a00,020)" in first
    assert "visar inte att skillnaden är olika i kommunerna (Breslow–Day, p =\u00a00,400)" in second
    assert third.endswith("Om skillnaden är densamma i alla kommuner går inte att pröva.")


@pytest.mark.parametrize(
    ("family", "place", "expected"),
    [
        ("places", 0, "Bland förtroendevalda är skillnaden mellan Linköping och Norrköping 9,0"),
        ("places", 1, "Bland medarbetare är andelen lägre i Linköping än i Norrköping"),
        ("gender", 0, "Bland förtroendevalda i Linköping är andelen högre bland dem som svarat ”Kvinna” än bland dem"),
        ("waves", 0, "Bland förtroendevalda i Linköping är andelen lägre i omgång 2 än i omgång 1"),
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
    assert "är 62\u00a0% (95\u00a0% KI 55\u00a0% till 69\u00a0%)" in first
    assert second.startswith("I Norrköping ligger svaren lägre på skalan")


def test_a_rate_is_said_with_its_numbers_interval_and_period() -> None:
    assert estimate("undue_influence", "0580", "elected") == (
        "55\u00a0% av de förtroendevalda i Linköping som svarat och räknas här har varit med om det under "
        "1 april 2022–31 mars 2023 (30 av 55; 95\u00a0% KI 42–67\u00a0%)."
    )


def test_a_hidden_rate_is_said_to_be_hidden_and_its_band_told() -> None:
    hidden = "visas inget tal, eftersom det skulle kunna peka ut svar från få personer"
    assert estimate("undue_influence", "0586", "elected") == (
        f"För de förtroendevalda i Mjölby {hidden}; andelen är under 15\u00a0%."
    )
    assert estimate("exposed_any", "0586", "elected").endswith("; andelen är 15–50\u00a0%.")


def test_an_uncertain_rate_is_said_to_be_uncertain() -> None:
    assert estimate("undue_influence", "0586", "staff").endswith("bygger på få svar eller har ett brett intervall.")


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
