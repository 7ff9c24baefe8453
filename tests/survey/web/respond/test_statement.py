"""The accessibility statement has what the law prescribes, and every page leads to it without losing a form."""

from collections.abc import Callable, Iterator
from datetime import date

import msgspec
import pytest
from litestar.testing import TestClient

from survey.assembly import create_app
from survey.study.model import Conformity, Reason, Shortcoming, Supervision
from survey.web.assets import read_assets
from survey.web.locale import locales_folder, respondent_words
from survey.web.respond.rooms import Room, room
from survey.web.respond.statement import statement_page
from survey.web.templating import renderers
from tests.builders import CLOSES, World
from tests.survey.web.visiting import EN, SV, Html, Open, Visitor

WORDS = respondent_words(locales_folder())
RENDER = renderers(WORDS, read_assets())
TOLD, TOLD_EN = f"{SV}/tillganglighet", f"{EN}/tillganglighet"


@pytest.fixture(scope="module")
def open_room(shared: Open) -> Room:
    found = shared.client.app.state.site.board.last_known()
    if not found:
        shared.another().get(SV)
        found = shared.client.app.state.site.board.last_known()
    (only,) = found.values()
    assert isinstance(only, Room)
    return only


def read(open_room: Room, language: str = "sv", **changes: object) -> Html:
    """The page with *changes* in the study's part."""
    manifest = open_room.door.manifest
    accessibility = msgspec.structs.replace(manifest.accessibility, **changes)
    door = msgspec.structs.replace(
        open_room.door, manifest=msgspec.structs.replace(manifest, accessibility=accessibility)
    )
    page = statement_page(room(door, WORDS), WORDS, language)
    return Html(RENDER[language]("respond/statement.html", page))


def told(open_room: Room, language: str = "sv", **changes: object) -> str:
    """The words of that page."""
    return " ".join(read(open_room, language, **changes).words)


def test_it_has_what_the_law_prescribes(opened: Open) -> None:
    page = opened.visitor.get(TOLD)
    assert page.response.status_code == 200
    assert page.heading == "Tillgänglighets\N{SOFT HYPHEN}redogörelse"
    assert page.html.title == "Tillgänglighetsredogörelse – Enkät"
    for content in (
        "Linköping och Norrköping står bakom enkäten ”Enkät”",
        "Linköpings kommun, säkerhetschefen",
        "Norrköpings kommun, säkerhetschefen",
        "Enkäten är delvis förenlig med lagen om tillgänglighet till digital offentlig service (2018:1937).",
        "Brister mot lagens krav",
        "Ingen har prövat med röst.",
        "Prövad av dem som har byggt den.",
        "Senaste bedömningen gjordes 11\N{NO-BREAK SPACE}april 2022.",
        "Enkäten publicerades 25\N{NO-BREAK SPACE}april 2022.",
        "Redogörelsen sågs senast över 25\N{NO-BREAK SPACE}april 2022.",
        "Myndigheten för digital förvaltning (Digg) har tillsyn",
        "papper",
        "WCAG 2.1",
    ):
        assert content in page.text, content
    links = {found["href"] for found in page.html.all("a")}
    assert "https://www.digg.se/tdosanmalan" in links
    assert {"mailto:tillganglighet@linkoping.example", "mailto:tillganglighet@norrkoping.example"} <= links
    assert "tel:013206000" in links


def test_it_is_to_be_had_in_every_language_and_leads_from_each_to_each(opened: Open) -> None:
    assert opened.visitor.get(TOLD_EN).heading == "Accessibility statement"
    assert "The last assessment was made on 11\N{NO-BREAK SPACE}April 2022." in opened.visitor.text
    assert opened.visitor.html.all("a", href=TOLD, hreflang="sv")


@pytest.mark.parametrize(
    ("status", "told_of_it"),
    [("full", "helt förenlig"), ("partial", "delvis förenlig"), ("none", "inte förenlig")],
)
def test_the_conformity_is_told_in_the_words_of_the_law(open_room: Room, status: Conformity, told_of_it: str) -> None:
    lacking = () if status == "full" else open_room.door.manifest.accessibility.shortcomings
    text = told(open_room, status=status, shortcomings=lacking)
    assert f"Enkäten är {told_of_it} med lagen" in text
    assert ("Innehåll som inte är tillgängligt" in text) == (status != "full")


