"""The catalogues are complete: every reader's language has every word, with the same places to fill in.

Swedish is the source. A word that only one language has would be found by the respondent who reads the other.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCE = "sv"
LANGUAGES = sorted(path.name for path in (ROOT / "locales").iterdir() if path.is_dir())
NAMES = sorted(path.name for path in (ROOT / "locales" / SOURCE / "LC_MESSAGES").glob("*.po"))
TRANSLATIONS = [(language, name) for language in LANGUAGES for name in NAMES]
#: catalogue -> the folder whose pages and code use its words
READERS = {"respond.po": "survey/web"}
PLACES = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")


def read(language: str, name: str) -> Catalog:
    with (ROOT / "locales" / language / "LC_MESSAGES" / name).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


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


def test_every_language_has_every_catalogue() -> None:
    assert NAMES
    for language in LANGUAGES:
        assert sorted(path.name for path in (ROOT / "locales" / language / "LC_MESSAGES").iterdir()) == NAMES


@pytest.mark.parametrize(("language", "name"), TRANSLATIONS)
def test_a_catalogue_is_complete(language: str, name: str) -> None:
    assert faults(read(language, name), read(SOURCE, name)) == []


def test_every_catalogue_has_its_readers() -> None:
    assert sorted(READERS) == NAMES


@pytest.mark.parametrize("name", READERS)
def test_every_word_that_is_used_is_written_and_none_is_left_over(name: str) -> None:
    found = extract_from_dir(
        ROOT / READERS[name],
        [("**.html", "jinja2.ext:babel_extract"), ("**.py", "python")],
        keywords={"_": None, "gettext": None},
    )
    used = {str(text) for _, _, text, _, _ in found}
    assert used == {key for key, _ in messages(read(SOURCE, name))}


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
