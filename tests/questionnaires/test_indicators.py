"""Respondents made by hand: in which indicators each one counts, is only in the base, or is not in it at all."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.indicators import standing
from questionnaires.sheets import clean
from tests.questionnaires.forms import standard
from tests.strategies import Chosen, sheets

EVENTS = ["exposed_any", "undue_influence", "ptu_like", "repeated"]
KINDS = ["harassment", "threats", "damage_violence", "corruption", "subtle"]
WHO = ["ui_criminal", "ui_other_citizen", "ui_extremist", "ui_internal", "ui_unknown"]
OF_THE_EXPOSED = ["reported_any", "police_reported"]
ABOUT_EVENTS = {*EVENTS, *KINDS, *WHO}
#: No event, but all eleven questions answered.
CALM: dict[str, Chosen] = {f"C{number}": ("no",) for number in range(1, 12)}


class Person(msgspec.Struct, frozen=True):
    """Someone's answers, beside consent; the indicators they count in; those they are only in the base of."""

    why: str
    answers: dict[str, Chosen]
    counts: set[str]
    base: set[str]


def events(*numbers: int, times: str = "once") -> dict[str, Chosen]:
    return CALM | {f"C{number}": (times,) for number in numbers}


def without(answers: dict[str, Chosen], *numbers: int) -> dict[str, Chosen]:
    return {item: chosen for item, chosen in answers.items() if item not in {f"C{number}" for number in numbers}}


