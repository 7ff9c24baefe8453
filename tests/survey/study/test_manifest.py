"""One manifest, one spelling, one fingerprint: whatever is changed in it, the fingerprint is another."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from questionnaires.answersets import FrameCount
from questionnaires.digest import digest
from survey.clock import utc_text
from survey.errors import StudyError, UnknownMunicipality
from survey.study import manifest as manifests
from survey.study.manifest import Manifest
from survey.study.reading import read_study
from tests.builders import CLOSES, OPENS, World


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    folder = tmp_path_factory.mktemp("study")
    world = World(folder, f"sqlite:///{folder}/survey.sqlite")
    world.close()
    return read_study(world.study_file)


def leaves(table: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value that is no list or table, with the way to it."""
    if isinstance(table, dict | list) and table:
        for step, inner in table.items() if isinstance(table, dict) else enumerate(table):
            yield from leaves(inner, (*path, step))
    else:
        yield path, table


def another(value: Any) -> Any:
    """A value of the same kind that is not *value*."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return value + "x"
        case None:
            return "x"
        case list():
            return ["x"]
        case dict():
            return {"x": "x"}
    raise AssertionError(value)


def test_every_single_value_counts(manifest: Manifest) -> None:
    """Not one word, number or key can be exchanged without another fingerprint."""
    spelling = manifests.to_bytes(manifest)
    mark = hashlib.sha256(spelling).digest()
    assert mark == manifests.fingerprint(manifest)
    table = json.loads(spelling)
    marks = {mark}
    places = list(leaves(table))
    assert len(places) > 300
    for path, value in places:
        inner = table
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = another(value)
        marks.add(hashlib.sha256(msgspec.json.encode(table, order="sorted")).digest())
        inner[path[-1]] = value
    assert len(marks) == len(places) + 1


def test_what_the_manifest_holds_is_all_that_must_be_equal(manifest: Manifest) -> None:
    """A field that is left out of the manifest could differ between the municipalities unnoticed."""
    table = json.loads(manifests.to_bytes(manifest))
    assert set(table) == set(Manifest.__struct_fields__)
    assert table["questionnaire"]["sections"][1]["questions"][0]["text"]["sv"].startswith("Har du under")
    assert table["questionnaire"]["sections"][1]["questions"][1]["shown_if"]["is"] == ["once", "more"]
    assert table["window"] == {"opens_at": utc_text(OPENS), "closes_at": utc_text(CLOSES)}
    assert table["k"] == 2
    assert [len(bytes.fromhex(trustee["seal"])) for trustee in table["trustees"]] == [65, 65, 65]
    assert [len(bytes.fromhex(municipality["chief"])) for municipality in table["municipalities"]] == [65, 65]
    assert table["municipalities"][0]["strata"][0]["invited"] == 12
    assert table["disclosure"] == {"min_answered": 10, "min_exposed": 5}
    assert table["plan"]["comparisons"][0]["kind"] == "groups_within_municipality"


def test_reading_what_was_written_gives_it_back(manifest: Manifest) -> None:
    assert manifests.from_bytes(manifests.to_bytes(manifest)) == manifest
    assert manifests.from_bytes(manifests.to_bytes(manifest) + b"\n") == manifest, "an editor's last newline"


@pytest.mark.parametrize(
    "respell",
    [
        lambda spelling: json.dumps(json.loads(spelling), ensure_ascii=False).encode(),
        lambda spelling: json.dumps(json.loads(spelling), ensure_ascii=True, separators=(",", ":")).encode(),
        lambda spelling: b'{"wave":1,' + spelling[1:].replace(b',"wave":1}', b"}"),
        lambda spelling: spelling.replace(b'"k":2', b'"k":3,"k":2'),
    ],
    ids=["blanks", "escapes", "order of keys", "a key twice"],
)
def test_another_spelling_of_the_same_manifest_is_refused(manifest: Manifest, respell: Any) -> None:
    spelling = manifests.to_bytes(manifest)
    other = respell(spelling)
    assert other != spelling
    with pytest.raises(StudyError, match="canonical form"):
        manifests.from_bytes(other)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda spelling: spelling[:-1], "this is no manifest"),
        (lambda _: b"[]", "this is no manifest"),
        (lambda _: b"\xff", "this is no manifest"),
        (lambda spelling: spelling.replace(b'"k":2', b'"k":"2"'), "this is no manifest"),
        (lambda spelling: spelling.replace(b'"k":2', b'"j":1,"k":2'), "this is no manifest"),
        (lambda spelling: spelling.replace(b"samtidig manifest 1", b"samtidig manifest 2"), "canonical form"),
    ],
    ids=["cut off", "a list", "no text", "a number as text", "an unknown key", "another protocol"],
)
def test_what_is_no_manifest_is_refused(manifest: Manifest, spoil: Any, told: str) -> None:
    with pytest.raises(StudyError, match=told):
        manifests.from_bytes(spoil(manifests.to_bytes(manifest)))


def test_a_comment_in_the_study_file_changes_nothing_and_a_word_does(tmp_path: Path) -> None:
    world = World(tmp_path, f"sqlite:///{tmp_path}/survey.sqlite")
    world.close()
    before = manifests.fingerprint(read_study(world.study_file))
    text = world.study_file.read_text(encoding="utf-8")
    world.study_file.write_text(f"# read through by both\n{text}", encoding="utf-8")
    assert manifests.fingerprint(read_study(world.study_file)) == before
    form = world.form / "questionnaire.toml"
    form.write_text(form.read_text(encoding="utf-8").replace('sv = "hot"', 'sv = "hot "'), encoding="utf-8")
    assert manifests.fingerprint(read_study(world.study_file)) != before


def test_a_stratum_is_found_by_its_name_and_no_other(manifest: Manifest) -> None:
    assert manifests.invited(manifest, "0581/staff") == 12
    with pytest.raises(StudyError, match="0581/pupils is no stratum"):
        manifests.invited(manifest, "0581/pupils")
    with pytest.raises(UnknownMunicipality, match="0180 is no municipality of this study; it has 0580, 0581"):
        manifests.invited(manifest, "0180/staff")


def test_a_frame_is_signed_and_goes_into_the_header(manifest: Manifest) -> None:
    frame = (FrameCount({"B1": "council"}, 8), FrameCount({"B1": "other"}, 4))
    first, *others = manifest.municipalities
    elected, staff = first.strata
    framed = msgspec.structs.replace(
        manifest,
        municipalities=(
            msgspec.structs.replace(first, strata=(msgspec.structs.replace(elected, frame=frame), staff)),
            *others,
        ),
    )
    assert manifests.fingerprint(framed) != manifests.fingerprint(manifest)
    assert manifests.from_bytes(manifests.to_bytes(framed)) == framed
    assert [stratum.frame for stratum in manifests.header(framed, first.code).strata] == [frame, ()]
    assert b"frame" not in manifests.to_bytes(manifest)


def test_the_header_of_an_answer_set_is_bound_to_the_manifest(manifest: Manifest) -> None:
    header = manifests.header(manifest, "0581")
    assert header.fingerprint == manifests.fingerprint(manifest).hex()
    assert header.form.digest == digest(manifest.questionnaire)
    assert header.plan_digest == digest(manifest.plan)
    assert [(stratum.group, stratum.invited, stratum.answered) for stratum in header.strata] == [
        ("elected", 12, 0),
        ("staff", 12, 0),
    ]
