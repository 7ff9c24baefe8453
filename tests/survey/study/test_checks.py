"""Each fault of a study is found, alone, with its place and its mend."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from questionnaires.answersets import FLOOR
from survey.study import checks
from survey.study.checks import MOST_TRUSTEES, PAGES, problems
from tests.survey.study.studies import FORM, TABLE, spoiled

OUTSIDER = {"name": "Ytterligare en", "key": "x.public.json"}
LINKOPING, NORRKOPING = TABLE["municipalities"]


def framed(*counts: tuple[dict[str, str], int]) -> dict[str, object]:
    """Frame counts of Linköping's elected, of whom twelve are invited."""
    frame = [{"answers": answers, "persons": persons} for answers, persons in counts]
    return {"municipalities.0.strata.0.frame": frame}


COUNCIL, OTHER = {"B1": "council"}, {"B1": "other"}

FAULTS: list[tuple[dict[str, object], str, str]] = [
    ({"id": "Linköping"}, "id: 'Linköping' is not lower-case", "mend it"),
    ({"id": "a" * 41}, "id: ", "at most 40"),
    ({"id": "två--streck"}, "id: ", "single hyphens"),
    ({"wave": 0}, "wave: 0 is not between 1 and 999", "number the waves from 1"),
    ({"wave": 1000}, "wave: 1000 is not between 1 and 999", "number the waves from 1"),
    ({"languages": []}, "languages: none is named", "name at least one"),
    ({"title": {"sv": "Enkät"}}, "title: the wording in 'en' is missing", "write it"),
    ({"title.en": "  "}, "title: the wording in 'en' is missing", "write it"),
    ({"opens_at": datetime(2022, 4, 25, 8)}, "opens_at: the time zone is missing", "2022-04-25T08:00:00+02:00"),  # noqa: DTZ001
    ({"closes_at": datetime(2022, 5, 16, 8)}, "closes_at: the time zone is missing", "write it out"),  # noqa: DTZ001
    ({"opens_at": datetime(2022, 4, 25, 6, 0, 0, 1, UTC)}, "opens_at: an instant is a whole second", "take"),
    ({"closes_at": datetime(2022, 4, 25, 6, tzinfo=UTC), "reminders": []}, "closes_at: the window ends", "mend one"),
    ({"closes_at": datetime(2022, 4, 24, 6, tzinfo=UTC), "reminders": []}, "closes_at: the window ends", "mend one"),
    ({"period.last": date(2021, 3, 31)}, "period: it ends (2021-03-31) before it starts (2021-04-01)", "mend one"),
    ({"period.last": date(2022, 4, 25)}, "period: its last day (2022-04-25) is not over", "before the opening"),
    ({"reminders.0.on": date(2022, 4, 24)}, "reminder 1: 2022-04-24 is outside the window", "mend the date"),
    ({"reminders.0.on": date(2022, 5, 17)}, "reminder 1: 2022-05-17 is outside the window", "mend the date"),
    ({"reminders.0.text.sv": ""}, "reminder 1, text: the wording in 'sv' is missing", "write it"),
    ({"k": 4}, "k: 4 trustees must open the box, but there are only 3", "lower k or name more trustees"),
    ({"k": 1, "trustees": [OUTSIDER]}, "k: 1 trustee could open the box alone", "at least 2"),
    ({"trustees.2.municipality": "0580"}, "k: municipality 0580 has 2 trustees and could open", "raise k above that"),
    ({"trustees.2.municipality": "0180"}, "trustee Länsstyrelsen Östergötland: 0180 is no municipality", "leave it"),
    ({"trustees.2.name": "Säkerhetschefen i Norrköping"}, "trustee Säkerhetschefen i Norrköping: ", "give each"),
    (
        {"trustees": [{**OUTSIDER, "name": f"nr {number}"} for number in range(MOST_TRUSTEES + 1)]},
        f"trustees: there are {MOST_TRUSTEES + 1}",
        f"at most {MOST_TRUSTEES}",
    ),
    ({"disclosure.min_answered": FLOOR - 1}, "disclosure, min_answered: 4 is under the floor of 5", "raise it"),
    ({"disclosure.min_exposed": 0}, "disclosure, min_exposed: 0 is under the floor of 5", "raise it"),
    ({"municipalities": [], "trustees": [OUTSIDER, {**OUTSIDER, "name": "b"}]}, "municipalities: none", "add"),
    ({"municipalities.1": LINKOPING, "trustees.1.municipality": ""}, "municipality 0580: it stands 2 times", "keep"),
    ({"municipalities.0.name": "Norrköping"}, "municipality 0580: the code is Linköping's, not Norrköping's", "mend"),
    ({"municipalities.1.name": "Norköping"}, "municipality 0581: the code is Norrköping's, not Norköping's", "mend"),
    ({"municipalities.0.contacts": []}, "municipality 0580: there is nobody to turn to", "contacts"),
    ({"municipalities.0.contacts.0.phone": ""}, "municipality 0580, contacts: one has neither phone nor url", "give"),
    ({"municipalities.0.contacts.0.url": "javascript:alert(1)"}, "municipality 0580, contacts: 'javascript:", "https"),
    ({"municipalities.0.contacts.0.name.en": ""}, "municipality 0580, contact name: the wording in 'en'", "write it"),
    ({"municipalities.0.sender.sv": ""}, "municipality 0580, sender: the wording in 'sv' is missing", "write it"),
    ({"exit_url": "http://a.se/"}, "exit_url: 'http://a.se/'", "mend it"),
    ({"municipalities.0.strata.0.invited": 9}, "municipality 0580, elected: 9 invited can never reach", "leave them"),
    ({"municipalities.0.strata.0.definition.en": ""}, "municipality 0580, elected, definition: ", "write it"),
    (
        framed((COUNCIL, 9), (OTHER, 4)),
        "municipality 0580, elected, frame: the counts by B1 add up to 13, not to the 12 invited",
        "everybody is counted once",
    ),
    (
        framed((COUNCIL, 9), (OTHER, 3), ({**COUNCIL, "C3": "yes"}, 11)),
        "municipality 0580, elected, frame: the counts by B1 and C3 add up to 11, not to the 12 invited",
        "mend them",
    ),
    (framed(({}, 12)), "municipality 0580, elected, frame: a count says nothing of whom it counts", "name an item"),
    (framed((COUNCIL, 13), (OTHER, -1)), "municipality 0580, elected, frame: B1 = other has -1 persons", "0 or more"),
    (
        framed((COUNCIL, 6), (COUNCIL, 6)),
        "municipality 0580, elected, frame: B1 = council is counted twice",
        "keep one",
    ),
    (framed(({"B9": "x"}, 12)), "municipality 0580, elected, frame: the questionnaire has no item 'B9'", "mend the id"),
    (
        framed(({"D1": "criminal"}, 12)),
        "municipality 0580, elected, frame: the item D1 is no single choice that elected is asked",
        "name another",
    ),
    (
        framed(({"B1": "mayor"}, 12)),
        "municipality 0580, elected, frame: the item B1 has no option 'mayor' that says who somebody is",
        "it has council, other",
    ),
    (
        framed(({"C3": "dont_know"}, 12)),
        "municipality 0580, elected, frame: the item C3 has no option 'dont_know' that says who somebody is",
        "it has yes, no",
    ),
    (
        {"municipalities.0.strata.1.frame": [{"answers": COUNCIL, "persons": 12}]},
        "municipality 0580, staff, frame: the item B1 is no single choice that staff is asked",
        "name another",
    ),
    (
        {"municipalities.0.accessibility": {"address": "Box 1"}},
        "municipality 0580, accessibility: there is neither email nor phone",
        "give at least one",
    ),
    ({"municipalities.0.accessibility.email": "a@b"}, "municipality 0580, accessibility: 'a@b' is no e-mail", "mend"),
    (
        {"municipalities.0.accessibility.url": "http://a.se/"},
        "municipality 0580, accessibility: 'http://a.se/' is no https address",
        "mend it",
    ),
    (
        {"municipalities.0.theme.colour": "#ffd54a"},
        "municipality 0580, theme, colour: links and buttons in #ffd54a",
        "add an accent, as #",
    ),
    (
        {"accessibility.status": "full"},
        "accessibility, status: it is 'full' and yet there are shortcomings",
        "write 'partial'",
    ),
    (
        {"accessibility.shortcomings": []},
        "accessibility, status: it is 'partial' and no shortcoming is named",
        "or write 'full'",
    ),
    (
        {"accessibility.status": "none", "accessibility.shortcomings": []},
        "accessibility, status: it is 'none' and no shortcoming is named",
        "say what cannot be used",
    ),
    (
        {"accessibility.assessed": date(2022, 4, 26)},
        "accessibility, assessed: 2022-04-26 is after the last review (2022-04-25)",
        "mend one of them",
    ),
    (
        {"accessibility.published": date(2022, 4, 26)},
        "accessibility, published: 2022-04-26 is after the last review (2022-04-25)",
        "mend one of them",
    ),
    (
        {"accessibility.shortcomings.0.reason": "disproportionate_burden"},
        "accessibility, shortcoming 1: a disproportionate burden must be justified",
        "give the grounds in why",
    ),
    (
        {"accessibility.shortcomings.0.mended_by": date(2022, 4, 24)},
        "accessibility, shortcoming 1, mended_by: 2022-04-24 was over at the last review (2022-04-25)",
        "or give a new date",
    ),
    (
        {"accessibility.supervision": {"name": {"sv": "PTS", "en": "PTS"}}},
        "accessibility, supervision: there is a name, and yet the address is Digg's",
        "give the authority's own url",
    ),
    (
        {"accessibility.supervision": {"url": "https://pts.se/"}},
        "accessibility, supervision: there is an address of its own and no name",
        "or take the url away",
    ),
    (
        {"accessibility.supervision": {"name": {"sv": "PTS", "en": "PTS"}, "url": "http://pts.se/"}},
        "accessibility, supervision: 'http://pts.se/' is no https address",
        "mend it",
    ),
    (
        {"accessibility.supervision": {"name": {"sv": "PTS"}, "url": "https://pts.se/"}},
        "accessibility, supervision, name: the wording in 'en' is missing",
        "write it",
    ),
    (
        {"municipalities.0.accessibility.response_days": 0},
        "municipality 0580, accessibility: response_days: 0 is not between 1 and 60 working days",
        "or leave it out",
    ),
    (
        {"municipalities.0.accessibility.response_days": 61},
        "municipality 0580, accessibility: response_days: 61 is not between 1 and 60 working days",
        "or leave it out",
    ),
    ({"accessibility.method.en": ""}, "accessibility, method: the wording in 'en' is missing", "write it"),
    (
        {"accessibility.shortcomings.0.text.en": ""},
        "accessibility, shortcoming 1, text: the wording in 'en' is missing",
        "write it",
    ),
    (
        {"accessibility.shortcomings.0.alternative": {"sv": "På papper."}},
        "accessibility, shortcoming 1, alternative: the wording in 'en' is missing",
        "write it",
    ),
    (
        {"accessibility.shortcomings.0.why": {"sv": "Det är för dyrt."}},
        "accessibility, shortcoming 1, why: the wording in 'en' is missing",
        "write it",
    ),
]
#: One slip that is a fault in several places.
MANY: list[tuple[dict[str, object], list[str]]] = [
    (
        {"municipalities.0.code": "9999"},
        [
            "trustee Säkerhetschefen i Linköping: 0580 is no municipality of this study",
            "municipality 9999: Statistics Sweden has no municipality with this code",
        ],
    ),
    (
        {"municipalities.0.strata.0.group": "staff", "municipalities.1.strata.0.group": "staff"},
        [
            "municipality 0580, staff: the stratum stands 2 times",
            "municipality 0581, staff: the stratum stands 2 times",
        ],
    ),
    (
        {"municipalities.0.strata.0.group": "pupils", "municipalities.1.strata.0.group": "pupils"},
        [
            "municipality 0580: the questionnaire has no group 'pupils'",
            "municipality 0581: the questionnaire has no group 'pupils'",
        ],
    ),
    (
        {"municipalities.0.strata": [], "municipalities.1.strata": []},
        ["municipality 0580: it asks nobody", "municipality 0581: it asks nobody"],
    ),
    (
        {"languages": ["sv", "de"]},
        [
            "languages: the pages are not worded in 'de'",
            "languages: the questionnaire is not worded in 'de'",
            *["the wording in 'de' is missing"] * 12,
        ],
    ),
    ({"k": 1}, ["k: 1 trustee could open", "k: municipality 0580 has 1 trustees", "k: municipality 0581 has 1"]),
]