AIMED = {"C12": ("yes",)}
PEOPLE = [
    Person("consent and nothing more: in no base at all", {}, set(), set()),
    Person("no event: a plain no, also to influence and to every perpetrator", CALM, set(), ABOUT_EVENTS),
    Person(
        "five answers in substance are too few, whatever they are",
        without(events(1, 2, times="six_or_more"), 6, 7, 8, 9, 10, 11),
        set(),
        set(),
    ),
    Person(
        "six are enough; blocks need all their own answers, so only C1–C3 and C4–C6 are known",
        without(CALM, 7, 8, 9, 10, 11),
        set(),
        {*EVENTS, *WHO, "harassment", "threats"},
    ),
    Person(
        "'don't know' and 'prefer not' are no answers: five are left",
        CALM | {f"C{n}": ("dont_know",) for n in (1, 2, 3)} | {f"C{n}": ("decline",) for n in (4, 5, 6)},
        set(),
        set(),
    ),
    Person(
        "an event, the aim skipped: exposed, but influence cannot be judged, nor by whom",
        events(5),
        {"exposed_any", "ptu_like", "threats"},
        {"repeated", "harassment", "damage_violence", "corruption", "subtle"},
    ),
    Person(
        "an event, 'don't know' about the aim: as when it is skipped",
        events(5) | {"C12": ("dont_know",)},
        {"exposed_any", "ptu_like", "threats"},
        {"repeated", "harassment", "damage_violence", "corruption", "subtle"},
    ),
    Person(
        "an event without the aim to influence: no undue influence, whoever was behind it",
        events(5) | {"C12": ("no",), "D1": ("criminal_network",)},
        {"exposed_any", "ptu_like", "threats"},
        {"undue_influence", "repeated", *WHO, "harassment", "damage_violence", "corruption", "subtle"},
    ),
    Person(
        "undue influence, by whom skipped: in the headline, out of the split",
        events(9) | AIMED,
        {"exposed_any", "undue_influence", "ptu_like", "corruption"},
        {"repeated", "harassment", "threats", "damage_violence", "subtle"},
    ),
    Person(
        "undue influence, by whom refused: out of the split too",
        events(9) | AIMED | {"D1": ("decline",)},
        {"exposed_any", "undue_influence", "ptu_like", "corruption"},
        {"repeated", "harassment", "threats", "damage_violence", "subtle"},
    ),
    Person(
        "a criminal, and a relation too: the perpetrators do not exclude each other",
        events(8) | AIMED | {"D1": ("relative_acquaintance", "criminal_individual")},
        {"exposed_any", "undue_influence", "ptu_like", "damage_violence", "ui_criminal", "ui_other_citizen"},
        {"repeated", "harassment", "threats", "corruption", "subtle", "ui_extremist", "ui_internal", "ui_unknown"},
    ),
    Person(
        "someone unknown is an answer",
        events(2) | AIMED | {"D1": ("unknown",)},
        {"exposed_any", "undue_influence", "ptu_like", "harassment", "ui_unknown"},
        {"repeated", "threats", "damage_violence", "corruption", "subtle", *WHO} - {"ui_unknown"},
    ),
    Person(
        "an extremist is no ordinary citizen, a manager comes from within",
        events(2) | AIMED | {"D1": ("extremist_group", "colleague_manager")},
        {"exposed_any", "undue_influence", "ptu_like", "harassment", "ui_extremist", "ui_internal"},
        {"repeated", "threats", "damage_violence", "corruption", "subtle"}
        | {"ui_criminal", "ui_other_citizen", "ui_unknown"},
    ),
    Person(
        "other pressure (C11) alone: exposed, subtle, but not in what is like PTU's list",
        events(11) | {"C12": ("no",)},
        {"exposed_any", "subtle"},
        {"ptu_like", "undue_influence", "repeated", *WHO, "harassment", "threats", "damage_violence", "corruption"},
    ),
    Person(
        "a veiled threat (C4) is both a threat and subtle",
        events(4) | {"C12": ("no",)},
        {"exposed_any", "ptu_like", "threats", "subtle"},
        {"undue_influence", "repeated", *WHO, "harassment", "damage_violence", "corruption"},
    ),
    Person(
        "one kind several times is repeated",
        events(1, times="two_to_five") | {"C12": ("no",)},
        {"exposed_any", "ptu_like", "repeated", "harassment"},
        {"undue_influence", *WHO, "threats", "damage_violence", "corruption", "subtle"},
    ),
    Person(
        "two kinds once each are repeated; one of the block unknown leaves that block",
        without(events(1, 7), 2) | {"C12": ("no",)},
        {"exposed_any", "ptu_like", "repeated", "damage_violence"},
        {"undue_influence", *WHO, "threats", "corruption", "subtle"},
    ),
    Person(
        "nothing reported",
        events(5) | {"F2": ("no",), "F3": ("no",)},
        {"exposed_any", "ptu_like", "threats"},
        {"repeated", "harassment", "damage_violence", "corruption", "subtle", *OF_THE_EXPOSED},
    ),
    Person(
        "in the incident system, not to the police",
        events(5) | {"F2": ("yes",), "F3": ("no",)},
        {"exposed_any", "ptu_like", "threats", "reported_any"},
        {"repeated", "harassment", "damage_violence", "corruption", "subtle", "police_reported"},
    ),
    Person(
        "to the police in part, the incident system unknown: a base that let this one in would favour the yes",
        events(5) | {"F2": ("dont_know",), "F3": ("some",)},
        {"exposed_any", "ptu_like", "threats", "police_reported"},
        {"repeated", "harassment", "damage_violence", "corruption", "subtle"},
    ),
    Person(
        "the police unknown: neither",
        events(5) | {"F2": ("yes",), "F3": ("dont_know",)},
        {"exposed_any", "ptu_like", "threats"},
        {"repeated", "harassment", "damage_violence", "corruption", "subtle"},
    ),
    Person(
        "told a colleague: that is no report",
        events(5) | {"F1": ("peer",), "F2": ("no",), "F3": ("all",)},
        {"exposed_any", "ptu_like", "threats", *OF_THE_EXPOSED},
        {"repeated", "harassment", "damage_violence", "corruption", "subtle"},
    ),
    Person(
        "too few answers about events: not among the exposed, so not in the base of reporting",
        {"C5": ("once",), "F2": ("yes",), "F3": ("all",)},
        set(),
        set(),
    ),
    Person(
        "self-censorship without any event",
        {"E1": ("no",), "E2": ("no",), "E4": ("yes",)},
        {"self_censor"},
        set(),
    ),
    Person(
        "two of the three on self-censorship are not enough, even with a yes",
        {"E1": ("yes",), "E2": ("yes",), "E4": ("decline",), "E3": ("yes",), "E5": ("yes",)},
        {"actual_influence", "considered_leaving"},
        set(),
    ),
    Person(
        "no consequence at all",
        {f"E{number}": ("no",) for number in range(1, 7)},
        set(),
        {"self_censor", "actual_influence", "considered_leaving"},
    ),
    Person(
        "knows where to turn, unsure of support, trained; often worried",
        {"G1": ("agree",), "G3": ("dont_know",), "G4": ("yes",), "I1": ("quite_often",)},
        {"knows_where_to_turn", "trained", "worried"},
        set(),
    ),
    Person(
        "neither agrees nor disagrees: in the base, does not count",
        {"G1": ("neither",), "G3": ("strongly_agree",), "H1": ("neither",), "H4": ("neither",), "I1": ("seldom",)},
        {"would_get_support"},
        {"knows_where_to_turn", "silence_tasks", "silence_team", "worried"},
    ),
    Person(
        "silence of all five kinds: H4 is turned round",
        {"H1": ("agree",), "H2": ("strongly_agree",), "H3": ("agree",), "H4": ("disagree",), "H5": ("agree",)},
        {"silence_tasks", "silence_places", "silence_reprisals", "silence_team", "silence_misuse"},
        set(),
    ),
    Person(
        "an open place, where one would still get no support",
        {
            "G3": ("disagree",),
            "H1": ("disagree",),
            "H2": ("strongly_disagree",),
            "H3": ("neither",),
            "H4": ("agree",),
            "H5": ("disagree",),
        },
        set(),
        {"would_get_support", *(f"silence_{kind}" for kind in ("tasks", "places", "reprisals", "team", "misuse"))},
    ),
    Person(
        "no duty in the period: answers about it fall away, views on today stay",
        {"B3": ("none",), **events(5), "E1": ("yes",), "E2": ("yes",), "E4": ("yes",), "G4": ("no",)},
        set(),
        {"trained"},
    ),
]


