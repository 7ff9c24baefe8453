"""The catalogues are complete: every reader's language has every word, with the same places to fill in.

Swedish is the source. A word that only one language has would be found by the respondent who reads the other, and one
that was translated from an older Swedish text would promise what no longer holds.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from survey.study.checks import PAGES
from tools import marks
from tools.translations import FORM, LOCALES

ROOT = Path(__file__).parents[2]
SOURCE = "sv"
#: What readers of plans and reports may choose; respondents have more.
READERS = {"sv", "en"}
#: catalogue -> its folder, the folder whose pages and code use its words, and what those call to get one
CATALOGUES = {
    "respond.po": (ROOT / "locales", ROOT / "survey" / "web", ("_", "gettext")),
    "planning.po": (ROOT / "analysis" / "planning" / "locales", ROOT / "analysis" / "planning", ("t", "words")),
    "exports.po": (ROOT / "analysis" / "exports" / "locales", ROOT / "analysis" / "exports", ("say", "in_words")),
    "report.po": (
        ROOT / "analysis" / "report" / "locales",
        ROOT / "analysis" / "report",
        (),
    ),  # whose own test asks for each
}
FILES = sorted(
    (name, path.parents[1].name)
    for name, (folder, _, _) in CATALOGUES.items()
    for path in folder.glob(f"*/LC_MESSAGES/{name}")
)
PLACES = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")


def read(name: str, language: str) -> Catalog:
    with (CATALOGUES[name][0] / language / "LC_MESSAGES" / name).open("rb") as file:
        return read_po(file, locale=language.partition("-")[0], abort_invalid=True)


def messages(catalogue: Catalog) -> dict[tuple[str, str | None], Message]:
    return {(str(message.id), message.context): message for message in catalogue if message.id}


def words(message: Message) -> list[str]:
    """The wordings of a message: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def faults(found: Catalog, source: Catalog) -> list[str]:
    """What *found* lacks of *source*, has too much, or fills in otherwise; a line each."""
    theirs, ours = messages(source), messages(found)
    lines = [f"missing: {key}" for key in theirs.keys() - ours.keys()]
    lines += [f"not in the source: {key}" for key in ours.keys() - theirs.keys()]
    for key, message in ours.items():
        if message.fuzzy or not all(words(message)):
            lines.append(f"not translated: {key}")
        elif key in theirs:
            expected = {place for word in words(theirs[key]) for place in Counter(PLACES.findall(word)).items()}
            if {place for word in words(message) for place in Counter(PLACES.findall(word)).items()} != expected:
                lines.append(f"other places to fill in: {key}")
    return sorted(lines)


def test_every_catalogue_is_known_here_and_in_every_language() -> None:
    found = [path for path in ROOT.glob("**/LC_MESSAGES/*.po") if not path.relative_to(ROOT).parts[0].startswith(".")]
    assert sorted((path.name, path.parents[1].name) for path in found) == FILES
    languages = {name: {language for other, language in FILES if other == name} for name in CATALOGUES}
    assert languages.pop("respond.po") == set(PAGES) >= READERS
    assert all(found == READERS for found in languages.values())


@pytest.mark.parametrize(("name", "language"), FILES)
def test_a_catalogue_is_complete(name: str, language: str) -> None:
    assert faults(read(name, language), read(name, SOURCE)) == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_word_that_is_used_is_written_and_none_is_left_over(name: str) -> None:
    _, readers, calls = CATALOGUES[name]
    written = {key for key, _ in messages(read(name, SOURCE))}
    ways = [("**.html", "jinja2.ext:babel_extract"), ("**.svg", "jinja2.ext:babel_extract"), ("**.py", "python")]
    found = extract_from_dir(readers, ways, keywords=dict.fromkeys(calls))
    used = {text if isinstance(text, str) else text[0] for _, _, text, _, _ in found}
    assert used - written == set()
    # A key may also be put together, of "status." and a word, or of "group" and a name: its first half is quoted.
    sources = "".join(
        p.read_text(encoding="utf-8") for p in readers.rglob("*.*") if p.suffix in {".py", ".html", ".svg"}
    )
    quoted = set(re.findall(r"[\"']([\w.]+?)\.?(?=[\"'{])", sources))
    assert {key for key in written - used if not {key, key.rpartition(".")[0]} & quoted} == set()


def test_a_catalogue_with_holes_is_seen() -> None:
    source, found = Catalog("sv"), Catalog("en")
    for key, word in {"a": "A", "b": "B", "c": "%(n)s C", "d": "D"}.items():
        source.add(key, word)
    found.add("a", "")
    found.add("b", "B", flags={"fuzzy"})
    found.add("c", "C")
    found.add("e", "E")
    assert faults(found, source) == [
        "missing: ('d', None)",
        "not in the source: ('e', None)",
        "not translated: ('a', None)",
        "not translated: ('b', None)",
        "other places to fill in: ('c', None)",
    ]


@pytest.mark.parametrize("language", marks.catalogue_languages(LOCALES))
def test_no_translation_of_the_interface_is_older_than_its_swedish(language: str) -> None:
    """Read it again, then: ./run translations --read LANGUAGE KEY."""
    source = marks.catalogue_texts(LOCALES, marks.SOURCE)
    kept = marks.catalogue_marks(LOCALES, language)
    assert marks.stale(source, kept) == []
    assert kept.keys() == source.keys()


@pytest.mark.parametrize("language", marks.form_languages(FORM))
def test_no_translation_of_the_form_is_missing_or_older_than_its_swedish(language: str) -> None:
    source = marks.form_texts(FORM, marks.SOURCE)
    assert marks.form_texts(FORM, language).keys() == source.keys()
    assert marks.stale(source, marks.form_marks(FORM, language)) == []


def test_the_form_marks_only_what_is_there() -> None:
    for language in marks.form_languages(FORM):
        assert marks.form_marks(FORM, language).keys() == marks.form_texts(FORM, marks.SOURCE).keys()


def test_the_form_and_the_example_study_are_in_every_language_of_the_pages() -> None:
    assert {marks.SOURCE, *marks.form_languages(FORM)} == set(PAGES)
    example = ROOT / "studies" / "linkoping-norrkoping" / "study.toml"
    assert set(tomllib.loads(example.read_text(encoding="utf-8"))["languages"]) == set(PAGES)