def test_the_study_that_is_spoiled_below_is_well_made() -> None:
    assert problems(spoiled({}), FORM) == ()


@pytest.mark.parametrize(("changes", "place", "mend"), FAULTS, ids=[fault[1][:50] for fault in FAULTS])
def test_a_fault_is_found_alone_with_its_place_and_mend(changes: dict[str, object], place: str, mend: str) -> None:
    (found,) = problems(spoiled(changes), FORM)
    assert found.startswith(place)
    assert mend in found[len(place) :]
    assert "\n" not in found


@pytest.mark.parametrize(("changes", "places"), MANY, ids=[places[0] for _, places in MANY])
def test_every_place_of_a_slip_is_named(changes: dict[str, object], places: list[str]) -> None:
    found = problems(spoiled(changes), FORM)
    assert len(found) == len(places)
    assert all(place in problem for place, problem in zip(places, found, strict=True))


def test_faults_of_different_kinds_are_told_together() -> None:
    assert len(problems(spoiled({"wave": 0, "k": 4, "title": {}}), FORM)) == 4


def test_a_group_asked_in_one_municipality_only_cannot_be_compared() -> None:
    (found,) = problems(spoiled({"municipalities.1.strata": NORRKOPING["strata"][:1]}), FORM)
    assert found.startswith("municipality 0581: it asks elected where 0580 asks elected, staff")


def test_the_order_of_the_groups_is_free() -> None:
    assert problems(spoiled({"municipalities.1.strata": NORRKOPING["strata"][::-1]}), FORM) == ()


def test_the_languages_of_the_pages_are_those_of_the_catalogues() -> None:
    assert sorted(PAGES) == sorted(folder.name for folder in (Path(__file__).parents[3] / "locales").iterdir())


def test_no_study_has_more_strata_than_a_code_can_tell_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MOST_STRATA", 4)
    assert problems(spoiled({}), FORM) == ()
    monkeypatch.setattr(checks, "MOST_STRATA", 3)
    (fault,) = problems(spoiled({}), FORM)
    assert fault == "municipalities: they have 4 strata, and a code tells 3 apart; make two studies of it"