@pytest.mark.parametrize("person", PEOPLE, ids=[person.why for person in PEOPLE])
@pytest.mark.parametrize("group", ["elected", "staff"])
def test_who_is_in_which_base_and_who_counts(person: Person, group: str) -> None:
    cleaned = clean(standard(), group, {"A1": ("yes",), **person.answers})
    assert cleaned.faults == ()
    found = standing(standard(), cleaned.sheet)
    assert {name for name, counts in found.items() if counts} == person.counts
    assert {name for name, counts in found.items() if counts is False} == person.base


def test_each_indicator_has_someone_who_counts_and_someone_who_does_not() -> None:
    everything = {indicator.id for indicator in standard().indicators}
    assert set().union(*(person.counts for person in PEOPLE)) == everything
    assert set().union(*(person.base for person in PEOPLE)) == everything


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["elected", "staff"]).flatmap(lambda group: sheets(standard(), group)))
def test_indicators_nest_as_their_words_say(sheet: dict[str, Chosen]) -> None:
    found = standing(standard(), sheet)
    for part in (*KINDS, "ptu_like", "repeated", "undue_influence"):
        assert not found[part] or found["exposed_any"], part
    for part in WHO:
        assert (found[part] is None) == (found["ui_criminal"] is None), "one base for all perpetrators"
        assert not found[part] or found["undue_influence"], part
    for part in OF_THE_EXPOSED:
        assert found[part] is None or found["exposed_any"], part
    if found["undue_influence"] and found["ui_criminal"] is not None:
        assert any(found[part] for part in WHO), "whoever says by whom is somewhere in the split"
    assert (found["exposed_any"] is None) == (found["ptu_like"] is None) == (found["repeated"] is None)


@settings(max_examples=80, deadline=None)
@given(sheets(standard(), "staff"), st.data())
def test_a_base_of_events_does_not_depend_on_what_was_answered(sheet: dict[str, Chosen], data: st.DataObject) -> None:
    # Another answer in substance to the same questions: the same people are in the base.
    said = {"no", "once", "two_to_five", "six_or_more"}
    other = {
        item: (data.draw(st.sampled_from(sorted(said))),) if set(chosen) <= said and item.startswith("C") else chosen
        for item, chosen in sheet.items()
        if item != "C12"
    }
    found, again = (standing(standard(), clean(standard(), "staff", answers).sheet) for answers in (sheet, other))
    for name in ("exposed_any", "ptu_like", "repeated", *KINDS):
        assert (found[name] is None) == (again[name] is None), name
