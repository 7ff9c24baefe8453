"""A study file is read with all it names; each thing that is not there or not whole is told with its place."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from survey.ballot.crockford import fingerprint_text
from survey.ballot.keyfiles import random_keys, write_public_keys
from survey.errors import StudyError
from survey.study.manifest import fingerprint, strata
from survey.study.reading import read_study
from tests.builders import HOLDERS, World
from tests.survey.study.studies import study_file

EXAMPLE = Path(__file__).parents[3] / "studies" / "linkoping-norrkoping" / "study.toml"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path, f"sqlite:///{tmp_path}/survey.sqlite")
    world.close()
    return world


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def remove(file: Path) -> None:
    file.unlink()


def not_text(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")


def of_norrkoping(file: Path) -> None:
    file.write_bytes(file.with_name(f"{HOLDERS[1]}.public.json").read_bytes())


@pytest.mark.parametrize(
    ("named", "spoil", "told"),
    [
        ("linkoping.public.json", remove, "municipality 0580, key: the public key file"),
        ("linkoping.public.json", cut, "municipality 0580, key: "),
        ("linkoping.public.json", not_text, "municipality 0580, key: the public key file"),
        ("lansstyrelsen.public.json", remove, "trustee Länsstyrelsen Östergötland, key: the public key file"),
        ("lansstyrelsen.public.json", of_norrkoping, "two trustees have the same key"),
        ("linkoping.public.json", of_norrkoping, "have the same key"),
        ("form/questionnaire.toml", remove, "questionnaire.toml: the file does not exist"),
        ("form/questionnaire.toml", cut, "questionnaire.toml: not valid TOML"),
        ("form/analysis.toml", remove, "analysis.toml: the file does not exist"),
        ("study.toml", cut, "study.toml: not valid TOML"),
    ],
)
def test_what_is_missing_or_damaged_is_named(
    world: World, named: str, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(world.folder / named)
    with pytest.raises(StudyError) as refusal:
        read_study(world.study_file)
    assert told in str(refusal.value)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("wave = 1", 'wave = "ett"', "wave: expected `int`, got `str`"),
        ("k = 2", "k = 2\nstart = 2022-04-25", "object contains unknown field `start`"),
        ('code = "0580"', "code = 580", "municipalities[0].code: expected `str`, got `int`"),
        ('"code_on_paper"', '"open_link"', "access_mode: invalid enum value 'open_link'"),
        ("k = 2", "k = 5", "k: 5 trustees must open the box"),
    ],
)
def test_a_key_or_value_that_cannot_be_is_named(world: World, before: str, after: str, told: str) -> None:
    study_file(world.folder, {before: after})
    with pytest.raises(StudyError, match=r"study\.toml") as refusal:
        read_study(world.study_file)
    assert told in str(refusal.value)


SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>'


def with_logo(world: World, drawing: str | None) -> Path:
    """The study with a logo for its first municipality, that is there unless *drawing* is None."""
    if drawing is not None:
        (world.folder / "logo.svg").write_text(drawing, encoding="utf-8")
    return study_file(world.folder, {'{ colour = "#00548a" }': '{ colour = "#00548a", logo = "logo.svg" }'})


def test_a_logo_is_signed_as_the_drawing_that_it_is(world: World) -> None:
    without = fingerprint(read_study(world.study_file))
    manifest = read_study(with_logo(world, SQUARE))
    assert [one.theme.logo for one in manifest.municipalities] == [SQUARE, ""]
    assert fingerprint(manifest) != without
    (world.folder / "logo.svg").write_text(SQUARE.replace("0 0 9 9", "0 0 8 8"), encoding="utf-8")
    assert fingerprint(read_study(world.study_file)) != fingerprint(manifest)


@pytest.mark.parametrize(
    ("drawing", "told"),
    [
        (None, "logo.svg cannot be read; mend the path, or leave the logo out"),
        (SQUARE.replace("<path", "<script"), "logo.svg: <script> is no shape"),
        (SQUARE.replace(" d=", " onclick="), "logo.svg: <path onclick>: the attribute draws nothing"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_told_with_its_place(world: World, drawing: str | None, told: str) -> None:
    with pytest.raises(StudyError) as refusal:
        read_study(with_logo(world, drawing))
    assert "study.toml: municipality 0580, theme, logo: " in str(refusal.value)
    assert told in str(refusal.value)


def test_faults_of_logos_are_told_with_the_others(world: World) -> None:
    study_file(world.folder, {"k = 2": "k = 5"})
    with pytest.raises(StudyError) as refusal:
        read_study(with_logo(world, None))
    assert len(str(refusal.value).splitlines()) == 2


def test_one_chief_cannot_sign_for_two_municipalities(world: World) -> None:
    """Both municipalities name the same key, while the trustees' keys are three."""
    study_file(
        world.folder,
        {
            'code = "0581"\nname = "Norrköping"\nkey = "norrkoping.public.json"': (
                'code = "0581"\nname = "Norrköping"\nkey = "linkoping.public.json"'
            )
        },
    )
    with pytest.raises(StudyError, match="two security chiefs have the same key"):
        read_study(world.study_file)


def test_the_shipped_example_is_well_made_once_its_keys_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "studies" / "example"
    (folder / "keys").mkdir(parents=True)
    (tmp_path / "questionnaires").symlink_to(EXAMPLE.parents[2] / "questionnaires")
    (folder / "logos").symlink_to(EXAMPLE.parent / "logos")
    (folder / "study.toml").write_bytes(EXAMPLE.read_bytes())
    for holder in HOLDERS:
        keys = write_public_keys(random_keys(holder).public)
        (folder / "keys" / f"{holder}.public.json").write_text(keys, encoding="utf-8")
    manifest = read_study(folder / "study.toml")
    assert strata(manifest) == ("0580/elected", "0580/staff", "0581/elected", "0581/staff")
    assert manifest.window.opens_at == "2022-04-25T06:00:00Z", "eight o'clock in Sweden"
    assert manifest.window.closes_at == "2022-05-16T06:00:00Z"
    assert manifest.questionnaire.id == "otillaten-paverkan"
    assert len(fingerprint_text(fingerprint(manifest))) == 14
    assert all(one.theme.logo.startswith("<svg ") and one.theme.colour for one in manifest.municipalities)
    assert [(reminder.on - date(2022, 4, 25)).days for reminder in manifest.reminders] == [7, 14, 19]
