from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import DisclosureError, InputError
from analysis.microdata.anonymity import Classes, Symbols, check_k, classes, refuse_small
from questionnaires.conditions import Answer
from questionnaires.items import items
from questionnaires.model import Option, Questionnaire, Section, SingleChoice
from tests.analysis.answers import GROUPS, words

OPTIONS = (Option("yes", words("Ja")), Option("no", words("Nej")))
#: B1 and B2 are background; E1 is asked only of those who said yes to B1; E2 of all.
FORM = Questionnaire(
    id="known",
    version="1",
    languages=("sv", "en"),
    groups=GROUPS,
    title=words("Känd"),
    sections=(
        Section(
            "background",
            words("Om dig"),
            tuple(SingleChoice(id=name, text=words(name), options=OPTIONS) for name in ("B1", "B2")),
        ),
        Section(
            "events",
            words("Händelser"),
            (
                SingleChoice(id="E1", text=words("E1"), options=OPTIONS, shown_if=Answer(("B1",), ("yes",))),
                SingleChoice(id="E2", text=words("E2"), options=OPTIONS),
            ),
        ),
    ),
)
ALL = frozenset({"B1", "B2", "E1", "E2"})
KNOWN = frozenset({"B1", "B2"})


def rows(*texts: str) -> Symbols:
    return np.frombuffer("".join(texts).encode(), dtype=np.uint8).reshape(len(texts), 4)


def found(strata: list[Symbols], kept: frozenset[str] = ALL, k: int = 5) -> Classes:
    return classes(strata, items(FORM), KNOWN, kept, k)


def test_a_class_is_a_combination_of_background_within_a_stratum() -> None:
    one = rows(*["aaaa"] * 6, *["ab.b"] * 3)
    other = rows(*["aaaa"] * 5)
    assert found([one, other]) == Classes(number=3, below=1, smallest=3)


def test_what_is_no_background_makes_no_class() -> None:
    assert found([rows("aaaa", "aaab", "aaba", "aabb", "aa..")]) == Classes(number=1, below=0, smallest=5)


def test_without_a_background_item_the_stratum_is_the_class() -> None:
    strata = [rows(*["aaaa"] * 3, *["abaa"] * 3)]
    assert found(strata, kept=frozenset({"E2"})) == Classes(number=1, below=0, smallest=6)


def test_a_dropped_item_that_routing_tells_of_is_still_known() -> None:
    strata = [rows(*["aaaa"] * 6, *["ca-a"] * 2)]
    assert found(strata, kept=ALL - KNOWN) == Classes(number=2, below=1, smallest=2)
    assert found(strata, kept=frozenset({"E2"})) == Classes(number=1, below=0, smallest=8)


def test_an_empty_stratum_has_no_class() -> None:
    assert found([rows()]) == Classes(number=0, below=0, smallest=0)


@given(
    st.lists(st.sampled_from(["aaaa", "aabb", "abab", "bb-a", "ca-b", ".a-a"]), min_size=1, max_size=40),
    st.integers(5, 12),
)
def test_nothing_is_written_exactly_when_a_class_is_smaller_than_k(texts: list[str], k: int) -> None:
    smallest = min(Counter((text[:2], text[2] == "-") for text in texts).values())
    made = found([rows(*texts)], k=k)
    assert made.smallest == smallest
    assert (made.below > 0) == (smallest < k)


def test_a_refusal_says_how_many_and_how_small_and_what_to_do() -> None:
    with pytest.raises(DisclosureError) as told:
        refuse_small(Classes(number=12, below=3, smallest=1), ["B1", "B2"], 10)
    assert str(told.value) == (
        "by municipality, group and B1, B2, 3 of 12 classes have fewer than 10 sheets, the smallest 1; nothing was "
        "written; leave a background item out with --drop, or publish tables"
    )


def test_nothing_is_refused_when_all_classes_are_large_enough() -> None:
    refuse_small(Classes(number=12, below=0, smallest=10), ["B1"], 10)


def test_the_floor_holds() -> None:
    check_k(5)
    with pytest.raises(InputError, match="--k 4"):
        check_k(4)
