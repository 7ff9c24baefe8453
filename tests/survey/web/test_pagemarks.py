"""The pages around the questions are signed too, and a program with other pages takes no answers."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from litestar.testing import TestClient

from survey.assembly import create_app
from survey.cli import main as cli
from survey.cli import opening, serving
from survey.steps.context import open_context
from survey.steps.enter import door
from survey.study.manifest import fingerprint
from survey.study.reading import read_study
from survey.web.assets import STATIC, read_assets
from survey.web.locale import locales_folder, respondent_words
from survey.web.pagemarks import differing, page_marks, program_marks
from survey.web.respond.rooms import room
from survey.web.templating import TEMPLATES
from tests.builders import CLOSES, OPENS, World
from tests.survey.web.visiting import EN, SV, WAVE, Visitor

MARKS = program_marks()


@pytest.fixture
def reworded(tmp_path: Path) -> Path:
    """The program's catalogues with one English word another."""
    folder = shutil.copytree(locales_folder(), tmp_path / "reworded")
    catalogue = folder / "en" / "LC_MESSAGES" / "respond.po"
    text = catalogue.read_text(encoding="utf-8")
    heading = 'msgstr "The survey is not ready to open"'
    assert heading in text
    catalogue.write_text(text.replace(heading, 'msgstr "The survey is not yet ready"'), encoding="utf-8")
    return folder


@contextmanager
def visiting(world: World, catalogues: Path | None = None) -> Iterator[Visitor]:
    with TestClient(create_app(world.settings, world.clock, catalogues)) as client:
        yield Visitor(client)


def test_a_study_is_bound_to_script_markup_and_the_wordings_of_its_own_languages(world: World) -> None:
    manifest = world.define().manifest
    assert manifest.pages == {name: MARKS[name] for name in ("script", "markup", "sv", "en")}
    assert MARKS["script"] == read_assets().integrity["answer.js"]
    assert differing(manifest, MARKS) == ()


def test_one_word_of_one_language_is_another_mark_and_another_fingerprint(world: World, reworded: Path) -> None:
    other = program_marks(reworded)
    assert {name for name in MARKS if other[name] != MARKS[name]} == {"en"}
    assert differing(world.define().manifest, other) == ("en",)
    bound = [read_study(world.study_file, marks) for marks in (MARKS, other, MARKS)]
    assert fingerprint(bound[0]) == fingerprint(bound[2]) != fingerprint(bound[1])


def test_a_mark_hangs_on_the_wordings_and_on_nothing_else() -> None:
    words = respondent_words(locales_folder())
    turned = {
        language: msgspec.structs.replace(one, messages=dict(reversed(list(one.messages.items()))))
        for language, one in words.items()
    }
    assert page_marks(turned, read_assets()) == MARKS
    swapped = {**words, "en": msgspec.structs.replace(words["en"], locale=words["sv"].locale)}
    assert page_marks(swapped, read_assets())["en"] != MARKS["en"], "how dates are written is read too"


def test_another_script_is_another_mark(tmp_path: Path, world: World) -> None:
    folder = shutil.copytree(STATIC, tmp_path / "static")
    (folder / "answer.js").write_bytes((folder / "answer.js").read_bytes() + b" ")
    marks = page_marks(respondent_words(locales_folder()), read_assets(folder))
    assert differing(world.define().manifest, marks) == ("script",)


@pytest.mark.parametrize("file", sorted(path.name for path in STATIC.iterdir() if path.name != "answer.js"))
def test_another_style_sheet_picture_or_script_of_the_board_is_another_markup(
    tmp_path: Path, world: World, file: str
) -> None:
    folder = shutil.copytree(STATIC, tmp_path / "static")
    (folder / file).write_bytes((folder / file).read_bytes() + b" ")
    marks = page_marks(respondent_words(locales_folder()), read_assets(folder))
    assert differing(world.define().manifest, marks) == ("markup",)


def changed(path: Path, folder: Path) -> None:
    (folder / path).write_bytes((folder / path).read_bytes() + b" ")


