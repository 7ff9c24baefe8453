"""The path of a respondent, turn by turn, with every way of going wrong."""

import re
from datetime import datetime, timedelta

import pytest

from survey.ballot.codes import read_code
from tests.builders import CLOSES, OPENS
from tests.survey.web.visiting import EN, SV, Open

DRAFT = re.compile(r'(?<=name="draft" value=")[^"]*')


def wrong_at(code: str, *places: int) -> str:
    """*code* with the symbols at *places* (from 1) exchanged for others."""
    symbols = list(read_code(code))
    for place in places:
        symbols[place - 1] = "A" if symbols[place - 1] != "A" else "B"
    return "".join(symbols)


def test_a_whole_form_is_answered_and_acknowledged_with_a_receipt_and_a_tracker(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code())
    assert visitor.heading == "Information"
    visitor.to_the_end(B1="council", C1="once", C2="no", C3="yes", D1=["criminal", "citizen"], G1="agree", I1="no")
    assert visitor.heading == "Skicka svaren"
    visitor.press("send")
    assert visitor.response.status_code == 200
    assert visitor.heading == "Tack, ditt svar är mottaget"
    receipt, tracker = (word for word in visitor.html.words if len(word) == 19 and word.count("-") == 3)
    assert set(receipt + tracker) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
    assert receipt != tracker


def test_a_section_whose_question_depends_on_it_is_asked_on_two_pages(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).press("next", A1="yes")
    assert visitor.heading == "Händelser"
    assert not visitor.html.all("input", name="a-C3")
    visitor.press("next", C1="once")
    assert visitor.heading == "Händelser"
    assert visitor.html.all("input", name="a-C3")


def test_what_the_answers_rule_out_is_not_asked(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).press("next", A1="yes").press("next", C1="no", C2="no")
    assert visitor.heading == "Synpunkter"


def test_a_question_is_worded_after_the_answers(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).press("next", A1="yes").press("next", C1="once")
    visitor.press("next", C3="yes")
    assert "Vem försökte påverka dig?" in visitor.text
    visitor.press("back").press("next", C3="no")
    assert "Vem låg bakom?" in visitor.text


def test_each_group_is_asked_its_own_questions_in_its_own_words(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code("0581/staff"))
    assert not visitor.html.all("input", name="a-B1")
    visitor.press("next", A1="yes")
    assert "i ditt arbete varit med om" in visitor.text
    assert "1\xa0april 2021–31\xa0mars 2022" in visitor.text


def test_every_question_but_consent_may_be_skipped(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).to_the_end().press("send")
    assert visitor.heading == "Tack, ditt svar är mottaget"


def test_consent_is_asked_for_where_it_is_missing(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).press("next", B1="council")
    assert visitor.response.status_code == 422
    assert visitor.html.title.startswith("Fel: ")
    (link,) = [found for found in visitor.html.all("a") if found["href"].startswith("#A1")]
    assert link["href"].removeprefix("#") in visitor.html.ids()
    assert visitor.html.all("fieldset", id="A1")[0]["aria-describedby"] == "A1-fault"
    assert visitor.checked() == {"B1-council"}


def test_an_option_that_stands_alone_is_refused_beside_others_and_both_are_kept(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).press("next", A1="yes").press("next", C1="once").press("next")
    visitor.press("next", D1=["criminal", "decline"])
    assert visitor.response.status_code == 422
    assert visitor.checked() == {"D1-criminal", "D1-decline"}
    visitor.press("next", D1=["criminal"])
    assert visitor.heading == "Synpunkter"


def test_going_back_loses_nothing_not_even_what_is_faulty(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).press("next", A1="yes", B1="other").press("next", C1="once")
    visitor.press("next", C3="dont_know").press("back", D1=["criminal", "decline"])
    assert visitor.checked() == {"C3-dont_know"}
    visitor.press("back")
    assert visitor.checked() == {"C1-once"}
    visitor.press("back")
    assert visitor.checked() == {"A1-yes", "B1-other"}
    assert not visitor.html.all("button", value="back")
    visitor.press("next").press("next").press("next")
    assert visitor.checked() == {"D1-criminal", "D1-decline"}


def test_an_answer_that_was_routed_past_comes_back_with_its_question(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).press("next", A1="yes").press("next", C1="once")
    visitor.press("back", C3="yes").press("next", C1="no")
    assert visitor.heading == "Synpunkter"
    visitor.press("back").press("next", C1="once")
    assert visitor.checked() == {"C3-yes"}


