"""The words of the exports in one language, from their own catalogue; numbers and dates as in the report."""

from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from analysis.disclosure.release import Release
from analysis.errors import WordingError
from analysis.report.catalogue import Words

_FOLDER = Path(__file__).parent / "locales"


@lru_cache
def words(language: str) -> Words:
    """The words of *language*. Raises WordingError if it has no catalogue."""
    path = _FOLDER / language / "LC_MESSAGES" / "exports.po"
    if not path.is_file():
        raise WordingError(f"the exports have no catalogue for {language!r}; add {path.name} for it")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return Words(language, {str(message.id): str(message.string) for message in catalogue if message.id})


def nearest(language: str) -> str:
    """Where *language* finds words: its own, those that it is a variant of (`sv` for `sv-simple`), else English."""
    known = (language, language.partition("-")[0])
    return next((one for one in known if (_FOLDER / one).is_dir()), "en")


def stamp(release: Release, language: str) -> str:
    """What differed between the answer sets although they were compared, and why; empty for the equivalent."""
    if not release.not_equivalent:
        return ""
    say = words(language)
    differences = ", ".join(say.choice("differs", code) for code in release.not_equivalent)
    return say("note.not_equivalent", differences=differences, reason=release.override)
