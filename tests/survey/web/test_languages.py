"""What a browser asks for, and what it is given; the rules are those of RFC 9110, 12.5.4, and RFC 4647, 3.4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.web.languages import LONGEST, preferred

OFFERED = ("sv", "sv-simple", "en", "fi")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "sv"),
        ("fi", "fi"),
        ("FI", "fi"),
        ("fi-SE", "fi"),
        ("en-GB,en;q=0.9,sv;q=0.8", "en"),
        ("da, en-gb;q=0.8, en;q=0.7", "en"),  # the example of RFC 9110
        ("sv;q=0.5, fi;q=0.501", "fi"),
        ("fi;q=0.5, en;q=0.5", "fi"),
        ("fi ; q=0.3 ,, en;q=1.000", "en"),
        ("de, pl", "sv"),
        ("*", "sv"),
        ("de, *;q=0.1", "sv"),
        ("sv;q=0, *", "en"),
        ("sv;q=0.1, *;q=0.5", "en"),
        ("fi;q=0", "sv"),
        ("fi;q=0, fi-FI", "sv"),
        ("sv;q=0.0", "sv"),
        ("no-such-tag-at-all, fi;q=0.1", "fi"),
    ],
)
def test_the_language_wanted_most_is_given_and_else_the_waves_own(header: str, language: str) -> None:
    assert preferred(header, OFFERED) == language


@pytest.mark.parametrize("header", ["sv", "sv-SE", "*", "sv-simple-x", "sv-simple-SE", "sv-si", "simple", "de, *"])
def test_easy_swedish_is_never_guessed(header: str) -> None:
    assert preferred(header, OFFERED) == "sv"
    assert preferred(header, ("fi", "sv-simple")) == "fi"


@pytest.mark.parametrize("header", ["sv-simple", "sv-SIMPLE, sv;q=0.9", "sv;q=0.1, sv-simple;q=0.2"])
def test_easy_swedish_is_given_to_a_browser_that_asks_for_it_by_its_tag(header: str) -> None:
    assert preferred(header, OFFERED) == "sv-simple"


@pytest.mark.parametrize(
    "header",
    [
        "fi;q=2", "fi;q=1.001", "fi;q=0.1234", "fi;q=", "fi q=1", "fi;level=1", "fi, en;;q=1", "f!", "overninelong",
        "fi_FI", "-fi", "fi-", "**", "fi\n", "fi, " + "en, " * LONGEST,
    ],
)  # fmt: skip
def test_a_malformed_header_is_as_none(header: str) -> None:
    assert preferred(header, OFFERED) == "sv"


@given(st.text(max_size=60) | st.from_regex(r"([a-z*]{1,3}(-[a-zA-Z]{1,6})?(;q=[01](\.[0-9]{1,4})?)?, ?){1,6}"))
def test_any_header_gives_a_language_that_is_offered(header: str) -> None:
    assert preferred(header, OFFERED) in OFFERED
    assert preferred(header, ("fi",)) == "fi"