@pytest.mark.parametrize(
    ("reason", "heading", "paragraph"),
    [
        ("noncompliance", "Brister mot lagens krav", ""),
        ("disproportionate_burden", "Oskäligt betungande anpassning", "12 § lagen"),
        ("outside_law", "Innehåll som inte omfattas av lagen", "9 § lagen"),
    ],
)
def test_what_cannot_be_used_stands_under_its_reason(
    open_room: Room, reason: Reason, heading: str, paragraph: str
) -> None:
    one = Shortcoming({"sv": "En bild."}, reason, {"sv": "För dyrt."}, {"sv": "Ring oss."}, date(2022, 6, 1))
    text = told(open_room, shortcomings=(one,))
    headings = {"Brister mot lagens krav", "Oskäligt betungande anpassning", "Innehåll som inte omfattas av lagen"}
    assert [known for known in headings if known in text] == [heading]
    assert paragraph in text
    assert "En bild. Skäl: För dyrt. Ring oss. Ska vara åtgärdat senast 1\N{NO-BREAK SPACE}juni 2022." in text


def test_only_what_is_known_is_told_of_a_shortcoming(open_room: Room) -> None:
    text = told(open_room, shortcomings=(Shortcoming({"sv": "En bild."}, "noncompliance"),))
    assert "En bild." in text
    assert "Skäl:" not in text
    assert "åtgärdat" not in text


def test_the_study_may_name_another_authority(open_room: Room) -> None:
    assert "Digg" in told(open_room)
    other = Supervision({"sv": "Post- och telestyrelsen (PTS)"}, "https://www.pts.se/anmal")
    page = read(open_room, supervision=other)
    text = " ".join(page.words)
    assert "Post- och telestyrelsen (PTS) har tillsyn" in text
    assert "Digg" not in text
    hrefs = [found["href"] for found in page.all("a")]
    assert "https://www.pts.se/anmal" in hrefs
    assert not [href for href in hrefs if "digg.se" in href]


def test_a_municipality_that_says_how_soon_it_replies_is_told_of(open_room: Room) -> None:
    assert "svarstid" not in told(open_room)
    manifest = open_room.door.manifest
    first, second = manifest.municipalities
    contact = msgspec.structs.replace(first.accessibility, response_days=3)
    municipalities = (msgspec.structs.replace(first, accessibility=contact), second)
    door = msgspec.structs.replace(
        open_room.door, manifest=msgspec.structs.replace(manifest, municipalities=municipalities)
    )
    assert told(room(door, WORDS)).count("Vanlig svarstid i arbetsdagar: 3") == 1


def test_paper_is_said_to_be_less_anonymous(open_room: Room) -> None:
    assert "På papper är du mindre anonym: den som för in svaren åt dig läser dem" in told(open_room)


def test_it_can_be_read_before_and_after_the_wave(opened: Open) -> None:
    opened.world.clock.move_to(CLOSES)
    assert opened.visitor.get(TOLD).response.status_code == 200


def links(page: Visitor, address: str = TOLD) -> list[dict[str, str]]:
    return [found for found in page.html.all("a") if found["href"] == address]


def test_every_page_of_a_wave_leads_there_and_beside_a_form_without_leaving_it(opened: Open) -> None:
    visitor = opened.visitor
    code = opened.code()
    steps: list[Callable[[], Visitor]] = [
        lambda: visitor.get(SV),
        lambda: visitor.press("start", code="X"),
        lambda: visitor.start(code),
        lambda: visitor.press("next"),
        visitor.to_the_end,
    ]
    for step in steps:
        (link,) = links(step())
        assert link["target"] == "_blank"
        assert "noopener" in link["rel"]
        assert "Tillgänglighetsredogörelse (öppnas i en ny flik)" in visitor.text
    visitor.press("send")
    (link,) = links(visitor)
    assert "target" not in link


@pytest.mark.parametrize(
    ("address", "where"),
    [(TOLD, TOLD), ("/none", TOLD), ("/s/none/sv", TOLD), (f"{EN}/none", TOLD_EN), (f"{SV}/svara", TOLD)],
)
def test_refusals_lead_there_too(opened: Open, address: str, where: str) -> None:
    (link,) = links(opened.visitor.get(address), where)
    assert "target" not in link


@pytest.fixture
def empty(world: World) -> Iterator[Visitor]:
    """A visitor of a site with no wave."""
    with TestClient(create_app(world.settings, world.clock)) as client:
        yield Visitor(client)


def test_where_there_is_no_wave_there_is_no_statement(empty: Visitor) -> None:
    for address in ("/", "/none"):
        assert "Tillgänglighetsredogörelse" not in empty.get(address).text
