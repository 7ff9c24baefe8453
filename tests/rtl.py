"""A language to try right-to-left pages with: `ar-XB`, Swedish in Arabic letters. It is never shipped.

A pseudo-locale as those that browsers and phones are tested with: it reads, joins and measures like Arabic, and is as
complete as the Swedish always. Places to fill in, numbers and codes stay.
"""

import re
import shutil
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from survey.web.locale import locales_folder
from tests.wordings import with_language

LANGUAGE = "ar-XB"

_LETTERS = str.maketrans(dict(zip("abcdefghijklmnopqrstuvwxyzåäö", "ابجدهفغحيزكلمنسعصقرشتثوخضظطذئ", strict=True)))
#: What stays: places to fill in, and codes of capitals and figures.
_KEPT = re.compile(r"(%\(\w+\)s|%%|\{\w+\}|\\.|[A-Z0-9]{4}(?:\u2011[A-Z0-9]{4})+)")


def mirrored(swedish: str) -> str:
    """*swedish* in Arabic letters."""
    parts = _KEPT.split(swedish)
    return "".join(part if place % 2 else part.lower().translate(_LETTERS) for place, part in enumerate(parts))


def catalogues(folder: Path) -> Path:
    """The program's catalogues, copied into *folder*, and that of the pseudo-locale among them."""
    shutil.copytree(locales_folder(), folder, dirs_exist_ok=True)
    with (folder / "sv" / "LC_MESSAGES" / "respond.po").open("rb") as file:
        swedish = read_po(file)
    made = Catalog("ar")
    for message in swedish:
        if message.id:
            made.add(message.id, mirrored(str(message.string)), flags=message.flags)
    target = folder / LANGUAGE / "LC_MESSAGES" / "respond.po"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_po(file, made)
    return folder


def form(source: Path, folder: Path) -> Path:
    """The questionnaire and plan of *source*, worded in the pseudo-locale too, in *folder*."""
    folder.mkdir()
    for name in ("questionnaire.toml", "analysis.toml"):
        text = (source / name).read_text(encoding="utf-8")
        (folder / name).write_text(with_language(text, LANGUAGE, mirrored), encoding="utf-8")
    return folder