def test_another_template_is_another_markup(tmp_path: Path) -> None:
    """Any of them: changed, moved, taken away or new. In whichever order the disk lists them, they are the same."""
    words, assets = respondent_words(locales_folder()), read_assets()
    every = sorted(path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html"))
    assert len(every) > 20
    assert all(path.suffix == ".html" for path in TEMPLATES.rglob("*") if path.is_file()), "nothing goes unsigned"

    def marked(spoil: Callable[[Path], object], place: str) -> str:
        folder = tmp_path / place
        for path in reversed(every):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(TEMPLATES / path, folder / path)
        spoil(folder)
        marks = page_marks(words, assets, folder)
        assert {name for name in MARKS if marks[name] != MARKS[name]} <= {"markup"}
        return marks["markup"]

    assert marked(lambda _: None, "same") == MARKS["markup"]
    spoilt = [marked(partial(changed, path), f"changed{nr}") for nr, path in enumerate(every)]
    spoilt += [
        marked(lambda folder: (folder / every[0]).unlink(), "less"),
        marked(lambda folder: (folder / every[0]).rename(folder / "moved.html"), "moved"),
        marked(lambda folder: (folder / "new.html").touch(), "more"),
    ]
    assert len({MARKS["markup"], *spoilt}) == len(every) + 4


@pytest.mark.parametrize("missing", ["script", "markup", "en"])
def test_a_page_that_is_missing_on_either_side_differs(world: World, missing: str) -> None:
    manifest = world.define().manifest
    without = {name: mark for name, mark in MARKS.items() if name != missing}
    assert differing(manifest, without) == (missing,)
    unbound = msgspec.structs.replace(manifest, pages={n: m for n, m in manifest.pages.items() if n != missing})
    assert differing(unbound, MARKS) == (missing,)


def test_a_program_with_other_pages_takes_no_answers_and_says_so_once(
    world: World, reworded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = world.issue()["0580/elected"][0]
    world.clock.move_to(OPENS)
    with visiting(world, reworded) as visitor:
        for page in (SV, EN):
            assert not visitor.get(page).html.all("form")
            assert "script" not in {tag for tag, _ in visitor.html.tags}
        visitor.post(SV + "/svara", {"code": code, "go": "start"})
        assert (visitor.response.status_code, visitor.heading) == (403, "Enkäten är inte klar att öppna")
        octets = {"content-type": "application/octet-stream"}
        sent = visitor.client.post(f"/s/{WAVE}/kuvert", content=b"x", headers=octets)
        assert (sent.status_code, sent.json()) == (403, {"outcome": "unready"})
        assert visitor.client.get(f"/s/{WAVE}/manifest.json").status_code == 200
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith("OtherPages at ")
    assert code not in said[0]


def test_the_program_that_was_signed_serves_the_wave(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    code = world.issue()["0580/elected"][0]
    world.clock.move_to(OPENS)
    with visiting(world) as visitor:
        assert visitor.start(code).heading == "Information"
    assert capsys.readouterr().err == ""


def test_after_the_close_other_pages_matter_no_more(world: World, reworded: Path) -> None:
    """A wave that is over is shown as over, by whatever version comes later."""
    world.issue()
    world.clock.move_to(CLOSES)
    with visiting(world, reworded) as visitor:
        assert "Den stängde" in visitor.get(SV).text
        visitor.post(SV + "/svara", {"code": "x", "go": "start"})
        assert visitor.heading == "Enkäten har stängt"


def test_who_knows_no_marks_opens_nothing(world: World) -> None:
    """What is forgotten fails on the safe side."""
    world.issue()
    world.clock.move_to(OPENS)
    entrance = door(world.context, WAVE)
    assert entrance.phase_now(world.context) == "open"
    assert room(entrance, ("sv", "en")).phase_now(world.context) == "unapproved"
    assert room(entrance, ("sv", "en"), MARKS).phase_now(world.context) == "open"


Run = Callable[..., tuple[str, str]]


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("SAMTIDIG_DATABASE", world.settings.database)
    for command in (serving, opening):  # the study's window is in the past
        monkeypatch.setattr(command, "open_context", lambda settings: open_context(settings, world.clock))
    monkeypatch.setattr(serving, "Granian", lambda *_, **__: SimpleNamespace(serve=lambda: None))

    def call(*words: str) -> tuple[str, str]:
        capsys.readouterr()
        assert cli.run(list(words)) == 0
        said = capsys.readouterr()
        return said.out, said.err

    return call


def test_serve_and_status_name_what_differs(world: World, reworded: Path, run: Run) -> None:
    world.approve()
    assert "signed:" not in run("status")[0]
    assert run("serve", "--port", "1")[1] == ""
    world.catalogues = reworded
    world.approve()
    assert "not the pages that were signed: en; this program takes no answers to it" in run("status")[0]
    assert f"{WAVE} takes no answers" in run("serve", "--port", "1")[1]
