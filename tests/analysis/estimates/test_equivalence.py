from base64 import b32encode
from typing import Any

import msgspec
import pytest

from analysis.errors import InputError, NotEquivalent
from analysis.estimates.equivalence import check_equivalent, short_fingerprint
from questionnaires.answersets import Disclosure, FormMark, Header, Period, Place, StratumCount, Window
from tests.analysis.answers import SMALL, header, plan_for, words

INVITED = {"elected": 61, "staff": 500}
ONE, OTHER = (header(SMALL, plan_for(SMALL), code, INVITED) for code in ("0580", "0581"))
ONLY_STAFF = (StratumCount("staff", words("alla"), 500, 0),)

DIFFERENT: dict[str, dict[str, Any]] = {
    "fingerprint": {"fingerprint": "f" * 64},
    "form": {"form": FormMark("small", "2", "0" * 64)},
    "plan of analysis": {"plan_digest": "0" * 64},
    "reference period": {"period": Period("2020-04-01", "2021-03-31")},
    "window": {"window": Window("2022-04-25T06:00:01Z", "2022-05-16T06:00:00Z")},
    "access mode": {"access_mode": "code_by_mail"},
    "groups": {"strata": ONLY_STAFF},
    "thresholds": {"disclosure": Disclosure(5, 5)},
    "languages": {"languages": ("sv",)},
    "wave": {"wave": 2},
}


def test_the_same_study_in_two_municipalities_passes() -> None:
    check_equivalent([OTHER, ONE])


@pytest.mark.parametrize("what", DIFFERENT)
def test_a_difference_is_refused_and_named(what: str) -> None:
    other: Header = msgspec.structs.replace(OTHER, **DIFFERENT[what])
    with pytest.raises(NotEquivalent, match=rf"Linköping \(0580\) and Norrköping \(0581\) .* the {what} differs"):
        check_equivalent([other, ONE])


def test_fingerprints_that_differ_only_in_their_last_digits_are_refused() -> None:
    other = msgspec.structs.replace(OTHER, fingerprint=OTHER.fingerprint[:-1] + "0")
    with pytest.raises(NotEquivalent, match="the fingerprints differ"):
        check_equivalent([ONE, other])


def test_invited_and_definitions_may_differ() -> None:
    strata = tuple(msgspec.structs.replace(each, invited=31, definition=words("andra")) for each in OTHER.strata)
    check_equivalent([ONE, msgspec.structs.replace(OTHER, strata=strata)])


def test_the_same_municipality_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"Linköping \(0580\) is given twice"):
        check_equivalent([ONE, OTHER, ONE])


def test_no_answer_set_is_refused() -> None:
    with pytest.raises(InputError, match="no answer set"):
        check_equivalent([])


def test_a_fingerprint_is_shown_by_its_first_sixty_bits() -> None:
    fingerprint = "0123456789abcdef" * 4
    ours = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    symbols = b32encode(bytes.fromhex(fingerprint)).decode().translate(ours)
    assert short_fingerprint(fingerprint) == f"{symbols[:4]}-{symbols[4:8]}-{symbols[8:12]}"


OVERRIDABLE = {"fingerprint", "reference period", "window", "access mode", "thresholds", "languages"}


@pytest.mark.parametrize("what", sorted(OVERRIDABLE))
def test_what_may_be_overridden_is_named(what: str) -> None:
    other: Header = msgspec.structs.replace(OTHER, **DIFFERENT[what])
    assert check_equivalent([ONE, other], "samma frågor, en vecka senare") == (what,)


@pytest.mark.parametrize("what", sorted(set(DIFFERENT) - OVERRIDABLE))
def test_another_form_plan_wave_or_other_groups_are_refused_whatever_the_reason(what: str) -> None:
    other: Header = msgspec.structs.replace(OTHER, **DIFFERENT[what])
    with pytest.raises(NotEquivalent, match=rf"the {what} differs"):
        check_equivalent([ONE, other], "a very good reason")


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_an_override_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(InputError, match="only for a reason"):
        check_equivalent([ONE, OTHER], reason)


def test_a_reason_where_nothing_differs_overrides_nothing() -> None:
    assert check_equivalent([ONE, OTHER], "to be sure") == ()


def test_fingerprints_that_differ_only_in_their_last_digits_are_named_once() -> None:
    other = msgspec.structs.replace(OTHER, fingerprint=OTHER.fingerprint[:-1] + "0")
    assert check_equivalent([ONE, other], "a reason") == ("fingerprint",)


def test_each_difference_to_any_municipality_is_named() -> None:
    third = msgspec.structs.replace(ONE, municipality=Place("1480", "Göteborg"), access_mode="code_by_mail")
    other = msgspec.structs.replace(OTHER, languages=("sv",))
    assert check_equivalent([third, other, ONE], "a reason") == ("access mode", "languages")
