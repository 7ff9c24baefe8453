"""The words of a plan's outlook in one language; numbers are written as the report writes them.

No text for readers stands in Python. What the report already has words for (the groups) is taken from its catalogue.
"""

from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from analysis.errors import WordingError
from analysis.report.catalogue import Words
from analysis.report.catalogue import words as report_words

_FOLDER = Path(__file__).parent / "locales"


@lru_cache
def words(language: str) -> Words:
    """The words of *language*. Raises WordingError if it has no catalogue."""
    path = _FOLDER / language / "LC_MESSAGES" / "planning.po"
    if not path.is_file():
        raise WordingError(f"the plan's outlook has no catalogue for {language!r}; add {path.name} for it")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return Words(language, {str(message.id): str(message.string) for message in catalogue if message.id})


def group(language: str, name: str) -> str:
    """What the people of a group are called, within a sentence."""
    return report_words(language).choice("group_among", name)