def test_an_answer_can_be_taken_away(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).press("next", A1="yes").press("next", C1="once").press("next")
    visitor.press("next", D1=["criminal"]).press("back")
    assert visitor.checked() == {"D1-criminal"}
    visitor.press("next", D1=[]).press("back")
    assert visitor.checked() == set()


def test_the_language_changes_and_everything_stays(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).press("next", A1="yes").press("next", C1="once", C2="decline")
    visitor.press("back")
    (english,) = visitor.html.all("button", formaction=EN + "/svara")
    visitor.press(english["value"], english["formaction"], C2="no")
    assert visitor.heading == "Events"
    assert visitor.checked() == {"C1-once", "C2-no"}
    visitor.to_the_end()
    assert visitor.heading == "Send the answers"
    visitor.press("stay", SV + "/svara")
    assert visitor.heading == "Skicka svaren"


def test_the_language_of_the_first_page_changes_and_the_code_stays(opened: Open) -> None:
    visitor = opened.visitor.start("S6CJ 966G")
    (english,) = visitor.html.all("button", formaction=EN + "/svara")
    visitor.press(english["value"], english["formaction"])
    assert visitor.response.status_code == 200
    assert visitor.html.all("html", lang="en")
    assert visitor.html.all("input", id="code")[0]["value"] == "S6CJ 966G"


@pytest.mark.parametrize("place", [1, 7, 16])
def test_one_wrong_symbol_is_pointed_at_and_the_code_is_kept(opened: Open, place: int) -> None:
    typed = wrong_at(opened.codes["0580/elected"][0], place)
    visitor = opened.visitor.start(typed)
    assert visitor.response.status_code == 422
    assert visitor.html.title == "Fel: Enkät"
    assert f"Tecken {place} verkar fel (grupp {(place - 1) // 4 + 1}, tecken {(place - 1) % 4 + 1})" in visitor.text
    (field,) = visitor.html.all("input", id="code")
    assert field["value"] == typed
    assert field["aria-invalid"] == "true"
    assert set(field["aria-describedby"].split()) <= set(visitor.html.ids())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Skriv koden som du har fått."),
        ("   ", "Skriv koden som du har fått."),
        (" – ", "Skriv koden som du har fått."),
        ("\u00ad-\u200b" * 100, "Skriv koden som du har fått."),
        ("S6CJ-966G-Y6Z7", "Koden ska ha 16 tecken."),
        ("S6CJ-966G-Y6Z7-QSCC-1", "Koden ska ha 16 tecken."),
        ("S6CJ-966G-Y6Z7-QSC!", "Tecken 16 kan inte stå i en kod."),
        ("UUUU-966G-Y6Z7-QSCC", "Tecken 1 kan inte stå i en kod."),
        ("S6CJ-966G-Y6Z7-QSCC", "hör inte till den här enkäten"),
        ("x" * 5000, "Koden ska ha 16 tecken."),
    ],
)
def test_what_is_no_code_of_this_wave_is_said_beside_the_field(opened: Open, typed: str, said: str) -> None:
    visitor = opened.visitor.start(typed)
    assert visitor.response.status_code == 422
    assert visitor.text.count(said) == 2  # in the summary and at the field


def test_several_wrong_symbols_are_said_to_be_several(opened: Open) -> None:
    seen = {opened.another().start(wrong_at(opened.codes["0580/staff"][0], 1, place)).text for place in range(2, 17)}
    assert any("Flera tecken verkar fel." in text for text in seen)


def test_a_code_is_read_however_it_is_written(opened: Open) -> None:
    code = opened.codes["0580/elected"][0]
    for typed in (code.lower(), code.replace("-", " "), f"  {code}\u00ad", code.replace("-", "–").replace("0", "o")):
        assert opened.another().start(typed).heading == "Information", typed


def test_a_used_code_gets_the_same_pages_as_an_unused_one_until_it_sends(opened: Open) -> None:
    used, unused = opened.code(), opened.code()
    opened.another().start(used).to_the_end().press("send")
    first, second = opened.another().start(used), opened.another().start(unused)
    first.press("next", A1="yes")
    second.press("next", A1="yes")
    assert [DRAFT.sub("", text) for text in first.bodies] == [DRAFT.sub("", text) for text in second.bodies]


