"""A wave's style sheet and logos: what they hold, where they are fetched, and that asking for them tells nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from litestar.testing import TestClient

from survey.assembly import create_app
from survey.study.manifest import BoundTheme, Manifest
from survey.study.reading import read_study
from survey.web.respond.themes import WaveTheme, wave_theme
from tests.builders import World
from tests.survey.study.studies import study_file
from tests.survey.web.visiting import EN, SV, WAVE, Open

LOGOS = Path(__file__).parents[4] / "studies" / "linkoping-norrkoping" / "logos"
NO_THEME = BoundTheme("", "", "")
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'


def with_logos(world: World) -> World:
    """The study of *world* with the shipped logos."""
    changes = {}
    for colour, name in (("#00548a", "linkoping"), ("#8a1c3b", "norrkoping")):
        (world.folder / f"{name}.svg").write_bytes((LOGOS / f"{name}.svg").read_bytes())
        changes[f'{{ colour = "{colour}" }}'] = f'{{ colour = "{colour}", logo = "{name}.svg" }}'
    study_file(world.folder, changes)
    return world


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """An open wave whose municipalities have logos."""
    folder = tmp_path_factory.mktemp("wave")
    world = with_logos(World(folder, f"sqlite:///{folder}/samtidig.sqlite"))
    codes = world.issue()
    with TestClient(create_app(world.settings, world.clock)) as client:
        yield Open(world, codes, client)
    world.close()


@pytest.fixture
def manifest(world: World) -> Manifest:
    return read_study(world.study_file)


def themed(manifest: Manifest, *themes: BoundTheme) -> WaveTheme:
    """The theme of the municipalities that have *themes*, which are as many as these."""
    pairs = zip(manifest.municipalities, themes, strict=False)
    asking = tuple(msgspec.structs.replace(one, theme=theme) for one, theme in pairs)
    return wave_theme(msgspec.structs.replace(manifest, municipalities=asking))


def sheet(theme: WaveTheme) -> str:
    return theme.files[theme.sheet.rpartition("/")[2]].plain.decode()


def test_each_municipality_has_rules_of_its_own_for_light_and_dark(manifest: Manifest) -> None:
    rules = sheet(themed(manifest, BoundTheme("#00548a", "", ""), BoundTheme("#ffd54a", "#6b5200", "")))
    found = re.findall(
        r'html\[data-municipality="(\d+)"\]:root\{--brand:(#\w+);--brand-ink:(#\w+);--link:(#\w+)', rules
    )
    assert next(one for one in found if one[0] == "0580") == ("0580", "#00548a", "#ffffff", "#00548a")
    assert next(one for one in found if one[0] == "0581") == ("0581", "#ffd54a", "#000000", "#6b5200")
    assert len(found) == 4
    assert rules.count("@media (prefers-color-scheme:dark)") == 2
    assert rules.count("{") == rules.count("}")
    assert rules.count("--leave-edge:#000000") == 1, "a white button on a light header"


def test_no_rule_holds_for_all_while_several_ask(manifest: Manifest) -> None:
    rules = sheet(themed(manifest, BoundTheme("#00548a", "", LOGO), BoundTheme("#8a1c3b", "", LOGO)))
    selectors = re.findall(r"^(?:@media [^{]*\{)?([^{]+)\{", rules, re.MULTILINE)
    assert len(selectors) == 8
    assert all(re.match(r'html\[data-municipality="058[01]"\]', one) for one in selectors)


def test_one_who_asks_alone_has_the_theme_at_once(manifest: Manifest) -> None:
    rules = sheet(themed(manifest, BoundTheme("#00548a", "", LOGO)))
    assert rules.startswith("html:root{--brand:#00548a;")
    assert 'html .logo[data-of="0580"]{display:block}' in rules
    assert "data-municipality" not in rules


def test_a_wave_without_themes_has_nothing_to_fetch(manifest: Manifest) -> None:
    assert themed(manifest, NO_THEME, NO_THEME) == WaveTheme("", (), {})


def test_a_logo_alone_is_shown_without_other_colours(manifest: Manifest) -> None:
    theme = themed(manifest, NO_THEME, BoundTheme("", "", LOGO))
    assert [logo.municipality for logo in theme.logos] == ["0581"]
    assert "--brand" not in sheet(theme)


def test_a_name_changes_with_its_content(manifest: Manifest) -> None:
    one = themed(manifest, BoundTheme("#00548a", "", LOGO), NO_THEME)
    other = themed(manifest, BoundTheme("#00548b", "", LOGO.replace("9", "8")), NO_THEME)
    assert one.files.keys().isdisjoint(other.files)
    assert one == themed(manifest, BoundTheme("#00548a", "", LOGO), NO_THEME)


def test_the_first_page_fetches_every_logo_and_the_sheet(opened: Open) -> None:
    """So a browser asks for nothing more when the code has told who answers."""
    fetched: set[str] = set()
    for address in (SV, EN):
        page = opened.visitor.get(address).html
        (_, theme) = page.all("link", rel="stylesheet")
        logos = page.all("img", class_="logo")
        assert [logo["data-of"] for logo in logos] == ["0580", "0581"]
        assert "data-municipality" not in page.all("html")[0]
        fetched = {theme["href"], *(logo["src"] for logo in logos)}
    part = opened.visitor.start(opened.code("0581/staff")).html
    assert part.all("html")[0]["data-municipality"] == "0581"
    assert {part.all("link", rel="stylesheet")[1]["href"], *(one["src"] for one in part.all("img", class_="logo"))} == (
        fetched
    )


@pytest.mark.parametrize(
    ("number", "media_type"),
    [(0, "text/css; charset=utf-8"), (1, "text/css; charset=utf-8"), (2, "image/svg+xml")],
    ids=["our sheet", "the theme's", "a logo"],
)
def test_a_file_is_kept_for_ever_and_the_same_packed_and_plain(opened: Open, number: int, media_type: str) -> None:
    page = opened.visitor.get(SV).html
    ours, theme = page.all("link", rel="stylesheet")
    address = [ours["href"], theme["href"], page.all("img", class_="logo")[0]["src"]][number]
    plain = opened.client.get(address, headers={"accept-encoding": "identity"})
    packed = opened.client.get(address)
    assert plain.status_code == 200
    assert plain.headers["content-type"] == media_type
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert opened.client.head(address).headers["content-length"] == packed.headers["content-length"]


def test_a_logo_is_served_as_it_was_signed(opened: Open) -> None:
    logo = opened.visitor.get(SV).html.all("img", class_="logo")[1]
    assert logo["alt"] == "", "the name stands beside it"
    assert opened.client.get(logo["src"]).content == (LOGOS / "norrkoping.svg").read_bytes()


def test_no_other_file_is_there(opened: Open) -> None:
    for name in ("theme.css", "theme.0000000000000000.css", "study.toml"):
        assert opened.client.get(f"/s/{WAVE}/fil/{name}").status_code == 404
    assert opened.client.get("/s/none/fil/theme.css").status_code == 404
