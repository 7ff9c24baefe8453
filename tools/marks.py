"""Marks that say which Swedish text a translation was read against, so that an old translation is noticed.

Swedish is the source of every catalogue and form. A mark is a short digest of the Swedish text: in a catalogue it is a
comment of the entry (`#. source: 1a2b3c4d`), for a form it stands in translations.toml in the form's folder. When the
Swedish changes, the digests differ until someone has read the translation again and set the mark anew. Setting a mark
changes no wording.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

SOURCE = "sv"
FORM_FILES = ("questionnaire", "analysis")
MARKS = "translations.toml"
_COMMENT = "source: "


def digest(text: str) -> str:
    """Eight hexadecimal digits of SHA-256: enough to notice a change, short enough to stand in a comment."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def stale(source: Mapping[str, str], marks: Mapping[str, str]) -> list[str]:
    """The keys or places whose translation was not read against the Swedish text that stands there now."""
    return [key for key, text in source.items() if marks.get(key) != digest(text)]


def catalogue(folder: Path, language: str) -> Path:
    """The respondents' catalogue of *language*."""
    return folder / language / "LC_MESSAGES" / "respond.po"


def catalogue_languages(folder: Path) -> list[str]:
    """The languages translated into: all that have a catalogue but the source."""
    return sorted({path.parents[1].name for path in folder.glob("*/LC_MESSAGES/respond.po")} - {SOURCE})


def catalogue_texts(folder: Path, language: str) -> dict[str, str]:
    """Key -> wording."""
    with catalogue(folder, language).open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def catalogue_marks(folder: Path, language: str) -> dict[str, str]:
    """Key -> mark."""
    with catalogue(folder, language).open("rb") as file:
        return {
            str(message.id): comment.removeprefix(_COMMENT)
            for message in read_po(file)
            for comment in message.auto_comments
            if comment.startswith(_COMMENT)
        }


def marked(text: str, marks: Mapping[str, str]) -> str:
    """The catalogue *text* with the marks of these keys set; all else as it was."""
    made: list[str] = []
    for line in text.split("\n"):
        found = re.fullmatch(r'msgid "(.+)"', line)
        if found and found[1] in marks:
            start = len(made)
            while start and made[start - 1].startswith("#"):
                start -= 1
            about = [one for one in made[start:] if not one.startswith(f"#. {_COMMENT}")]
            place = next((number for number, one in enumerate(about) if one.startswith("#,")), len(about))
            made[start:] = [*about[:place], f"#. {_COMMENT}{marks[found[1]]}", *about[place:]]
        made.append(line)
    return "\n".join(made)


def form_languages(folder: Path) -> list[str]:
    """The form's languages but the source."""
    form = tomllib.loads((folder / "questionnaire.toml").read_text(encoding="utf-8"))
    return [language for language in form["languages"] if language != SOURCE]


def form_texts(folder: Path, language: str) -> dict[str, str]:
    """Place -> all that stands there in *language*, a line each; the place is a question, a scale or the like.

    A place without a wording in that language is left out.
    """
    found: dict[str, list[str]] = {}
    for name in FORM_FILES:
        for place, text in _wordings(tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")), (name,)):
            if language in text:
                found.setdefault(".".join(filter(None, place)), []).append(text[language])
    return {place: "\n".join(texts) for place, texts in found.items()}


def _wordings(node: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    """What has an id is a place of that id; else the first two names from the top of the file say where."""
    if isinstance(node, list):
        for one in node:
            yield from _wordings(one, place)
    elif isinstance(node, dict) and SOURCE in node:
        yield place, node
    elif isinstance(node, dict):
        known = "id" in node and len(place) > 1
        here = (place[0], "", node["id"]) if known else place
        for name, one in node.items():
            yield from _wordings(one, here if len(here) > 2 else (*here, name))


def form_marks(folder: Path, language: str) -> dict[str, str]:
    """Place -> mark."""
    path = folder / MARKS
    kept = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {place: marks[language] for place, marks in kept.items() if language in marks}


def write_form_marks(folder: Path, marks: Mapping[str, Mapping[str, str]]) -> None:
    """Write *marks* (language -> place -> mark), a line a place, in the order of the form."""
    lines = []
    for place in form_texts(folder, SOURCE):
        here = [f'{language} = "{of[place]}"' for language, of in sorted(marks.items()) if place in of]
        if here:
            lines.append(f'"{place}" = {{ {", ".join(here)} }}\n')
    head = "# Which Swedish text each translation was read against, as a digest: written by ./run translations.\n\n"
    (folder / MARKS).write_text(head + "".join(lines), encoding="utf-8")