def test_a_second_answer_under_a_used_code_is_refused_and_nothing_changes(opened: Open) -> None:
    code = opened.code("0581/elected")
    first = opened.visitor.start(code).to_the_end(G1="agree").press("send")
    second = opened.another().start(code).to_the_end(G1="disagree").press("send")
    assert second.response.status_code == 409
    assert second.heading == "Redan besvarad"
    assert "013-20 60 00" in second.text
    assert "Linköping" not in second.text  # only the respondent's own municipality is named
    assert first.heading == "Tack, ditt svar är mottaget"


def test_of_two_tabs_the_first_to_send_wins(opened: Open) -> None:
    code = opened.code()
    one = opened.another().start(code).to_the_end()
    other = opened.another().start(code).to_the_end()
    assert other.press("send").response.status_code == 200
    assert one.press("send").heading == "Redan besvarad"


def test_the_same_page_sent_again_gives_the_same_receipt(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).to_the_end(C1="once", C3="yes")
    address, form = SV + "/svara", {"draft": visitor.draft, "go": "send"}
    first = visitor.post(address, form).response.text
    assert visitor.post(address, form).response.text == first
    assert opened.another().post(EN + "/svara", form).heading == "Thank you, your answer has been received"


def test_a_page_gone_back_to_and_sent_with_other_answers_is_another_answer(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).to_the_end(G1="agree")
    form = {"draft": visitor.draft, "go": "send"}
    visitor.press("back").to_the_end(G1="disagree").press("send")
    assert visitor.response.status_code == 200
    assert visitor.post(SV + "/svara", form).heading == "Redan besvarad"


@pytest.mark.parametrize("spoil", ["cut", "flip", "empty", "foreign"])
def test_a_draft_that_is_not_ours_asks_for_the_code_again(opened: Open, spoil: str) -> None:
    visitor = opened.visitor.start(opened.code())
    whole = visitor.draft
    spoilt = {
        "cut": whole[:-2],
        "flip": whole[:40] + ("A" if whole[40] != "A" else "B") + whole[41:],
        "empty": "",
        "foreign": "räksmörgås",
    }[spoil]
    visitor.post(SV + "/svara", {"draft": spoilt, "go": "next", "a-A1": "yes"})
    assert visitor.response.status_code == 400
    assert visitor.heading == "Du behöver skriva din kod igen"
    assert [found["href"] for found in visitor.html.all("a", class_="button")] == [SV]


def test_answers_to_questions_that_the_page_did_not_ask_are_not_taken(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code())
    visitor.press("next", A1="yes", G1="agree", nonsense="x")
    visitor.to_the_end().press("back")
    assert visitor.checked() == set()


@pytest.mark.parametrize(
    ("chosen", "said"), [(["no", "once"], "Välj bara ett av svaren."), ("nowhere", "Välj bland svaren i listan.")]
)
def test_a_form_that_was_tampered_with_is_told_so_at_the_field(
    opened: Open, chosen: str | list[str], said: str
) -> None:
    visitor = opened.visitor.start(opened.code()).press("next", A1="yes").press("next", C1=chosen)
    assert visitor.response.status_code == 422
    assert visitor.text.count(said) == 2


def test_a_button_that_no_page_has_is_refused(opened: Open) -> None:
    assert opened.visitor.start(opened.code()).press("finish").response.status_code == 400


def test_sending_before_the_end_sends_nothing(opened: Open) -> None:
    code = opened.code()
    assert opened.visitor.start(code).press("send", A1="yes").response.status_code == 400
    assert opened.another().start(code).to_the_end().press("send").response.status_code == 200


@pytest.mark.parametrize(
    ("moment", "heading"),
    [
        (OPENS - timedelta(seconds=1), "Enkäten har inte öppnat"),
        (CLOSES, "Enkäten har stängt"),
        (CLOSES + timedelta(days=1), "Enkäten har stängt"),
    ],
)
def test_outside_the_window_nothing_is_taken(opened: Open, moment: datetime, heading: str) -> None:
    visitor = opened.visitor.start(opened.code()).to_the_end()
    opened.world.clock.move_to(moment)
    visitor.press("send")
    assert visitor.response.status_code == 403
    assert visitor.heading == heading
    assert "klockan 08:00" in visitor.text
    assert opened.another().post(SV + "/svara", {"code": "S6CJ966GY6Z7QSCC", "go": "start"}).heading == heading


def test_the_last_instant_counts_and_the_first(opened: Open) -> None:
    visitor = opened.visitor.start(opened.code()).to_the_end()
    opened.world.clock.move_to(CLOSES - timedelta(microseconds=1))
    assert visitor.press("send").heading == "Tack, ditt svar är mottaget"
